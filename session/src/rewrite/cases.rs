//! What a `switch` looks at, made what its cases are: Rhai's meets neither the text `"A"` with a character nor 3 with 3.0,
//! although they are equal.

use rhaibook_stdlib::loops::CASE;

use super::edits::Edits;
use super::written::Written;
use crate::scan::Kind;

/// `switch x { "a" => 1 }` becomes `switch __case(x,"t") { "a" => 1 }`.
pub(super) fn meet<'a>(cell: &Written<'a>, edits: &mut Edits<'a>) {
    for i in cell.all("switch") {
        let Some((last, body)) = super::head(cell, i + 1) else {
            continue;
        };
        let kinds = kinds(cell, body);
        if !kinds.is_empty() {
            let start = cell.tokens[i + 1].start;
            edits.before(start, format!("{CASE}("), start);
            edits.behind(cell.tokens[last].end, format!(",\"{kinds}\")"));
        }
    }
}

/// A letter for each kind of value that another is to become, as `loops::case` reads them.
fn kinds(cell: &Written<'_>, body: usize) -> String {
    let (mut texts, mut characters, mut wholes, mut fractions) = (false, false, false, false);
    let Some(end) = cell.partner(body) else {
        return String::new();
    };
    let mut in_label = true;
    let mut i = body + 1;
    while i < end {
        let text = cell.text(i);
        match text {
            "=>" => {
                in_label = false;
                // A block needs no comma behind it.
                if cell.text(i + 1) == "{" {
                    i = cell.partner(i + 1).unwrap_or(end);
                    in_label = true;
                }
            }
            "if" => in_label = false,
            "," => in_label = true,
            "(" | "[" | "{" | "#{" | "${" | "?[" => i = cell.partner(i).unwrap_or(end),
            _ if in_label => match cell.tokens[i].kind {
                Kind::Text { .. } if text.starts_with('\'') => characters = true,
                Kind::Text { .. } => texts = true,
                // The ends of ranges are met by both.
                Kind::Number
                    if cell.text(i + 1).starts_with("..")
                        || cell.before(i, 1).starts_with("..") => {}
                Kind::Number if text.contains('.') => fractions = true,
                Kind::Number => wholes = true,
                _ => {}
            },
            _ => {}
        }
        i += 1;
    }
    let mut kinds = String::new();
    for (wanted, other, letter) in [
        (texts, characters, 't'),
        (characters, texts, 'c'),
        (wholes, fractions, 'i'),
        (fractions, wholes, 'f'),
    ] {
        if wanted && !other {
            kinds.push(letter);
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use crate::rewrite::tests::{lead_back, text};

    #[test]
    fn what_is_looked_at_becomes_what_the_cases_are() {
        for (code, kinds) in [
            ("switch x { \"a\" => 1, _ => 2 }", "t"),
            ("switch x { 'a' | 'b' => \"1\", _ => 2 }", "c"),
            (
                "switch x { 1 => \"one\", 2 if y > 0.5 => { 3.5 } 3 => 'c' }",
                "i",
            ),
            ("switch x { 0.5 => 1, 1.5 => 2 }", "f"),
            ("switch x { \"a\" => 1, 2 => 3 }", "ti"),
        ] {
            let expected = code.replacen("switch x", &format!("switch __case(x,\"{kinds}\")"), 1);
            assert_eq!(text(code), expected);
        }
        assert_eq!(
            text("switch xs.map(f)[0] { 1 => switch c { 'a' => 1 } }"),
            "switch __case(map(xs,f)[0],\"i\") { 1 => switch __case(c,\"c\") { 'a' => 1 } }"
        );
        lead_back("switch xs[0] { \"a\" => go }", &["xs", "go"]);
    }

    #[test]
    fn what_may_be_either_stays() {
        for code in [
            "switch x { \"a\" => 1, 'b' => 2 }",
            "switch x { 1 => 1, 1.5 => 2 }",
            "switch x { 0..5 => 1, _ => 2 }",
            "switch x { true => 1, () => 2 }",
            "switch x {",
            "switch",
        ] {
            assert_eq!(text(code), code);
        }
    }
}
