//! Functions that only look at a list.

use rhai::plugin::*;
use rhai::{Array as List, Dynamic, FnPtr, Module};

use super::{gap, place};
use crate::fault::Raised;
use crate::host;

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

/// Items that are compared between two checks whether the cell was stopped.
const BLOCK: usize = 1 << 12;

/// Whether `a == b` holds, as a cell would find it; values that `==` has no meaning for are unequal.
pub(super) fn equal(context: &NativeCallContext, a: &Dynamic, b: &Dynamic) -> Raised<bool> {
    let arguments = &mut [&mut a.clone(), &mut b.clone()];
    match context.call_native_fn_raw("==", true, arguments) {
        Ok(answer) => Ok(answer.as_bool().unwrap_or(false)),
        Err(error) => match *error {
            EvalAltResult::ErrorFunctionNotFound(ref signature, _)
                if signature.starts_with("==") =>
            {
                Ok(false)
            }
            _ => Err(error),
        },
    }
}

/// The place of the first item from `start` on that equals a value.
fn first_equal(
    context: &NativeCallContext,
    list: &List,
    value: &Dynamic,
    start: usize,
) -> Raised<Option<usize>> {
    for (i, item) in list.iter().enumerate().skip(start) {
        if i.is_multiple_of(BLOCK) {
            host::check_interrupt()?;
        }
        if equal(context, item, value)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn number(place: Option<usize>) -> i64 {
    place.map_or(-1, |i| i as i64)
}

#[export_module]
mod functions {
    /// How many items a list has.
    ///
    /// # Arguments
    /// - `list`: a list
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// len([5, 6, 7])  // => 3
    /// ["API"].len()   // => 1
    /// ```
    #[rhai_fn(name = "len", pure)]
    pub fn len(list: &mut List) -> i64 {
        list.len() as i64
    }

    /// How many items a list has, as a property.
    #[rhai_fn(get = "len", pure)]
    pub fn len_of(list: &mut List) -> i64 {
        list.len() as i64
    }

    /// Whether a list has no items.
    ///
    /// # Arguments
    /// - `list`: a list
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// [].is_empty()  // => true
    /// [0].is_empty() // => false
    /// ```
    #[rhai_fn(name = "is_empty", pure)]
    pub fn is_empty(list: &mut List) -> bool {
        list.is_empty()
    }

    /// Whether a list has no items, as a property.
    #[rhai_fn(get = "is_empty", pure)]
    pub fn is_empty_of(list: &mut List) -> bool {
        list.is_empty()
    }

    /// The item at a place in a list; `()` where there is none.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `index`: the place, from 0; negative from the end
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// let bids = [3.0, 2.5];
    /// bids.get(-1)       // => 2.5
    /// bids.get(5) ?? 0.0 // => 0.0
    /// ```
    #[rhai_fn(name = "get", pure)]
    pub fn get(list: &mut List, index: i64) -> Dynamic {
        place(list, index).map_or(Dynamic::UNIT, |i| list[i].clone())
    }

    /// Whether a list holds a value; `x in list` asks the same.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `value`: what is looked for
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// ["mean", "median"].contains("median") // => true
    /// 2 in [1, 3]                           // => false
    /// ```
    #[rhai_fn(name = "contains", return_raw, pure)]
    pub fn contains(context: NativeCallContext, list: &mut List, value: Dynamic) -> Raised<bool> {
        Ok(first_equal(&context, list, &value, 0)?.is_some())
    }

    /// The place of the first item that equals a value, or for which a function returns true; -1 where there is none.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `value`: what is looked for, or a function that returns true or false
    /// - `start`: where to begin, from 0; negative from the end
    ///
    /// # Errors
    /// When the function fails, or returns something else.
    ///
    /// # Example
    /// ```rhai
    /// let criteria = ["privacy", "cost", "control"];
    /// criteria.index_of("cost")          // => 1
    /// criteria.index_of("speed")         // => -1
    /// [3, 8, 9].index_of(|n| n > 5)      // => 1
    /// [3, 8, 3].index_of(3, 1)           // => 2
    /// ```
    #[rhai_fn(name = "index_of", return_raw, pure)]
    pub fn index_of(context: NativeCallContext, list: &mut List, value: Dynamic) -> Raised<i64> {
        index_of_from(context, list, value, 0)
    }

    #[rhai_fn(name = "index_of", return_raw, pure)]
    pub fn index_of_from(
        context: NativeCallContext,
        list: &mut List,
        value: Dynamic,
        start: i64,
    ) -> Raised<i64> {
        let start = gap(list, start);
        let found = match value.read_lock::<FnPtr>() {
            Some(f) => super::super::going_through::first(&context, "index_of", list, &f, start)?,
            None => first_equal(&context, list, &value, start)?,
        };
        Ok(number(found))
    }

    #[rhai_fn(name = "==", return_raw, pure)]
    pub fn equals(context: NativeCallContext, list: &mut List, other: List) -> Raised<bool> {
        if list.len() != other.len() {
            return Ok(false);
        }
        for (i, (a, b)) in list.iter().zip(&other).enumerate() {
            if i.is_multiple_of(BLOCK) {
                host::check_interrupt()?;
            }
            if !equal(&context, a, b)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    #[rhai_fn(name = "!=", return_raw, pure)]
    pub fn not_equals(context: NativeCallContext, list: &mut List, other: List) -> Raised<bool> {
        equals(context, list, other).map(|equal| !equal)
    }
}
