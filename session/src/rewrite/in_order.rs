//! Maps whose keys keep the order in which they are written.
//!
//! Rhai sorts the keys of a map. Where a map is written out in the call of a function that shows its keys in order, as
//! `table` does with its columns, the order is handed along: `table(#{b: x, a: y})` becomes
//! `table(__in_order(["b","a"],#{b: x, a: y}))`, which is a dict.

use std::collections::BTreeSet;

use super::edits::Edits;
use super::written::Written;
use crate::scan::Kind;

/// The function that makes a dict of a map, its keys in the order given.
pub(crate) const IN_ORDER: &str = "__in_order";

/// Functions that take maps, and show what is in them in order.
const SHOWING: [&str; 4] = ["table", "dict", "score_rubric", "flip_point"];

pub(super) fn keep<'a>(cell: &Written<'a>, edits: &mut Edits<'a>) {
    if !SHOWING.iter().any(|name| cell.code.contains(name)) {
        return;
    }
    // A function of the reader's own gets what is written.
    let own: BTreeSet<&str> = ["fn", "let", "const"]
        .into_iter()
        .flat_map(|word| cell.all(word))
        .map(|i| cell.text(i + 1))
        .collect();
    let shows = |name: usize| {
        cell.is_word(name)
            && SHOWING.contains(&cell.text(name))
            && !own.contains(cell.text(name))
            && cell.before(name, 1) != "."
    };
    // For each bracket that is open, whether a map in it is shown.
    let mut open: Vec<bool> = Vec::new();
    for (i, token) in cell.tokens.iter().enumerate() {
        if token.kind != Kind::Symbol {
            continue;
        }
        let within = open.last().copied().unwrap_or_default();
        match cell.text(i) {
            "(" => {
                let name = i.checked_sub(1).filter(|name| cell.is_word(*name));
                open.push(name.map_or(within, shows));
            }
            // Lists of rows. What stands in brackets behind a value is an index.
            "[" => {
                let begins = matches!(cell.before(i, 1), "(" | "[" | ",");
                open.push(within && begins);
            }
            "#{" => {
                if within {
                    mark(cell, i, edits);
                }
                open.push(false);
            }
            "{" | "${" | "?[" => open.push(false),
            ")" | "]" | "}" => {
                open.pop();
            }
            _ => {}
        }
    }
}

fn mark<'a>(cell: &Written<'a>, opening: usize, edits: &mut Edits<'a>) {
    let Some((keys, closing)) = keys(cell, opening) else {
        return;
    };
    let at = cell.tokens[opening].start;
    edits.before(at, format!("{IN_ORDER}([{}],", keys.join(",")), at);
    edits.behind(cell.tokens[closing].end, ")");
}

/// The keys of a map as texts, and where it ends; none where its order says nothing, or Rhai will not take it.
fn keys(cell: &Written<'_>, opening: usize) -> Option<(Vec<String>, usize)> {
    let closing = cell.partner(opening)?;
    let mut keys: Vec<String> = Vec::new();
    let mut i = opening + 1;
    while i < closing {
        let key = match cell.text(i) {
            text if text.starts_with('"') => text.to_string(),
            word if cell.is_word(i) => format!("\"{word}\""),
            _ => return None,
        };
        if cell.text(i + 1) != ":" {
            return None;
        }
        keys.push(key);
        i += 2;
        while i < closing && cell.text(i) != "," {
            // What is inside brackets belongs to the value.
            i = cell.partner(i).map_or(i, |end| end.max(i)) + 1;
        }
        i += 1;
    }
    let different: BTreeSet<&String> = keys.iter().collect();
    (keys.len() > 1 && different.len() == keys.len()).then_some((keys, closing))
}

#[cfg(test)]
mod tests {
    use crate::rewrite::tests::{lead_back, text};

    #[test]
    fn maps_that_are_shown_keep_their_order() {
        assert_eq!(
            text("table(#{b: [1, 2], a: 3})"),
            "table(__in_order([\"b\",\"a\"],#{b: [1, 2], a: 3}))"
        );
        assert_eq!(
            text("np::table([#{\"b c\": 1, a: f(1, 2),}, #{x: 1, b: #{q: 1, p: 2}}])"),
            "np::table([__in_order([\"b c\",\"a\"],#{\"b c\": 1, a: f(1, 2),}), \
             __in_order([\"x\",\"b\"],#{x: 1, b: #{q: 1, p: 2}})])"
        );
        assert_eq!(
            text("display(table((#{b: 1, a: 2})).caption(\"x\"))"),
            "display(table((__in_order([\"b\",\"a\"],#{b: 1, a: 2}))).caption(\"x\"))"
        );
    }

    #[test]
    fn other_maps_stay() {
        for code in [
            "let m = #{b: 1, a: 2}; table(m)",
            "table(#{b: 1})",
            "table(#{b: 1, b: 2})",
            "table(#{b: 1, a 2})",
            "table(#{b: 1, a: 2",
            "table(f(#{b: 1, a: 2}))",
            "table(rows.map(|r| #{b: 1, a: 2}))",
            "table(xs[#{b: 1, a: 2}])",
            "fn table(m) { m } table(#{b: 1, a: 2})",
            "s.table(#{b: 1, a: 2})",
            "scenario(#{name: 1, fixed: 2})",
        ] {
            assert!(!text(code).contains("__in_order"), "{code}");
        }
    }

    #[test]
    fn every_part_leads_back() {
        let code = "table(#{month: v[1..],\n  volume: ms.map(|m| m + q), api: nope})";
        lead_back(
            code,
            &["table", "#{", "month:", "volume:", "ms", "q)", "nope"],
        );
    }
}
