//! Idioms that show in what stands between brackets: slices, tuples, dicts, named arguments, comprehensions.

use super::super::kinds;
use super::{Found, Text, short};
use crate::scan::Kind;

pub(super) fn at(text: &Text<'_>, i: usize) -> Option<Found> {
    if text.is_text(i) {
        return None;
    }
    let opening = text.opening(i);
    let opened = opening.map_or("", |o| text.word(o));
    let open = opening.unwrap_or(0);
    let of_value = |o: usize| {
        o > 0 && text.ends_value(o - 1) && text.before(o) != "}" && text.same_line(o - 1, o)
    };
    match text.word(i) {
        ":" | "::" if opened == "[" && of_value(open) => slice(text, i, open),
        "," if opened == "(" && !of_value(open) && !is_parameters(text, open) => {
            let close = text.closing(open).unwrap_or(open);
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "round brackets hold one value; there are no tuples",
                format!(
                    "Write a list: `[{}]`.",
                    short(text.between(open + 1, close), "1, 2")
                ),
            )
        }
        "," if opened == "{"
            && i == open + 2
            && matches!(text.before(open), "=" | "(" | "," | "[" | "return") =>
        {
            text.found_over(
                text.span(open),
                &kinds::FROM_PYTHON,
                "there are no sets",
                "Write a list, `[1, 2]`; `unique(array(xs))` leaves each number once.",
            )
        }
        "," if (opening.is_none() || opened == "{") && text.same_line(i, i + 1) => {
            let line = text.line_start(i);
            let start = text.value_start(i, &[";"]).max(line);
            let values = (start..i).any(|j| matches!(text.word(j), "=" | "return"));
            if !values || text.before(i) == "|" {
                return None;
            }
            let from = (start..i).find(|&j| matches!(text.word(j), "=" | "return"))? + 1;
            let end = (i..text.line_end(i))
                .find(|&j| text.word(j) == ";")
                .unwrap_or(text.line_end(i));
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "several values together make a list",
                format!(
                    "Write them in square brackets: `[{}]`.",
                    short(text.between(from, end), "1, 2")
                ),
            )
        }
        "=" if opened == "(" && of_value(open) && names_argument(text, i, open) => {
            let defined = open >= 2 && text.word(open - 2) == "fn";
            if defined {
                let function = text.word(open - 1);
                let value = short(text.word(i + 1), "5");
                text.found(
                    i,
                    &kinds::FROM_PYTHON,
                    "parameters have no default values",
                    format!("Write a second function with fewer parameters: `fn {function}() {{ {function}({value}) }}`."),
                )
            } else {
                text.found(
                    i,
                    &kinds::FROM_PYTHON,
                    "arguments have no names",
                    "Give the values in their order; options of plots stand in a map: `#{title: \"Cost\"}`.",
                )
            }
        }
        ":" if opened == "(" && is_parameters(text, open) => text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "a parameter has no type",
            format!("Write its name alone: `{}`.", short(text.before(i), "x")),
        ),
        "*" | "**" if opened == "(" && is_parameters(text, open) => text.found(
            i,
            &kinds::FROM_PYTHON,
            "a function has a fixed number of parameters",
            "Take a list instead: `fn f(xs) { … }`, called as `f([1, 2, 3])`.",
        ),
        "*" if matches!(opened, "[" | "(") && matches!(text.before(i), "[" | "(" | ",") => text
            .found(
                i,
                &kinds::FROM_PYTHON,
                "a list cannot be spread out with `*`",
                "Lists are joined with `+`: `xs + [1]`.",
            ),
        "for"
            if matches!(opened, "[" | "(" | "#{" | "{")
                && i > open + 1
                && text.same_line(open, i) =>
        {
            comprehension(text, i, open)
        }
        ":" if opened == "{" && i == open + 2 && begins_a_map(text, open) => text.found_over(
            text.span(open),
            &kinds::MAP_TEXT,
            "a map begins with `#{`",
            map_hint(text, open),
        ),
        "=" if opened == "#{" && (i == open + 2 || i >= 2 && text.word(i - 2) == ",") => text
            .found(
                i,
                &kinds::MAP_TEXT,
                "in a map, a name is followed by `:`",
                format!(
                    "Write `{}: {}`.",
                    short(text.before(i), "a"),
                    short(text.word(i + 1), "1")
                ),
            ),
        _ => None,
    }
}

/// Whether these round brackets hold the parameters of a definition.
fn is_parameters(text: &Text<'_>, open: usize) -> bool {
    open >= 2 && text.word(open - 2) == "fn"
        || open >= 1 && matches!(text.before(open), "for" | "fn")
}

fn slice(text: &Text<'_>, i: usize, open: usize) -> Option<Found> {
    let close = text.closing(open)?;
    let inside = text.between(open + 1, close);
    let object = short(text.before(open), "v");
    let parts: Vec<&str> = inside.split(':').map(str::trim).collect();
    let hint = match parts.as_slice() {
        [from, to] => {
            format!(
                "Write `{object}[{from}..{to}]` for an array; `{object}.extract({}..{})` for a plain list.",
                if from.is_empty() { "0" } else { from },
                if to.is_empty() {
                    format!("{object}.len()")
                } else {
                    (*to).to_string()
                }
            )
        }
        ["", "", "-1"] => format!("Write `reversed({object})`."),
        [from, to, step] => format!(
            "Write `slice({object}, {}, {}, {step})`.",
            if from.is_empty() { "0" } else { from },
            if to.is_empty() {
                format!("{object}.len()")
            } else {
                (*to).to_string()
            }
        ),
        _ => format!("Write `{object}[1..3]`."),
    };
    text.found(
        i,
        &kinds::FROM_PYTHON,
        "a part is taken with `..`, not `:`",
        hint,
    )
}

/// Whether the `=` follows a name right behind the bracket or a comma, as in `f(x, end=1)`.
fn names_argument(text: &Text<'_>, equals: usize, open: usize) -> bool {
    let Some(name) = equals.checked_sub(1).filter(|&i| text.is_word(i)) else {
        return false;
    };
    name == open + 1 || name > open && text.word(name - 1) == ","
}

fn comprehension(text: &Text<'_>, i: usize, open: usize) -> Option<Found> {
    let close = text.closing(open)?;
    let within = (i + 1..close).find(|&j| text.word(j) == "in")?;
    let body = short(text.between(open + 1, i), "x * 2");
    if text.word(open) == "{" || text.word(open) == "#{" {
        return text.found(
            i,
            &kinds::FROM_PYTHON,
            "there are no comprehensions",
            "Fill a map in a loop: `let m = #{}; for x in xs { m[x] = …; }`.",
        );
    }
    let name = short(text.between(i + 1, within), "x");
    let condition = (within..close).find(|&j| text.word(j) == "if");
    let source = short(text.between(within + 1, condition.unwrap_or(close)), "xs");
    // `map` is for lists and arrays; a range has to become one.
    let source = if source.starts_with("range(") || source.contains("..") {
        format!(
            "arange({})",
            source
                .trim_start_matches("range(")
                .trim_end_matches(')')
                .replace("..", ", ")
        )
    } else {
        source.to_string()
    };
    let filter = condition.map_or(String::new(), |c| {
        format!(
            ".filter(|{name}| {})",
            short(text.between(c + 1, close), "x > 1")
        )
    });
    let map = if body == name {
        String::new()
    } else {
        format!(".map(|{name}| {body})")
    };
    text.found(
        i,
        &kinds::FROM_PYTHON,
        "there are no list comprehensions",
        format!("Write `{source}{filter}{map}`."),
    )
}

fn begins_a_map(text: &Text<'_>, open: usize) -> bool {
    text.is_text(open + 1)
        || text.is_word(open + 1)
            && matches!(text.before(open), "=" | "(" | "," | "[" | "return" | ":")
        || text.is(open + 1, Kind::Number)
}

fn map_hint(text: &Text<'_>, open: usize) -> String {
    if text.is(open + 1, Kind::Number) {
        return "A map's names are texts; for numbers write `dict([[1, \"a\"]])`.".to_string();
    }
    let close = text.closing(open).unwrap_or(open);
    format!(
        "Write `#{{{}}}`, or `dict([[\"a\", 1]])` to keep the order.",
        short(text.between(open + 1, close), "a: 1")
    )
}
