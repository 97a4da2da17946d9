//! What is shown of what a cell or an author made: which medium, which elements, attributes, classes and styles. The lists
//! are in `web/shown.json`, which the live page reads too, so that a page shows the same before and after it wakes.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

static SHOWN: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../shown.json")).expect("web/shown.json is JSON")
});

/// The media of an output, the one to show first.
pub(crate) static MEDIA: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let media = SHOWN["media"].as_array().expect("media are a list");
    media.iter().filter_map(Value::as_str).collect()
});

static LISTS: LazyLock<HashMap<String, Vec<&str>>> = LazyLock::new(|| {
    let mut lists = HashMap::new();
    gather("", &SHOWN, &mut lists);
    lists
});

fn gather(name: &str, value: &'static Value, lists: &mut HashMap<String, Vec<&'static str>>) {
    if let Some(text) = value.as_str() {
        lists.insert(name.to_owned(), text.split_whitespace().collect());
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        let name = if name.is_empty() {
            key.clone()
        } else {
            format!("{name}.{key}")
        };
        gather(&name, value, lists);
    }
}

/// A list by its name, `elements.text`.
pub(crate) fn list(name: &str) -> &'static [&'static str] {
    let Some(list) = LISTS.get(name) else {
        panic!("web/shown.json has no list {name}");
    };
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a list names twice, or what is shown by one list and taken away by another, is a slip.
    #[test]
    fn lists_do_not_contradict_each_other() {
        for (name, list) in &*LISTS {
            let mut sorted = list.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), list.len(), "{name}");
        }
        let shown = ["text", "output", "math"].map(|part| list(&format!("elements.{part}")));
        for element in shown.concat() {
            for other in ["gone", "lost"] {
                let other = list(&format!("elements.{other}"));
                assert!(!other.contains(&element), "{element}");
            }
        }
        for prose in list("styles.prose") {
            assert!(list("styles.output").contains(prose), "{prose}");
        }
        assert_eq!(MEDIA.len(), 10);
    }
}
