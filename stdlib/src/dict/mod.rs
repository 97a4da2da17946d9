//! `dict(…)`: a map that keeps the order its keys were put in, with texts and numbers as keys.
//!
//! Rhai's own maps (`#{…}`) sort their keys; a ranking or a set of weights wants the order it was written in.

mod equality;
mod functions;
mod index;
mod key;
mod pairing;
mod show;
#[cfg(test)]
mod tests;

use std::any::TypeId;
use std::rc::Rc;

use indexmap::IndexMap;
use rhai::{Dynamic, ImmutableString, Map, Module};

use crate::Library;
use crate::fault::{Raised, bail};
use crate::library::add_type;
use crate::sequence::{self, pair};
use crate::value;
use key::Key;
pub(crate) use show::python_repr;

pub(crate) fn register(library: &mut Library) {
    let mut module = Module::new();
    functions::register(&mut module);
    index::register(&mut module);
    equality::register(&mut module);
    pairing::register(&mut module);
    add_type::<Dict>(&mut module);
    sequence::add_iterable::<Dict>(&mut module);
    module.set_iter(TypeId::of::<Map>(), crate::loops::keys);
    library.add("Dicts and pairs", module);
}

/// An insertion-ordered map. Copies are cheap, and independent of each other.
#[derive(Clone, Debug, Default)]
pub struct Dict {
    entries: Rc<IndexMap<Key, Dynamic>>,
}

impl Dict {
    /// An empty dict.
    pub fn new() -> Self {
        Self::default()
    }

    /// A dict of a dict, a map, or a list of pairs.
    pub fn from_value(argument: &str, value: &Dynamic) -> Raised<Self> {
        if let Some(dict) = value.read_lock::<Dict>() {
            return Ok(dict.clone());
        }
        if let Ok(map) = value.as_map_ref() {
            return Ok(Self::from(&*map));
        }
        if value.is_string() || !is_walkable(value) {
            bail!(
                "{argument} must be a list of [key, value] pairs or a map, not {}",
                value::with_value(value)
            );
        }
        let mut dict = Self::new();
        for (at, item) in sequence::items(argument, value)?.enumerate() {
            let parts: Vec<Dynamic> = match sequence::is_row(&item) {
                true => sequence::items(argument, &item)?.collect(),
                false => Vec::new(),
            };
            let [key, value] = &parts[..] else {
                bail!(
                    "{argument} must hold [key, value] pairs; at {at} it has {}", value::with_value(&item);
                    "For two lists, keys and values, write dict(zip(keys, values))."
                );
            };
            dict.insert(key, value.clone())?;
        }
        Ok(dict)
    }

    /// How many keys it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value under a key, if there is one.
    pub fn get(&self, key: &Dynamic) -> Raised<Option<&Dynamic>> {
        Ok(self.entries.get(&Key::new(key)?))
    }

    /// Puts a value under a key: in its old place, or last.
    pub fn insert(&mut self, key: &Dynamic, value: Dynamic) -> Raised<()> {
        Rc::make_mut(&mut self.entries).insert(Key::new(key)?, value.flatten());
        Ok(())
    }

    /// Takes a key out; the others keep their order.
    pub fn remove(&mut self, key: &Dynamic) -> Raised<Option<Dynamic>> {
        Ok(Rc::make_mut(&mut self.entries).shift_remove(&Key::new(key)?))
    }

    /// Keys and values, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Dynamic, &Dynamic)> {
        self.entries.iter().map(|(key, value)| (&key.shown, value))
    }
}

/// A map's entries in the order of these keys, which are its own.
pub fn in_order(keys: rhai::Array, map: Map) -> Dict {
    let entry = |key: Dynamic| {
        let key = key.into_immutable_string().ok()?;
        let value = map.get(key.as_str())?.clone();
        Some((key, value))
    };
    keys.into_iter().filter_map(entry).collect()
}

fn is_walkable(value: &Dynamic) -> bool {
    sequence::items("", value).is_ok()
}

impl From<&Map> for Dict {
    fn from(map: &Map) -> Self {
        let entry = |(key, value): (&rhai::Identifier, &Dynamic)| {
            (Key::text(key.as_str().into()), value.clone())
        };
        Self {
            entries: Rc::new(map.iter().map(entry).collect()),
        }
    }
}

impl<K: Into<ImmutableString>, V: Into<Dynamic>> FromIterator<(K, V)> for Dict {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self {
            entries: Rc::new(
                entries
                    .into_iter()
                    .map(|(k, v)| (Key::text(k.into()), v.into()))
                    .collect(),
            ),
        }
    }
}

impl IntoIterator for Dict {
    type Item = Dynamic;
    type IntoIter = Pairs;

    fn into_iter(self) -> Pairs {
        Pairs { dict: self, at: 0 }
    }
}

/// The `[key, value]` pairs of a dict.
#[derive(Debug)]
pub struct Pairs {
    dict: Dict,
    at: usize,
}

impl Iterator for Pairs {
    type Item = Dynamic;

    fn next(&mut self) -> Option<Dynamic> {
        let (key, value) = self.dict.entries.get_index(self.at)?;
        self.at += 1;
        Some(pair(key.shown.clone(), value.clone()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.dict.len() - self.at;
        (left, Some(left))
    }
}
