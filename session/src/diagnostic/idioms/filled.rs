//! Texts of other languages: f-strings and other prefixes, triple quotes, two texts side by side, single quotes.

use super::super::advice::{Advice, in_ticks};
use super::super::kinds;
use super::{Found, Text, short};

/// A word that is directly in front of a quote.
pub(super) fn at(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    if !text.is_text(i + 1) && !text.word(i + 1).starts_with(['"', '\'']) || !text.touch(i) {
        return None;
    }
    match word {
        "f" | "F" | "rf" | "fr" => {
            let rhai = template(text.word(i + 1));
            let digits = if rhai.contains("fmt(") {
                ""
            } else {
                ", and `fmt(x, \",.1f\")` inside for digits"
            };
            text.found_over(
                (text.span(i).0, text.span(i + 1).1),
                &kinds::FROM_PYTHON,
                "Rhai has no f-strings",
                Advice::fix(
                    text.over(i, i + 2),
                    rhai.clone(),
                    format!("Write the text in back-ticks: {}{digits}.", in_ticks(&rhai)),
                ),
            )
        }
        "r" | "b" | "u" | "R" | "B" => text.found(
            i,
            &kinds::FROM_PYTHON,
            format!("a text has no `{word}` in front of it"),
            Advice::fix(
                text.over(i, i + 2),
                in_double_quotes(text.word(i + 1), matches!(word, "r" | "R")),
                "Write the text in double quotes; a back-slash itself is written `\\\\`.",
            ),
        ),
        _ => None,
    }
}

/// Two texts side by side, and texts in quotes that are not Rhai's.
pub(super) fn quotes(text: &Text<'_>, i: usize) -> Option<Found> {
    let word = text.word(i);
    let (start, _) = text.span(i);
    if text.code[start..].starts_with("\"\"\"") || text.code[start..].starts_with("'''") {
        let quotes = &text.code[start..start + 3];
        let sentence =
            "Write text over several lines between back-ticks; a note stands behind `//`.";
        let inner = text.code[start + 3..]
            .split_once(quotes)
            .map(|(inner, _)| inner);
        // What means something else between back-ticks is left to the reader.
        let plain = inner.filter(|inner| !inner.contains(['`', '\\']) && !inner.contains("${"));
        let advice = match plain {
            Some(inner) => Advice::fix(
                (start, start + inner.len() + 6),
                format!("`{inner}`"),
                sentence,
            ),
            None => sentence.into(),
        };
        return text.found_over(
            (start, start + 3),
            &kinds::FROM_PYTHON,
            "there are no triple quotes",
            advice,
        );
    }
    if !text.is_text(i) {
        return None;
    }
    if word.starts_with('\'')
        && word.trim_matches('\'').chars().count() != 1
        && !word.starts_with("'\\")
    {
        let rhai = in_double_quotes(word, false);
        return text.found(
            i,
            &kinds::SINGLE_QUOTES,
            "single quotes hold one character",
            Advice::fix(
                text.span(i),
                rhai.clone(),
                format!("Write text in double quotes: {}.", in_ticks(&rhai)),
            ),
        );
    }
    let quoted =
        |i: usize| text.is_text(i) && text.word(i).starts_with('"') && text.word(i).ends_with('"');
    if quoted(i) && quoted(i + 1) && text.word(i).len() > 1 {
        return text.found(
            i + 1,
            &kinds::SIDE_BY_SIDE,
            "two texts stand side by side",
            Advice::fix(
                text.over(i, i + 2),
                format!("{} + {}", text.word(i), text.word(i + 1)),
                format!(
                    "Join them with `+`: `{} + {}`.",
                    short(text.word(i), "\"a\""),
                    short(text.word(i + 1), "\"b\"")
                ),
            ),
        );
    }
    None
}

/// A text of Python's in Rhai's double quotes; in a raw one a back-slash is itself.
fn in_double_quotes(text: &str, raw: bool) -> String {
    let quote = if text.starts_with('\'') { '\'' } else { '"' };
    let inner = text.strip_prefix(quote).unwrap_or(text);
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    let inner = match raw {
        true => inner.replace('\\', "\\\\"),
        false => inner.replace("\\'", "'"),
    };
    match quote {
        '\'' => format!("\"{}\"", inner.replace('"', "\\\"")),
        _ => format!("\"{inner}\""),
    }
}

/// Python's f-string as Rhai's text between back-ticks: `f"{x:.1f} $"` is `` `${fmt(x, ".1f")} $` ``.
fn template(text: &str) -> String {
    let inner = text.trim_matches(|c| c == '"' || c == '\'');
    let mut out = String::from("`");
    let mut rest = inner;
    while let Some(open) = rest.find(['{', '}']) {
        out.push_str(&rest[..open]);
        let tail = &rest[open..];
        if let Some(after) = tail.strip_prefix("{{").or_else(|| tail.strip_prefix("}}")) {
            out.push_str(&tail[..1]);
            rest = after;
            continue;
        }
        let Some(close) = tail.find('}').filter(|_| tail.starts_with('{')) else {
            out.push_str(&tail[..1]);
            rest = &tail[1..];
            continue;
        };
        let field = tail[1..close].trim_end_matches('=');
        out.push_str("${");
        match field.rsplit_once(':') {
            Some((value, spec)) if !spec.is_empty() => {
                out.push_str(&format!("fmt({}, \"{spec}\")", value.trim()));
            }
            _ => out.push_str(field.trim_end_matches(':')),
        }
        out.push('}');
        rest = &tail[close + 1..];
    }
    out.push_str(rest);
    out.push('`');
    out
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn f_strings_become_templates() {
        assert_eq!(template("\"cost {x}\""), "`cost ${x}`");
        assert_eq!(
            template("'{x:,.1f} of {y + 1}'"),
            "`${fmt(x, \",.1f\")} of ${y + 1}`"
        );
        assert_eq!(template("\"{{a}} {b=}\""), "`{a} ${b}`");
        assert_eq!(template("\"{open\""), "`{open`");
    }
}
