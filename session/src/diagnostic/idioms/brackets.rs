//! Idioms that show in what is between brackets: tuples, sets, dicts, values without brackets.

use super::super::advice::Advice;
use super::super::kinds;
use super::{Found, Text, arguments, comprehensions, making, slices};
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
        ":" | "::" | "," if opened == "[" && of_value(open) => slices::at(text, i, open),
        "," if opened == "(" && !of_value(open) && !arguments::is_parameters(text, open) => {
            tuple(text, i, open)
        }
        "," if opened == "{"
            && i == open + 2
            && matches!(text.before(open), "=" | "(" | "," | "[" | "return" | "in") =>
        {
            set(text, open)
        }
        "," if (opening.is_none() || opened == "{") && text.same_line(i, i + 1) => values(text, i),
        "=" if opened == "(" && of_value(open) => arguments::named(text, i, open),
        ":" if opened == "(" && arguments::is_parameters(text, open) => {
            arguments::typed(text, i, open)
        }
        ":" if opened == "${" => format_of(text, i, open),
        "*" | "**" if opened == "(" && arguments::is_parameters(text, open) => text.found(
            i,
            &kinds::FROM_PYTHON,
            "a function has a fixed number of parameters",
            "Take a list instead: `fn f(xs) { … }`, called as `f([1, 2, 3])`.",
        ),
        "*" if matches!(opened, "[" | "(") && matches!(text.before(i), "[" | "(" | ",") => {
            arguments::spread(text, i, open)
        }
        "..." if matches!(opened, "[" | "(") && matches!(text.before(i), "[" | "(" | ",") => {
            arguments::spread(text, i, open)
        }
        "for"
            if matches!(opened, "[" | "(" | "#{" | "{")
                && i > open + 1
                && !text.begins_statement(i) =>
        {
            comprehensions::at(text, i, open)
        }
        ":" if opened == "{" && i == open + 2 && begins_a_map(text, open) => map(text, open),
        "=" if opened == "#{" && (i == open + 2 || i >= 2 && text.word(i - 2) == ",") => {
            equals_in_map(text, i, open)
        }
        _ => None,
    }
}

/// `(1, 2)`
fn tuple(text: &Text<'_>, i: usize, open: usize) -> Option<Found> {
    let close = text.closing(open)?;
    match text.word(close + 1) {
        // A function as JavaScript writes it, and names that are given values.
        "=>" => return None,
        "=" if text.begins_statement(open) => return making::several(text, open, i),
        _ if matches!(text.before(open), "let" | "const") => return None,
        _ => {}
    }
    let list = format!("[{}]", text.between(open + 1, close));
    text.found(
        i,
        &kinds::FROM_PYTHON,
        "round brackets hold one value; there are no tuples",
        Advice::fix(
            text.over(open, close + 1),
            list.clone(),
            format!("Write a list: {}.", super::super::advice::in_ticks(&list)),
        ),
    )
}

/// `{1, 2}`
fn set(text: &Text<'_>, open: usize) -> Option<Found> {
    let close = text.closing(open)?;
    let list = format!("[{}]", text.between(open + 1, close));
    let advice = Advice::write(text.over(open, close + 1), list)
        .with(", a list; `unique(array(xs))` leaves each number once");
    text.found(open, &kinds::FROM_PYTHON, "there are no sets", advice)
}

/// `let pair = 1, 2;`
fn values(text: &Text<'_>, i: usize) -> Option<Found> {
    let from = (text.line_start(i)..i)
        .rev()
        .find(|&j| matches!(text.word(j), "=" | "return"))?;
    if text.before(i) == "|" {
        return None;
    }
    let end = text.expression_end(from + 1, &[]);
    let parts = text.split(from + 1, end, ",");
    let declares = parts[1..]
        .iter()
        .all(|(from, to)| text.is_word(*from) && (text.word(from + 1) == "=" || from + 1 == *to));
    let maker = from.checked_sub(2).map_or("", |j| text.word(j));
    let named = parts[1..]
        .iter()
        .any(|(from, _)| text.word(from + 1) == "=");
    if matches!(maker, "let" | "const") && named && declares {
        let first = text.between(from - 1, parts[0].1);
        let rest = parts[1..].iter().map(|(from, to)| {
            let part = text.between(*from, *to);
            match part.contains('=') {
                true => format!(" {maker} {part};"),
                false => format!(" {maker} {part} = ();"),
            }
        });
        let all = format!("{maker} {first};{}", rest.collect::<String>());
        let semicolon = usize::from(text.word(end) == ";");
        return text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            format!("each variable needs its own `{maker}`"),
            Advice::write(text.over(from - 2, end + semicolon), all),
        );
    }
    let list = format!("[{}]", text.between(from + 1, end).trim_end_matches(','));
    text.found(
        i,
        &kinds::FROM_PYTHON,
        "several values together make a list",
        Advice::fix(
            text.over(from + 1, end),
            list.clone(),
            format!(
                "Write them in square brackets: {}.",
                super::super::advice::in_ticks(&list)
            ),
        ),
    )
}

/// `${x:.2f}`
fn format_of(text: &Text<'_>, i: usize, open: usize) -> Option<Found> {
    let close = text.closing(open)?;
    let (start, end) = (text.span(i).1, text.span(close).0);
    let spec = text.code.get(start..end)?.trim();
    let value = text.between(open + 1, i);
    text.found(
        i,
        &kinds::FROM_PYTHON,
        "a format does not stand behind a `:`",
        Advice::write(
            text.over(open + 1, close),
            format!("fmt({value}, \"{}\")", spec.replace('"', "\\\"")),
        ),
    )
}

fn begins_a_map(text: &Text<'_>, open: usize) -> bool {
    text.is_text(open + 1)
        || text.is_word(open + 1)
            && matches!(text.before(open), "=" | "(" | "," | "[" | "return" | ":")
        || text.is(open + 1, Kind::Number)
}

/// `{"a": 1}` and `{1: "one"}`
fn map(text: &Text<'_>, open: usize) -> Option<Found> {
    let close = text.closing(open)?;
    if (open..close).any(|j| text.word(j) == "for" && text.opening(j) == Some(open)) {
        return None;
    }
    let span = text.over(open, close + 1);
    let entries: Vec<(usize, usize)> = text
        .split(open + 1, close, ",")
        .into_iter()
        .filter(|(from, to)| from < to)
        .collect();
    let numbers = entries.iter().any(|(from, _)| text.is(*from, Kind::Number));
    let advice = if numbers {
        let pairs: Vec<String> = entries
            .iter()
            .map(|(from, to)| match text.split(*from, *to, ":").as_slice() {
                [key, value] => format!(
                    "[{}, {}]",
                    hashed(text, key.0, key.1),
                    hashed(text, value.0, value.1)
                ),
                _ => text.between(*from, *to).to_string(),
            })
            .collect();
        Advice::write(span, format!("dict([{}])", pairs.join(", ")))
            .with("; a map's names are texts, a dict's keys may be numbers")
    } else {
        Advice::write(span, hashed(text, open, close + 1))
            .with(", or `dict([[\"a\", 1]])` to keep the order")
    };
    text.found_over(
        text.span(open),
        &kinds::MAP_TEXT,
        "a map begins with `#{`",
        advice,
    )
}

/// The tokens with a `#` before each `{` that begins a map.
fn hashed(text: &Text<'_>, from: usize, to: usize) -> String {
    let mut out = String::new();
    let mut at = text.span(from).0;
    for i in from..to {
        let (start, end) = text.span(i);
        out.push_str(&text.code[at..start]);
        if text.word(i) == "{" && !text.is_text(i) {
            out.push('#');
        }
        out.push_str(match text.word(i) {
            "True" => "true",
            "False" => "false",
            "None" | "null" => "()",
            word => word,
        });
        at = end;
    }
    out
}

/// `#{a = 1}`
fn equals_in_map(text: &Text<'_>, i: usize, open: usize) -> Option<Found> {
    let close = text.closing(open)?;
    let entries: Vec<String> = text
        .split(open + 1, close, ",")
        .into_iter()
        .filter(|(from, to)| from < to)
        .map(|(from, to)| match text.word(from + 1) {
            "=" => format!("{}: {}", text.word(from), text.between(from + 2, to)),
            _ => text.between(from, to).to_string(),
        })
        .collect();
    text.found(
        i,
        &kinds::MAP_TEXT,
        "in a map, a name is followed by `:`",
        Advice::write(
            text.over(open, close + 1),
            format!("#{{{}}}", entries.join(", ")),
        ),
    )
}
