//! `slice`: what Python writes as `x[from:to:step]`, on arrays, lists and texts alike.

use rhai::Dynamic;
use rhai::plugin::*;

use super::Array;
use super::select::rows;
use crate::compute::build::counted;
use crate::fault::{Raised, bail};
use crate::{host, text, value};

pub(crate) fn register(module: &mut rhai::Module) {
    module.combine(rhai::exported_module!(functions));
}

/// The places of a slice of an axis with a step, as Python's `a[from:to:step]`.
fn slice_places(len: usize, from: &Dynamic, to: &Dynamic, step: i64) -> Raised<Vec<usize>> {
    if step == 0 {
        bail!("step must not be zero")
    }
    let n = len as i64;
    let (low, high) = if step > 0 { (0, n) } else { (-1, n - 1) };
    let end = |argument: &str, given: &Dynamic, open: i64| -> Raised<i64> {
        if given.is_unit() {
            return Ok(open);
        }
        let at = value::whole(argument, given)?;
        Ok((if at < 0 { at.saturating_add(n) } else { at }).clamp(low, high))
    };
    let (from, to) = if step > 0 {
        (end("from", from, low)?, end("to", to, high)?)
    } else {
        (end("from", from, high)?, end("to", to, low)?)
    };
    let ahead = if step > 0 { to - from } else { from - to };
    let n = ahead.max(0).unsigned_abs().div_ceil(step.unsigned_abs());
    // The last place lies within the axis, and so do all before it.
    counted(n as usize, |k| (from + k as i64 * step) as usize)
}

/// The ends of a slice for each axis: one value is for the first, a list has one for each.
fn for_axes(argument: &str, given: &Dynamic, axes: usize) -> Raised<Vec<Dynamic>> {
    let Ok(list) = given.as_array_ref() else {
        return Ok(vec![given.clone()]);
    };
    if list.is_empty() || list.len() > axes {
        bail!(
            "{argument} has {} ends and the array {axes} {}",
            list.len(),
            if axes == 1 { "axis" } else { "axes" };
            "Give one end for each axis, or one number for the first."
        )
    }
    Ok(list.clone())
}

fn array_slice(a: &Array, from: &Dynamic, to: &Dynamic, step: &Dynamic) -> Raised<Array> {
    if a.ndim() == 0 {
        bail!("a single number can't be sliced")
    }
    let [from, to, step] = [("from", from), ("to", to), ("step", step)]
        .map(|(argument, given)| for_axes(argument, given, a.ndim()));
    let (from, to, step) = (from?, to?, step?);
    let axes = from.len().max(to.len()).max(step.len());
    if axes > 2 {
        bail!("only the rows and columns of an array can be sliced"; "Slice a part of the array, such as `a[0]`.")
    }
    let end = |ends: &[Dynamic], axis: usize| ends.get(axis).cloned().unwrap_or(Dynamic::UNIT);
    let mut out = a.clone();
    for axis in 0..axes {
        let (from, to, step) = (end(&from, axis), end(&to, axis), end(&step, axis));
        let places = slice_places(a.shape()[axis], &from, &to, steps(&step)?)?;
        if axis == 0 {
            out = rows(&out, &places, &[places.len()])?;
        } else {
            out = columns(&out, &places)?;
        }
    }
    Ok(out)
}

/// Some columns of a matrix.
fn columns(m: &Array, places: &[usize]) -> Raised<Array> {
    let &[n, width] = m.shape() else {
        bail!(
            "the array must be a matrix, of two axes; this one has {}",
            m.ndim()
        )
    };
    m.settle()?;
    let taken = places.len();
    let picked = (0..n * taken).map(|k| k / taken * width + places[k % taken]);
    Ok(Array::shaped(m.view().pick(picked)?, &[n, taken]))
}

fn steps(step: &Dynamic) -> Raised<i64> {
    if step.is_unit() {
        return Ok(1);
    }
    value::whole("step", step)
}

fn sliced(values: &Dynamic, from: &Dynamic, to: &Dynamic, step: &Dynamic) -> Raised<Dynamic> {
    if let Some(array) = values.read_lock::<Array>() {
        return Ok(array_slice(&array, from, to, step)?.into());
    }
    if let Ok(given) = values.as_immutable_string_ref() {
        let characters: Vec<char> = text::listed(given.chars())?;
        let places = slice_places(characters.len(), from, to, steps(step)?)?;
        return Ok(places
            .into_iter()
            .map(|i| characters[i])
            .collect::<String>()
            .into());
    }
    if let Ok(list) = values.as_array_ref() {
        let places = slice_places(list.len(), from, to, steps(step)?)?;
        let bytes = places.len().saturating_mul(size_of::<Dynamic>());
        host::check_budget("the list", bytes as u64)?;
        return Ok(Dynamic::from_array(text::listed(
            places.into_iter().map(|i| list[i].clone()),
        )?));
    }
    if crate::sequence::is_row(values) {
        let list = Dynamic::from_array(crate::sequence::listed("values", values)?);
        return sliced(&list, from, to, step);
    }
    bail!(
        "values must be a list, an array or a text, not {}",
        value::with_value(values)
    )
}

#[export_module]
mod functions {
    /// A part of a list, an array or a text, as Python's `x[from:to:step]`.
    ///
    /// Rows and columns of a matrix are taken at once with lists of two for `from`, `to` and `step`.
    ///
    /// # Arguments
    /// - `values`: a list, an array, of which rows are taken, or a text
    /// - `from`: where to begin; negative from the end, `()` for the first
    /// - `to`: where to stop, itself left out; negative from the end, `()` for all the rest
    /// - `step`: how far from one to the next; backwards when negative
    ///
    /// # Errors
    /// When an end is not a whole number or `step` is zero.
    ///
    /// # Example
    /// ```rhai
    /// slice([1, 2, 3, 4], 1, -1)   // => [2, 3]
    /// slice("tokens", -3)          // => "ens"
    /// slice(arange(10), (), (), -3) // => [9 6 3 0]
    /// slice(array([[1, 2, 3], [4, 5, 6]]), [0, 1]).to_list() // => [[2, 3], [5, 6]]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn slice(values: Dynamic, from: Dynamic, to: Dynamic, step: Dynamic) -> Raised<Dynamic> {
        sliced(&values, &from, &to, &step)
    }

    /// A part of a list, an array or a text, every item of it.
    #[rhai_fn(name = "slice", return_raw)]
    pub fn slice_whole(values: Dynamic, from: Dynamic, to: Dynamic) -> Raised<Dynamic> {
        sliced(&values, &from, &to, &Dynamic::UNIT)
    }

    /// What is left of a list, an array or a text from one place on.
    #[rhai_fn(name = "slice", return_raw)]
    pub fn slice_rest(values: Dynamic, from: Dynamic) -> Raised<Dynamic> {
        sliced(&values, &from, &Dynamic::UNIT, &Dynamic::UNIT)
    }
}
