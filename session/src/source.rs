//! A cell's text, and where in it a position of Rhai's is.

use std::borrow::Cow;

use rhai::{ImmutableString, Position};

use crate::scan;

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
    pub(crate) parsed: String,
    /// What `parsed` has more than `code`: offset in `parsed`, and length.
    inserted: Vec<(usize, usize)>,
}

impl Source {
    pub(crate) fn new(id: impl Into<ImmutableString>, label: &str, code: &str) -> Self {
        let (parsed, inserted) = close_ranges(&call_by_name(code));
        Self {
            id: id.into(),
            label: label.into(),
            code: code.into(),
            parsed,
            inserted,
        }
    }

    /// The byte offset in the cell of a position of Rhai's.
    pub(crate) fn offset(&self, position: Position) -> Option<usize> {
        let line = position.line()?;
        let column = position.position().unwrap_or(1).max(1);
        let start = match line {
            1 => 0,
            n => self
                .parsed
                .match_indices('\n')
                .nth(n - 2)
                .map(|(i, _)| i + 1)?,
        };
        let rest = &self.parsed[start..];
        let within = rest
            .char_indices()
            .nth(column - 1)
            .map_or(rest.len(), |(i, _)| i);
        Some(self.before_insertions(start + within))
    }

    fn before_insertions(&self, offset: usize) -> usize {
        let mut back = 0;
        for &(at, len) in &self.inserted {
            if offset >= at + len {
                back += len;
            } else if offset > at {
                back += offset - at;
            }
        }
        offset - back
    }

    /// The number of the line at a byte offset, from 1.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.code[..offset.min(self.code.len())]
            .matches('\n')
            .count()
            + 1
    }
}

/// Methods that only look at their list and call a closure that may look at it too.
const LOOKING: [&str; 13] = [
    "map",
    "filter",
    "reduce",
    "reduce_rev",
    "some",
    "all",
    "any",
    "find",
    "find_map",
    "find_index",
    "index_of",
    "apply",
    "sorted",
];

/// `xs.map(f)` becomes `map(xs,f)`, which is as long. Rhai locks the object of a method call, so that a closure, or a
/// function that it calls, could not read `xs`; a function's argument is not locked.
fn call_by_name(code: &str) -> Cow<'_, str> {
    if !LOOKING.iter().any(|name| code.contains(name)) {
        return Cow::Borrowed(code);
    }
    let tokens = scan::significant(code);
    let text = |i: usize| tokens.get(i).map_or("", |t| t.text(code));
    // A map may hold a closure under such a name: then `m.map(…)` means that one.
    let is_key = |name: &str| (0..tokens.len()).any(|i| text(i) == name && text(i + 1) == ":");
    let mut out = String::with_capacity(code.len());
    let mut copied = 0;
    for i in 0..tokens.len() {
        let (object, method) = (text(i), text(i + 2));
        let is_name = tokens[i].kind == scan::Kind::Word && !NOT_A_VARIABLE.contains(&object);
        let stands_alone = i == 0 || !matches!(text(i - 1), "." | "?." | "::");
        if !(is_name
            && stands_alone
            && text(i + 1) == "."
            && text(i + 3) == "("
            && LOOKING.contains(&method))
        {
            continue;
        }
        // With no argument there is no closure, and the comma would be one too many.
        if text(i + 4) == ")" || is_key(method) {
            continue;
        }
        let (from, to) = (tokens[i].start, tokens[i + 3].end);
        out.push_str(&code[copied..from]);
        out.push_str(&format!("{method}({object},"));
        // White space and comments between the parts keep their place, so that lines stay lines.
        for gap in i..i + 3 {
            out.push_str(&code[tokens[gap].end..tokens[gap + 1].start]);
        }
        copied = to;
    }
    out.push_str(&code[copied..]);
    Cow::Owned(out)
}

/// Words that look like a variable before a dot.
const NOT_A_VARIABLE: [&str; 6] = ["this", "true", "false", "return", "in", "else"];

/// Rhai has no ranges without ends: inside brackets `v[1..]` becomes `v[1..9223372036854775807]` and `v[..2]` becomes
/// `v[0..2]`; arrays cut a range at their length.
fn close_ranges(code: &str) -> (String, Vec<(usize, usize)>) {
    const END: &str = "9223372036854775807";
    if !code.contains("..") {
        return (code.into(), Vec::new());
    }
    let tokens = scan::significant(code);
    let mut parsed = String::with_capacity(code.len() + END.len());
    let mut inserted = Vec::new();
    let mut copied = 0;
    let mut insert = |at: usize, text: &str, parsed: &mut String| {
        parsed.push_str(&code[copied..at]);
        copied = at;
        inserted.push((parsed.len(), text.len()));
        parsed.push_str(text);
    };
    for (i, token) in tokens.iter().enumerate() {
        if token.text(code) != ".." {
            continue;
        }
        let text = |t: Option<&scan::Token>| t.map_or("", |t| t.text(code));
        if text(i.checked_sub(1).and_then(|i| tokens.get(i))) == "[" {
            insert(token.start, "0", &mut parsed);
        }
        if text(tokens.get(i + 1)) == "]" {
            insert(token.end, END, &mut parsed);
        }
    }
    parsed.push_str(&code[copied..]);
    (parsed, inserted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_lead_back_to_what_was_written() {
        let source = Source::new("1", "1", "v[1..] + w[..2] +\n  nope");
        assert_eq!(
            source.parsed,
            "v[1..9223372036854775807] + w[0..2] +\n  nope"
        );
        let at = |line, column| source.offset(Position::new(line, column));
        assert_eq!(at(1, 1), Some(0));
        assert_eq!(at(1, 27), Some(7), "the plus after the first range");
        assert_eq!(at(2, 3), source.code.find("nope"));
        assert_eq!(source.line_of(source.code.find("nope").unwrap()), 2);
    }

    #[test]
    fn looking_methods_are_called_by_name() {
        let parsed = |code| Source::new("1", "1", code).parsed;
        assert_eq!(
            parsed("xs.map(|v| v + xs.len()).sum()"),
            "map(xs,|v| v + xs.len()).sum()"
        );
        assert_eq!(parsed("xs\n  .filter(f)"), "filter(xs,\n  f)");
        assert_eq!(
            parsed("a.b.map(f); [1].map(f); this.map(f)"),
            "a.b.map(f); [1].map(f); this.map(f)"
        );
        assert_eq!(
            parsed("let m = #{map: 1}; m.map(2)"),
            "let m = #{map: 1}; m.map(2)"
        );
    }

    #[test]
    fn columns_count_characters() {
        let source = Source::new("1", "1", "`é😀` + nope");
        assert_eq!(source.offset(Position::new(1, 8)), source.code.find("nope"));
    }
}
