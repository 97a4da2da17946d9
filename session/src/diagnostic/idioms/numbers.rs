//! Numbers as people write them elsewhere: `1,000`, `0,5`, `10k`, `20%`, `$5`, `2x`, `.5`.

use super::super::advice::Advice;
use super::super::kinds;
use super::{Found, Text};
use crate::scan::Kind;

pub(super) fn at(text: &Text<'_>, i: usize) -> Option<Found> {
    if matches!(text.word(i), "$" | "€" | "£") && text.is(i + 1, Kind::Number) && text.touch(i) {
        return text.found(
            i,
            &kinds::NUMBER,
            format!("an amount is written without `{}`", text.word(i)),
            Advice::write(text.over(i, i + 2), text.word(i + 1)),
        );
    }
    // What comes after the `:` of a format is not a number.
    let in_format = text.before(i) == ":" && text.opening(i).is_some_and(|o| text.word(o) == "${");
    let point_first = text.word(i) == "."
        && !in_format
        && text.is(i + 1, Kind::Number)
        && text.touch(i)
        && !(i > 0 && text.ends_value(i - 1) && text.same_line(i - 1, i));
    if point_first {
        return text.found(
            i,
            &kinds::NUMBER,
            "a number does not begin with its point",
            Advice::write(text.over(i, i + 2), format!("0.{}", text.word(i + 1))),
        );
    }
    if !text.is(i, Kind::Number) {
        return None;
    }
    let number = text.word(i);
    if number.contains('.')
        && text.touch(i)
        && text.word(i + 1) == "."
        && text.touch(i + 1)
        && text.is(i + 2, Kind::Number)
    {
        return text.found_over(
            (text.span(i).0, text.span(i + 2).1),
            &kinds::NUMBER,
            format!("`{number}.{}` has two points", text.word(i + 2)),
            "A number has one point, before its fraction.",
        );
    }
    // The text of the scanner's number may hold what Rhai's cannot: letters.
    let digits = number
        .bytes()
        .take_while(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.'))
        .count();
    let prefixed = number.starts_with("0x") || number.starts_with("0b") || number.starts_with("0o");
    if !prefixed {
        let (value, tail, end) = if digits < number.len() {
            (&number[..digits], &number[digits..], text.span(i))
        } else if text.is_word(i + 1) && text.touch(i) {
            (
                number,
                text.word(i + 1),
                (text.span(i).0, text.span(i + 1).1),
            )
        } else {
            ("", "", (0, 0))
        };
        if !value.is_empty() && !tail.is_empty() && !is_exponent(tail) {
            return lettered(text, value, tail, end);
        }
    }
    if text.word(i + 1) == "%" && text.touch(i) && !text.begins_value(i + 2) {
        return text.found_over(
            (text.span(i).0, text.span(i + 1).1),
            &kinds::NUMBER,
            "`%` gives the remainder of a division; it makes no per cent",
            match number.parse::<f64>() {
                Ok(n) => Advice::write(text.over(i, i + 2), hundredth(n)),
                Err(_) => "Write 20 per cent as `0.20`.".into(),
            },
        );
    }
    if text.word(i + 1) == "," && text.is(i + 2, Kind::Number) && text.touch(i) && text.touch(i + 1)
    {
        return with_comma(text, i);
    }
    spaced(text, i)
}

/// `1 000 000`: groups of three digits, the first of three at most.
fn spaced(text: &Text<'_>, i: usize) -> Option<Found> {
    let digits =
        |i: usize| text.is(i, Kind::Number) && text.word(i).bytes().all(|b| b.is_ascii_digit());
    let first = digits(i) && text.word(i).len() <= 3 && !text.word(i).starts_with('0');
    let mut last = i;
    while digits(last + 1) && text.word(last + 1).len() == 3 && text.same_line(last, last + 1) {
        last += 1;
    }
    let in_list = text
        .opening(i)
        .is_some_and(|o| matches!(text.word(o), "[" | "("));
    // `[100 200 300]` lacks its commas.
    if !first || last == i || in_list && text.word(i).len() == 3 || text.is(last + 1, Kind::Number)
    {
        return None;
    }
    let groups: Vec<&str> = (i..=last).map(|j| text.word(j)).collect();
    let span = text.over(i, last + 1);
    text.found_over(
        span,
        &kinds::NUMBER,
        "a number has no spaces",
        Advice::write(span, groups.join("_")),
    )
}

/// Whether what follows the digits is `e6` or `e-6`.
fn is_exponent(tail: &str) -> bool {
    tail.strip_prefix(['e', 'E']).is_some_and(|rest| {
        rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+')
    })
}

/// `10k`, `5M`, `2x`, `3rd`.
fn lettered(text: &Text<'_>, value: &str, tail: &str, span: (usize, usize)) -> Option<Found> {
    let zeros = match tail {
        "k" | "K" => 3,
        "M" | "m" | "mio" | "million" => 6,
        "B" | "bn" | "G" => 9,
        _ => 0,
    };
    let named = is_a_name(text, span);
    let (message, advice) = match whole(value, zeros) {
        Some(whole) if !named => (
            format!("a number cannot end in `{tail}`"),
            Advice::write(span, whole)
                .with(&format!("; a product needs its sign, `{value} * {tail}`")),
        ),
        _ if named => (
            format!("`{value}{tail}` is neither a number nor a name"),
            "Names do not begin with a digit.".into(),
        ),
        _ => (
            format!("`{value}{tail}` is neither a number nor a name"),
            Advice::fix(
                span,
                format!("{value} * {tail}"),
                format!(
                    "Multiplication needs its `*`: `{value} * {tail}`; names do not begin with a digit."
                ),
            ),
        ),
    };
    text.found_over(span, &kinds::NUMBER, message, advice)
}

/// Whether a variable was to be called so.
fn is_a_name(text: &Text<'_>, span: (usize, usize)) -> bool {
    let i = text.tokens.partition_point(|t| t.start < span.0);
    matches!(text.before(i), "let" | "const" | "fn")
}

/// A number times a power of ten, in digits with a `_` before each three: `2.5k` is `2_500`.
fn whole(value: &str, zeros: usize) -> Option<String> {
    if zeros == 0 {
        return None;
    }
    let (digits, fraction) = value.split_once('.').unwrap_or((value, ""));
    let missing = zeros.checked_sub(fraction.len())?;
    let all = format!("{digits}{fraction}{}", "0".repeat(missing));
    let all = all.replace('_', "");
    let all = all.trim_start_matches('0');
    let first = all.len() % 3;
    let mut out = all[..first].to_string();
    for group in all.as_bytes()[first..].chunks(3) {
        if !out.is_empty() {
            out.push('_');
        }
        out.push_str(&String::from_utf8_lossy(group));
    }
    (!out.is_empty()).then_some(out)
}

/// `1,000` and `0,5` outside of any list or call.
fn with_comma(text: &Text<'_>, i: usize) -> Option<Found> {
    let opened = text.opening(i).map_or("", |o| text.word(o));
    if !matches!(opened, "" | "{") {
        return None;
    }
    // `return 1,2` and `let a, b = 1,2` are lists of values, not numbers.
    let line_start = text.line_start(i);
    if (line_start..i).any(|j| text.word(j) == ",") {
        return None;
    }
    let (a, b) = (text.word(i), text.word(i + 2));
    let span = (text.span(i).0, text.span(i + 2).1);
    let thousands = b.bytes().take_while(u8::is_ascii_digit).count() == 3 && a != "0";
    if thousands {
        let mut end = i + 2;
        let mut whole = format!("{a}_{b}");
        while text.word(end + 1) == "," && text.is(end + 2, Kind::Number) && text.touch(end) {
            whole.push_str(&format!("_{}", text.word(end + 2)));
            end += 2;
        }
        text.found_over(
            (span.0, text.span(end).1),
            &kinds::NUMBER,
            "a number has no commas",
            Advice::write((span.0, text.span(end).1), whole).with(", as in `1_000` for a thousand"),
        )
    } else {
        text.found_over(
            span,
            &kinds::NUMBER,
            "a number has a point, not a comma",
            Advice::write(span, format!("{a}.{b}")),
        )
    }
}

fn hundredth(n: f64) -> String {
    let text = format!("{:.6}", n / 100.0);
    let text = text.trim_end_matches('0');
    if text.ends_with('.') {
        format!("{text}0")
    } else {
        text.to_string()
    }
}
