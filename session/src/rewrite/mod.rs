//! What a cell may write that Rhai would not take, or would take otherwise, made into what it does take.
//!
//! Every pass looks at the cell as the reader wrote it, and notes what is to stand there instead ([`Edits`]). When all have
//! looked, the text is made in one go, and with it the way back from each place in it to the cell.

mod by_name;
mod cases;
mod caught;
mod edits;
mod exponent;
mod in_order;
mod pairs;
mod ranges;
mod spaces;
mod written;

pub(crate) use caught::CAUGHT;
pub(crate) use edits::Rewritten;
pub(crate) use in_order::IN_ORDER;

use crate::scan::Token;
use edits::Edits;
use written::Written;

/// Looks at a cell, and notes what has to stand there otherwise.
type Pass = for<'a> fn(&Written<'a>, &mut Edits<'a>);

/// All passes. Their order only counts where two insert at the same place: what an earlier one inserts stands first.
const PASSES: [Pass; 8] = [
    spaces::plain,
    ranges::close,
    caught::name,
    exponent::mark,
    pairs::take_apart,
    cases::meet,
    by_name::turn_round,
    in_order::keep,
];

/// The text that Rhai parses for a cell with these tokens and comments.
pub(crate) fn rewrite(code: &str, tokens: &[Token], comments: &[Token]) -> Rewritten {
    let written = Written::new(code, tokens, comments);
    let mut edits = Edits::default();
    for pass in PASSES {
        pass(&written, &mut edits);
    }
    edits.done(code)
}

/// For what is between a keyword and the `{` of its block, beginning with token `first`: its last token, and the `{`.
fn head(cell: &Written<'_>, first: usize) -> Option<(usize, usize)> {
    // These have blocks of their own.
    if matches!(
        cell.text(first),
        "if" | "switch" | "while" | "loop" | "for" | "do" | "{" | ""
    ) {
        return None;
    }
    let mut i = first;
    loop {
        match cell.text(i) {
            "{" => return Some((i - 1, i)),
            "(" | "[" | "#{" | "${" | "?[" => i = cell.partner(i)? + 1,
            "" | ";" | "}" | ")" | "]" => return None,
            _ => i += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rewritten;
    use crate::scan;

    pub(super) fn rewrite(code: &str) -> Rewritten {
        let (comments, tokens): (Vec<_>, Vec<_>) = scan::tokens(code)
            .into_iter()
            .partition(|t| matches!(t.kind, scan::Kind::Comment { .. }));
        super::rewrite(code, &tokens, &comments)
    }

    /// The text that Rhai parses for a cell.
    pub(super) fn text(code: &str) -> String {
        rewrite(code).text.unwrap_or_else(|| code.to_string())
    }

    /// Each of the words stands once in the cell and once in the text, and leads back.
    pub(super) fn lead_back(code: &str, words: &[&str]) {
        let rewritten = rewrite(code);
        let text = text(code);
        for word in words {
            let at = text.find(word).unwrap_or_else(|| panic!("{word}: {text}"));
            assert_eq!(
                Some(rewritten.original(at)),
                code.find(word),
                "{word}: {text}"
            );
        }
        assert_eq!(rewritten.original(text.len()), code.len());
    }

    #[test]
    fn a_cell_that_needs_nothing_is_not_copied() {
        assert_eq!(rewrite("let x = 1; // xs.map(f) **=").text, None);
    }

    #[test]
    fn every_place_leads_back() {
        let code = "a[1..] + m.uses.map(|u| m.go(u)) + z";
        assert_eq!(
            text(code),
            "a[1..9223372036854775807] + map(m.uses,|u| m.go(u)) + z"
        );
        lead_back(code, &["a[", "uses", "map", "go", "z"]);
    }

    #[test]
    fn passes_work_inside_each_other() {
        let code =
            "for p in ps[1..].filter(|q| q.uses.map(|u| { u **= v[..2].map(f); u }).any(g)) { h }";
        assert_eq!(
            text(code),
            "for p in filter(ps[1..9223372036854775807],|q| map(q.uses,|u| { u **=()** map(v[0..2],f); u }).any(g)) { h }"
        );
        lead_back(
            code,
            &["ps[", "filter", "q.uses", "map", "u **", "v[", "any", "h }"],
        );
    }
}
