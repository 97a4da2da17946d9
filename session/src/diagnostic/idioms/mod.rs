//! What writers of Python, JavaScript and other languages type, recognised in a cell that Rhai cannot parse, with the line
//! to write instead.

mod brackets;
mod filled;
mod numbers;
mod signs;
mod words;

use super::Explanation;
use super::kinds::Kind as Mistake;
use super::parse::Cause;
use crate::scan::{self, Kind, Token};

/// The leftmost idiom of another language that the text shows up to the end of the line where Rhai gave up.
pub(crate) fn find(code: &str, line_end: usize) -> Option<Cause> {
    let text = Text {
        code,
        tokens: scan::significant(code),
    };
    let within = text
        .tokens
        .iter()
        .take_while(|t| t.start <= line_end)
        .count();
    for i in 0..within {
        let found = words::at(&text, i)
            .or_else(|| signs::at(&text, i))
            .or_else(|| numbers::at(&text, i))
            .or_else(|| brackets::at(&text, i));
        if let Some(found) = found {
            let explanation = Explanation::new(found.kind, found.message).hints(Some(found.hint));
            return Some((explanation, Some(found.span)));
        }
    }
    None
}

/// An idiom found: what to say, and where.
struct Found {
    kind: &'static Mistake,
    message: String,
    hint: String,
    span: (usize, usize),
}

/// A cell's text as tokens, with questions about what stands around one.
struct Text<'a> {
    code: &'a str,
    tokens: Vec<Token>,
}

impl<'a> Text<'a> {
    /// The text of token `i`; empty when there is none.
    fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.text(self.code))
    }

    /// The text of the token before `i`.
    fn before(&self, i: usize) -> &'a str {
        i.checked_sub(1).map_or("", |i| self.word(i))
    }

    fn is(&self, i: usize, kind: Kind) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind == kind)
    }

    fn is_word(&self, i: usize) -> bool {
        self.is(i, Kind::Word)
    }

    fn is_text(&self, i: usize) -> bool {
        self.is(i, Kind::Text { closed: true })
    }

    /// Whether a value may end with token `i`.
    fn ends_value(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| {
            matches!(t.kind, Kind::Number | Kind::Text { .. })
                || t.kind == Kind::Word && !STEERING.contains(&self.word(i))
                || matches!(self.word(i), ")" | "]" | "}")
        })
    }

    /// Whether a value may begin with token `i`.
    fn begins_value(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| {
            matches!(t.kind, Kind::Number | Kind::Text { .. } | Kind::Word)
                || matches!(self.word(i), "(" | "[" | "#{" | "!" | "-" | "|")
        })
    }

    /// Whether nothing but white space stands before token `i` on its line.
    fn first_on_line(&self, i: usize) -> bool {
        let start = self.tokens[i].start;
        let lead = self.code[..start].rsplit('\n').next().unwrap_or("");
        lead.trim().is_empty()
    }

    /// Whether a statement may begin with token `i`.
    fn begins_statement(&self, i: usize) -> bool {
        self.first_on_line(i) || matches!(self.before(i), ";" | "{" | "}" | "")
    }

    /// Whether tokens `i` and `i + 1` touch.
    fn touch(&self, i: usize) -> bool {
        match (self.tokens.get(i), self.tokens.get(i + 1)) {
            (Some(a), Some(b)) => a.end == b.start,
            _ => false,
        }
    }

    fn same_line(&self, i: usize, j: usize) -> bool {
        match (self.tokens.get(i), self.tokens.get(j)) {
            (Some(a), Some(b)) => !self.code[a.start.min(b.start)..a.end.max(b.end)].contains('\n'),
            _ => false,
        }
    }

    /// The index behind the last token of the statement that token `i` is in, on its line.
    fn statement_end(&self, i: usize) -> usize {
        let line = self.line_end(i.min(self.tokens.len().saturating_sub(1)));
        (i..line).find(|&j| self.word(j) == ";").unwrap_or(line)
    }

    /// The index of the first token behind those that are on the line of token `i`.
    fn line_end(&self, i: usize) -> usize {
        (i..self.tokens.len())
            .find(|&j| !self.same_line(i, j))
            .unwrap_or(self.tokens.len())
    }

    /// The text from the beginning of token `from` to the end of the token before `to`.
    fn between(&self, from: usize, to: usize) -> &'a str {
        match (
            self.tokens.get(from),
            to.checked_sub(1).and_then(|i| self.tokens.get(i)),
        ) {
            (Some(a), Some(b)) if a.start <= b.end => &self.code[a.start..b.end],
            _ => "",
        }
    }

    /// The token that closes the bracket of token `open`.
    fn closing(&self, open: usize) -> Option<usize> {
        let mut depth = 0;
        (open..self.tokens.len()).find(|&i| {
            if self.tokens[i].kind == Kind::Symbol {
                match self.word(i) {
                    "(" | "[" | "{" | "#{" | "${" | "?[" => depth += 1,
                    ")" | "]" | "}" => depth -= 1,
                    _ => {}
                }
            }
            depth == 0
        })
    }

    /// The bracket that is open at token `i`.
    fn opening(&self, i: usize) -> Option<usize> {
        let mut depth = 0;
        (0..i).rev().find(|&j| {
            if self.tokens[j].kind != Kind::Symbol {
                return false;
            }
            match self.word(j) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" | "#{" | "${" | "?[" if depth == 0 => return true,
                "(" | "[" | "{" | "#{" | "${" | "?[" => depth -= 1,
                _ => {}
            }
            false
        })
    }

    fn span(&self, i: usize) -> (usize, usize) {
        self.tokens
            .get(i)
            .map_or((self.code.len(), self.code.len()), |t| (t.start, t.end))
    }

    fn found(
        &self,
        i: usize,
        kind: &'static Mistake,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Option<Found> {
        Some(Found {
            kind,
            message: message.into(),
            hint: hint.into(),
            span: self.span(i),
        })
    }

    fn found_over(
        &self,
        span: (usize, usize),
        kind: &'static Mistake,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Option<Found> {
        Some(Found {
            kind,
            message: message.into(),
            hint: hint.into(),
            span,
        })
    }
}

/// Words that no value ends with.
const STEERING: [&str; 20] = [
    "return", "in", "if", "else", "while", "switch", "throw", "let", "const", "until", "fn", "for",
    "loop", "do", "try", "catch", "break", "continue", "and", "or",
];

/// A piece of the reader's text that is short enough to be quoted in a hint; else what stands for it.
fn short<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    let text = text.trim();
    if text.is_empty() || text.contains('\n') || text.chars().count() > 40 {
        otherwise
    } else {
        text
    }
}
