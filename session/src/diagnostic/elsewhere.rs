//! Functions and methods that other languages have, and what does their work here.

/// What to write for a function of Python's, JavaScript's or numpy's that there is not.
pub(crate) fn function(name: &str) -> Option<&'static str> {
    Some(match name {
        "format" => {
            "Values are filled in between back-ticks, `` `${x}` ``; `fmt(x, \",.1f\")` sets the digits."
        }
        "upper" | "toUpperCase" => "Write `s.to_upper()`.",
        "lower" | "toLowerCase" => "Write `s.to_lower()`.",
        "strip" | "lstrip" | "rstrip" => "Write `s.trim();`, which changes the text itself.",
        "startswith" | "startsWith" => "Write `s.starts_with(\"a\")`.",
        "endswith" | "endsWith" => "Write `s.ends_with(\"a\")`.",
        "includes" | "has_key" | "has" | "hasOwnProperty" => {
            "Write `x in xs`, or `xs.contains(x)`."
        }
        "length" | "count" | "sizeof" => "Write `x.len()` or `len(x)`.",
        "extend" => "Write `xs.append(ys);`.",
        "unshift" => "Write `xs.insert(0, x);`.",
        "forEach" => "Write `for x in xs { … }`.",
        "indexOf" | "index" => "Write `xs.index_of(x)`.",
        "copy" | "deepcopy" => "`let ys = xs;` makes a copy already.",
        "isinstance" | "type" | "typeof" => {
            "Write `type_of(x)`, which gives a text such as \"int\"."
        }
        "toFixed" => "Write `fmt(x, \".2f\")`.",
        "toString" => "Write `x.to_string()`.",
        "parseInt" => "Write `parse_int(text)`.",
        "parseFloat" | "Number" => "Write `parse_float(text)`.",
        "String" | "repr" => "Write `x.to_string()`, or `fmt(x, …)`.",
        "bool" | "Boolean" => "Compare instead: `x != 0`.",
        "complex" => "There are no complex numbers.",
        "open" | "read" | "write" | "readFile" | "fetch" | "require" => {
            "Cells cannot reach files or the network; `%%csv name` takes a table from the cell's own text."
        }
        "printf" | "println" | "puts" | "echo" | "log_print" | "alert" => "Write `print(…)`.",
        "divmod" => "Write `[a / b, a % b]`.",
        "isNaN" => "Write `isnan(x)`.",
        "square" => "Write `x ** 2`.",
        "average" | "avg" => "Write `mean(v)`.",
        "stdev" | "pstdev" | "stddev" => "Write `std(v)`.",
        "variance" => "Write `var(v)`.",
        "list" => "A list stands in square brackets; an array becomes one with `to_list(v)`.",
        "tuple" | "set" | "frozenset" => "Write a list: `[1, 2]`.",
        "DataFrame" | "read_csv" => "Write `table(…)`, or `csv(text)`.",
        "scatter" | "figure" | "subplots" | "xlabel" | "ylabel" | "title" | "legend" => {
            "Write `plot_xy(x, y, #{title: \"…\", xlabel: \"…\"})`; `?plot_xy` lists the options."
        }
        "randint" | "randn" | "rand" | "random" | "seed" => {
            "Random numbers come from a generator: `let r = rng(1); r.integers(0, 10)`."
        }
        "exec" => "Write the code in the cell itself.",
        "ceil_div" => "Write `to_int(ceil(a / 1.0 / b))`.",
        "chr" | "ord" => "Write `to_chars(s)` to take a text apart.",
        "hex" => "Write `to_hex(n)`.",
        "bin" => "Write `to_binary(n)`.",
        "oct" => "Write `to_octal(n)`.",
        _ => return None,
    })
}

/// What to write for a call whose values come in another order elsewhere, or are of another kind.
pub(crate) fn misused(name: &str, kinds: &[&str]) -> Option<&'static str> {
    Some(match (name, kinds) {
        ("map", ["a function", "a list", ..]) => {
            "The list comes first: `map(xs, f)`, or `xs.map(f)`."
        }
        ("filter", ["a function", "a list", ..]) => {
            "The list comes first: `filter(xs, f)`, or `xs.filter(f)`."
        }
        ("append", ["a list", other]) if *other != "a list" => {
            "One item is added with `xs.push(x);`; `append` adds the items of a list."
        }
        ("push", ["a whole number" | "a number with a fraction" | "text", ..]) => {
            "`push` adds to a list: make it with `let xs = [];`."
        }
        ("push", ["an array", ..]) => {
            "An array keeps its length: `concat(a, [x])` makes a longer one, or collect in a list first."
        }
        ("range", ["a number with a fraction", ..] | [_, "a number with a fraction", ..]) => {
            "A range has whole numbers; with fractions write `arange(0.5, 2.5, 0.5)` or `linspace(0, 1, 11)`."
        }
        ("concat", ["text", ..]) => "Texts are joined with `+`.",
        ("concat", ["a list" | "an array", "a list" | "an array", ..]) => {
            "What is joined stands in one list: `concat([a, b])`; plain lists are joined with `+`."
        }
        ("find", ["text", "text", ..]) => {
            "In a text, `s.index_of(\"a\")` finds where another begins; -1 when nowhere."
        }
        ("check", [other, "text"]) if *other != "true or false" => {
            "A check needs true or false: compare, as in `check(x == 3, \"…\")`."
        }
        ("len", ["a whole number" | "a number with a fraction"]) => {
            "A number has no length; that of its text is `len(n.to_string())`."
        }
        _ => return None,
    })
}
