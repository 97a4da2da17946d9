//! Slips that a cell's text shows, token by token.

use super::Found;
use crate::diagnostic::kinds;
use crate::scan::{self, Kind, Token};

/// What a cell's text shows; `known` tells whether the notebook has a variable of a name.
pub(super) fn of(code: &str, known: &dyn Fn(&str) -> bool) -> Vec<Found> {
    let mut found = comments(code);
    let tokens = scan::significant(code);
    found.extend(not_filled_in(code, &tokens, known));
    found.extend(sign_after_equals(code, &tokens));
    found
}

/// `7 // 2`: Python's whole division is a comment here.
pub(crate) fn comments(code: &str) -> Vec<Found> {
    let tokens = scan::tokens(code);
    let looks_like_division = |pair: &[Token]| {
        let [operand, comment] = pair else {
            return None;
        };
        let text = comment
            .text(code)
            .strip_prefix("//")?
            .trim()
            .trim_end_matches(';')
            .trim();
        let ends_value = matches!(operand.kind, Kind::Number | Kind::Word)
            || matches!(operand.text(code), ")" | "]");
        let same_line = !code[operand.end..comment.start].contains('\n');
        let number = !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '_' | '.'));
        (ends_value && same_line && number).then(|| Found {
            kind: &kinds::COMMENT,
            span: (comment.start, comment.end),
            message: format!(
                "`// {text}` is a comment, not a division; whole numbers divide with `/`"
            ),
        })
    };
    tokens.windows(2).filter_map(looks_like_division).collect()
}

/// `"it costs ${price}"`: only back-ticks fill in values.
fn not_filled_in(code: &str, tokens: &[Token], known: &dyn Fn(&str) -> bool) -> Vec<Found> {
    let is_name = |word: &str| {
        let in_cell = || {
            tokens.windows(2).any(|pair| {
                pair[1].text(code) == word
                    && matches!(
                        pair[0].text(code),
                        "let" | "const" | "for" | "(" | "," | "|"
                    )
            })
        };
        known(word) || in_cell()
    };
    let slips = tokens.iter().filter(|t| {
        let text = t.text(code);
        if !matches!(t.kind, Kind::Text { closed: true }) || !text.starts_with('"') {
            return false;
        }
        text.match_indices("${").any(|(at, _)| {
            let inside = text[at + 2..].split('}').next().unwrap_or("");
            let end = inside
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(inside.len());
            text[at..].contains('}') && end > 0 && is_name(&inside[..end])
        })
    });
    let message = |t: &Token| {
        let text = t.text(code);
        let at = text.find("${").unwrap_or(0);
        let end = text[at..].find('}').map_or(text.len(), |i| at + i + 1);
        format!(
            "double quotes do not fill in `{}`; write the text between back-ticks",
            &text[at..end]
        )
    };
    slips
        .map(|t| Found {
            kind: &kinds::NOT_FILLED_IN,
            span: (t.start, t.end),
            message: message(t),
        })
        .collect()
}

/// `x =+ 2`, which stores +2.
fn sign_after_equals(code: &str, tokens: &[Token]) -> Vec<Found> {
    let slip = |four: &[Token]| {
        let [before, equals, sign, operand] = four else {
            return None;
        };
        let (name, sign_text) = (before.text(code), sign.text(code));
        let spaced = operand.start > sign.end;
        let meant = equals.text(code) == "="
            && before.kind == Kind::Word
            && equals.end == sign.start
            && (sign_text == "+" || sign_text == "-" && spaced);
        meant.then(|| {
            let value = operand.text(code);
            Found {
                kind: &kinds::SIGN_AFTER_EQUALS,
                span: (equals.start, sign.end),
                message: format!(
                    "`{name} ={sign_text} {value}` stores {sign_text}{value}; to {} it, write `{name} {sign_text}= {value}`",
                    if sign_text == "+" { "add" } else { "subtract" }
                ),
            }
        })
    };
    let made = |i: usize| i > 0 && matches!(tokens[i - 1].text(code), "let" | "const");
    tokens
        .windows(4)
        .enumerate()
        .filter(|(i, _)| !made(*i))
        .filter_map(|(_, four)| slip(four))
        .collect()
}
