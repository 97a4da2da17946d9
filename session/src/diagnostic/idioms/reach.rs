//! How far a value reaches to the left and to the right of a token, and what is between commas.

use super::{REACH, Text};
use crate::scan::Kind;

/// Words that join two values, or steer: an expression does not reach beyond the second.
const STATEMENTS: [&str; 14] = [
    "return", "in", "if", "else", "while", "switch", "throw", "let", "const", "until", "for",
    "loop", "do", "print",
];

impl Text<'_> {
    /// Whether a bracket opens with token `i`.
    pub(super) fn opens(&self, i: usize) -> bool {
        self.is(i, Kind::Symbol) && matches!(self.word(i), "(" | "[" | "{" | "#{" | "${" | "?[")
    }

    /// Whether a bracket closes with token `i`.
    pub(super) fn closes(&self, i: usize) -> bool {
        self.is(i, Kind::Symbol) && matches!(self.word(i), ")" | "]" | "}")
    }

    /// The first token of the value that ends with token `last`: of `f(x)`, `a.b[0]`, `[1, 2]`.
    pub(in crate::diagnostic) fn value_begin(&self, last: usize) -> Option<usize> {
        let mut i = last;
        loop {
            if self.closes(i) {
                let opening = self.opening(i)?;
                let within_text = self.word(opening) == "${";
                let behind_value = opening > 0
                    && matches!(self.word(opening), "(" | "[" | "?[")
                    && self.touch(opening - 1)
                    && self.ends_value(opening - 1)
                    && self.before(opening) != "}";
                if within_text || behind_value {
                    i = opening.checked_sub(1)?;
                    continue;
                }
                i = opening;
            } else if matches!(self.tokens.get(i)?.kind, Kind::Text { .. })
                && i > 0
                && self.word(i - 1) == "}"
                && self.opening(i - 1).is_some_and(|o| self.word(o) == "${")
            {
                i -= 1;
                continue;
            } else if !self.ends_value(i) {
                return None;
            }
            match i.checked_sub(1).map(|j| self.word(j)) {
                Some("." | "::" | "?.") => i = i.checked_sub(2)?,
                _ => return Some(i),
            }
        }
    }

    /// The last token of the value that begins with token `first`.
    pub(in crate::diagnostic) fn value_last(&self, first: usize) -> Option<usize> {
        let mut i = first;
        while matches!(self.word(i), "-" | "!" | "+") {
            i += 1;
        }
        if self.opens(i) {
            i = self.closing(i)?;
        } else if !matches!(
            self.tokens.get(i)?.kind,
            Kind::Word | Kind::Number | Kind::Text { .. }
        ) {
            return None;
        }
        loop {
            match self.word(i + 1) {
                "." | "::" | "?." if self.is_word(i + 2) => i += 2,
                "${" if self.touch(i) => i = self.closing(i + 1)? + 1,
                "(" | "[" | "?[" if self.touch(i) => i = self.closing(i + 1)?,
                _ => return Some(i),
            }
        }
    }

    /// The index after the last token of the expression that begins with token `from`: up to one of these words or signs,
    /// a closing bracket of those around it, a semicolon, or the end of the line.
    pub(in crate::diagnostic) fn expression_end(&self, from: usize, stops: &[&str]) -> usize {
        let mut i = from;
        while i < self.tokens.len() && i < from + REACH {
            let word = self.word(i);
            let ends = self.closes(i) || word == ";" || !self.is_text(i) && stops.contains(&word);
            if ends || i > from && !self.is_continued(i) {
                return i;
            }
            i = match self.opens(i) {
                true => match self.closing(i) {
                    Some(close) => close + 1,
                    None => return self.line_end(i),
                },
                false => i + 1,
            };
        }
        i
    }

    /// Whether token `i` stands on the line on which the one before it ends.
    fn is_continued(&self, i: usize) -> bool {
        i > 0 && self.lines[i - 1].1 == self.lines[i].0
    }

    /// The first token of the expression that ends before token `i`.
    pub(in crate::diagnostic) fn expression_start(&self, i: usize, stops: &[&str]) -> usize {
        let least = i.saturating_sub(REACH);
        let mut at = i;
        while at > least {
            let j = at - 1;
            let word = self.word(j);
            if self.closes(j) {
                let Some(opening) = self.opening(j) else {
                    return at;
                };
                // A block ends a statement.
                if self.word(opening) == "{" && self.begins_statement(at) {
                    return at;
                }
                at = opening;
                continue;
            }
            let stop = self.opens(j)
                || matches!(
                    word,
                    ";" | "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "**=" | "," | "=>"
                )
                || self.is_word(j) && STATEMENTS.contains(&word)
                || !self.is_text(j) && stops.contains(&word)
                || at < self.tokens.len() && at != i && !self.is_continued(at);
            if stop {
                return at;
            }
            at = j;
        }
        at
    }

    /// The ranges of tokens between these signs, from one token up to before another; brackets are passed over.
    pub(in crate::diagnostic) fn split(
        &self,
        from: usize,
        to: usize,
        sign: &str,
    ) -> Vec<(usize, usize)> {
        let mut parts = Vec::new();
        let (mut start, mut i) = (from, from);
        while i < to {
            if self.word(i) == sign && !self.is_text(i) {
                parts.push((start, i));
                start = i + 1;
            }
            i = match self.opens(i) {
                true => self.closing(i).map_or(to, |close| close + 1),
                false => i + 1,
            };
        }
        parts.push((start, to.max(start)));
        parts
    }

    /// The texts between these signs.
    pub(super) fn parts(&self, from: usize, to: usize, sign: &str) -> Vec<&str> {
        let ranges = self.split(from, to, sign);
        let texts = ranges.into_iter().map(|(from, to)| {
            if from < to {
                self.between(from, to)
            } else {
                ""
            }
        });
        texts.collect()
    }

    /// The bytes from token `from` to the end of the token before `to`.
    pub(in crate::diagnostic) fn over(&self, from: usize, to: usize) -> (usize, usize) {
        let start = self.span(from).0;
        let end = to.checked_sub(1).map_or(start, |last| self.span(last).1);
        (start, end.max(start))
    }

    /// A name that the cell does not have yet.
    pub(super) fn free(&self, names: &[&'static str]) -> &'static str {
        let used = |name: &str| (0..self.tokens.len()).any(|i| self.word(i) == name);
        let free = names.iter().find(|name| !used(name));
        free.or(names.last()).copied().unwrap_or("it")
    }

    /// The tokens from `from` to before `to` with Python's words as Rhai's, and these names replaced.
    pub(super) fn as_rhai(&self, from: usize, to: usize, names: &[(&str, String)]) -> String {
        let mut out = String::new();
        let mut at = self.span(from).0;
        let mut i = from;
        while i < to {
            let (start, end) = self.span(i);
            out.push_str(&self.code[at..start]);
            at = end;
            let word = self.word(i);
            let property = i > 0 && matches!(self.before(i), "." | "::" | "?.");
            if property || !self.is_word(i) {
                out.push_str(word);
                i += 1;
                continue;
            }
            let renamed = names.iter().find(|(name, _)| *name == word);
            match word {
                _ if renamed.is_some() => out.push_str(renamed.map_or("", |(_, to)| to)),
                "and" => out.push_str("&&"),
                "or" => out.push_str("||"),
                "True" => out.push_str("true"),
                "False" => out.push_str("false"),
                "None" => out.push_str("()"),
                "not" if self.word(i + 1) != "in" && i + 1 < to => {
                    let end = self.condition_end(i + 1).min(to);
                    let inner = self.as_rhai(i + 1, end, names);
                    let single = self.value_last(i + 1).is_some_and(|last| last + 1 == end);
                    out.push_str(&match single {
                        true => format!("!{inner}"),
                        false => format!("!({inner})"),
                    });
                    at = self.span(end - 1).1;
                    i = end;
                    continue;
                }
                _ => out.push_str(word),
            }
            i += 1;
        }
        out
    }

    /// The index behind what `not` is about.
    pub(super) fn condition_end(&self, from: usize) -> usize {
        self.expression_end(
            from,
            &["and", "or", ",", "{", ":", "if", "else", "&&", "||"],
        )
    }
}
