//! Where the lines of a text begin, so that a place in it is found without going through it.

/// The lines of a text.
#[derive(Debug)]
pub(crate) struct Lines {
    /// Where each line begins.
    starts: Vec<usize>,
    /// For each character of more than one byte: where it ends, and how many bytes more than characters there are up to
    /// that place.
    wide: Vec<(usize, usize)>,
    /// How long the text is.
    end: usize,
}

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        let mut wide = Vec::new();
        if !text.is_ascii() {
            let mut more = 0;
            for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
                more += c.len_utf8() - 1;
                wide.push((at + c.len_utf8(), more));
            }
        }
        Self {
            starts,
            wide,
            end: text.len(),
        }
    }

    /// The byte offset of a column, in characters, in a line; both count from 1. Behind a line's end it is in the next.
    pub(crate) fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let before = |i: usize| i.checked_sub(1).map_or(0, |i| self.wide[i].1);
        let wide = self.wide.partition_point(|(end, _)| *end <= start);
        let characters = start - before(wide) + column - 1;
        // So many characters of the text come before the place; some of them are wide.
        let wide = self
            .wide
            .partition_point(|(end, more)| end - more <= characters);
        Some((characters + before(wide)).min(self.end))
    }

    /// Where the line ends that a byte offset is in.
    pub(crate) fn end_of(&self, offset: usize) -> usize {
        let next = self.starts.get(self.line_of(offset));
        next.map_or(self.end, |start| start - 1)
    }

    /// The number of the line at a byte offset, from 1.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn places_are_those_that_counting_finds() {
        let text = "a é\n\n😀😀x\nß";
        let lines = Lines::of(text);
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let before = &text[..at];
            let line = before.matches('\n').count() + 1;
            let start = before.rfind('\n').map_or(0, |i| i + 1);
            let column = before[start..].chars().count() + 1;
            assert_eq!(lines.line_of(at), line);
            assert_eq!(lines.offset(line, column), Some(at));
            let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
            assert_eq!(lines.end_of(at), end);
        }
        assert_eq!(lines.offset(4, 9), Some(text.len()));
        assert_eq!(lines.offset(5, 1), None);
        assert_eq!(lines.line_of(99), 4);
    }
}
