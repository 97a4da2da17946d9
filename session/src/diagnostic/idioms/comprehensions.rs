//! Comprehensions and generators: `[x * 2 for x in xs if x > 1]`.

use super::super::advice::Advice;
use super::super::kinds;
use super::{Found, Text};

/// The `for` at token `i` inside the brackets that open with `open`.
pub(super) fn at(text: &Text<'_>, i: usize, open: usize) -> Option<Found> {
    let close = text.closing(open)?;
    let within = (i + 1..close).find(|&j| text.word(j) == "in")?;
    let braces = matches!(text.word(open), "{" | "#{");
    let message = match braces {
        true => "there are no comprehensions",
        false => "there are no list comprehensions",
    };
    let found = |advice: Advice| text.found(i, &kinds::FROM_PYTHON, message, advice);
    let more = (within..close).find(|&j| text.word(j) == "for");
    let pairs = text.split(open + 1, i, ":");
    if let Some(second) = more {
        return found(nested(text, open, i, second, close, braces));
    }
    let condition = (within..close).find(|&j| text.word(j) == "if");
    let names: Vec<&str> = text
        .between(i + 1, within)
        .trim_matches(['(', ')'])
        .split(',')
        .map(str::trim)
        .collect();
    let (parameter, renamed) = match names.as_slice() {
        [one] => (one.to_string(), Vec::new()),
        several => {
            let pair = text.free(&["p", "pair", "entry"]);
            let items = several.iter().enumerate();
            let renamed = items.map(|(n, name)| (*name, format!("{pair}[{n}]")));
            (pair.to_string(), renamed.collect())
        }
    };
    let source = source(text, within + 1, condition.unwrap_or(close));
    let filter = condition.map_or(String::new(), |c| {
        let condition = text.as_rhai(c + 1, close, &renamed);
        format!(".filter(|{parameter}| {condition})")
    });
    let body = match (braces, pairs.as_slice()) {
        (true, [key, value]) => format!(
            "[{}, {}]",
            text.as_rhai(key.0, key.1, &renamed),
            text.as_rhai(value.0, value.1, &renamed)
        ),
        _ => text.as_rhai(open + 1, i, &renamed),
    };
    let map = match body == parameter {
        true => String::new(),
        false => format!(".map(|{parameter}| {body})"),
    };
    let list = format!("{source}{filter}{map}");
    // The round brackets of a call stay.
    found(match (text.word(open), pairs.len()) {
        ("(", _) => Advice::write(text.over(open + 1, close), list),
        ("{" | "#{", 2) => Advice::write(text.over(open, close + 1), format!("dict({list})")),
        _ => Advice::write(text.over(open, close + 1), list),
    })
}

/// What is gone through, as a list or an array.
fn source(text: &Text<'_>, from: usize, to: usize) -> String {
    let source = text.between(from, to);
    // A range is neither.
    if text.word(from) == "range" && text.word(from + 1) == "(" {
        return format!("to_list(arange{})", text.between(from + 1, to));
    }
    let range = text.split(from, to, "..");
    if let [start, end] = range.as_slice() {
        let (start, end) = (text.between(start.0, start.1), text.between(end.0, end.1));
        return format!("to_list(arange({start}, {end}))");
    }
    if text.is_text(from) && from + 1 == to {
        return format!("to_chars({source})");
    }
    match text.value_last(from) {
        Some(last) if last + 1 == to => source.to_string(),
        _ => format!("({source})"),
    }
}

/// Two or more `for` in one: a list filled in loops.
fn nested(
    text: &Text<'_>,
    open: usize,
    first: usize,
    second: usize,
    close: usize,
    braces: bool,
) -> Advice {
    let out = text.free(&["out", "all", "items"]);
    let mut heads: Vec<(usize, usize)> = vec![(first, second)];
    for j in second..close {
        if matches!(text.word(j), "for" | "if") {
            if let Some(last) = heads.last_mut() {
                last.1 = j;
            }
            heads.push((j, close));
        }
    }
    let loops: String = heads
        .iter()
        .map(|(from, to)| format!("{} {{ ", text.as_rhai(*from, *to, &[])))
        .collect();
    let body = text.as_rhai(open + 1, first, &[]);
    let ends = " }".repeat(heads.len());
    let (open_text, close_text) = match text.word(open) {
        "(" => (open + 1, close),
        _ => (open, close + 1),
    };
    if braces {
        return "Fill a map in loops: `let m = #{}; for x in xs { m[x] = 1; }`.".into();
    }
    Advice::write(
        text.over(open_text, close_text),
        format!("{{ let {out} = []; {loops}{out}.push({body});{ends} {out} }}"),
    )
}
