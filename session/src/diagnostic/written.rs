//! What stands in the cell at the place of a failure: a call with its values, brackets behind a value.

use super::Frame;
use super::idioms::Text;
use crate::outcome::Fix;

/// A span of the cell, in bytes.
type Span = (usize, usize);

/// A call as it is written; a method's object is the first of its values.
#[derive(Debug)]
pub(crate) struct Written {
    /// From its object to its closing bracket.
    pub(crate) span: Span,
    /// The name of the function alone.
    pub(crate) name: Span,
    pub(crate) values: Vec<String>,
}

/// The call of the function whose name stands at the place, or the property that is read there.
pub(crate) fn call_at(place: &Frame) -> Option<Written> {
    let text = Text::new(&place.source.code);
    let (start, _) = place.span?;
    let i = text.at(start)?;
    let close = match text.word(i + 1) {
        "(" => text.closing(i + 1)?,
        _ => i,
    };
    let mut values = Vec::new();
    let mut from = i;
    match text.before(i) {
        "." => {
            from = text.value_begin(i.checked_sub(2)?)?;
            values.push(text.between(from, i - 1).to_string());
        }
        "::" => from = i.checked_sub(2)?,
        _ => {}
    }
    if close > i {
        let ranges = text.split(i + 2, close, ",").into_iter();
        let given = ranges.filter(|(from, to)| from < to);
        values.extend(given.map(|(from, to)| text.between(from, to).to_string()));
    }
    Some(Written {
        span: text.over(from, close + 1),
        name: text.span(i),
        values,
    })
}

/// The value before the square brackets that the place stands in, what is between them, and the span of both.
pub(crate) fn index_at(place: &Frame) -> Option<(String, String, Span)> {
    let text = Text::new(&place.source.code);
    let (start, _) = place.span?;
    let i = text.at(start)?;
    let open = match text.word(i) {
        "[" => i,
        _ => (0..=i)
            .rev()
            .find_map(|j| text.opening(j).filter(|o| text.word(*o) == "["))?,
    };
    let close = text.closing(open)?;
    if close < i {
        return None;
    }
    let from = text.value_begin(open.checked_sub(1)?)?;
    Some((
        text.between(from, open).to_string(),
        text.between(open + 1, close).to_string(),
        text.over(from, close + 1),
    ))
}

/// The two sides of the `&&` or `||` that is nearest to the place on its line, and the span of all.
pub(crate) fn joined_at(place: &Frame) -> Option<(String, &'static str, String, Span)> {
    let text = Text::new(&place.source.code);
    let (start, _) = place.span?;
    let i = text.at(start)?;
    let (from, to) = (text.line_start(i), text.line_end(i));
    let sign = |j: &usize| matches!(text.word(*j), "&&" | "||");
    let at = (from..to).filter(sign).min_by_key(|j| j.abs_diff(i))?;
    let stops = ["&&", "||", "{"];
    let left = text.expression_start(at, &stops);
    let end = text.expression_end(at + 1, &[",", "&&", "||", "{"]);
    let one = if text.word(at) == "&&" { "&" } else { "|" };
    Some((
        text.between(left, at).to_string(),
        one,
        text.between(at + 1, end).to_string(),
        text.over(left, end),
    ))
}

/// Whether a `!` that begins the line comes before the place.
pub(crate) fn behind_shell_sign(place: &Frame) -> bool {
    let code = &place.source.code;
    place.span.is_some_and(|(start, _)| {
        let line = code[..start].rfind('\n').map_or(0, |i| i + 1);
        code[line..start].trim() == "!"
    })
}

/// The word and the dot before the place: `np.` of `np.mean`, where the place is at `np`.
pub(crate) fn prefix_at(place: &Frame) -> Option<(String, Span)> {
    let text = Text::new(&place.source.code);
    let (start, _) = place.span?;
    let i = text.at(start)?;
    (text.word(i + 1) == "." && text.is_word_at(i + 2))
        .then(|| (text.word(i + 2).to_string(), text.over(i, i + 3)))
}

/// The two sides of an operator that stands at the place or right behind it, and the span of both.
#[derive(Debug)]
pub(crate) struct Sides {
    pub(crate) left: String,
    pub(crate) right: String,
    pub(crate) span: Span,
    /// For `a < b < c`: what comes before the left side, with its sign.
    pub(crate) before: Option<(String, usize)>,
}

/// The sides of the operator at the place.
pub(crate) fn sides_at(place: &Frame, sign: &str) -> Option<Sides> {
    let text = Text::new(&place.source.code);
    let (start, _) = place.span?;
    let here = text.at(start)?;
    // Rhai gives the place of some operators, and of their left side for others.
    let i = (here..here + 12).find(|&i| {
        let word = text.word(i);
        word == sign || word.strip_suffix('=') == Some(sign) && word.len() > sign.len()
    })?;
    let left = text.value_begin(i.checked_sub(1)?)?;
    let last = text.value_last(i + 1)?;
    let compares = |i: usize| matches!(text.word(i), "<" | "<=" | ">" | ">=" | "==" | "!=");
    let before = left.checked_sub(1).filter(|&j| compares(j)).and_then(|j| {
        let from = text.value_begin(j.checked_sub(1)?)?;
        Some((text.between(from, left).to_string(), text.span(from).0))
    });
    Some(Sides {
        left: text.between(left, i).to_string(),
        right: text.between(i + 1, last + 1).to_string(),
        span: text.over(left, last + 1),
        before,
    })
}

/// Whether a text is one value: a name, a call, a list, no calculation.
pub(crate) fn is_one_value(code: &str) -> bool {
    let text = Text::new(code);
    !code.starts_with(['-', '!'])
        && text
            .value_last(0)
            .is_some_and(|last| text.word(last + 1).is_empty())
}

/// The value that begins at the place, and its span.
pub(crate) fn value_at(place: &Frame) -> Option<(String, Span)> {
    let text = Text::new(&place.source.code);
    let (start, _) = place.span?;
    let i = text.at(start)?;
    let last = text.value_last(i)?;
    let from = text.value_begin(i)?;
    Some((
        text.between(from, last + 1).to_string(),
        text.over(from, last + 1),
    ))
}

/// Another name for the one that stands on the line of the place, as a key, a text or a property.
pub(crate) fn name_at(place: &Frame, name: &str, meant: &str) -> Option<Fix> {
    let text = Text::new(&place.source.code);
    let (start, _) = place.span?;
    let i = text.at(start)?;
    let quoted = format!("\"{name}\"");
    let end = text.line_end(i);
    let found = (i..end).chain((text.line_start(i)..i).rev()).find(|&j| {
        let word = text.word(j);
        word == name || word == quoted
    })?;
    let meant = match text.word(found) == name {
        true => meant.to_string(),
        false => format!("\"{meant}\""),
    };
    Some(Fix {
        span: text.span(found),
        text: meant,
    })
}
