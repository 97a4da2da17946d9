//! `**=`, for which Rhai would use the platform's `pow`.

use rhaibook_stdlib::power::EXPONENT;

use super::edits::Edits;
use super::written::Written;

/// Marks the exponent: `x **= 2` becomes `x **=()** 2`.
pub(super) fn mark<'a>(cell: &Written<'a>, edits: &mut Edits<'a>) {
    for i in cell.all("**=") {
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
    }
}
