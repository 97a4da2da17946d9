//! The reader's words for what Rhai calls otherwise, and near names.

/// A type's name in Rhai, or in a signature of Rhai's, as a kind with its article.
pub(crate) fn kind(type_name: &str) -> &str {
    match short(type_name.trim()) {
        "int" | "i64" | "INT" | "integer" => "a whole number",
        "float" | "f64" | "FLOAT" | "decimal" => "a number with a fraction",
        "text"
        | "string"
        | "&str"
        | "ImmutableString"
        | "String"
        | "a string"
        | "&str | ImmutableString | String" => "text",
        "list" | "Vec<rhai::Dynamic>" => "a list",
        "array" | "Array" => "an array",
        "map" => "a map",
        "dict" | "Dict" => "a dict",
        "bool" | "a boolean expression" | "a boolean" => "true or false",
        "char" => "a character",
        "()" => "nothing",
        "bytes" | "blob" => "bytes",
        "function" | "Fn" | "FnPtr" => "a function",
        "range" | "range=" | "Range<i64>" | "RangeInclusive<i64>" => "a range",
        "table" | "Table" => "a table",
        "plot" | "Plot" => "a plot",
        "series" | "Series" => "a series",
        "generator" | "Generator" => "a random generator",
        "scenario" | "Scenario" => "a scenario",
        "ranking" | "Ranking" => "a ranking",
        other if other.is_empty() || other.contains("::") => "a value",
        other => other,
    }
}

/// A name without its path: Rhai's messages give some types by the implementation's name for them.
fn short(type_name: &str) -> &str {
    let generic = type_name.find('<').unwrap_or(type_name.len());
    type_name[..generic]
        .rfind("::")
        .map_or(type_name, |i| &type_name[i + 2..])
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

/// A kind as signatures name it, in a sentence: `a whole number`, `text`.
pub(crate) fn with_article(kind: &str) -> String {
    match kind {
        "text" => kind.to_owned(),
        _ if kind.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {kind}"),
        _ => format!("a {kind}"),
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
