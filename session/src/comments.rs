//! The comment above a function: what its author says of it.

use crate::scan::{self, Kind, Token};

/// The text of the comment lines right above `fn name`, without their slashes; empty when there are none.
pub(crate) fn above(code: &str, name: &str) -> String {
    let tokens = scan::tokens(code);
    let is_definition = |pair: &[Token]| {
        pair[0].text(code) == "fn" && pair[1].kind == Kind::Word && pair[1].text(code) == name
    };
    let Some(at) = tokens.windows(2).rposition(is_definition) else {
        return String::new();
    };
    let mut lines = Vec::new();
    let mut below = tokens[at].start;
    for token in tokens[..at].iter().rev() {
        let next_to_it = code[token.end..below].matches('\n').count() <= 1;
        if !matches!(token.kind, Kind::Comment { .. }) || !next_to_it {
            break;
        }
        lines.push(bare(token.text(code)));
        below = token.start;
    }
    lines.reverse();
    lines.join("\n").trim().to_string()
}

fn bare(comment: &str) -> String {
    let text = comment.trim_end();
    let text = text
        .strip_prefix("/*")
        .map_or(text, |t| t.trim_end_matches("*/"));
    text.trim_start_matches('/')
        .trim_start_matches('*')
        .trim()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::above;

    #[test]
    fn comments_right_above_belong_to_the_function() {
        let code = "// not this\n\n/// What n tokens cost.\n// In dollars.\nfn cost(n) { n }\nfn other() {}";
        assert_eq!(above(code, "cost"), "What n tokens cost.\nIn dollars.");
        assert_eq!(above(code, "other"), "");
    }
}
