//! What Python writes between the brackets of a call or a definition: names, defaults, types, and lists spread out.

use rhaibook_stdlib::catalog;

use super::super::advice::Advice;
use super::super::kinds;
use super::{Found, Text, short};

/// Whether these round brackets hold the parameters of a definition.
pub(super) fn is_parameters(text: &Text<'_>, open: usize) -> bool {
    open >= 2 && text.word(open - 2) == "fn"
        || open >= 1 && matches!(text.before(open), "for" | "fn")
}

/// An `=` that gives an argument its name, or a parameter its default.
pub(super) fn named(text: &Text<'_>, i: usize, open: usize) -> Option<Found> {
    let name = i.checked_sub(1).filter(|&j| text.is_word(j))?;
    let named = name == open + 1 || name > open && text.word(name - 1) == ",";
    if !named {
        return None;
    }
    if open >= 2 && text.word(open - 2) == "fn" {
        return default(text, i, open);
    }
    let message = "arguments have no names";
    let close = text.closing(open)?;
    match in_order(text, open, close) {
        Some(advice) => text.found(i, &kinds::FROM_PYTHON, message, advice),
        None => text.found(
            i,
            &kinds::FROM_PYTHON,
            message,
            "Give the values in their order; options of plots stand in a map: `#{title: \"Cost\"}`.",
        ),
    }
}

/// `fn f(x, y = 5) { … }`: a function for each number of parameters.
fn default(text: &Text<'_>, i: usize, open: usize) -> Option<Found> {
    let function = text.before(open);
    let close = text.closing(open)?;
    let parameters: Vec<(&str, Option<String>)> = text
        .split(open + 1, close, ",")
        .into_iter()
        .filter(|(from, to)| from < to)
        .map(|(from, to)| {
            let equals = (from..to).find(|&j| text.word(j) == "=");
            let value = equals.map(|e| text.as_rhai(e + 1, to, &[]));
            (text.word(from), value)
        })
        .collect();
    let names: Vec<&str> = parameters.iter().map(|(name, _)| *name).collect();
    let first = parameters.iter().position(|(_, value)| value.is_some())?;
    let fewer: Vec<String> = (first..parameters.len())
        .rev()
        .map(|n| {
            let values = parameters[n..]
                .iter()
                .map(|(name, value)| value.clone().unwrap_or_else(|| name.to_string()));
            let given = names[..n].iter().map(ToString::to_string).chain(values);
            let given = given.collect::<Vec<_>>().join(", ");
            format!(
                "fn {function}({}) {{ {function}({given}) }}",
                names[..n].join(", ")
            )
        })
        .collect();
    let sentence = format!(
        "Write a second function with fewer parameters: `{}`.",
        fewer.first()?
    );
    let body = text
        .closing(close + 1)
        .filter(|_| text.word(close + 1) == "{");
    let message = "parameters have no default values";
    let Some(end) = body else {
        return text.found(i, &kinds::FROM_PYTHON, message, sentence);
    };
    let whole = format!(
        "fn {function}({}) {}\n{}",
        names.join(", "),
        text.between(close + 1, end + 1),
        fewer.join("\n")
    );
    let advice = Advice::fix(text.over(open - 2, end + 1), whole, sentence);
    text.found(i, &kinds::FROM_PYTHON, message, advice)
}

/// The call with its arguments in their order, where it is known.
fn in_order(text: &Text<'_>, open: usize, close: usize) -> Option<Advice> {
    let callee = text.before(open);
    let given: Vec<(Option<&str>, String)> = text
        .split(open + 1, close, ",")
        .into_iter()
        .filter(|(from, to)| from < to)
        .map(|(from, to)| {
            let named = text.is_word(from) && text.word(from + 1) == "=";
            match named {
                true => (Some(text.word(from)), value(text, from + 2, to)),
                false => (None, value(text, from, to)),
            }
        })
        .collect();
    let named = open.checked_sub(1)?;
    let start = text.value_begin(named)?;
    let method = text.before(named) == "." && !matches!(text.word(start), "np" | "numpy" | "plt");
    let span = text.over(open + 1, close);
    let call = |arguments: &str| {
        let whole = format!("{}({arguments})", text.between(start, open));
        let mut advice = Advice::write(text.over(start, close + 1), whole);
        if let Some(fix) = &mut advice.fix {
            *fix = crate::outcome::Fix {
                span,
                text: arguments.to_string(),
            };
        }
        advice
    };
    if let ("sorted", [(None, values), rest @ ..]) = (callee, given.as_slice())
        && !method
        && rest
            .iter()
            .all(|(name, _)| matches!(name, Some("key" | "reverse")))
    {
        return sorted(text, (start, close), values, rest);
    }
    if callee == "dict" && !method && given.iter().all(|(name, _)| name.is_some()) {
        let pairs = given
            .iter()
            .map(|(name, value)| format!("[\"{}\", {value}]", name.unwrap_or_default()));
        let pairs = pairs.collect::<Vec<_>>().join(", ");
        return Some(call(&format!("[{pairs}]")));
    }
    if let ("sort", [(Some("reverse"), value)]) = (callee, given.as_slice())
        && method
        && value == "true"
    {
        let sorted = format!("{}.sort_desc()", text.between(start, open - 2));
        return Some(Advice::write(text.over(start, close + 1), sorted));
    }
    let positional = given.iter().filter(|(name, _)| name.is_none()).count();
    let own = own_parameters(text, callee);
    let forms: Vec<Vec<&str>> = match own {
        Some(names) => vec![names],
        // What it is called here is spoken of next.
        None if callee == "average" => vec![vec!["a", "weights"]],
        None => catalog::find_all(callee)
            .iter()
            .flat_map(|entry| entry.signatures.iter())
            .map(|signature| parameter_names(signature))
            .collect(),
    };
    for form in forms.iter().filter(|form| !form.is_empty()) {
        let skip = usize::from(method);
        let form = &form[skip.min(form.len())..];
        if let Some(ordered) = fill(form, &given) {
            return Some(call(&ordered.join(", ")));
        }
    }
    // What is no parameter is an option.
    let takes_options = forms.iter().any(|form| {
        form.last() == Some(&"options") && form.len() - usize::from(method) == positional + 1
    });
    takes_options.then(|| {
        let (plain, options): (Vec<_>, Vec<_>) = given.iter().partition(|(name, _)| name.is_none());
        let options: Vec<String> = options
            .iter()
            .map(|(name, value)| format!("{}: {value}", name.unwrap_or_default()))
            .collect();
        let mut arguments: Vec<String> = plain.iter().map(|(_, value)| value.clone()).collect();
        arguments.push(format!("#{{{}}}", options.join(", ")));
        call(&arguments.join(", "))
    })
}

/// A value given, with a `lambda` of Python's as Rhai's closure.
fn value(text: &Text<'_>, from: usize, to: usize) -> String {
    if text.word(from) == "lambda"
        && let Some(colon) = (from..to).find(|&j| text.word(j) == ":")
    {
        let names = match colon > from + 1 {
            true => text.between(from + 1, colon),
            false => "",
        };
        return format!("|{names}| {}", text.as_rhai(colon + 1, to, &[]));
    }
    text.as_rhai(from, to, &[])
}

/// `sorted(xs, key=f, reverse=True)`.
fn sorted(
    text: &Text<'_>,
    (start, close): (usize, usize),
    values: &str,
    rest: &[(Option<&str>, String)],
) -> Option<Advice> {
    let given = |wanted: &str| rest.iter().find(|(name, _)| *name == Some(wanted));
    let call = match given("key") {
        Some((_, key)) => format!("sorted({values}, {key})"),
        None => format!("sorted({values})"),
    };
    let call = match given("reverse").map(|(_, value)| value.as_str()) {
        Some("true") => format!("reversed({call})"),
        Some("false") | None => call,
        Some(_) => return None,
    };
    Some(Advice::write(text.over(start, close + 1), call))
}

/// The values in the order of the parameters; none when one is missing between two, or has no parameter.
fn fill(form: &[&str], given: &[(Option<&str>, String)]) -> Option<Vec<String>> {
    let mut slots: Vec<Option<String>> = vec![None; form.len()];
    for (n, (name, value)) in given.iter().enumerate() {
        let at = match name {
            None => n,
            Some(name) => form.iter().position(|p| p == name || same(p, name))?,
        };
        let slot = slots.get_mut(at)?;
        if slot.is_some() {
            return None;
        }
        *slot = Some(value.clone());
    }
    let last = slots.iter().rposition(Option::is_some)?;
    let filled = slots.into_iter().enumerate().take(last + 1);
    filled
        .map(|(n, slot)| {
            // All axes are meant where none is named.
            slot.or_else(|| (form.get(n) == Some(&"axis")).then(|| "()".to_string()))
        })
        .collect()
}

/// Names of numpy's and Python's for parameters that have another name here.
fn same(parameter: &str, name: &str) -> bool {
    matches!(
        (parameter, name),
        ("digits", "decimals" | "ndigits") | ("n", "num" | "size") | ("f", "key")
    )
}

/// The parameters of a function that the same cell defines.
fn own_parameters<'a>(text: &'a Text<'_>, callee: &str) -> Option<Vec<&'a str>> {
    let name = (1..text.tokens.len()).find(|&j| {
        text.word(j) == callee && matches!(text.before(j), "fn" | "def") && text.word(j + 1) == "("
    })?;
    let close = text.closing(name + 1)?;
    let ranges = text.split(name + 2, close, ",");
    Some(
        ranges
            .into_iter()
            .map(|(from, _)| text.word(from))
            .collect(),
    )
}

/// The names in `f(a, b: number) -> text`.
fn parameter_names(signature: &'static str) -> Vec<&'static str> {
    let inside = signature.split_once('(').map_or("", |(_, rest)| rest);
    let inside = inside.split(')').next().unwrap_or("");
    inside
        .split(", ")
        .filter(|p| !p.is_empty())
        .map(|p| p.split(':').next().unwrap_or(p))
        .collect()
}

/// A `:` behind a parameter.
pub(super) fn typed(text: &Text<'_>, i: usize, open: usize) -> Option<Found> {
    let close = text.closing(open)?;
    let name = short(text.before(i), "x");
    let end = text.expression_end(i + 1, &[",", "="]).min(close);
    let advice = Advice::fix(
        text.over(i.checked_sub(1)?, end),
        name,
        format!("Write its name alone: `{name}`."),
    );
    text.found(i, &kinds::FROM_ELSEWHERE, "a parameter has no type", advice)
}

/// A `*` or `...` that spreads a list out within another.
pub(super) fn spread(text: &Text<'_>, i: usize, open: usize) -> Option<Found> {
    let message = match text.word(i) {
        "*" => "a list cannot be spread out with `*`",
        _ => "Rhai has no `...`",
    };
    let kind = match text.word(i) {
        "*" => &kinds::FROM_PYTHON,
        _ => &kinds::FROM_ELSEWHERE,
    };
    let close = text.closing(open).filter(|_| text.word(open) == "[");
    let Some(close) = close else {
        return text.found(i, kind, message, "Lists are joined with `+`: `xs + [1]`.");
    };
    let mut parts: Vec<String> = Vec::new();
    let mut plain: Vec<&str> = Vec::new();
    for (from, to) in text.split(open + 1, close, ",") {
        if from >= to {
            continue;
        }
        if matches!(text.word(from), "*" | "...") {
            if !plain.is_empty() {
                parts.push(format!("[{}]", plain.join(", ")));
                plain.clear();
            }
            parts.push(text.between(from + 1, to).to_string());
        } else {
            plain.push(text.between(from, to));
        }
    }
    if !plain.is_empty() {
        parts.push(format!("[{}]", plain.join(", ")));
    }
    let advice = Advice::write(text.over(open, close + 1), parts.join(" + "));
    text.found(i, kind, message, advice.with("; lists are joined with `+`"))
}
