//! Slips that a cell's text shows, token by token.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::Found;
use crate::diagnostic::kinds;
use crate::scan::{Kind, Token};
use crate::source::Source;

/// What a cell's text shows; `known` tells whether the notebook has a variable of a name.
pub(super) fn of(source: &Source, known: &dyn Fn(&str) -> bool) -> Vec<Found> {
    let (code, tokens) = (&source.code, source.tokens());
    let mut found = comments(source);
    found.extend(not_filled_in(code, tokens, known));
    found.extend(sign_after_equals(code, tokens));
    found
}

/// `7 // 2`: Python's whole division is a comment here.
pub(crate) fn comments(source: &Source) -> Vec<Found> {
    let code = &source.code;
    let looks_like_division = |comment: &Token| {
        let before = source.token_from(comment.start).checked_sub(1)?;
        let operand = source.tokens()[before];
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
    let comments = source.comments().iter();
    comments.filter_map(looks_like_division).collect()
}

/// `"it costs ${price}"`: only back-ticks fill in values.
fn not_filled_in(code: &str, tokens: &[Token], known: &dyn Fn(&str) -> bool) -> Vec<Found> {
    let in_cell = LazyCell::new(|| -> BTreeSet<&str> {
        let made = tokens.windows(2).filter(|pair| {
            let before = pair[0].text(code);
            matches!(before, "let" | "const" | "for" | "(" | "," | "|")
        });
        made.map(|pair| pair[1].text(code)).collect()
    });
    let is_name = |word: &str| known(word) || in_cell.contains(word);
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
