//! What is to stand elsewhere or otherwise than in the cell, and the way back from there.

use rhaibook_stdlib::ordering::put_in_order;
use std::borrow::Cow;
use std::ops::Range;

/// What passes have noted.
#[derive(Default)]
pub(super) struct Edits<'a> {
    edits: Vec<Edit<'a>>,
}

struct Edit<'a> {
    /// What is taken away; nothing where something is only inserted.
    range: Range<usize>,
    side: Side,
    text: Cow<'a, str>,
    /// The place in the cell to which every place in the text leads.
    leads: usize,
}

/// At one and the same place, what belongs to the token before comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Behind,
    Before,
    Instead,
}

impl<'a> Edits<'a> {
    /// Inserts a text right behind what ends at `at`.
    pub(super) fn behind(&mut self, at: usize, text: impl Into<Cow<'a, str>>) {
        self.note(at..at, Side::Behind, text, at);
    }

    /// Inserts a text right before what begins at `at`. Whoever asks for it is led to `leads`.
    pub(super) fn before(&mut self, at: usize, text: impl Into<Cow<'a, str>>, leads: usize) {
        self.note(at..at, Side::Before, text, leads);
    }

    /// Puts a text, which may be empty, in the place of another.
    pub(super) fn instead(&mut self, range: Range<usize>, text: impl Into<Cow<'a, str>>) {
        let leads = range.start;
        self.note(range, Side::Instead, text, leads);
    }

    fn note(
        &mut self,
        range: Range<usize>,
        side: Side,
        text: impl Into<Cow<'a, str>>,
        leads: usize,
    ) {
        self.edits.push(Edit {
            range,
            side,
            text: text.into(),
            leads,
        });
    }

    /// The text with all of it done.
    pub(super) fn done(mut self, code: &str) -> Rewritten {
        if self.edits.is_empty() {
            return Rewritten::default();
        }
        put_in_order(&mut self.edits, |a, b| {
            (a.range.start, a.side).cmp(&(b.range.start, b.side))
        });
        let mut text = String::with_capacity(code.len() + code.len() / 4 + 32);
        let mut pieces = Vec::with_capacity(2 * self.edits.len() + 2);
        let mut copied = 0;
        for edit in &self.edits {
            debug_assert!(copied <= edit.range.start, "two passes change one place");
            pieces.push(Piece::copied(text.len(), copied));
            text.push_str(&code[copied..edit.range.start]);
            pieces.push(Piece {
                at: text.len(),
                from: edit.leads,
                copied: false,
            });
            text.push_str(&edit.text);
            copied = edit.range.end;
        }
        pieces.push(Piece::copied(text.len(), copied));
        text.push_str(&code[copied..]);
        pieces.push(Piece::copied(text.len(), code.len()));
        Rewritten {
            text: Some(text),
            pieces,
        }
    }
}

/// The text that Rhai parses for a cell, and the way back.
#[derive(Debug, Default)]
pub(crate) struct Rewritten {
    /// None where it is the cell's own.
    pub(crate) text: Option<String>,
    /// What the text consists of, from its beginning to its end.
    pieces: Vec<Piece>,
}

/// A piece of the text; it ends where the next begins.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where it begins in the text.
    at: usize,
    /// Where it leads to in the cell.
    from: usize,
    /// Whether it stands in the cell like this, so that each place in it leads to its own.
    copied: bool,
}

impl Piece {
    fn copied(at: usize, from: usize) -> Self {
        Self {
            at,
            from,
            copied: true,
        }
    }
}

impl Rewritten {
    /// The offsets in the text of places in the cell, which must be in order.
    pub(crate) fn places(&self, offsets: &[usize]) -> Vec<usize> {
        let mut copied = self.pieces.iter().filter(|piece| piece.copied).peekable();
        let mut last = (0, 0);
        let place = |&offset: &usize| {
            // What is inserted at a place comes after it.
            while let Some(piece) = copied.next_if(|piece| piece.from < offset) {
                last = (piece.at, piece.from);
            }
            last.0 + (offset - last.1)
        };
        offsets.iter().map(place).collect()
    }

    /// The offset in the cell of what stands at `offset` in the text.
    pub(crate) fn original(&self, offset: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.at <= offset);
        match next.checked_sub(1).map(|i| self.pieces[i]) {
            Some(piece) if piece.copied => piece.from + (offset - piece.at),
            Some(piece) => piece.from,
            None => offset,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_the_token_before_stands_before() {
        let mut edits = Edits::default();
        edits.before(1, "(", 1);
        edits.instead(1..2, "B");
        edits.behind(1, ")");
        edits.before(0, "x", 2);
        let done = edits.done("abc");
        assert_eq!(done.text.as_deref(), Some("xa)(Bc"));
        let back: Vec<usize> = (0..=6).map(|at| done.original(at)).collect();
        assert_eq!(back, [2, 0, 1, 1, 1, 2, 3]);
    }

    #[test]
    fn what_is_taken_away_leaves_no_place() {
        let mut edits = Edits::default();
        edits.instead(1..3, "");
        let done = edits.done("abcd");
        assert_eq!(done.text.as_deref(), Some("ad"));
        assert_eq!([done.original(0), done.original(1)], [0, 3]);
    }

    #[test]
    fn places_are_found_in_the_text() {
        let mut edits = Edits::default();
        edits.before(2, "__", 5);
        edits.instead(4..5, "");
        let done = edits.done("abcdef");
        assert_eq!(done.text.as_deref(), Some("ab__cdf"));
        assert_eq!(done.places(&[0, 1, 2, 3, 6]), [0, 1, 2, 5, 7]);
        assert_eq!(Rewritten::default().places(&[3]), [3]);
    }
}
