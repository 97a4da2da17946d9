//! Texts of other languages: f-strings and other prefixes, triple quotes, two texts side by side, single quotes.

use super::super::kinds;
use super::{Found, Text, short};

/// A word that stands directly in front of a quote.
pub(super) fn at(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    if !text.is_text(i + 1) && !text.word(i + 1).starts_with(['"', '\'']) || !text.touch(i) {
        return None;
    }
    match word {
        "f" | "F" | "rf" | "fr" => {
            let rhai = template(text.word(i + 1));
            let rhai = short(&rhai, "`${x}`");
            let digits = if rhai.contains("fmt(") {
                ""
            } else {
                ", and `fmt(x, \",.1f\")` inside for digits"
            };
            text.found_over(
                (text.span(i).0, text.span(i + 1).1),
                &kinds::FROM_PYTHON,
                "Rhai has no f-strings",
                format!("Write the text in back-ticks: `` {rhai} ``{digits}."),
            )
        }
        "r" | "b" | "u" | "R" | "B" => text.found(
            i,
            &kinds::FROM_PYTHON,
            format!("a text has no `{word}` in front of it"),
            "Write the text in double quotes; a back-slash itself is written `\\\\`.",
        ),
        _ => None,
    }
}

/// Two texts side by side, and texts in quotes that are not Rhai's.
pub(super) fn quotes(text: &Text<'_>, i: usize) -> Option<Found> {
    let word = text.word(i);
    let (start, _) = text.span(i);
    if text.code[start..].starts_with("\"\"\"") || text.code[start..].starts_with("'''") {
        return text.found_over(
            (start, start + 3),
            &kinds::FROM_PYTHON,
            "there are no triple quotes",
            "Write text over several lines between back-ticks; a note stands behind `//`.",
        );
    }
    if !text.is_text(i) {
        return None;
    }
    if word.starts_with('\'')
        && word.trim_matches('\'').chars().count() != 1
        && !word.starts_with("'\\")
    {
        let inner = word.trim_matches('\'').replace('"', "\\\"");
        return text.found(
            i,
            &kinds::SINGLE_QUOTES,
            "single quotes hold one character",
            format!("Write text in double quotes: `\"{}\"`.", short(&inner, "…")),
        );
    }
    let quoted =
        |i: usize| text.is_text(i) && text.word(i).starts_with('"') && text.word(i).ends_with('"');
    if quoted(i) && quoted(i + 1) && text.word(i).len() > 1 {
        return text.found(
            i + 1,
            &kinds::SIDE_BY_SIDE,
            "two texts stand side by side",
            format!(
                "Join them with `+`: `{} + {}`.",
                short(text.word(i), "\"a\""),
                short(text.word(i + 1), "\"b\"")
            ),
        );
    }
    None
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
