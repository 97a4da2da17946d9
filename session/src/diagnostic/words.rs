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

/// The one name among `names` that `wanted` may be a slip for; none when two are equally near. Readers follow wrong
/// advice blindly, so it is better to say nothing than to guess.
pub(crate) fn near<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let tolerated = match wanted.chars().count() {
        0..=2 => return None,
        3..=5 => 1,
        _ => 2,
    };
    let mut best: Option<(usize, &str)> = None;
    let mut tie = false;
    for name in names {
        if name == wanted || name.starts_with(|c: char| !c.is_alphabetic() && c != '_') {
            continue;
        }
        let distance = if name.eq_ignore_ascii_case(wanted) {
            0
        } else {
            strsim::damerau_levenshtein(wanted, name)
        };
        if distance > tolerated {
            continue;
        }
        match best {
            Some((d, n)) if d == distance => tie |= n != name,
            Some((d, _)) if d < distance => {}
            _ => {
                best = Some((distance, name));
                tie = false;
            }
        }
    }
    best.filter(|_| !tie).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn only_a_single_near_name_is_offered() {
        let names = ["price", "volume", "fixed", "n"];
        assert_eq!(near("prce", names.into_iter()), Some("price"));
        assert_eq!(near("Price", names.into_iter()), Some("price"));
        assert_eq!(near("m", names.into_iter()), None);
        assert_eq!(near("cost", names.into_iter()), None);
        assert_eq!(
            near("vals", ["val1", "val2"].into_iter()),
            None,
            "two are as near"
        );
    }
}
