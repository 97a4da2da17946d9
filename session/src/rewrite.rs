//! What a cell may write that Rhai would not take, or would take otherwise, made into what it does take.
//!
//! The text stays as it is but for a few insertions, which are noted, so that every place in it leads back to the cell.

use std::borrow::Cow;

use crate::scan::{self, Token};

/// What was inserted where: the offset in the new text, and the length.
pub(crate) type Insertions = Vec<(usize, usize)>;

/// The text that Rhai parses for a cell.
pub(crate) fn rewrite(code: &str) -> (String, Insertions) {
    let code = call_by_name(code);
    let may_need = ["..", "catch"].iter().any(|word| code.contains(word));
    if !may_need {
        return (code.into_owned(), Vec::new());
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
            _ => {}
        }
    }
    out.text.push_str(&code[out.copied..]);
    (out.text, out.inserted)
}

struct Inserter<'a> {
    code: &'a str,
    copied: usize,
    text: String,
    inserted: Insertions,
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

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn looking_methods_are_called_by_name() {
        let parsed = |code| rewrite(code).0;
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
    fn caught_errors_become_text() {
        let (text, inserted) = rewrite("try { 1 } catch (e) { e }");
        assert_eq!(text, "try { 1 } catch (e) {e=__caught(e); e }");
        assert_eq!(inserted, [(21, 14)]);
    }
}
