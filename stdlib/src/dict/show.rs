//! How a dict reads: as Python shows one.

use std::cell::Cell;

use rhai::Dynamic;

use super::Dict;
use crate::fingerprint::Reader;
use crate::value::{self, Shown};

impl Shown for Dict {
    /// As Python shows one: `{'privacy': 0.3, 'control': 0.15}`.
    fn text(&self) -> String {
        if DEPTH.get() >= DEEPEST {
            return "{…}".into();
        }
        DEPTH.set(DEPTH.get() + 1);
        let entries: Vec<String> = self
            .iter()
            .map(|(key, value)| format!("{}: {}", python_repr(key), python_repr(value)))
            .collect();
        DEPTH.set(DEPTH.get() - 1);
        format!("{{{}}}", entries.join(", "))
    }

    fn read(&self, reader: &mut Reader<'_>) {
        reader.word(self.len() as u64);
        for (key, value) in self.iter() {
            reader.value(key);
            reader.value(value);
        }
    }
}

/// How deep dicts within dicts are written out before they are abridged.
const DEEPEST: usize = 50;

thread_local! {
    /// How many dicts are being written, each within the one before.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// As [`value::repr`], with texts quoted as Python quotes them.
pub(crate) fn python_repr(value: &Dynamic) -> String {
    if let Ok(list) = value.as_array_ref() {
        return format!(
            "[{}]",
            list.iter().map(python_repr).collect::<Vec<_>>().join(", ")
        );
    }
    if value.is_string() || value.is_char() {
        let quoted = value::quoted(&value::text(value));
        let inner = &quoted[1..quoted.len() - 1];
        if !inner.contains('\'') {
            return format!("'{}'", inner.replace("\\\"", "\""));
        }
        // Double quotes where the text has only single ones; else both are told apart by a backslash.
        return if inner.contains("\\\"") {
            format!("'{}'", inner.replace("\\\"", "\"").replace('\'', "\\'"))
        } else {
            quoted
        };
    }
    value::repr(value)
}
