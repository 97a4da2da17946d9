//! What `catch (e)` gets.

use super::edits::Edits;
use super::written::Written;

/// The function that turns what Rhai hands to `catch` into what the reader sees.
pub(crate) const CAUGHT: &str = "__caught";

/// Rhai hands its own errors to `catch (e)` as a map of its own words: `catch (e) {` becomes
/// `catch (e) { e=__caught(e);`, which makes them the text that the cell would have shown.
pub(super) fn name<'a>(cell: &Written<'a>, edits: &mut Edits<'a>) {
    for i in cell.all("catch") {
        let text = |after: usize| cell.text(i + after);
        if text(1) == "(" && text(3) == ")" && text(4) == "{" {
            let name = text(2);
            edits.behind(cell.tokens[i + 4].end, format!("{name}={CAUGHT}({name});"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rewrite::tests::{lead_back, text};

    #[test]
    fn caught_errors_become_text() {
        let code = "try { 1 } catch (e) { e }";
        assert_eq!(text(code), "try { 1 } catch (e) {e=__caught(e); e }");
        lead_back(code, &["1", "catch", " e }"]);
    }
}
