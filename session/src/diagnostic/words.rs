//! The reader's words for what Rhai calls otherwise, and near names.

use rhaibook_stdlib::kind;

/// A type's name in Rhai, or in a signature of Rhai's, as a kind with its article.
pub(crate) fn kind(type_name: &str) -> &str {
    match (kind::named(type_name), type_name.trim()) {
        (Some(kind), _) => kind.kind,
        (None, other) if other.is_empty() || other.contains("::") => "a value",
        (None, other) => other,
    }
}

/// Items in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn and<S: AsRef<str>>(items: &[S]) -> String {
    join(items, "and")
}

/// Items in a sentence: `a`, `a or b`, `a, b or c`.
pub(crate) fn or<S: AsRef<str>>(items: &[S]) -> String {
    join(items, "or")
}

fn join<S: AsRef<str>>(items: &[S], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", most.join(", "), last.as_ref())
        }
    }
}

/// A kind as signatures name it, in a sentence: `a whole number`, `text`. A number may be a whole one, too.
pub(crate) fn with_article(word: &str) -> String {
    match kind::worded(word) {
        Some(kind) => kind.beside.to_owned(),
        None => format!("a {word}"),
    }
}

/// A number of things: `1 value`, `2 values`, `no values`.
pub(crate) fn count(n: usize, thing: &str) -> String {
    match n {
        0 => format!("no {thing}s"),
        1 => format!("1 {thing}"),
        n => format!("{n} {thing}s"),
    }
}

pub(crate) use rhaibook_stdlib::fault::nearest as near;
