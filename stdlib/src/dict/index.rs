//! `d[key]` and `d[key] = value`, and what is said of a key that is not there.

use std::cell::Cell;
use std::rc::Rc;

use indexmap::IndexMap;
use rhai::plugin::*;
use rhai::{Dynamic, Module, Position};

use super::Dict;
use super::key::Key;
use crate::fault::{Fault, Raised};
use crate::{host, value};

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

#[export_module]
mod functions {
    /// The value under a key.
    #[rhai_fn(index_get, return_raw, pure)]
    pub fn get_key(context: NativeCallContext, dict: &mut Dict, key: Dynamic) -> Raised<Dynamic> {
        MISS.take();
        if let Some(value) = dict.get(&key)? {
            return Ok(value.clone());
        }
        MISS.set(Some(Miss::new(&context, dict, &key)?));
        Err(missing(dict, &key).into())
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
            return Err(missing(dict, &key).into());
        }
        dict.insert(&key, value)
    }
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

/// Says that a key is not there, and which are.
fn missing(dict: &Dict, key: &Dynamic) -> Fault {
    let fault = Fault::new(format!("no key {} in this dict", value::repr(key))).code("R041");
    let texts: Vec<String> = dict
        .iter()
        .take(200)
        .map(|(key, _)| value::text(key))
        .collect();
    let fault = match fault.nearest(&value::text(key), texts.iter().map(String::as_str)) {
        Ok(fault) => {
            let near = fault.hint.clone().unwrap_or_default();
            return fault.hint(format!(
                "{near} d.get(key, default) gives a default instead."
            ));
        }
        Err(fault) => fault,
    };
    if dict.is_empty() {
        return fault.hint("It is empty. d[key] = value puts a key in.");
    }
    let mut keys: Vec<String> = dict
        .iter()
        .take(8)
        .map(|(key, _)| value::repr(key))
        .collect();
    if dict.len() > keys.len() {
        keys.push("…".into());
    }
    fault.hint(format!(
        "Its keys are {}. d.get(key, default) gives a default instead.",
        keys.join(", ")
    ))
}
