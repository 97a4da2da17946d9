//! The chapter's two listings, and what they must print.

use std::fs;
use std::path::Path;

/// A listing of the chapter's in Rhai.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The name of its file, without `.rhai`.
    pub name: &'static str,
    /// Its text.
    pub text: String,
    /// What it prints, byte for byte.
    pub prints: String,
}

/// Both listings: `notebooks/listings/*.rhai` against `tests/golden/*.txt`.
///
/// The golden files are what Python prints for the chapter's own listings, but for the rubric's first line: there the
/// weights show as plain numbers. They are never made from our output.
pub fn all() -> Vec<Listing> {
    ["breakeven", "rubric"].map(read).to_vec()
}

fn read(name: &'static str) -> Listing {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = |path: String| {
        fs::read_to_string(tests.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    Listing {
        name,
        text: file(format!("../notebooks/listings/{name}.rhai")),
        prints: file(format!("golden/{name}.txt")),
    }
}
