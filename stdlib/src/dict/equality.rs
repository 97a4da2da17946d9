//! `==` and `!=` of dicts, and of dicts and maps.

use rhai::plugin::*;
use rhai::{Dynamic, Map, Module};

use super::Dict;
use crate::fault::Raised;
use crate::sequence;

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

#[export_module]
mod functions {
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
