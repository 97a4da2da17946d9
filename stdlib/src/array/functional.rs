//! The reader's own functions on the elements of arrays.

use rhai::plugin::*;
use rhai::{Dynamic, FnPtr, Module};

use super::sort::wants_two;
use super::{Array, select};
use crate::fault::{Raised, bail};
use crate::{host, sequence, value};

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

/// What the function makes of each value; one that takes two is given the place too.
fn each(context: &NativeCallContext, values: sequence::Items, f: &FnPtr) -> Raised<rhai::Array> {
    sequence::check_size("a list of the results", &values)?;
    let mut results = Vec::with_capacity(values.size_hint().0);
    let mut with_place = false;
    for (i, x) in values.enumerate() {
        host::check_interrupt()?;
        if !with_place {
            match f.call_raw(context, None, [x.clone()]) {
                Err(error) if i == 0 && wants_two(&error, f) => with_place = true,
                result => {
                    results.push(result?);
                    continue;
                }
            }
        }
        results.push(f.call_raw(context, None, [x, Dynamic::from_int(i as i64)])?);
    }
    Ok(results)
}

/// An array of the results where they are numbers, else a list.
fn gathered(results: rhai::Array) -> Raised<Dynamic> {
    let numbers = |x: &Dynamic| super::convert::scalar(x).is_some() || x.is::<Array>();
    if !results.is_empty() && !results.iter().all(numbers) {
        return Ok(results.into());
    }
    Ok(Array::from_value("what the function returns", &results.into())?.into())
}

#[export_module]
mod functions {
    /// Calls a function with each element of an array, and makes an array of what it returns.
    ///
    /// # Arguments
    /// - `a`: the array; of a matrix, the function gets the rows
    /// - `f`: a function of one value, or of a value and its place
    ///
    /// # Errors
    /// When the function fails.
    ///
    /// # Example
    /// ```rhai
    /// array([1, 2, 3]).map(|x| x * x)            // => [1 4 9]
    /// array([1, 2]).map(|x| `${x} M`)            // => ["1 M", "2 M"]
    /// map(array([[1, 2], [3, 4]]), |row| sum(row)) // => [3 7]
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn map(context: NativeCallContext, a: &mut Array, f: FnPtr) -> Raised<Dynamic> {
        gathered(each(
            &context,
            sequence::items("a", &a.clone().into())?,
            &f,
        )?)
    }

    /// Calls a function with each value of an array, a list or a range, and makes an array of what it returns.
    ///
    /// # Arguments
    /// - `values`: an array, a list or a range
    /// - `f`: a function of one value, or of a value and its place
    ///
    /// # Errors
    /// When the function fails.
    ///
    /// # Example
    /// ```rhai
    /// apply([1, 2, 3], |x| x / 2.0) // => [0.5 1.  1.5]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn apply(context: NativeCallContext, values: Dynamic, f: FnPtr) -> Raised<Dynamic> {
        gathered(each(&context, sequence::items("values", &values)?, &f)?)
    }

    /// The elements of an array for which a function returns true.
    ///
    /// # Arguments
    /// - `a`: the array; of a matrix, the function gets the rows
    /// - `f`: a function that returns true or false
    ///
    /// # Errors
    /// When the function fails, or returns something else.
    ///
    /// # Example
    /// ```rhai
    /// array([1, 2, 3]).filter(|x| x != 2) // => [1 3]
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn filter(context: NativeCallContext, a: &mut Array, f: FnPtr) -> Raised<Array> {
        let mut places = Vec::new();
        for (i, kept) in each(&context, sequence::items("a", &a.clone().into())?, &f)?
            .iter()
            .enumerate()
        {
            match kept.as_bool() {
                Ok(true) => places.push(i),
                Ok(false) => {}
                Err(_) => bail!(
                    "the function must return true or false, not {}",
                    value::with_value(kept)
                ),
            }
        }
        select::rows(a, &places, &[places.len()])
    }
}
