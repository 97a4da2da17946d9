//! Ranges without ends, which Rhai does not have.

use super::edits::Edits;
use super::written::Written;

/// No list is longer; lists and arrays cut a range at their length.
const END: &str = "9223372036854775807";

/// Inside brackets `v[1..]` becomes `v[1..9223372036854775807]`, and `v[..2]` becomes `v[0..2]`.
pub(super) fn close<'a>(cell: &Written<'a>, edits: &mut Edits<'a>) {
    for i in cell.all("..") {
        if cell.before(i, 1) == "[" {
            let start = cell.tokens[i].start;
            edits.before(start, "0", start);
        }
        if cell.text(i + 1) == "]" {
            edits.behind(cell.tokens[i].end, END);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rewrite::tests::{lead_back, text};

    #[test]
    fn ranges_get_their_ends() {
        assert_eq!(
            text("v[1..] + w[..2] + x[..]; 1..2"),
            "v[1..9223372036854775807] + w[0..2] + x[0..9223372036854775807]; 1..2"
        );
        lead_back("v[1..] + w[..2] + x", &["v", "w", "..2", "x"]);
    }
}
