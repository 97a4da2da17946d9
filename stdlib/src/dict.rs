//! `dict(…)`: a map that keeps the order its keys were put in, with texts and numbers as keys.
//!
//! Rhai's own maps (`#{…}`) sort their keys; a ranking or a set of weights wants the order it was written in.

use std::cell::Cell;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use indexmap::IndexMap;
use rhai::plugin::*;
use rhai::{Dynamic, ImmutableString, Map, Position};

use crate::fault::{Fault, Raised, bail, nearest};
use crate::library::add_type;
use crate::sequence::{self, pair};
use crate::value::{self, Shown};
use crate::{Library, host};

pub(crate) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    add_type::<Dict>(&mut module, "dict");
    sequence::add_iterable::<Dict>(&mut module);
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
    pub fn iter(&self) -> impl Iterator<Item = (&Dynamic, &Dynamic)> {
        self.entries.iter().map(|(key, value)| (&key.shown, value))
    }

    fn missing(&self, key: &Dynamic) -> Fault {
        let fault = Fault::new(format!("no key {} in this dict", value::repr(key)));
        let texts: Vec<String> = self
            .iter()
            .take(200)
            .map(|(key, _)| value::text(key))
            .collect();
        if let Some(near) = nearest(&value::text(key), texts.iter().map(String::as_str)) {
            return fault.hint(format!(
                "Did you mean {}? d.get(key, default) gives a default instead.",
                value::quoted(near)
            ));
        }
        if self.is_empty() {
            return fault.hint("It is empty. d[key] = value puts a key in.");
        }
        let mut keys: Vec<String> = self
            .iter()
            .take(8)
            .map(|(key, _)| value::repr(key))
            .collect();
        if self.len() > keys.len() {
            keys.push("…".into());
        }
        fault.hint(format!(
            "Its keys are {}. d.get(key, default) gives a default instead.",
            keys.join(", ")
        ))
    }
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

/// A key as it was given, and what tells it from others: as in Python 1, 1.0 and true are one key.
#[derive(Clone, Debug)]
struct Key {
    id: Id,
    shown: Dynamic,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Id {
    Text(ImmutableString),
    Whole(i64),
    Number(u64),
}

impl Key {
    fn new(key: &Dynamic) -> Raised<Self> {
        let id = if let Ok(text) = key.as_immutable_string_ref() {
            return Ok(Self::text(text.clone()));
        } else if let Ok(c) = key.as_char() {
            return Ok(Self::text(c.to_string().into()));
        } else if let Ok(n) = key.as_int() {
            Id::Whole(n)
        } else if let Ok(truth) = key.as_bool() {
            Id::Whole(i64::from(truth))
        } else if let Ok(x) = key.as_float() {
            // Floats that are whole numbers within range are those keys.
            let whole = x as i64;
            if whole as f64 == x && whole != i64::MAX {
                Id::Whole(whole)
            } else {
                Id::Number(x.to_bits())
            }
        } else {
            bail!(
                "a key must be text or a number, not {}", value::with_value(key);
                "Turn it into text first: d[str(key)]."
            );
        };
        Ok(Self {
            id,
            shown: key.clone().flatten(),
        })
    }

    fn text(text: ImmutableString) -> Self {
        Self {
            id: Id::Text(text.clone()),
            shown: text.into(),
        }
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl Shown for Dict {
    const KIND: &'static str = "a dict";

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
}

/// How deep dicts within dicts are written out before they are abridged.
const DEEPEST: usize = 50;

thread_local! {
    /// How many dicts are being written, each within the one before.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// As [`value::repr`], with texts quoted as Python quotes them.
fn python_repr(value: &Dynamic) -> String {
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

thread_local! {
    /// The last look-up, if it found no key.
    static MISS: Cell<Option<Miss>> = const { Cell::new(None) };
}

/// A look-up that found no key. Rhai swallows its error in `d[key] += 1` and goes on to put 1 under the key: what is put
/// there next, at the same place of the same cell, is the second half of that.
#[derive(PartialEq)]
struct Miss {
    key: Key,
    dict: *const IndexMap<Key, Dynamic>,
    place: (u64, Option<String>, Position),
}

impl Miss {
    fn new(context: &NativeCallContext, dict: &Dict, key: &Dynamic) -> Raised<Self> {
        let source = context.call_source().map(str::to_string);
        let place = (host::cell_number(), source, context.call_position());
        Ok(Self {
            key: Key::new(key)?,
            dict: Rc::as_ptr(&dict.entries),
            place,
        })
    }
}

/// Whether two values are equal by the reader's `==`, whatever their types.
fn equal(context: &NativeCallContext, a: &Dynamic, b: &Dynamic) -> Raised<bool> {
    let outcome = context.call_native_fn_raw("==", true, &mut [&mut a.clone(), &mut b.clone()])?;
    match outcome.as_bool() {
        Ok(truth) => Ok(truth),
        // A mask: equal when all of it is true.
        Err(_) => {
            Ok(sequence::items("mask", &outcome)?.all(|item| item.as_bool().unwrap_or(false)))
        }
    }
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

    /// The value under a key.
    #[rhai_fn(index_get, return_raw, pure)]
    pub fn get_key(context: NativeCallContext, dict: &mut Dict, key: Dynamic) -> Raised<Dynamic> {
        MISS.take();
        if let Some(value) = dict.get(&key)? {
            return Ok(value.clone());
        }
        MISS.set(Some(Miss::new(&context, dict, &key)?));
        Err(dict.missing(&key).into())
    }

    /// Puts a value under a key.
    #[rhai_fn(index_set, return_raw)]
    pub fn set_key(
        context: NativeCallContext,
        dict: &mut Dict,
        key: Dynamic,
        value: Dynamic,
    ) -> Raised<()> {
        if let Some(miss) = MISS.take()
            && miss == Miss::new(&context, dict, &key)?
        {
            return Err(dict.missing(&key).into());
        }
        dict.insert(&key, value)
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

    /// Whether a dict has a key; `key in d` asks the same.
    ///
    /// # Arguments
    /// - `dict`: a dict
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

    /// Takes a key out of a dict and gives its value; `()` where the key is missing.
    ///
    /// # Arguments
    /// - `dict`: the dict to change
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
    pub fn remove(dict: &mut Dict, key: Dynamic) -> Raised<Dynamic> {
        Ok(dict.remove(&key)?.unwrap_or(Dynamic::UNIT))
    }

    /// Takes all keys out of a dict.
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

    /// Whether two dicts have the same keys with equal values, in whatever order.
    #[rhai_fn(name = "==", return_raw, pure)]
    pub fn equals(context: NativeCallContext, dict: &mut Dict, other: Dict) -> Raised<bool> {
        if dict.len() != other.len() {
            return Ok(false);
        }
        for (key, value) in dict.iter() {
            let same = match other.get(key)? {
                Some(theirs) => equal(&context, value, theirs)?,
                None => false,
            };
            if !same {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether two dicts differ.
    #[rhai_fn(name = "!=", return_raw, pure)]
    pub fn differs(context: NativeCallContext, dict: &mut Dict, other: Dict) -> Raised<bool> {
        Ok(!equals(context, dict, other)?)
    }

    /// Whether a dict and a map have the same keys with equal values.
    #[rhai_fn(name = "==", return_raw, pure)]
    pub fn equals_map(context: NativeCallContext, dict: &mut Dict, other: Map) -> Raised<bool> {
        equals(context, dict, Dict::from(&other))
    }

    /// Whether a dict and a map differ.
    #[rhai_fn(name = "!=", return_raw, pure)]
    pub fn differs_from_map(
        context: NativeCallContext,
        dict: &mut Dict,
        other: Map,
    ) -> Raised<bool> {
        Ok(!equals_map(context, dict, other)?)
    }

    /// Whether a map and a dict have the same keys with equal values.
    #[rhai_fn(name = "==", return_raw, pure)]
    pub fn map_equals(context: NativeCallContext, map: &mut Map, other: Dict) -> Raised<bool> {
        equals(context, &mut Dict::from(&*map), other)
    }

    /// Whether a map and a dict differ.
    #[rhai_fn(name = "!=", return_raw, pure)]
    pub fn map_differs(context: NativeCallContext, map: &mut Map, other: Dict) -> Raised<bool> {
        Ok(!map_equals(context, map, other)?)
    }

    /// Pairs the values of two sequences: the first with the first, the second with the second, and so on.
    ///
    /// The shorter one decides how many pairs there are; a warning says so when the lengths differ.
    ///
    /// # Arguments
    /// - `a`: a list, array, range, text, dict or map
    /// - `b`, `c`: more of them
    ///
    /// # Errors
    /// When one of them is nothing to go through.
    ///
    /// # Example
    /// ```rhai
    /// zip(["a", "b"], [1, 2]) // => [["a", 1], ["b", 2]]
    /// for pair in zip(1..3, [0.5, 1.5]) { print(pair[0] * pair[1]); }
    /// ```
    #[rhai_fn(return_raw)]
    pub fn zip(a: Dynamic, b: Dynamic) -> Raised<rhai::Array> {
        zip_all([("a", a), ("b", b)])
    }

    /// Triples of the values of three sequences.
    #[rhai_fn(name = "zip", return_raw)]
    pub fn zip_three(a: Dynamic, b: Dynamic, c: Dynamic) -> Raised<rhai::Array> {
        zip_all([("a", a), ("b", b), ("c", c)])
    }

    /// Pairs each value of a sequence with its position: `[position, value]`.
    ///
    /// # Arguments
    /// - `values`: a list, array, range, text, dict or map
    /// - `start`: the first position; 0 when left out
    ///
    /// # Errors
    /// When `values` is nothing to go through.
    ///
    /// # Example
    /// ```rhai
    /// enumerate(["a", "b"])    // => [[0, "a"], [1, "b"]]
    /// enumerate(["a", "b"], 1) // => [[1, "a"], [2, "b"]]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn enumerate(values: Dynamic, start: i64) -> Raised<rhai::Array> {
        let items = sequence::items("values", &values)?;
        sequence::check_size("enumerate", &items)?;
        Ok(items
            .zip(start..)
            .map(|(item, at)| pair(at.into(), item))
            .collect())
    }

    /// Pairs each value of a sequence with its position, from 0.
    #[rhai_fn(name = "enumerate", return_raw)]
    pub fn enumerate_from_zero(values: Dynamic) -> Raised<rhai::Array> {
        enumerate(values, 0)
    }
}

fn zip_all<const N: usize>(arguments: [(&str, Dynamic); N]) -> Raised<rhai::Array> {
    let mut all = Vec::with_capacity(N);
    for (name, value) in &arguments {
        all.push(sequence::items(name, value)?);
    }
    let lengths: Vec<usize> = all.iter().map(|items| items.size_hint().0).collect();
    let rows = lengths.iter().copied().min().unwrap_or(0);
    if lengths.iter().any(|length| *length != rows) {
        let lengths = lengths
            .iter()
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(" and ");
        crate::host::current().warn(&format!(
            "zip: lengths {lengths} differ; what is past the first {rows} is left out"
        ));
    }
    crate::host::check_budget("zip", (rows * (N + 2) * size_of::<Dynamic>()) as u64)?;
    Ok((0..rows)
        .map(|_| Dynamic::from_array(all.iter_mut().filter_map(Iterator::next).collect()))
        .collect())
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_examples, evaluate, printed, run};

    #[test]
    fn examples_run() {
        assert_eq!(check_examples(include_str!("dict.rs")), 22);
    }

    #[test]
    fn the_weights_read_as_in_the_listing() {
        let code = r#"
            let criteria = ["privacy", "cost@scale", "capability", "control", "ops_ease"];
            let weights = [0.30, 0.25, 0.20, 0.15, 0.10];
            print(`weights: ${dict(zip(criteria, weights))}`);
            print("weights: " + dict(zip(criteria, weights)));
            let candidates = dict([["Closed API", [2, 4]], ["Open", [10, 9]]]);
            for pair in candidates { print(pair[0], pair[1][0]); }
        "#;
        let weights = "weights: {'privacy': 0.3, 'cost@scale': 0.25, 'capability': 0.2, 'control': 0.15, 'ops_ease': 0.1}";
        assert_eq!(
            printed(code),
            format!("{weights}\n{weights}\nClosed API 2\nOpen 10")
        );
    }

    #[test]
    fn copies_are_independent() {
        assert_eq!(
            evaluate(
                r#"let a = dict([["x", [1]]]); let b = a; b["x"].push(2); b["y"] = 3; [a, b]"#
            )
            .unwrap(),
            "[{'x': [1]}, {'x': [1, 2], 'y': 3}]"
        );
    }

    #[test]
    fn every_way_of_assigning_reaches_the_dict() {
        for (code, expected) in [
            (r#"let d = dict(#{a: 1}); d["a"] += 5; d"#, "{'a': 6}"),
            (
                r#"let d = dict(#{a: 1}); d.a += 5; d.b = 2; d"#,
                "{'a': 6, 'b': 2}",
            ),
            (
                r#"let d = dict(#{a: [1, 2]}); d["a"][0] = 9; d.a[1] += 1; d"#,
                "{'a': [9, 3]}",
            ),
            (
                r#"let d = dict(); d["in"] = dict(); d["in"]["k"] = 1; d.in2 = #{x: 1}; d.in2.x = 5; d"#,
                "{'in': {'k': 1}, 'in2': #{x: 5}}",
            ),
            (
                r#"let d = dict(); d[1] = "a"; d[1.0] = "b"; d[true] += "c"; d[0.5] = 1; d"#,
                "{1: 'bc', 0.5: 1}",
            ),
            (
                r#"let d = dict(#{a: 1, b: 2, c: 3}); d.remove("a"); d["a"] = 4; d.keys()"#,
                r#"["b", "c", "a"]"#,
            ),
            (r#"let d = dict(); d['c'] = 1; "c" in d"#, "true"),
        ] {
            assert_eq!(evaluate(code).as_deref(), Ok(expected), "{code}");
        }
    }

    #[test]
    fn equality_looks_inside() {
        for (code, expected) in [
            (
                r#"dict(#{a: 1, b: [1, 2.0]}) == dict([["b", [1, 2]], ["a", 1.0]])"#,
                "true",
            ),
            (r#"dict(#{a: 1}) == dict(#{a: 2})"#, "false"),
            (r#"dict(#{a: 1}) != dict(#{b: 1})"#, "true"),
            (r#"dict(#{a: 1}) == #{a: 1}"#, "true"),
            (r#"#{a: 1} != dict(#{a: 1})"#, "false"),
            (
                r#"dict(#{a: dict(#{b: "x"})}) == dict(#{a: dict(#{b: "x"})})"#,
                "true",
            ),
        ] {
            assert_eq!(evaluate(code).as_deref(), Ok(expected), "{code}");
        }
    }

    #[test]
    fn quotes_are_pythons() {
        assert_eq!(
            printed(r#"print(dict([["it's", "say \"hi\""], ["both ' \"", 'c']]))"#),
            r#"{"it's": 'say "hi"', 'both \' "': 'c'}"#
        );
    }

    #[test]
    fn mistakes_say_what_to_do() {
        for (code, words) in [
            (
                r#"dict(#{cost: 1})["cots"]"#,
                [r#"no key "cots""#, r#"Did you mean "cost"?"#],
            ),
            (
                r#"dict([["b", 1], ["a", 2]])["zzz"]"#,
                [r#"no key "zzz""#, r#"Its keys are "b", "a"."#],
            ),
            ("dict()[0]", ["no key 0", "empty"]),
            ("let d = dict(); d.cost", [r#"no key "cost""#, "empty"]),
            (
                r#"let d = dict(); d["n"] += 1; d"#,
                [r#"no key "n""#, "empty"],
            ),
            (r#"let d = dict(); d.n += 1; d"#, [r#"no key "n""#, "empty"]),
            (
                "let d = dict(); d[[1]] = 2",
                [
                    "a key must be text or a number, not a list ([1])",
                    "str(key)",
                ],
            ),
            (
                r#"dict(["a", "b"])"#,
                [r#"at 0 it has text ("a")"#, "dict(zip(keys, values))"],
            ),
            (
                "dict(5)",
                ["pairs must be a list", "not a whole number (5)"],
            ),
            (
                "zip([1], 5)",
                [
                    "b must be something to go through",
                    "not a whole number (5)",
                ],
            ),
        ] {
            let error = evaluate(code).unwrap_err();
            assert!(words.iter().all(|w| error.contains(w)), "{code}: {error}");
        }
    }

    #[test]
    fn a_missing_key_can_be_put_in_after_a_look() {
        let mut bench = crate::testing::Bench::new();
        for (code, expected) in [
            (
                r#"let d = dict(); let n = 0; for i in 0..3 { try { n = d["x"]; } catch { d["x"] = 7; } } [n, d]"#,
                "[7, {'x': 7}]",
            ),
            (
                r#"d.clear(); for k in ["a", "a"] { try { d[k]["b"] = 1; } catch { d[k] = dict(); } } d"#,
                "{'a': {'b': 1}}",
            ),
            (
                "try { d[5] += 1; } catch { } d[5] = 1; d[5] += 1; d[5]",
                "2",
            ),
        ] {
            let run = bench.run(code);
            assert_eq!((run.value.as_str(), run.error), (expected, None), "{code}");
        }
        assert!(bench.run("d[9]").error.is_some());
        assert_eq!(bench.run("d[9] = 1; d[9]").value, "1");
    }

    #[test]
    fn deep_dicts_are_abridged() {
        let text = printed(
            r#"let d = dict(); for i in 0..2000 { let e = dict(); e["x"] = [d]; d = e; } print(d)"#,
        );
        assert!(text.len() < 1000 && text.contains("{…}"), "{text}");
    }

    #[test]
    fn zip_warns_of_what_it_leaves_out() {
        let run = run("zip(1..4, [5, 6])");
        assert_eq!(run.value, "[[1, 5], [2, 6]]");
        assert_eq!(
            run.warnings,
            ["zip: lengths 3 and 2 differ; what is past the first 2 is left out"]
        );
        assert!(
            super::super::testing::run("zip([1], [2])")
                .warnings
                .is_empty()
        );
    }
}
