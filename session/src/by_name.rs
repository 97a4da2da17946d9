//! Methods that call a closure, called as functions.
//!
//! Rhai locks the object of a method call, and with it the variable that the object is a part of: a closure given to
//! `xs.map(…)`, or a function that it calls, could not read `xs`. A function's argument is not locked.

use crate::scan::{self, Kind, Token};

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

/// Words that look like a variable before a dot.
const NOT_A_VARIABLE: [&str; 6] = ["this", "true", "false", "return", "in", "else"];

/// One call turned round; offsets into the text after it was.
#[derive(Debug)]
pub(crate) struct Move {
    start: usize,
    /// How long the method's name and the bracket are, which now stand first.
    method: usize,
    /// How long the object is, which now stands second.
    object: usize,
    end: usize,
    /// Where the method's name stood.
    method_was: usize,
}

impl Move {
    /// The offset before the call was turned round.
    pub(crate) fn original(&self, at: usize) -> usize {
        if !(self.start..self.end).contains(&at) {
            at
        } else if at < self.start + self.method {
            (self.method_was + (at - self.start)).min(self.end - 1)
        } else if at < self.start + self.method + self.object {
            at - self.method
        } else {
            self.method_was
        }
    }
}

/// `xs.map(f)` becomes `map(xs,f)`, and `m.uses.map(f)` `map(m.uses,f)`, each as long as it was.
pub(crate) fn call_by_name(code: &str) -> (String, Vec<Move>) {
    let mut code = code.to_string();
    let mut moves = Vec::new();
    if !LOOKING.iter().any(|name| code.contains(name)) {
        return (code, moves);
    }
    while let Some(turned) = turn_first(&mut code) {
        moves.push(turned);
    }
    (code, moves)
}

fn turn_first(code: &mut String) -> Option<Move> {
    let tokens = scan::significant(code);
    let text = |i: usize| tokens.get(i).map_or("", |t| t.text(code));
    // A map may hold a closure under such a name: then `m.map(…)` means that one.
    let is_key = |name: &str| (0..tokens.len()).any(|i| text(i) == name && text(i + 1) == ":");
    let (dot, first) = (1..tokens.len()).find_map(|dot| {
        // With no argument there is no closure, and the comma would be one too many.
        let is_call =
            text(dot) == "." && text(dot + 2) == "(" && !matches!(text(dot + 3), ")" | "");
        let looks = is_call && LOOKING.contains(&text(dot + 1)) && !is_key(text(dot + 1));
        let first = if looks {
            beginning(code, &tokens, dot - 1)
        } else {
            None
        };
        first.map(|first| (dot, first))
    })?;
    let (start, end) = (tokens[first].start, tokens[dot + 2].end);
    let object = &code[start..tokens[dot - 1].end];
    let method = text(dot + 1);
    let mut turned = format!("{method}({object},");
    let (method_len, object_len) = (method.len() + 1, object.len());
    // White space and comments between the parts keep their place, so that lines stay lines.
    for gap in dot - 1..dot + 2 {
        turned.push_str(&code[tokens[gap].end..tokens[gap + 1].start]);
    }
    let method_was = tokens[dot + 1].start;
    code.replace_range(start..end, &turned);
    Some(Move {
        start,
        method: method_len,
        object: object_len,
        end,
        method_was,
    })
}

/// The first token of the object that ends with token `last`, if it is a variable or a part of one: what a call, a list or
/// a text gives is nobody else's, and needs no turning round.
fn beginning(code: &str, tokens: &[Token], last: usize) -> Option<usize> {
    let text = |i: usize| tokens[i].text(code);
    let mut at = last;
    loop {
        match text(at) {
            ")" | "]" => {
                let open = opening(code, tokens, at)?;
                let before = open.checked_sub(1)?;
                let follows_value =
                    tokens[before].kind == Kind::Word || matches!(text(before), ")" | "]");
                if !follows_value
                    || NOT_A_VARIABLE.contains(&text(before))
                    || text(open).starts_with('?')
                {
                    return None;
                }
                let is_call = text(open) == "(";
                at = before;
                // The brackets of a call belong to the method's name, and that to its own object.
                if is_call && !(at > 0 && text(at - 1) == ".") {
                    return None;
                }
            }
            _ if tokens[at].kind == Kind::Word => match at.checked_sub(1).map(text) {
                Some(".") => at = at.checked_sub(2)?,
                Some("::" | "?.") => return None,
                _ => return (!NOT_A_VARIABLE.contains(&text(at))).then_some(at),
            },
            _ => return None,
        }
    }
}

/// The bracket that token `close` closes.
fn opening(code: &str, tokens: &[Token], close: usize) -> Option<usize> {
    let mut depth = 0;
    (0..=close).rev().find(|&i| {
        match tokens[i].text(code) {
            ")" | "]" | "}" => depth += 1,
            "(" | "[" | "{" | "#{" | "${" | "?[" => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::call_by_name;

    fn turned(code: &str) -> String {
        call_by_name(code).0
    }

    #[test]
    fn looking_methods_of_variables_are_called_by_name() {
        assert_eq!(
            turned("xs.map(|v| v + xs.len()).sum()"),
            "map(xs,|v| v + xs.len()).sum()"
        );
        assert_eq!(turned("xs\n  .filter(f)"), "filter(xs,\n  f)");
        assert_eq!(turned("m.uses.map(f).filter(g)"), "map(m.uses,f).filter(g)");
        assert_eq!(turned("ws[0].map(f)"), "map(ws[0],f)");
        assert_eq!(turned("d.items().map(f)"), "map(d.items(),f)");
        assert_eq!(
            turned("xs.map(|w| w.map(|x| x))"),
            "map(xs,|w| map(w,|x| x))"
        );
        assert_eq!(turned("a[b.map(f)[0]].map(g)"), "map(a[map(b,f)[0]],g)");
    }

    #[test]
    fn what_is_nobody_elses_stays() {
        for code in [
            "[1].map(f)",
            "this.map(f)",
            "f(x).map(g)",
            "np::array(x).map(g)",
            "xs?.map(f)",
            "\"a\".map(f)",
            "xs.any()",
            "(a).map(f)",
        ] {
            assert_eq!(turned(code), code);
        }
        assert_eq!(
            turned("let m = #{map: 1}; m.map(2)"),
            "let m = #{map: 1}; m.map(2)"
        );
    }
}
