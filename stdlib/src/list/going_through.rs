//! The reader's own functions on the items of a list, one by one.
//!
//! A function may take the item, or the item and its place; in one without parameters, the item is `this`.

use rhai::plugin::*;
use rhai::{Array as List, Dynamic, FnPtr, Module};

use crate::fault::{Raised, bail};
use crate::{host, value};

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

/// Calls a function for an item.
fn call(
    context: &NativeCallContext,
    caller: &str,
    f: &FnPtr,
    item: &mut Dynamic,
    place: usize,
) -> Raised<Dynamic> {
    host::check_interrupt()?;
    let place = [Dynamic::from_int(place as i64)];
    f.call_raw_with_extra_args(caller, context, Some(item), [], place, Some(0))
}

/// Asks a function about an item.
fn ask(
    context: &NativeCallContext,
    caller: &str,
    f: &FnPtr,
    item: &mut Dynamic,
    place: usize,
) -> Raised<bool> {
    let answer = call(context, caller, f, item, place)?;
    match answer.as_bool() {
        Ok(answer) => Ok(answer),
        Err(_) => bail!(
            "the function given to `{caller}` must return true or false, not {}", value::with_value(&answer);
            "Write a comparison, such as `|x| x > 0`."
        ),
    }
}

/// The place of the first item from `start` on of which a function is true.
pub(super) fn first(
    context: &NativeCallContext,
    caller: &str,
    list: &mut List,
    f: &FnPtr,
    start: usize,
) -> Raised<Option<usize>> {
    for (i, item) in list.iter_mut().enumerate().skip(start) {
        if ask(context, caller, f, item, i)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

/// Takes out of a list the items of which a function is `out`. When it fails, the list stays whole.
pub(super) fn parted(
    context: &NativeCallContext,
    caller: &str,
    list: &mut List,
    f: &FnPtr,
    out: bool,
) -> Raised<List> {
    let mut answers = Vec::with_capacity(list.len());
    for (i, item) in list.iter_mut().enumerate() {
        answers.push(ask(context, caller, f, item, i)? == out);
    }
    let mut answers = answers.into_iter();
    let leaves = |_: &mut Dynamic| answers.next().unwrap_or(false);
    Ok(list.extract_if(.., leaves).collect())
}

/// Goes through items with what has come so far: at first `initial`, or without it the first of them, as in Python.
fn folded(
    context: &NativeCallContext,
    caller: &str,
    items: &mut dyn Iterator<Item = (usize, &mut Dynamic)>,
    f: &FnPtr,
    initial: Option<Dynamic>,
) -> Raised<Dynamic> {
    let first = || items.next().map(|(_, item)| item.clone());
    let Some(mut so_far) = initial.or_else(first) else {
        return Ok(Dynamic::UNIT);
    };
    for (i, item) in items {
        host::check_interrupt()?;
        let place = [Dynamic::from_int(i as i64)];
        so_far =
            f.call_raw_with_extra_args(caller, context, Some(item), [so_far], place, Some(1))?;
    }
    Ok(so_far)
}

/// The first value but `()` that a function returns for the items from `start` on.
fn first_value(
    context: &NativeCallContext,
    list: &mut List,
    f: &FnPtr,
    start: usize,
) -> Raised<Dynamic> {
    for (i, item) in list.iter_mut().enumerate().skip(start) {
        let found = call(context, "find_map", f, item, i)?;
        if !found.is_unit() {
            return Ok(found);
        }
    }
    Ok(Dynamic::UNIT)
}

#[export_module]
mod functions {
    /// Calls a function with each item of a list, and makes a list of what it returns.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `f`: a function of an item, or of an item and its place
    ///
    /// # Errors
    /// When the function fails.
    ///
    /// # Example
    /// ```rhai
    /// [1, 2, 3].map(|n| n * n)           // => [1, 4, 9]
    /// ["a", "b"].map(|x, i| `${i}: ${x}`) // => ["0: a", "1: b"]
    /// ```
    #[rhai_fn(name = "map", return_raw, pure)]
    pub fn map(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<List> {
        let bytes = list.len().saturating_mul(size_of::<Dynamic>());
        host::check_budget("a list of the results", bytes as u64)?;
        let mut results = List::with_capacity(list.len());
        for (i, item) in list.iter_mut().enumerate() {
            results.push(call(&context, "map", &f, item, i)?);
        }
        Ok(results)
    }

    /// The items of a list for which a function returns true, as a new list.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `f`: a function of an item, or of an item and its place, that returns true or false
    ///
    /// # Errors
    /// When the function fails, or returns something else.
    ///
    /// # Example
    /// ```rhai
    /// [1, 2, 3, 4].filter(|n| n > 2) // => [3, 4]
    /// [1, 2].filter(|n| n + 1)       // error: must return true or false
    /// ```
    #[rhai_fn(name = "filter", return_raw, pure)]
    pub fn filter(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<List> {
        let mut kept = List::new();
        for (i, item) in list.iter_mut().enumerate() {
            if ask(&context, "filter", &f, item, i)? {
                kept.push(item.clone());
            }
        }
        Ok(kept)
    }

    /// Calls a function for each item of a list, which is `this` in it and can be changed.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `f`: a function without parameters, or of the place
    ///
    /// # Errors
    /// When the function fails.
    ///
    /// # Example
    /// ```rhai
    /// let prices = [3.0, 2.5];
    /// prices.for_each(|| this *= 2);
    /// prices // => [6.0, 5.0]
    /// ```
    #[rhai_fn(name = "for_each", return_raw)]
    pub fn for_each(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<()> {
        for (i, item) in list.iter_mut().enumerate() {
            host::check_interrupt()?;
            let place = [Dynamic::from_int(i as i64)];
            let _ =
                f.call_raw_with_extra_args("for_each", &context, Some(item), [], place, None)?;
        }
        Ok(())
    }

    /// The first item of a list for which a function returns true; `()` where there is none.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `f`: a function of an item, or of an item and its place, that returns true or false
    /// - `start`: where to begin, from 0; negative from the end
    ///
    /// # Errors
    /// When the function fails, or returns something else.
    ///
    /// # Example
    /// ```rhai
    /// [3, 8, 9].find(|n| n > 5)    // => 8
    /// [3, 8, 9].find(|n| n > 5, 2) // => 9
    /// ```
    #[rhai_fn(name = "find", return_raw, pure)]
    pub fn find(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<Dynamic> {
        find_from(context, list, f, 0)
    }

    #[rhai_fn(name = "find", return_raw, pure)]
    pub fn find_from(
        context: NativeCallContext,
        list: &mut List,
        f: FnPtr,
        start: i64,
    ) -> Raised<Dynamic> {
        let start = super::super::gap(list, start);
        let found = super::first(&context, "find", list, &f, start)?;
        Ok(found.map_or(Dynamic::UNIT, |i| list[i].clone()))
    }

    /// The first value but `()` that a function returns for an item of a list; `()` where there is none.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `f`: a function of an item, or of an item and its place
    /// - `start`: where to begin, from 0; negative from the end
    ///
    /// # Errors
    /// When the function fails.
    ///
    /// # Example
    /// ```rhai
    /// [1, 2, 3].find_map(|n| if n > 1 { n * 10 }) // => 20
    /// ```
    #[rhai_fn(name = "find_map", return_raw, pure)]
    pub fn find_map(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<Dynamic> {
        first_value(&context, list, &f, 0)
    }

    #[rhai_fn(name = "find_map", return_raw, pure)]
    pub fn find_map_from(
        context: NativeCallContext,
        list: &mut List,
        f: FnPtr,
        start: i64,
    ) -> Raised<Dynamic> {
        let start = super::super::gap(list, start);
        first_value(&context, list, &f, start)
    }

    /// Whether a function returns true for at least one item of a list.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `f`: a function of an item, or of an item and its place, that returns true or false
    ///
    /// # Errors
    /// When the function fails, or returns something else.
    ///
    /// # Example
    /// ```rhai
    /// [1, 2, 3].some(|n| n > 2) // => true
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn some(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<bool> {
        Ok(super::first(&context, "some", list, &f, 0)?.is_some())
    }

    /// Whether a function returns true for every item of a list.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `f`: a function of an item, or of an item and its place, that returns true or false
    ///
    /// # Errors
    /// When the function fails, or returns something else.
    ///
    /// # Example
    /// ```rhai
    /// [1, 2, 3].all(|n| n > 0) // => true
    /// ```
    #[rhai_fn(name = "all", return_raw, pure)]
    pub fn all_of(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<bool> {
        for (i, item) in list.iter_mut().enumerate() {
            if !ask(&context, "all", &f, item, i)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Goes through a list with a function of what has come so far and the next item.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `f`: a function of what has come so far and an item, or of these and the item's place
    /// - `initial`: what to begin with; the first item when left out, and `()` for an empty list
    ///
    /// # Errors
    /// When the function fails.
    ///
    /// # Example
    /// ```rhai
    /// [1, 2, 3].reduce(|total, n| total + n)     // => 6
    /// [1, 2, 3].reduce(|total, n| total + n, 10) // => 16
    /// ```
    #[rhai_fn(name = "reduce", return_raw, pure)]
    pub fn reduce(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<Dynamic> {
        folded(
            &context,
            "reduce",
            &mut list.iter_mut().enumerate(),
            &f,
            None,
        )
    }

    #[rhai_fn(name = "reduce", return_raw, pure)]
    pub fn reduce_from(
        context: NativeCallContext,
        list: &mut List,
        f: FnPtr,
        initial: Dynamic,
    ) -> Raised<Dynamic> {
        let items = &mut list.iter_mut().enumerate();
        folded(&context, "reduce", items, &f, Some(initial))
    }

    /// Goes through a list from its end with a function of what has come so far and the next item.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `f`: a function of what has come so far and an item, or of these and the item's place
    /// - `initial`: what to begin with; the last item when left out, and `()` for an empty list
    ///
    /// # Errors
    /// When the function fails.
    ///
    /// # Example
    /// ```rhai
    /// ["a", "b", "c"].reduce_rev(|text, x| text + x) // => "cba"
    /// ```
    #[rhai_fn(name = "reduce_rev", return_raw, pure)]
    pub fn reduce_rev(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<Dynamic> {
        let items = &mut list.iter_mut().enumerate().rev();
        folded(&context, "reduce_rev", items, &f, None)
    }

    #[rhai_fn(name = "reduce_rev", return_raw, pure)]
    pub fn reduce_rev_from(
        context: NativeCallContext,
        list: &mut List,
        f: FnPtr,
        initial: Dynamic,
    ) -> Raised<Dynamic> {
        let items = &mut list.iter_mut().enumerate().rev();
        folded(&context, "reduce_rev", items, &f, Some(initial))
    }

    /// Goes through two lists at once with a function of two items, and makes a list of what it returns.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `other`: another list; what is longer in one of the two is left out
    /// - `f`: a function of two items, or of these and their place
    ///
    /// # Errors
    /// When the function fails.
    ///
    /// # Example
    /// ```rhai
    /// [1, 2].zip([10, 20], |a, b| a * b) // => [10, 40]
    /// ```
    #[rhai_fn(name = "zip", return_raw, pure)]
    pub fn zip_with(
        context: NativeCallContext,
        list: &mut List,
        other: List,
        f: FnPtr,
    ) -> Raised<List> {
        let mut results = List::with_capacity(list.len().min(other.len()));
        for (i, (a, b)) in list.iter().zip(other).enumerate() {
            host::check_interrupt()?;
            let place = [Dynamic::from_int(i as i64)];
            let items = [a.clone(), b];
            results.push(f.call_raw_with_extra_args("zip", &context, None, items, place, None)?);
        }
        Ok(results)
    }

    /// Removes the items of a list that equal the one before, in place.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `f`: a function of two neighbours that says whether they count as equal; may be left out
    ///
    /// # Errors
    /// When the function fails, or returns something else.
    ///
    /// # Example
    /// ```rhai
    /// let xs = [1, 1, 2, 2, 1];
    /// xs.dedup();
    /// xs // => [1, 2, 1]
    /// ```
    #[rhai_fn(name = "dedup", return_raw)]
    pub fn dedup(context: NativeCallContext, list: &mut List) -> Raised<()> {
        keep_changes(list, |a, b| super::super::looking::equal(&context, a, b))
    }

    #[rhai_fn(name = "dedup", return_raw)]
    pub fn dedup_by(context: NativeCallContext, list: &mut List, f: FnPtr) -> Raised<()> {
        keep_changes(list, |a, b| {
            let answer = f.call_raw(&context, None, [a.clone(), b.clone()])?;
            match answer.as_bool() {
                Ok(same) => Ok(same),
                Err(_) => bail!(
                    "the function given to `dedup` must return true or false, not {}",
                    value::with_value(&answer)
                ),
            }
        })
    }
}

/// Keeps of each run of equal neighbours the first. When comparing fails, the list stays whole.
fn keep_changes(list: &mut List, equal: impl Fn(&Dynamic, &Dynamic) -> Raised<bool>) -> Raised<()> {
    let mut kept: List = Vec::new();
    for item in list.iter() {
        host::check_interrupt()?;
        if match kept.last() {
            Some(last) => !equal(last, item)?,
            None => true,
        } {
            kept.push(item.clone());
        }
    }
    *list = kept;
    Ok(())
}
