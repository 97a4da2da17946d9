//! A cell's text, and where in it a position of Rhai's is.

use std::cell::OnceCell;

use rhai::{ImmutableString, Position};
use rhaibook_stdlib::fingerprint::Reader;

use crate::lines::Lines;
use crate::rewrite::{Rewritten, rewrite};
use crate::scan::{self, Brackets, Kind, Token};

/// One cell as it was run.
#[derive(Debug)]
pub(crate) struct Source {
    /// Unique in the session; Rhai's name for the source.
    pub(crate) id: ImmutableString,
    /// What the reader knows the cell by.
    pub(crate) label: String,
    /// The text as the reader wrote it.
    pub(crate) code: String,
    /// Its tokens, comments apart.
    tokens: Vec<Token>,
    comments: Vec<Token>,
    lines: Lines,
    /// The text as Rhai parses it.
    rewritten: Rewritten,
    /// Its lines, if they are others than the cell's.
    parsed_lines: Option<Lines>,
    fingerprint: OnceCell<u64>,
}

impl Source {
    pub(crate) fn new(id: impl Into<ImmutableString>, label: &str, code: &str) -> Self {
        let (comments, tokens): (Vec<_>, Vec<_>) = scan::tokens(code)
            .into_iter()
            .partition(|t| matches!(t.kind, Kind::Comment { .. }));
        let rewritten = rewrite(code, &tokens, &comments);
        Self {
            id: id.into(),
            label: label.into(),
            code: code.into(),
            lines: Lines::of(code),
            parsed_lines: rewritten.text.as_deref().map(Lines::of),
            tokens,
            comments,
            rewritten,
            fingerprint: OnceCell::new(),
        }
    }

    /// The fingerprint of the whole cell.
    pub(crate) fn fingerprint(&self) -> u64 {
        *self.fingerprint.get_or_init(|| {
            let mut reader = Reader::default();
            reader.bytes(self.code.as_bytes());
            reader.fingerprint()
        })
    }

    /// The text as Rhai parses it.
    pub(crate) fn parsed(&self) -> &str {
        self.rewritten.text.as_deref().unwrap_or(&self.code)
    }

    /// The tokens of the cell, comments apart.
    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The comments of the cell.
    pub(crate) fn comments(&self) -> &[Token] {
        &self.comments
    }

    /// The offsets in the text that Rhai parses of places in the cell, which must be in order.
    pub(crate) fn in_parsed(&self, offsets: &[usize]) -> Vec<usize> {
        self.rewritten.places(offsets)
    }

    /// Whether the last statement ends in a semicolon, so that its value is not shown.
    pub(crate) fn ends_in_semicolon(&self) -> bool {
        self.tokens
            .last()
            .is_some_and(|t| t.text(&self.code) == ";")
    }

    /// What is wrong with its brackets.
    pub(crate) fn brackets(&self) -> Brackets {
        scan::brackets_among(&self.code, &self.tokens, self.comments.last())
    }

    /// The byte offset in the cell of a position of Rhai's; none in lines that Rhai does not count any more.
    pub(crate) fn offset(&self, position: Position) -> Option<usize> {
        let (line, column) = (position.line()?, position.position().unwrap_or(1).max(1));
        if line == LAST_COUNTED || column == LAST_COUNTED {
            return None;
        }
        let lines = self.parsed_lines.as_ref().unwrap_or(&self.lines);
        Some(self.rewritten.original(lines.offset(line, column)?))
    }

    /// The place among the tokens of the first one that does not begin before an offset.
    pub(crate) fn token_from(&self, offset: usize) -> usize {
        self.tokens.partition_point(|t| t.start < offset)
    }

    /// The token at an offset, so that the whole name is underlined.
    pub(crate) fn span_at(&self, start: usize) -> (usize, usize) {
        let code = &self.code;
        let rest = code.get(start..).unwrap_or("");
        // A property is blamed by its name, not by the dot before it.
        if rest.starts_with('.')
            && let Some(name) = self.tokens.get(self.token_from(start + 1))
            && name.kind == Kind::Word
            && code[start + 1..name.start].trim().is_empty()
        {
            return (name.start, name.end);
        }
        let next = start + rest.chars().next().map_or(1, char::len_utf8);
        let end = [&self.tokens, &self.comments]
            .into_iter()
            .filter_map(|tokens| {
                let last = tokens
                    .partition_point(|t| t.start <= start)
                    .checked_sub(1)?;
                Some(&tokens[last])
            })
            .find(|t| start < t.end)
            // A long text or comment is pointed at where it begins.
            .map(|t| if t.start == start { t.end } else { next })
            .unwrap_or(next);
        let line_end = self.lines.end_of(start);
        (start, end.min(line_end.max(next)).max(next))
    }

    /// The number of the line at a byte offset, from 1.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.lines.line_of(offset)
    }
}

/// Rhai counts lines and columns no further.
const LAST_COUNTED: usize = u16::MAX as usize;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_lead_back_to_what_was_written() {
        let source = Source::new("1", "1", "v[1..] + w[..2] +\n  nope");
        assert_eq!(
            source.parsed(),
            "v[1..9223372036854775807] + w[0..2] +\n  nope"
        );
        let at = |line, column| source.offset(Position::new(line, column));
        assert_eq!(at(1, 1), Some(0));
        assert_eq!(at(1, 27), Some(7), "the plus after the first range");
        assert_eq!(at(2, 3), source.code.find("nope"));
        assert_eq!(source.line_of(source.code.find("nope").unwrap()), 2);
    }

    #[test]
    fn columns_count_characters() {
        let source = Source::new("1", "1", "`é😀` + nope");
        assert_eq!(source.offset(Position::new(1, 8)), source.code.find("nope"));
    }

    #[test]
    fn a_comment_after_the_semicolon_changes_nothing() {
        let ends = |code| Source::new("1", "1", code).ends_in_semicolon();
        assert!(ends("1; // shown?"));
        assert!(!ends("1 // ;"));
    }

    #[test]
    fn places_that_rhai_does_not_count_are_not_known() {
        let code = "\n".repeat(70_000) + "nope";
        let source = Source::new("1", "1", &code);
        assert_eq!(source.offset(Position::new(u16::MAX, 1)), None);
        assert_eq!(source.line_of(code.len()), 70_001);
    }
}
