//! What kind of value a name will have, as far as the text of a cell that has not run tells.

use rhaibook_stdlib::catalog::{self, Kind as Is};

use crate::scan::{Kind, Token};

/// The kind, with its article as in messages, that the last `let` or `const` of a name before the cursor gives it: `before`
/// is what comes before the cursor. None where the text does not tell.
pub(crate) fn kind(code: &str, before: &[&Token], name: &str) -> Option<String> {
    let text = |at: usize| before.get(at).map(|token| token.text(code));
    let made = (0..before.len()).rev().find(|at| {
        matches!(text(*at), Some("let" | "const"))
            && text(at + 1) == Some(name)
            && text(at + 2) == Some("=")
    })?;
    let from = made + 3;
    let first = before.get(from)?;
    let word = text(from)?;
    match first.kind {
        Kind::Text { .. } if ends(code, before, from + 1) => Some("text".into()),
        Kind::Number if ends(code, before, from + 1) => Some("a number".into()),
        Kind::Word => {
            let from = if word == "np" && text(from + 1) == Some("::") {
                from + 2
            } else {
                from
            };
            let after = closed(code, before, from + 1)?;
            ends(code, before, after).then_some(())?;
            given_by(text(from)?)
        }
        _ => {
            let kind = match word {
                "[" => "a list",
                "#{" => "a map",
                _ => return None,
            };
            let after = closed(code, before, from)?;
            ends(code, before, after).then(|| kind.into())
        }
    }
}

/// Whether the statement is over before this token.
fn ends(code: &str, before: &[&Token], at: usize) -> bool {
    before.get(at).is_none_or(|token| token.text(code) == ";")
}

/// Behind the bracket that closes the one at a place.
fn closed(code: &str, before: &[&Token], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, token) in before.iter().enumerate().skip(open) {
        match token.text(code) {
            "(" | "[" | "{" | "#{" => depth += 1,
            ")" | "]" | "}" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (at > open).then_some(at + 1);
        }
    }
    None
}

/// What a builtin gives, where all of its overloads say the same.
fn given_by(function: &str) -> Option<String> {
    let mut kinds = catalog::ENTRIES
        .iter()
        .filter(|entry| entry.kind == Is::Function && entry.name == function)
        .flat_map(|entry| &entry.signatures)
        .map(|signature| signature.split_once(" -> ").map(|(_, kind)| kind));
    let first = kinds.next()??;
    kinds.all(|kind| kind == Some(first)).then(|| match first {
        "text" => "text".into(),
        word if word.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {word}"),
        word => format!("a {word}"),
    })
}

#[cfg(test)]
mod tests {
    use super::kind;
    use crate::scan;

    fn told(code: &str) -> Option<String> {
        let tokens = scan::tokens(code);
        kind(code, &tokens.iter().collect::<Vec<_>>(), "a")
    }

    #[test]
    fn the_text_tells_what_a_name_gets() {
        for (code, wanted) in [
            ("let a = array([1, (2)]);", "an array"),
            ("let a = np::linspace(0, 1);", "an array"),
            ("let a = 1; const a = scenario(#{price: 1});", "a scenario"),
            ("let a = [array([1])]; let b = 2;", "a list"),
            ("let a = #{k: 1};", "a map"),
            ("let a = \"x\"; ", "text"),
        ] {
            assert_eq!(told(code).as_deref(), Some(wanted), "{code}");
        }
    }

    #[test]
    fn and_where_it_does_not() {
        for code in [
            "let a = array([1]).sum();",
            "let a = [1][0];",
            "let a = mine(1);",
            "let b = array([1]);",
            "let a = array([1",
            "let a = b;",
        ] {
            assert_eq!(told(code), None, "{code}");
        }
    }
}
