//! `**=`, for which Rhai would use the platform's `pow`, and `/=`, for which it would use its own `/`.

use rhaibook_stdlib::power::EXPONENT;

use super::edits::Edits;
use super::written::Written;

/// Marks the right side: `x **= 2` becomes `x **=()** 2`, and `x /= 2` becomes `x /=()** 2`.
pub(super) fn mark<'a>(cell: &Written<'a>, edits: &mut Edits<'a>) {
    for i in cell.all("**=").chain(cell.all("/=")) {
        edits.behind(cell.tokens[i].end, EXPONENT);
    }
}

#[cfg(test)]
mod tests {
    use crate::rewrite::tests::{lead_back, text};

    #[test]
    fn an_exponent_that_is_assigned_is_marked() {
        let code = "v[0] **= x + 1; \"**=\"";
        assert_eq!(text(code), "v[0] **=()** x + 1; \"**=\"");
        lead_back(code, &["v[", "x", "1;"]);
        assert_eq!(text("m.a /= 2 // /="), "m.a /=()** 2 // /=");
    }
}
