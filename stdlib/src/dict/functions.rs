//! What cells can do with dicts.

use rhai::plugin::*;
use rhai::{Dynamic, Map, Module};

use super::Dict;
use crate::fault::Raised;
use crate::{host, value};

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

#[export_module]
mod functions {
    /// Makes a dict: a map that keeps the order its keys were put in.
    ///
    /// `d[key]`, `d[key] = value`, `key in d`, `d.keys()`, `d.values()`, `d.items()`, `d.get(key, default)`,
    /// `d.remove(key)` and `for pair in d` work on it; `d.name` is `d["name"]`.
    ///
    /// # Arguments
    /// - `pairs`: a list of `[key, value]` pairs, a map, or another dict; keys are texts or numbers
    ///
    /// # Errors
    /// When `pairs` holds something that is not a pair, or a key that is neither text nor a number.
    ///
    /// # Example
    /// ```rhai
    /// let weights = dict([["privacy", 0.3], ["cost", 0.25]]);
    /// weights["control"] = 0.15;
    /// weights                     // => {'privacy': 0.3, 'cost': 0.25, 'control': 0.15}
    /// weights["cost"]             // => 0.25
    /// "speed" in weights          // => false
    /// dict(zip(["a", "b"], 1..3)) // => {'a': 1, 'b': 2}
    /// weights["privcy"]           // error: no key "privcy" in this dict
    /// ```
    #[rhai_fn(name = "dict", return_raw)]
    pub fn dict(pairs: Dynamic) -> Raised<Dict> {
        Dict::from_value("pairs", &pairs)
    }

    /// An empty dict.
    #[rhai_fn(name = "dict")]
    pub fn empty_dict() -> Dict {
        Dict::new()
    }

    /// The value under a key of a dict, or a default where the key is missing.
    ///
    /// # Arguments
    /// - `dict`: a dict
    /// - `key`: a text or a number
    /// - `default`: what to give for a missing key
    ///
    /// # Errors
    /// When `key` is neither text nor a number.
    ///
    /// # Example
    /// ```rhai
    /// let d = dict(#{a: 1});
    /// d.get("a", 0) // => 1
    /// d.get("b", 0) // => 0
    /// ```
    #[rhai_fn(name = "get", return_raw, pure)]
    pub fn get_or(dict: &mut Dict, key: Dynamic, default: Dynamic) -> Raised<Dynamic> {
        Ok(dict.get(&key)?.cloned().unwrap_or(default))
    }

    /// The value under a key of a dict; `()` where the key is missing.
    #[rhai_fn(name = "get", return_raw, pure)]
    pub fn get(dict: &mut Dict, key: Dynamic) -> Raised<Dynamic> {
        Ok(dict.get(&key)?.cloned().unwrap_or(Dynamic::UNIT))
    }

    /// The keys of a dict, in order, as a list.
    ///
    /// # Arguments
    /// - `dict`: a dict
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// dict([["b", 1], ["a", 2]]).keys() // => ["b", "a"]
    /// ```
    #[rhai_fn(pure)]
    pub fn keys(dict: &mut Dict) -> rhai::Array {
        dict.iter().map(|(key, _)| key.clone()).collect()
    }

    /// The values of a dict, in the order of its keys, as a list.
    ///
    /// # Arguments
    /// - `dict`: a dict
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// dict([["b", 1], ["a", 2]]).values() // => [1, 2]
    /// ```
    #[rhai_fn(pure)]
    pub fn values(dict: &mut Dict) -> rhai::Array {
        dict.iter().map(|(_, value)| value.clone()).collect()
    }

    /// The `[key, value]` pairs of a dict or a map, as a list.
    ///
    /// # Arguments
    /// - `dict`, `map`: a dict or a map
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// for pair in dict([["b", 1]]).items() { print(pair[0], pair[1]); } // prints b 1
    /// items(#{b: 2, a: 1}) // => [["a", 1], ["b", 2]]
    /// ```
    #[rhai_fn(pure)]
    pub fn items(dict: &mut Dict) -> rhai::Array {
        dict.clone().into_iter().collect()
    }

    /// The `[key, value]` pairs of a map.
    #[rhai_fn(name = "items", pure)]
    pub fn map_items(map: &mut Map) -> rhai::Array {
        Dict::from(&*map).into_iter().collect()
    }

    /// How many keys a dict has.
    ///
    /// # Arguments
    /// - `dict`: a dict
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// dict(#{a: 1, b: 2}).len() // => 2
    /// ```
    #[rhai_fn(name = "len", pure)]
    pub fn len(dict: &mut Dict) -> i64 {
        dict.len() as i64
    }

    /// Whether a dict has no keys.
    ///
    /// # Arguments
    /// - `dict`: a dict
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// dict().is_empty() // => true
    /// ```
    #[rhai_fn(name = "is_empty", pure)]
    pub fn is_empty(dict: &mut Dict) -> bool {
        dict.is_empty()
    }

    /// Whether a dict or a map has a key; `key in d` asks the same.
    ///
    /// # Arguments
    /// - `dict, map`: a dict or a map
    /// - `key`: a text or a number
    ///
    /// # Errors
    /// When `key` is neither text nor a number.
    ///
    /// # Example
    /// ```rhai
    /// dict(#{a: 1}).contains("a") // => true
    /// "b" in dict(#{a: 1})          // => false
    /// ```
    #[rhai_fn(name = "contains", return_raw, pure)]
    pub fn contains(dict: &mut Dict, key: Dynamic) -> Raised<bool> {
        Ok(dict.get(&key)?.is_some())
    }

    /// Removes a key from a dict or a map and returns its value; `()` where the key is missing.
    ///
    /// # Arguments
    /// - `dict, map`: the dict or map to change
    /// - `key`: a text or a number
    ///
    /// # Errors
    /// When `key` is neither text nor a number.
    ///
    /// # Example
    /// ```rhai
    /// let d = dict([["a", 1], ["b", 2]]);
    /// d.remove("a") // => 1
    /// d             // => {'b': 2}
    /// ```
    #[rhai_fn(name = "remove", return_raw)]
    pub fn remove(context: NativeCallContext, dict: &mut Dict, key: Dynamic) -> Raised<Dynamic> {
        Ok(dict
            .remove(&key)?
            .unwrap_or_else(|| not_removed(&context, "dict", &key)))
    }

    /// Removes a key from a map and returns its value; `()` where the key is missing.
    #[rhai_fn(name = "remove")]
    pub fn remove_of_map(context: NativeCallContext, map: &mut Map, key: &str) -> Dynamic {
        map.remove(key)
            .unwrap_or_else(|| not_removed(&context, "map", &key.into()))
    }

    /// Whether a map has a key that is written as a character.
    #[rhai_fn(name = "contains", pure)]
    pub fn map_contains(map: &mut Map, key: char) -> bool {
        map.contains_key(key.to_string().as_str())
    }

    /// Removes all keys from a dict.
    ///
    /// # Arguments
    /// - `dict`: the dict to change
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// let d = dict(#{a: 1});
    /// d.clear();
    /// d // => {}
    /// ```
    #[rhai_fn(name = "clear")]
    pub fn clear(dict: &mut Dict) {
        *dict = Dict::new();
    }

    /// Puts all keys and values of another dict, map or list of pairs into a dict.
    ///
    /// # Arguments
    /// - `dict`: the dict to change
    /// - `other`: a dict, a map, or a list of `[key, value]` pairs
    ///
    /// # Errors
    /// As for `dict`.
    ///
    /// # Example
    /// ```rhai
    /// let d = dict([["a", 1], ["b", 2]]);
    /// d.update(#{b: 20, c: 30});
    /// d // => {'a': 1, 'b': 20, 'c': 30}
    /// ```
    #[rhai_fn(name = "update", return_raw)]
    pub fn update(dict: &mut Dict, other: Dynamic) -> Raised<()> {
        for (key, value) in Dict::from_value("other", &other)?.iter() {
            dict.insert(key, value.clone())?;
        }
        Ok(())
    }
}

/// Warns that there was no such key to remove.
fn not_removed(context: &NativeCallContext, kind: &str, key: &Dynamic) -> Dynamic {
    let key = value::repr(key);
    host::warn_of_call(
        context,
        "R122",
        &format!("the {kind} has no key {key}, so nothing was removed; `{key} in d` asks before"),
    );
    Dynamic::UNIT
}
