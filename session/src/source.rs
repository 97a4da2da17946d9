//! A cell's text, and where in it a position of Rhai's is.

use rhai::{ImmutableString, Position};

use crate::rewrite::{Rewritten, rewrite};

/// One cell as it was run.
#[derive(Debug)]
pub(crate) struct Source {
    /// Unique in the session; Rhai's name for the source.
    pub(crate) id: ImmutableString,
    /// What the reader knows the cell by.
    pub(crate) label: String,
    /// The text as the reader wrote it.
    pub(crate) code: String,
    /// The text as Rhai parses it.
    parsed: Rewritten,
}

impl Source {
    pub(crate) fn new(id: impl Into<ImmutableString>, label: &str, code: &str) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            code: code.into(),
            parsed: rewrite(code),
        }
    }

    /// The text as Rhai parses it.
    pub(crate) fn parsed(&self) -> &str {
        &self.parsed.text
    }

    /// The byte offset in the cell of a position of Rhai's.
    pub(crate) fn offset(&self, position: Position) -> Option<usize> {
        let line = position.line()?;
        let column = position.position().unwrap_or(1).max(1);
        let start = match line {
            1 => 0,
            n => self
                .parsed()
                .match_indices('\n')
                .nth(n - 2)
                .map(|(i, _)| i + 1)?,
        };
        let rest = &self.parsed()[start..];
        let within = rest
            .char_indices()
            .nth(column - 1)
            .map_or(rest.len(), |(i, _)| i);
        Some(self.parsed.original(start + within))
    }

    /// The number of the line at a byte offset, from 1.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.code[..offset.min(self.code.len())]
            .matches('\n')
            .count()
            + 1
    }
}

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
}
