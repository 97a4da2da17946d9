//! Methods that call a closure, called as functions.
//!
//! Rhai locks the object of a method call, and with it the variable that the object is a part of: a closure given to
//! `xs.map(…)`, or a function that it calls, could not read `xs`. A function's argument is not locked.

use std::collections::BTreeSet;

use super::edits::Edits;
use super::written::Written;

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

/// `xs.map(f)` becomes `map(xs,f)`, and `m.uses.map(f)` `map(m.uses,f)`.
pub(super) fn turn_round<'a>(cell: &Written<'a>, edits: &mut Edits<'a>) {
    if !LOOKING.iter().any(|name| cell.code.contains(name)) {
        return;
    }
    // A map may hold a closure under such a name: then `m.map(…)` means that one.
    let keys: BTreeSet<&str> = cell
        .all(":")
        .map(|colon| cell.before(colon, 1))
        .filter(|name| LOOKING.contains(name))
        .collect();
    let turns = |method: usize| {
        let name = cell.text(method);
        // With no argument there is no closure, and the comma would be one too many.
        LOOKING.contains(&name)
            && !keys.contains(name)
            && cell.text(method + 1) == "("
            && !matches!(cell.text(method + 2), ")" | "")
    };
    // For each token the one with which the object begins that ends here. What comes before it is known already.
    let mut begins: Vec<Option<usize>> = Vec::with_capacity(cell.tokens.len());
    for i in 0..cell.tokens.len() {
        begins.push(None);
        begins[i] = beginning(cell, i, &begins);
        if cell.before(i, 1) != "." || !turns(i) {
            continue;
        }
        if let Some(first) = i.checked_sub(2).and_then(|object| begins[object]) {
            turn(cell, first, i, edits);
            // What is called as a function is no part of a variable any more.
            begins[i] = None;
        }
    }
}

/// The first token of the object that ends with token `last`, if it is a variable or a part of one: what a call, a list or
/// a text gives is nobody else's, and needs no turning round.
fn beginning(cell: &Written<'_>, last: usize, begins: &[Option<usize>]) -> Option<usize> {
    match cell.text(last) {
        ")" | "]" => {
            let open = cell.partner(last)?;
            let before = open.checked_sub(1)?;
            match cell.text(open) {
                "[" => begins[before],
                // The brackets of a call belong to the method's name, and that to its own object.
                "(" if cell.before(before, 1) == "." => begins[before],
                _ => None,
            }
        }
        word if cell.is_word(last) => match cell.before(last, 1) {
            "." => begins[last.checked_sub(2)?],
            "::" | "?." => None,
            _ => (!NOT_A_VARIABLE.contains(&word)).then_some(last),
        },
        _ => None,
    }
}

/// The object keeps its place: the method's name comes before it, and a comma behind it. White space and comments between
/// the parts stay, so that lines stay lines.
fn turn<'a>(cell: &Written<'a>, first: usize, method: usize, edits: &mut Edits<'a>) {
    let [dot, name, bracket] = [method - 1, method, method + 1].map(|i| &cell.tokens[i]);
    let at = cell.tokens[first].start;
    if dot.end == name.start && name.end == bracket.start {
        edits.before(at, &cell.code[name.start..bracket.end], name.start);
        edits.instead(dot.start..bracket.end, ",");
    } else {
        edits.before(at, name.text(cell.code), name.start);
        edits.before(at, "(", name.start);
        edits.instead(dot.start..dot.end, ",");
        edits.instead(name.start..name.end, "");
        edits.instead(bracket.start..bracket.end, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::rewrite::tests::{lead_back, text};

    #[test]
    fn looking_methods_of_variables_are_called_by_name() {
        assert_eq!(
            text("xs.map(|v| v + xs.len()).sum()"),
            "map(xs,|v| v + xs.len()).sum()"
        );
        assert_eq!(text("xs\n  .filter(f)"), "filter(xs\n  ,f)");
        assert_eq!(
            text("xs /* a */ . /* b */ map /* c */ (f)"),
            "map(xs /* a */ , /* b */  /* c */ f)"
        );
        assert_eq!(text("m.uses.map(f).filter(g)"), "map(m.uses,f).filter(g)");
        assert_eq!(
            text("m.map(f).uses[0].filter(g)"),
            "map(m,f).uses[0].filter(g)"
        );
        assert_eq!(text("ws[0].map(f)"), "map(ws[0],f)");
        assert_eq!(text("d.items().map(f)"), "map(d.items(),f)");
        assert_eq!(text("m.go(xs.map(f)).map(g)"), "map(m.go(map(xs,f)),g)");
        assert_eq!(text("xs.map(|w| w.map(|x| x))"), "map(xs,|w| map(w,|x| x))");
        assert_eq!(text("a[b.map(f)[0]].map(g)"), "map(a[map(b,f)[0]],g)");
    }

    #[test]
    fn what_is_nobody_elses_stays() {
        for code in [
            "[1].map(f)",
            "this.map(f)",
            "f(x).map(g)",
            "np::array(x).map(g)",
            "xs?.map(f)",
            "xs?[0].map(f)",
            "\"a\".map(f)",
            "xs.any()",
            "(a).map(f)",
            "return [1].map(f)",
            ".map(f)",
            "map(f)",
            "let m = #{map: 1}; m.map(2)",
        ] {
            assert_eq!(text(code), code);
        }
    }

    #[test]
    fn every_part_leads_back() {
        let code = "ws[0] + xs\n  .uses\n  .map(|v| v.go()) + z";
        lead_back(code, &["ws", "xs", "uses", "map", "go", "z"]);
    }
}
