//! A cell as the reader wrote it, for passes to look at.

use std::cell::OnceCell;
use std::ops::Range;

use crate::scan::{Kind, Token};

pub(super) struct Written<'a> {
    pub(super) code: &'a str,
    /// All tokens but comments.
    pub(super) tokens: &'a [Token],
    comments: &'a [Token],
    /// For each bracket the one that belongs to it.
    partners: OnceCell<Vec<Option<usize>>>,
}

impl<'a> Written<'a> {
    pub(super) fn new(code: &'a str, tokens: &'a [Token], comments: &'a [Token]) -> Self {
        Self {
            code,
            tokens,
            comments,
            partners: OnceCell::new(),
        }
    }

    /// The text of token `i`; empty where there is none.
    pub(super) fn text(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.text(self.code))
    }

    /// The text of the token `back` tokens before `i`; empty where there is none.
    pub(super) fn before(&self, i: usize, back: usize) -> &'a str {
        i.checked_sub(back).map_or("", |i| self.text(i))
    }

    pub(super) fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind == Kind::Word)
    }

    /// The tokens that are this word or sign.
    pub(super) fn all(&self, text: &'static str) -> impl Iterator<Item = usize> {
        // Where the letters do not stand anywhere, nobody need look at the tokens.
        let tokens = if self.code.contains(text) {
            self.tokens
        } else {
            &[]
        };
        (0..tokens.len()).filter(move |&i| self.text(i) == text)
    }

    /// Where white space stands, and how long it is: what is neither a token nor a comment.
    pub(super) fn gaps(&self) -> impl Iterator<Item = Range<usize>> {
        let (mut tokens, mut comments) = (self.tokens.iter().peekable(), self.comments.iter());
        let mut comment = comments.next();
        let mut end = 0;
        let ends = self.code.len();
        std::iter::from_fn(move || {
            let start = match (tokens.peek(), comment) {
                (Some(token), Some(next)) if next.start < token.start => next,
                (Some(token), _) => token,
                (None, Some(next)) => next,
                (None, None) if end < ends => {
                    let gap = end..ends;
                    end = ends;
                    return Some(gap);
                }
                (None, None) => return None,
            };
            let gap = end..start.start;
            end = start.end;
            if comment == Some(start) {
                comment = comments.next();
            } else {
                tokens.next();
            }
            Some(gap)
        })
        .filter(|gap| !gap.is_empty())
    }

    /// The bracket that closes the one at token `i`, or is closed by it.
    pub(super) fn partner(&self, i: usize) -> Option<usize> {
        let partners = self.partners.get_or_init(|| {
            let mut partners = vec![None; self.tokens.len()];
            let mut open = Vec::new();
            for (i, token) in self.tokens.iter().enumerate() {
                if token.kind != Kind::Symbol {
                    continue;
                }
                match token.text(self.code) {
                    "(" | "[" | "{" | "#{" | "${" | "?[" => open.push(i),
                    ")" | "]" | "}" => {
                        if let Some(opening) = open.pop() {
                            partners[opening] = Some(i);
                            partners[i] = Some(opening);
                        }
                    }
                    _ => {}
                }
            }
            partners
        });
        partners.get(i).copied().flatten()
    }
}
