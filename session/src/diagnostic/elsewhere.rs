//! Functions and methods that other languages have, and what does their work here.

use super::advice::Advice;
use super::written::{Written, is_one_value};

/// A function that is called otherwise here: its names, what its values are called, and the call; `{0}` is the first value.
type Call = (
    &'static [&'static str],
    &'static [&'static str],
    &'static str,
);

const CALLS: &[Call] = &[
    (&["upper", "toUpperCase"], &["s"], "{0}.to_upper()"),
    (
        &["lower", "toLowerCase", "casefold"],
        &["s"],
        "{0}.to_lower()",
    ),
    (&["strip"], &["s"], "trimmed({0})"),
    (
        &["startswith", "startsWith"],
        &["s", "part"],
        "{0}.starts_with({1})",
    ),
    (
        &["endswith", "endsWith"],
        &["s", "part"],
        "{0}.ends_with({1})",
    ),
    (
        &["includes", "has_key", "has", "hasOwnProperty"],
        &["xs", "x"],
        "{0}.contains({1})",
    ),
    (&["length", "sizeof", "count"], &["x"], "{0}.len()"),
    (&["extend"], &["xs", "ys"], "{0}.append({1})"),
    (&["unshift"], &["xs", "x"], "{0}.insert(0, {1})"),
    (&["indexOf", "index"], &["xs", "x"], "{0}.index_of({1})"),
    (&["splitlines"], &["text"], "{0}.split(\"\\n\")"),
    (&["type", "typeof"], &["x"], "type_of({0})"),
    (&["toString", "String", "repr"], &["x"], "{0}.to_string()"),
    (&["parseInt"], &["text"], "parse_int({0})"),
    (&["parseFloat", "Number"], &["text"], "parse_float({0})"),
    (&["bool", "Boolean"], &["x"], "{0} != 0"),
    (
        &["printf", "println", "puts", "echo", "log_print", "alert"],
        &["x"],
        "print({0})",
    ),
    (&["divmod"], &["a", "b"], "[{0} / {1}, {0} % {1}]"),
    (&["isNaN"], &["x"], "isnan({0})"),
    (&["square"], &["x"], "{0} ** 2"),
    (&["average", "avg", "fmean"], &["v"], "mean({0})"),
    (
        &["average", "avg", "fmean"],
        &["v", "weights"],
        "sum(array({0}) * array({1})) / sum(array({1}))",
    ),
    (&["stdev"], &["v"], "std({0}, (), 1)"),
    (&["pstdev", "stddev"], &["v"], "std({0})"),
    (&["variance"], &["v"], "var({0}, (), 1)"),
    (&["pvariance"], &["v"], "var({0})"),
    (&["DataFrame"], &["data"], "table({0})"),
    (&["ceil_div"], &["a", "b"], "to_int(ceil({0} / 1.0 / {1}))"),
    (&["hex"], &["n"], "\"0x\" + to_hex({0})"),
    (&["bin"], &["n"], "\"0b\" + to_binary({0})"),
    (&["oct"], &["n"], "\"0o\" + to_octal({0})"),
    (&["iterrows", "itertuples"], &["t"], "{0}.rows"),
    (&["chars"], &["text"], "{0}.to_chars()"),
];

/// The same for one kind of first value only.
const CALLS_ON: &[(&str, Call)] = &[
    (
        "text",
        (&["count"], &["text", "part"], "({0}.split({1}).len() - 1)"),
    ),
    (
        "a list",
        (&["count"], &["xs", "x"], "{0}.filter(|v| v == {1}).len()"),
    ),
    (
        "an array",
        (&["count"], &["xs", "x"], "{0}.filter(|v| v == {1}).len()"),
    ),
    ("an array", (&["list"], &["v"], "to_list({0})")),
    ("a range", (&["list", "tuple"], &["r"], "sorted({0})")),
    ("text", (&["list", "tuple"], &["text"], "to_chars({0})")),
    ("a map", (&["list"], &["m"], "{0}.keys()")),
    ("a list", (&["list", "tuple"], &["xs"], "{0}")),
    ("an array", (&["tuple"], &["v"], "to_list({0})")),
    ("an array", (&["copy", "deepcopy"], &["v"], "{0}")),
    ("a list", (&["head"], &["xs", "n"], "slice({0}, 0, {1})")),
    ("an array", (&["head"], &["xs", "n"], "slice({0}, 0, {1})")),
    ("a list", (&["tail"], &["xs", "n"], "slice({0}, -{1})")),
    ("an array", (&["tail"], &["xs", "n"], "slice({0}, -{1})")),
    ("text", (&["repeat"], &["text", "n"], "repeat({0}, {1})")),
    ("text", (&["ord"], &["c"], "to_chars({0})[0].to_int()")),
    ("a character", (&["ord"], &["c"], "{0}.to_int()")),
    (
        "a table",
        (&["head"], &["t"], "table(slice({0}.rows, 0, 5))"),
    ),
    (
        "a table",
        (&["head"], &["t", "n"], "table(slice({0}.rows, 0, {1}))"),
    ),
    ("a table", (&["tail"], &["t"], "table(slice({0}.rows, -5))")),
    (
        "a table",
        (&["tail"], &["t", "n"], "table(slice({0}.rows, -{1}))"),
    ),
    (
        "a table",
        (
            &["drop"],
            &["t", "name"],
            "table(dict({0}.columns.filter(|c| c != {1}).map(|c| [c, {0}[c]])))",
        ),
    ),
    (
        "a table",
        (
            &["rename"],
            &["t", "old", "new"],
            "table(dict({0}.columns.map(|c| [if c == {1} { {2} } else { c }, {0}[c]])))",
        ),
    ),
    (
        "a table",
        (&["filter"], &["t", "f"], "table({0}.rows.filter({1}))"),
    ),
];

/// What to write for a function of Python's, JavaScript's or numpy's that there is not. `kinds` are those of its values.
pub(crate) fn function(name: &str, kinds: &[&str], call: Option<&Written>) -> Option<Advice> {
    let given = call.map_or(kinds.len(), |call| call.values.len());
    let first = kinds.first().copied().unwrap_or("");
    let on = CALLS_ON
        .iter()
        .filter(|(kind, _)| *kind == first)
        .map(|(_, call)| call);
    let named: Vec<&Call> = on.chain(CALLS).filter(|c| c.0.contains(&name)).collect();
    let fits = named.iter().find(|c| c.1.len() == given);
    if let Some((_, _, template)) = fits
        && let Some(call) = call
    {
        return Some(Advice::write(call.span, filled(template, &call.values)));
    }
    if name == "format"
        && let Some(call) = call
        && let Some(rhai) = formatted(&call.values)
    {
        return Some(Advice::write(call.span, rhai));
    }
    if name == "toFixed" || name == "isinstance" {
        return Some(special(name, call));
    }
    if let Some((_, parameters, template)) = named.first() {
        let names: Vec<String> = parameters.iter().map(ToString::to_string).collect();
        return Some(format!("`{}` does it.", filled(template, &names)).into());
    }
    sentence(name, first).map(Advice::from)
}

/// What to write for a property that other languages have.
pub(crate) fn property(name: &str, read: Option<&Written>) -> Option<Advice> {
    let method = match name {
        "length" | "size" => "len()",
        "loc" | "iloc" => {
            return Some(
                "A row is taken by its number, `t[0]`, a column by its name, `t[\"price\"]`."
                    .into(),
            );
        }
        "values" => "values()",
        _ => return None,
    };
    Some(match read {
        Some(read) => {
            let object = read.values.first().map_or("x", String::as_str);
            Advice::fix(read.name, method, format!("Write `{object}.{method}`."))
        }
        None => format!("It is a method here: `.{method}`.").into(),
    })
}

/// A template with its values; one that is more than a name or a call is put in brackets where a method follows.
fn filled(template: &str, values: &[String]) -> String {
    let mut out = template.to_string();
    for (n, value) in values.iter().enumerate() {
        let simple = is_one_value(value);
        let bracketed = format!("({value})");
        let behind = if simple { value } else { &bracketed };
        for sign in [".", "[", " **", " !=", " /", " %"] {
            out = out.replace(&format!("{{{n}}}{sign}"), &format!("{behind}{sign}"));
        }
        out = out.replace(&format!("/ {{{n}}}"), &format!("/ {behind}"));
        out = out.replace(&format!("% {{{n}}}"), &format!("% {behind}"));
        out = out.replace(&format!("{{{n}}}"), value);
    }
    out
}

fn special(name: &str, call: Option<&Written>) -> Advice {
    let values: Vec<&str> = call.map_or(Vec::new(), |call| {
        call.values.iter().map(String::as_str).collect()
    });
    let rhai = match (name, values.as_slice()) {
        ("toFixed", [x, digits]) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            format!("fmt({x}, \".{digits}f\")")
        }
        ("isinstance", [x, kind]) => {
            let kind = match *kind {
                "str" => "text",
                "dict" => "map",
                kind => kind,
            };
            format!("type_of({x}) == \"{kind}\"")
        }
        ("toFixed", _) => return "`fmt(x, \".2f\")` sets the digits.".into(),
        _ => return "`type_of(x)` gives a text such as \"int\".".into(),
    };
    match call {
        Some(call) => Advice::write(call.span, rhai),
        None => format!("`{rhai}` does it.").into(),
    }
}

/// `"{} of {:.2f}".format(a, b)` between back-ticks.
fn formatted(values: &[String]) -> Option<String> {
    let (text, given) = values.split_first()?;
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains(['`', '\\']) || inner.contains("{{") {
        return None;
    }
    let mut out = String::from("`");
    let mut next = 0;
    let mut rest = inner;
    while let Some(open) = rest.find('{') {
        let close = open + rest[open..].find('}')?;
        let (name, spec) = rest[open + 1..close]
            .split_once(':')
            .unwrap_or((&rest[open + 1..close], ""));
        let at = match name {
            "" => next,
            name => name.parse().ok()?,
        };
        next = at + 1;
        out += &rest[..open];
        out += &field(given.get(at)?, spec);
        rest = &rest[close + 1..];
    }
    (next > 0).then(|| format!("{out}{rest}`"))
}

fn field(value: &str, spec: &str) -> String {
    match spec {
        "" => format!("${{{value}}}"),
        spec => format!("${{fmt({value}, \"{spec}\")}}"),
    }
}

/// `"cost %.2f" % x` between back-ticks, where one value is filled in.
pub(crate) fn percent(text: &str, value: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let (before, rest) = inner.split_once('%')?;
    let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
    let (spec, behind) = rest.split_at(end + 1);
    if behind.contains('%') || inner.contains(['`', '\\']) || !"sdfeg".contains(&spec[end..]) {
        return None;
    }
    let spec = match spec {
        "s" | "d" => "",
        spec => spec.trim_end_matches('s'),
    };
    if before.is_empty() && behind.is_empty() && !spec.is_empty() {
        return Some(format!("fmt({value}, \"{spec}\")"));
    }
    Some(format!("`{before}{}{behind}`", field(value, spec)))
}

/// What is said where no call does the same.
fn sentence(name: &str, first: &str) -> Option<&'static str> {
    Some(match name {
        "format" => {
            "Values are filled in between back-ticks, `` `${x}` ``; `fmt(x, \",.1f\")` sets the digits."
        }
        "lstrip" | "rstrip" => "`trimmed(s)` takes the blanks away at both ends.",
        "forEach" => "A loop goes through a list: `for x in xs { … }`.",
        "copy" | "deepcopy" => "`let ys = xs;` makes a copy already.",
        "complex" => "There are no complex numbers.",
        "open" | "read" | "write" | "readFile" | "fetch" | "require" | "to_csv" | "savefig"
        | "read_csv" | "read_excel" => {
            "Cells cannot reach files or the network; `%%csv name` takes a table from the cell's own text."
        }
        "set" | "frozenset" => "`unique(array(xs))` leaves each number once.",
        "tuple" | "list" => {
            "A list stands in square brackets; an array becomes one with `to_list(v)`."
        }
        "scatter" | "figure" | "subplots" | "xlabel" | "ylabel" | "title" | "legend" => {
            "Plots are made whole: `plot_xy(x, y, #{title: \"…\", xlabel: \"…\"})`; `?plot_xy` lists the options."
        }
        "randint" | "randn" | "rand" | "random" | "seed" => {
            "Random numbers come from a generator: `let r = rng(1); r.integers(0, 10)`."
        }
        "exec" => "The code stands in the cell itself.",
        "chr" | "ord" => "`to_chars(s)` takes a text apart.",
        "groupby" | "group_by" | "merge" | "describe" | "pivot" | "apply" | "query"
        | "value_counts"
            if first == "a table" =>
        {
            "A table's rows are maps: `t.rows.filter(|r| …)` and `t.rows.map(|r| …)` go through them; `table(…)` makes a table of rows again."
        }
        _ => return None,
    })
}

/// What to write for a call whose values come in another order elsewhere, or are of another kind.
pub(crate) fn misused(name: &str, kinds: &[&str], call: Option<&Written>) -> Option<Advice> {
    let number = |kind: &str| kind.contains("number");
    // The same call with another name, or its values in another order.
    let instead = |rhai: &dyn Fn(&[String]) -> String, example: &str, more: &str| match call {
        Some(call) if call.values.len() == kinds.len() => {
            Advice::write(call.span, rhai(&call.values)).with(more)
        }
        _ => format!("As in `{example}`{more}.").into(),
    };
    let call_of = |name: &'static str| move |v: &[String]| format!("{name}({})", v.join(", "));
    let method = |name: &'static str| {
        move |v: &[String]| filled(&format!("{{0}}.{name}({})", v[1..].join(", ")), &v[..1])
    };
    Some(match (name, kinds) {
        ("map" | "filter", ["a function", "a list" | "an array", ..]) => {
            let swapped = |v: &[String]| format!("{name}({}, {})", v[1], v[0]);
            instead(&swapped, "xs.map(f)", "; the list comes first")
        }
        ("append", ["a list", other]) if *other != "a list" => instead(
            &method("push"),
            "xs.push(x)",
            "; `append` adds the items of a list",
        ),
        ("find" | "rfind", ["text", "text"]) => {
            instead(&method("index_of"), "text.index_of(part)", "")
        }
        ("remove", ["a list", other]) if !number(other) => "An item is removed by its number, `xs.remove(0)`; by its value, `xs.retain(|x| x != 3)`.".into(),
        ("push", [kind, ..]) if number(kind) || *kind == "text" => {
            "`push` adds to a list: make it with `let xs = [];`.".into()
        }
        ("push" | "append", ["an array", ..]) => match call {
            Some(call) if call.values.len() == 2 => {
                let (a, x) = (&call.values[0], &call.values[1]);
                Advice::write(call.span, format!("{a} = concat([{a}, array([{x}])])"))
                    .with("; an array keeps its length, or collect in a list first")
            }
            _ => "An array keeps its length: `a = concat([a, array([x])]);` makes a longer one, or collect in a list first.".into(),
        },
        ("range", kinds) if kinds.iter().any(|kind| *kind == "a number with a fraction" || *kind == "a number") => {
            instead(&call_of("arange"), "arange(0.5, 2.5, 0.5)", "; a range has whole numbers")
        }
        ("concat", ["text", ..]) => "Texts are joined with `+`.".into(),
        ("concat", ["a list" | "an array", "a list" | "an array", ..]) => instead(
            &|v: &[String]| format!("concat([{}])", v.join(", ")),
            "concat([a, b])",
            "; plain lists are joined with `+`",
        ),
        ("check", [other, "text"]) if *other != "true or false" => {
            "A check needs true or false: compare, as in `check(x == 3, \"…\")`.".into()
        }
        ("len", [kind]) if number(kind) => {
            "A number has no length; that of its text is `len(n.to_string())`.".into()
        }
        ("max" | "min", [a, b]) if number(a) && number(b) => {
            let pair = |v: &[String]| format!("{name}([{}])", v.join(", "));
            instead(&pair, "max([a, b])", "")
        }
        _ => return None,
    })
}
