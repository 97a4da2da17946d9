//! The end of a test that goes through many cases: all that are wrong, at once.

/// Holds that none of so many cases, "cells" or "calls", is wrong.
///
/// # Panics
/// When one is.
#[track_caller]
pub fn none_wrong(wrong: &[String], of: usize, cases: &str) {
    assert!(
        wrong.is_empty(),
        "{} of {of} {cases}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
