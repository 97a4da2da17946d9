//! Long texts that are read only when somebody asks: what the reference says of a builtin, what the code of an error means.
//!
//! Natively they are part of the program. An engine for browsers leaves them out, for they would be a twentieth of its
//! download, and has its host fetch them when they are first needed.
//!
//! A record begins with a line `§ key`; lines of `§§` part its fields.

/// The fields of the record `key`; none when there is none, or when the host has no texts.
pub fn find(key: &str) -> Option<Vec<&'static str>> {
    find_in(all()?, key)
}

/// The fields of the record `key` among the records in `texts`.
pub fn find_in<'a>(texts: &'a str, key: &str) -> Option<Vec<&'a str>> {
    let mut records = texts.split("§ ").skip(1);
    let record = records.find_map(|record| record.strip_prefix(key)?.strip_prefix('\n'))?;
    let fields = record.split("§§\n");
    Some(fields.map(|f| f.strip_suffix('\n').unwrap_or(f)).collect())
}

/// Writes a record.
///
/// # Panics
/// When a field holds the sign that parts fields, which no text of ours needs.
pub fn record(key: &str, fields: &[&str]) -> String {
    assert!(!fields.iter().any(|field| field.contains('§')), "{key}");
    let fields: Vec<String> = fields.iter().map(|field| format!("{field}\n")).collect();
    format!("§ {key}\n{}", fields.join("§§\n"))
}

/// The records of the catalog, as `cargo xtask catalog` makes them.
#[cfg(not(target_arch = "wasm32"))]
pub const OF_CATALOG: &str = include_str!("catalog/details.txt");

#[cfg(not(target_arch = "wasm32"))]
fn all() -> Option<&'static str> {
    Some(OF_CATALOG)
}

#[cfg(target_arch = "wasm32")]
fn all() -> Option<&'static str> {
    use std::cell::Cell;
    thread_local! {
        static LOADED: Cell<Option<&'static str>> = const { Cell::new(None) };
    }
    if LOADED.get().is_none() {
        // Kept for good, once.
        LOADED.set(crate::host::texts().map(|texts| &*texts.leak()));
    }
    LOADED.get()
}

#[cfg(test)]
mod tests {
    use super::{find_in, record};

    #[test]
    fn a_record_is_found_by_its_whole_key() {
        let texts = [record("mean", &["a\n\nb", "", "c"]), record("me", &["d"])].concat();
        assert_eq!(find_in(&texts, "mean"), Some(vec!["a\n\nb", "", "c"]));
        assert_eq!(find_in(&texts, "me"), Some(vec!["d"]));
        assert_eq!(find_in(&texts, "m"), None);
    }
}
