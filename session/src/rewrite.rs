//! What a cell may write that Rhai would not take, or would take otherwise, made into what it does take.
//!
//! What is inserted and moved is noted, so that every place in the text leads back to the cell.

use rhaibook_stdlib::power::EXPONENT;

use crate::by_name::{self, Move};
use crate::scan::{self, Token};

/// The text that Rhai parses for a cell, and the way back.
#[derive(Debug)]
pub(crate) struct Rewritten {
    pub(crate) text: String,
    /// What the text has more than the cell: the offset in it, and the length.
    inserted: Vec<(usize, usize)>,
    /// What stands elsewhere than in the cell, before anything was inserted.
    moves: Vec<Move>,
}

pub(crate) fn rewrite(code: &str) -> Rewritten {
    let (code, moves) = by_name::call_by_name(code);
    let may_need = ["..", "catch", "**="]
        .iter()
        .any(|word| code.contains(word));
    if !may_need {
        return Rewritten {
            text: code,
            inserted: Vec::new(),
            moves,
        };
    }
    let mut out = Inserter {
        code: &code,
        copied: 0,
        text: String::with_capacity(code.len() + 32),
        inserted: Vec::new(),
    };
    let tokens = scan::significant(&code);
    for i in 0..tokens.len() {
        match tokens[i].text(&code) {
            ".." => close_range(&tokens, i, &mut out),
            "catch" => name_caught(&tokens, i, &mut out),
            // Rhai's own `**=` would use the platform's `pow`.
            "**=" => out.insert(tokens[i].end, EXPONENT),
            _ => {}
        }
    }
    out.text.push_str(&code[out.copied..]);
    Rewritten {
        text: out.text,
        inserted: out.inserted,
        moves,
    }
}

impl Rewritten {
    /// The offset in the cell of what stands at `offset` in the text.
    pub(crate) fn original(&self, offset: usize) -> usize {
        let mut back = 0;
        for &(at, len) in &self.inserted {
            if offset >= at + len {
                back += len;
            } else if offset > at {
                back += offset - at;
            }
        }
        self.moves
            .iter()
            .rev()
            .fold(offset - back, |at, m| m.original(at))
    }
}

struct Inserter<'a> {
    code: &'a str,
    copied: usize,
    text: String,
    inserted: Vec<(usize, usize)>,
}

impl Inserter<'_> {
    fn insert(&mut self, at: usize, text: &str) {
        self.text.push_str(&self.code[self.copied..at]);
        self.copied = at;
        self.inserted.push((self.text.len(), text.len()));
        self.text.push_str(text);
    }
}

/// Rhai has no ranges without ends: inside brackets `v[1..]` becomes `v[1..9223372036854775807]` and `v[..2]` becomes
/// `v[0..2]`; arrays cut a range at their length.
fn close_range(tokens: &[Token], i: usize, out: &mut Inserter<'_>) {
    const END: &str = "9223372036854775807";
    let text = |t: Option<&Token>| t.map_or("", |t| t.text(out.code));
    let opens = text(i.checked_sub(1).and_then(|i| tokens.get(i))) == "[";
    let closes = text(tokens.get(i + 1)) == "]";
    if opens {
        out.insert(tokens[i].start, "0");
    }
    if closes {
        out.insert(tokens[i].end, END);
    }
}

/// The function that turns what Rhai hands to `catch` into what the reader sees.
pub(crate) const CAUGHT: &str = "__caught";

/// Rhai hands its own errors to `catch (e)` as a map of its own words: `catch (e) {` becomes
/// `catch (e) { e=__caught(e);`, which makes them the text that the cell would have shown.
fn name_caught(tokens: &[Token], i: usize, out: &mut Inserter<'_>) {
    let text = |i: usize| tokens.get(i).map_or("", |t: &Token| t.text(out.code));
    if text(i + 1) == "(" && text(i + 3) == ")" && text(i + 4) == "{" {
        let assignment = format!("{name}={CAUGHT}({name});", name = text(i + 2));
        out.insert(tokens[i + 4].end, &assignment);
    }
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn caught_errors_become_text() {
        let rewritten = rewrite("try { 1 } catch (e) { e }");
        assert_eq!(rewritten.text, "try { 1 } catch (e) {e=__caught(e); e }");
        assert_eq!(rewritten.inserted, [(21, 14)]);
    }

    #[test]
    fn an_exponent_that_is_assigned_is_marked() {
        let rewritten = rewrite("v[0] **= x + 1; \"**=\"");
        assert_eq!(rewritten.text, "v[0] **=()** x + 1; \"**=\"");
        assert_eq!(rewritten.original(13), 9);
    }

    #[test]
    fn every_place_leads_back() {
        let code = "a[1..] + m.uses.map(|u| m.go(u)) + z";
        let rewritten = rewrite(code);
        assert_eq!(
            rewritten.text,
            "a[1..9223372036854775807] + map(m.uses,|u| m.go(u)) + z"
        );
        for word in ["a[", "uses", "map", "go", "z"] {
            let at = rewritten.text.find(word).unwrap();
            assert_eq!(rewritten.original(at), code.find(word).unwrap(), "{word}");
        }
    }
}
