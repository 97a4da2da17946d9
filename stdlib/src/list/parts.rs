//! Functions that take a part out of a list, or leave only a part of it.

use std::ops::{Range, RangeInclusive};

use rhai::plugin::*;
use rhai::{Array as List, Dynamic, FnPtr, Module};

use super::{gap, length};
use crate::fault::Raised;
use crate::host;

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

/// The places that a range means: ends below zero count from the end of the list, as in Python's slices.
fn span(list: &List, range: &Range<i64>) -> Range<usize> {
    let start = gap(list, range.start);
    start..gap(list, range.end).max(start)
}

/// The places that a range with its end means.
fn span_with_end(list: &List, range: &RangeInclusive<i64>) -> Range<usize> {
    let start = gap(list, *range.start());
    // The item after the last one, which for -1 is the list's end.
    let end = match *range.end() {
        -1 => list.len(),
        end => gap(list, end.saturating_add(1)),
    };
    start..end.max(start)
}

/// So many places from `start` on.
fn span_of(list: &List, start: i64, length: i64) -> Range<usize> {
    let start = gap(list, start);
    let most = list.len() - start;
    start..start + usize::try_from(length).unwrap_or(0).min(most)
}

fn copied(list: &List, places: Range<usize>) -> Raised<List> {
    let bytes = places.len().saturating_mul(size_of::<Dynamic>());
    host::check_budget("a part of the list", bytes as u64)?;
    Ok(list[places].to_vec())
}

fn taken(list: &mut List, places: Range<usize>) -> List {
    list.drain(places).collect()
}

/// Leaves only some places of a list; what was elsewhere.
fn left(list: &mut List, places: Range<usize>) -> List {
    let behind = list.split_off(places.end);
    let mut others: List = list.drain(..places.start).collect();
    others.extend(behind);
    others
}

fn replaced(list: &mut List, places: Range<usize>, replace: List) {
    list.splice(places, replace);
}

#[export_module]
mod functions {
    /// A part of a list, as a new list.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `range`: the places, as `1..3`; ends below zero count from the end, as in Python's slices
    /// - `start`: the first place; negative from the end
    /// - `length`: how many items; all to the end when left out
    ///
    /// # Errors
    /// When the part would take more memory than the notebook may use.
    ///
    /// # Example
    /// ```rhai
    /// let xs = [10, 20, 30, 40];
    /// xs.extract(1..3)  // => [20, 30]
    /// xs.extract(0..-1) // => [10, 20, 30]
    /// xs.extract(-2)    // => [30, 40]
    /// xs.extract(1, 2)  // => [20, 30]
    /// ```
    #[rhai_fn(name = "extract", return_raw, pure)]
    pub fn extract(list: &mut List, range: Range<i64>) -> Raised<List> {
        copied(list, span(list, &range))
    }

    #[rhai_fn(name = "extract", return_raw, pure)]
    pub fn extract_with_end(list: &mut List, range: RangeInclusive<i64>) -> Raised<List> {
        copied(list, span_with_end(list, &range))
    }

    #[rhai_fn(name = "extract", return_raw, pure)]
    pub fn extract_from(list: &mut List, start: i64) -> Raised<List> {
        copied(list, gap(list, start)..list.len())
    }

    #[rhai_fn(name = "extract", return_raw, pure)]
    pub fn extract_some(list: &mut List, start: i64, length: i64) -> Raised<List> {
        copied(list, span_of(list, start, length))
    }

    /// Removes a part of a list, or the items for which a function returns true, and gives what it removed.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `range`: the places, as `1..3`; ends below zero count from the end
    /// - `start`: the first place; negative from the end
    /// - `length`: how many items
    /// - `f`: a function of an item, or of an item and its place, that returns true or false
    ///
    /// # Errors
    /// When the function fails, or returns something else.
    ///
    /// # Example
    /// ```rhai
    /// let xs = [1, 2, 3, 4];
    /// xs.drain(0..2)       // => [1, 2]
    /// xs.drain(|x| x > 3)  // => [4]
    /// xs                   // => [3]
    /// ```
    #[rhai_fn(name = "drain")]
    pub fn drain(list: &mut List, range: Range<i64>) -> List {
        let places = span(list, &range);
        taken(list, places)
    }

    #[rhai_fn(name = "drain")]
    pub fn drain_with_end(list: &mut List, range: RangeInclusive<i64>) -> List {
        let places = span_with_end(list, &range);
        taken(list, places)
    }

    #[rhai_fn(name = "drain")]
    pub fn drain_some(list: &mut List, start: i64, length: i64) -> List {
        let places = span_of(list, start, length);
        taken(list, places)
    }

    #[rhai_fn(name = "drain", return_raw)]
    pub fn drain_where(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<List> {
        super::super::going_through::parted(&context, "drain", list, &f, true)
    }

    /// Keeps only a part of a list, or the items for which a function returns true, and gives what it removed.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `range`: the places, as `1..3`; ends below zero count from the end
    /// - `start`: the first place; negative from the end
    /// - `length`: how many items
    /// - `f`: a function of an item, or of an item and its place, that returns true or false
    ///
    /// # Errors
    /// When the function fails, or returns something else.
    ///
    /// # Example
    /// ```rhai
    /// let xs = [1, 2, 3, 4];
    /// xs.retain(|x| x > 1); // removes 1
    /// xs.retain(0..2)       // => [4]
    /// xs                    // => [2, 3]
    /// ```
    #[rhai_fn(name = "retain")]
    pub fn retain(list: &mut List, range: Range<i64>) -> List {
        let places = span(list, &range);
        left(list, places)
    }

    #[rhai_fn(name = "retain")]
    pub fn retain_with_end(list: &mut List, range: RangeInclusive<i64>) -> List {
        let places = span_with_end(list, &range);
        left(list, places)
    }

    #[rhai_fn(name = "retain")]
    pub fn retain_some(list: &mut List, start: i64, length: i64) -> List {
        let places = span_of(list, start, length);
        left(list, places)
    }

    #[rhai_fn(name = "retain", return_raw)]
    pub fn retain_where(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<List> {
        super::super::going_through::parted(&context, "retain", list, &f, false)
    }

    /// Replaces a part of a list by the items of another, in place.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `range`: the places, as `1..3`; ends below zero count from the end
    /// - `start`: the first place; negative from the end
    /// - `length`: how many items are replaced
    /// - `replace`: the list whose items are put there, of any length
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// let xs = [1, 2, 3, 4];
    /// xs.splice(1..3, [9]);
    /// xs // => [1, 9, 4]
    /// ```
    #[rhai_fn(name = "splice")]
    pub fn splice(list: &mut List, range: Range<i64>, replace: List) {
        let places = span(list, &range);
        replaced(list, places, replace);
    }

    #[rhai_fn(name = "splice")]
    pub fn splice_with_end(list: &mut List, range: RangeInclusive<i64>, replace: List) {
        let places = span_with_end(list, &range);
        replaced(list, places, replace);
    }

    #[rhai_fn(name = "splice")]
    pub fn splice_some(list: &mut List, start: i64, length: i64, replace: List) {
        let places = span_of(list, start, length);
        replaced(list, places, replace);
    }

    /// Cuts off what stands in a list from a place on, and gives it as a new list.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `index`: the place, from 0; negative from the end
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// let xs = [1, 2, 3, 4];
    /// xs.split(3) // => [4]
    /// xs          // => [1, 2, 3]
    /// ```
    #[rhai_fn(name = "split")]
    pub fn split_list(list: &mut List, index: i64) -> List {
        list.split_off(gap(list, index))
    }

    /// Keeps only so many items from the beginning of a list, in place.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `length`: how many items are kept
    ///
    /// # Errors
    /// When `length` is negative.
    ///
    /// # Example
    /// ```rhai
    /// let xs = [1, 2, 3, 4];
    /// xs.truncate(2);
    /// xs // => [1, 2]
    /// ```
    #[rhai_fn(name = "truncate", return_raw)]
    pub fn truncate(list: &mut List, length: i64) -> Raised<()> {
        list.truncate(super::length("length", length)?);
        Ok(())
    }

    /// Keeps only so many items from the end of a list, in place.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `length`: how many items are kept
    ///
    /// # Errors
    /// When `length` is negative.
    ///
    /// # Example
    /// ```rhai
    /// let xs = [1, 2, 3, 4];
    /// xs.chop(3);
    /// xs // => [2, 3, 4]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn chop(list: &mut List, length: i64) -> Raised<()> {
        let kept = super::length("length", length)?.min(list.len());
        list.drain(..list.len() - kept);
        Ok(())
    }
}
