//! What writers of Python, JavaScript and other languages type, recognised in a cell that Rhai cannot parse, with the line
//! to write instead.

mod arguments;
mod blocks;
mod brackets;
mod comprehensions;
mod filled;
mod making;
mod numbers;
mod reach;
mod signs;
mod slices;
mod unseen;
mod words;

use super::Explanation;
use super::advice::Advice;
use super::kinds::Kind as Mistake;
use super::parse::Cause;
use crate::scan::{self, Kind, Token};

/// The leftmost idiom of another language that the text shows up to the end of the line where Rhai gave up.
pub(crate) fn find(code: &str, line_end: usize) -> Option<Cause> {
    let text = Text::new(code);
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
            let explanation = Explanation::new(found.kind, found.message).hint(found.advice);
            return Some((explanation, Some(found.span)));
        }
    }
    None
}

/// An idiom found: what to say, and where.
struct Found {
    kind: &'static Mistake,
    message: String,
    advice: Advice,
    span: (usize, usize),
}

/// A cell's text as tokens, with questions about what stands around one.
pub(super) struct Text<'a> {
    code: &'a str,
    tokens: Vec<Token>,
    /// For each token, the line on which it begins, and the one on which it ends.
    lines: Vec<(usize, usize)>,
    /// For each token, the bracket that is open there.
    opened: Vec<Option<usize>>,
    /// For each token that opens a bracket, the one that closes it.
    closed: Vec<Option<usize>>,
}

/// How far an idiom reaches, in tokens: what is longer is not a slip. It keeps long cells from being looked at over and over.
const REACH: usize = 300;

impl<'a> Text<'a> {
    pub(super) fn new(code: &'a str) -> Self {
        let tokens = scan::significant(code);
        let (mut lines, mut opened) = (Vec::new(), Vec::new());
        let mut closed = vec![None; tokens.len()];
        let (mut line, mut at, mut open) = (0, 0, Vec::new());
        for (i, token) in tokens.iter().enumerate() {
            line += code[at..token.start].matches('\n').count();
            let begins = line;
            line += code[token.start..token.end].matches('\n').count();
            at = token.end;
            lines.push((begins, line));
            let word = token.text(code);
            let closes = token.kind == Kind::Symbol && matches!(word, ")" | "]" | "}");
            opened.push(open.last().copied());
            if closes && let Some(opening) = open.pop() {
                closed[opening] = Some(i);
            }
            if token.kind == Kind::Symbol && matches!(word, "(" | "[" | "{" | "#{" | "${" | "?[") {
                open.push(i);
            }
        }
        Self {
            code,
            tokens,
            lines,
            opened,
            closed,
        }
    }

    /// The text of token `i`; empty when there is none.
    pub(super) fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.text(self.code))
    }

    /// The text of the token before `i`.
    pub(super) fn before(&self, i: usize) -> &'a str {
        i.checked_sub(1).map_or("", |i| self.word(i))
    }

    /// The token at this byte.
    pub(super) fn at(&self, start: usize) -> Option<usize> {
        let i = self.tokens.partition_point(|t| t.end <= start);
        (i < self.tokens.len()).then_some(i)
    }

    /// Whether token `i` is a word.
    pub(super) fn is_word_at(&self, i: usize) -> bool {
        self.is_word(i)
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

    /// Whether nothing but white space comes before token `i` on its line.
    fn first_on_line(&self, i: usize) -> bool {
        i == 0 || self.lines[i - 1].1 != self.lines[i].0
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
        match (self.lines.get(i), self.lines.get(j)) {
            (Some(a), Some(b)) => a.0 == b.0 && a.1 == b.1,
            _ => false,
        }
    }

    /// The index after the last token of the statement that token `i` is in, on its line.
    fn statement_end(&self, i: usize) -> usize {
        let line = self.line_end(i.min(self.tokens.len().saturating_sub(1)));
        (i..line).find(|&j| self.word(j) == ";").unwrap_or(line)
    }

    /// The index of the first token after those that are on the line of token `i`.
    pub(super) fn line_end(&self, i: usize) -> usize {
        let end = self.tokens.len();
        (i..end.min(i + REACH))
            .find(|&j| !self.same_line(i, j))
            .unwrap_or(end.min(i + REACH))
    }

    /// The index of the first token on the line of token `i`.
    pub(super) fn line_start(&self, i: usize) -> usize {
        let least = i.saturating_sub(REACH);
        (least..i)
            .rev()
            .find(|&j| !self.same_line(i, j))
            .map_or(least, |j| j + 1)
    }

    /// The text from the beginning of token `from` to the end of the token before `to`.
    pub(super) fn between(&self, from: usize, to: usize) -> &'a str {
        match (
            self.tokens.get(from),
            to.checked_sub(1).and_then(|i| self.tokens.get(i)),
        ) {
            (Some(a), Some(b)) if a.start <= b.end => &self.code[a.start..b.end],
            _ => "",
        }
    }

    /// The token that closes the bracket of token `open`.
    pub(super) fn closing(&self, open: usize) -> Option<usize> {
        self.closed.get(open).copied().flatten()
    }

    /// The bracket that is open at token `i`.
    pub(super) fn opening(&self, i: usize) -> Option<usize> {
        self.opened.get(i).copied().flatten()
    }

    pub(super) fn span(&self, i: usize) -> (usize, usize) {
        self.tokens
            .get(i)
            .map_or((self.code.len(), self.code.len()), |t| (t.start, t.end))
    }

    fn found(
        &self,
        i: usize,
        kind: &'static Mistake,
        message: impl Into<String>,
        advice: impl Into<Advice>,
    ) -> Option<Found> {
        Some(Found {
            kind,
            message: message.into(),
            advice: advice.into(),
            span: self.span(i),
        })
    }

    fn found_over(
        &self,
        span: (usize, usize),
        kind: &'static Mistake,
        message: impl Into<String>,
        advice: impl Into<Advice>,
    ) -> Option<Found> {
        Some(Found {
            kind,
            message: message.into(),
            advice: advice.into(),
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
