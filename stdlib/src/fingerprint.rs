//! Whether a value is still what it was: a number for each value, the same as long as nothing in it has changed.
//!
//! Hosts that decide which cells to run again compare these numbers and never see the values.

use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::ops::{Range, RangeInclusive};

use rhai::{Dynamic, FnPtr};

use crate::value;

/// Reads values, and gathers what cannot be in a number: whom else a value is tied to.
#[derive(Default)]
pub struct Reader<'a> {
    hash: u64,
    variables: Option<&'a dyn Fn(*const Dynamic) -> Option<String>>,
    /// Functions that the values may call, by name.
    pub calls: BTreeSet<String>,
    /// Variables that closures among the values have captured: they are read where they are.
    pub captured: BTreeSet<String>,
    /// Whether something in the values can be changed from elsewhere, such as a generator of which there are two handles.
    pub tied: bool,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing. `variables` knows the notebook's variables by the place of their shared values.
    pub fn new(variables: &'a dyn Fn(*const Dynamic) -> Option<String>) -> Self {
        Self {
            variables: Some(variables),
            ..Self::default()
        }
    }

    /// The number of all that was read.
    pub fn fingerprint(&self) -> u64 {
        self.hash
    }

    /// Reads a word. Each step can be undone, so two sequences that differ in one word never meet.
    pub fn word(&mut self, word: u64) {
        let mixed = (self.hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.hash = mixed ^ (mixed >> 32);
    }

    /// Reads bytes, with their number.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.word(u64::from_le_bytes(last));
    }

    /// Notes that what is read can be changed from elsewhere.
    pub fn tie(&mut self) {
        self.tied = true;
    }

    /// Reads a value and all in it.
    pub fn value(&mut self, value: &Dynamic) {
        self.bytes(value.type_name().as_bytes());
        if value.is_shared() {
            return self.shared(value);
        }
        if let Ok(x) = value.as_float() {
            self.word(x.to_bits());
        } else if let Ok(n) = value.as_int() {
            self.word(n as u64);
        } else if let Ok(text) = value.as_immutable_string_ref() {
            self.bytes(text.as_bytes());
        } else if let Ok(list) = value.as_array_ref() {
            self.word(list.len() as u64);
            list.iter().for_each(|item| self.value(item));
        } else if let Ok(map) = value.as_map_ref() {
            self.word(map.len() as u64);
            for (key, item) in map.iter() {
                self.bytes(key.as_bytes());
                self.value(item);
            }
        } else if let Ok(bytes) = value.as_blob_ref() {
            self.bytes(&bytes);
        } else if let Some(function) = value.read_lock::<FnPtr>() {
            self.bytes(function.fn_name().as_bytes());
            self.calls.insert(function.fn_name().to_string());
            function.iter_curry().for_each(|held| self.value(held));
        } else if let Ok(x) = value.as_bool() {
            self.word(u64::from(x));
        } else if let Ok(c) = value.as_char() {
            self.word(u64::from(u32::from(c)));
        } else if let Some(range) = value.read_lock::<Range<i64>>() {
            self.word(range.start as u64);
            self.word(range.end as u64);
        } else if let Some(range) = value.read_lock::<RangeInclusive<i64>>() {
            self.word(*range.start() as u64);
            self.word(*range.end() as u64);
        } else if !value.is_unit() && !value::read_known(value, self) {
            // An iterator, or what else the library has not told of.
            self.tie();
        }
    }

    /// A value that lives elsewhere too: in a variable, or where only closures reach it.
    fn shared(&mut self, value: &Dynamic) {
        let Some(held) = value.read_lock::<Dynamic>() else {
            return self.tie();
        };
        match self
            .variables
            .and_then(|variables| variables(&raw const *held))
        {
            Some(name) => {
                self.bytes(name.as_bytes());
                self.captured.insert(name);
            }
            None => {
                self.tie();
                self.value(&held);
            }
        }
    }
}

impl Write for Reader<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.bytes(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::array::Array;
    use rhai::{ImmutableString, Map};

    fn of(value: impl Into<Dynamic>) -> u64 {
        let mut reader = Reader::default();
        reader.value(&value.into());
        reader.fingerprint()
    }

    #[test]
    fn the_same_values_have_the_same_number_and_others_another() {
        // Makes the library's types known.
        let _ = crate::Library::new();
        let list = |items: &[i64]| Dynamic::from_array(items.iter().map(|n| (*n).into()).collect());
        let map = |key: &str| Dynamic::from(Map::from([(key.into(), 1_i64.into())]));
        let text = |text: &str| Dynamic::from(ImmutableString::from(text));
        let floats = |values: &[f64]| Dynamic::from(Array::from_floats(values.to_vec()));
        let different = [
            of(()),
            of(0_i64),
            of(1_i64),
            of(0.0),
            of(-0.0),
            of(true),
            of(false),
            of('a'),
            of(text("")),
            of(text("a")),
            of(text("ab")),
            of(text("a\0")),
            of(list(&[])),
            of(list(&[0])),
            of(list(&[0, 0])),
            of(map("a")),
            of(map("b")),
            of(floats(&[1.0])),
            of(floats(&[1.0, 2.0])),
            of(Dynamic::from(Array::from_ints(vec![1]))),
            of(Dynamic::from(Array::from_bools(vec![true]))),
            of(Dynamic::from(0_i64..1)),
            of(Dynamic::from(0_i64..2)),
        ];
        let all: BTreeSet<u64> = different.iter().copied().collect();
        assert_eq!(all.len(), different.len());
        assert_eq!(of(list(&[1, 2])), of(list(&[1, 2])));
        assert_eq!(of(floats(&[1.0, 2.0])), of(floats(&[1.0, 2.0])));
        assert_eq!(of(map("a")), of(map("a")));
    }

    #[test]
    fn what_can_be_changed_from_elsewhere_is_tied_but_for_variables() {
        let place = Dynamic::from(1_i64).into_shared();
        let variables = |_: *const Dynamic| None;
        let mut reader = Reader::new(&variables);
        reader.value(&place);
        assert!(reader.tied);
        let address = &raw const *place.read_lock::<Dynamic>().unwrap();
        let variables = |p: *const Dynamic| (p == address).then(|| "x".to_string());
        let mut reader = Reader::new(&variables);
        reader.value(&place);
        assert!(!reader.tied);
        assert!(reader.captured.contains("x"));
    }
}
