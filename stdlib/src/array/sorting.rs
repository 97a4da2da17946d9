//! Sorting and searching: arrays and plain lists.

use std::borrow::Cow;

use rhai::plugin::*;
use rhai::{Dynamic, FnPtr, Module};

use super::operate::BLOCK;
use super::select::rows;
use super::shape::room;
use super::sort::{compare, sort, sort_by};
use super::{Array, DType, Elements, View};
use crate::compute::build::{build, build_slowly, choose, copied, counted, mapped};
use crate::compute::parallel::{PIECE, crew, numbered};
use crate::compute::radix::{self, Placed, Ranked};
use crate::fault::{Raised, bail};
use crate::{host, value};

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

/// Searches between two checks whether the cell was stopped.
const SEARCHES: usize = 1 << 12;

/// Each line along the last axis in order, as numpy's `sort`.
fn in_order(array: &Array) -> Raised<Array> {
    fn lines<T: Ranked>(x: &[T], across: usize) -> Raised<Vec<T>> {
        let crew = crew(x.len().saturating_mul(10));
        if x.len() == across {
            return radix::sorted(x, |x, _| x, crew);
        }
        let mut lines = copied(x)?;
        let lengths = std::iter::repeat_n(across, x.len() / across);
        radix::sort_each(&mut lines, lengths, crew)?;
        Ok(lines)
    }
    fn truths(x: &[bool], across: usize) -> Raised<Vec<bool>> {
        let pieces: Vec<&[bool]> = x.chunks(across * (PIECE / across).max(1)).collect();
        let falses = |line: &[bool]| line.iter().filter(|truth| !**truth).count();
        let falses = numbered(pieces.len(), crew(x.len()), |piece| {
            let lines = pieces[piece].chunks(across);
            lines.map(falses).collect::<Vec<usize>>()
        })?
        .concat();
        counted(x.len(), |i| i % across >= falses[i / across])
    }
    array.settle()?;
    let across = array.shape().last().copied().unwrap_or(1).max(1);
    let elements = match array.view() {
        View::Floats(x) => Elements::Floats(lines(x, across)?),
        View::Ints(x) => Elements::Ints(lines(x, across)?),
        View::Bools(x) => Elements::Bools(truths(x, across)?),
    };
    Ok(Array::shaped(elements, array.shape()))
}

/// The places of an array's elements in their order; equal ones keep theirs.
fn order_of(array: &Array) -> Raised<Vec<i64>> {
    fn places<T: Ranked>(x: &[T]) -> Raised<Vec<i64>> {
        let crew = crew(x.len().saturating_mul(20));
        let placed = radix::sorted(x, Placed::new, crew)?;
        build(x.len(), crew, |from, out| {
            let to = from + out.len();
            out.map(&placed[from..to], |placed| placed.place as i64)
        })
    }
    array.settle()?;
    match array.view() {
        View::Floats(x) => places(x),
        View::Ints(x) => places(x),
        bools => places(&bools.try_ints()?),
    }
}

/// Without those that are the same as the one before.
fn distinct<T: Copy>(mut x: Vec<T>, same: impl Fn(T, T) -> bool) -> Raised<Vec<T>> {
    let mut kept = x.len().min(1);
    for from in (1..x.len()).step_by(BLOCK) {
        for i in from..x.len().min(from + BLOCK) {
            x[kept] = x[i];
            kept += usize::from(!same(x[kept - 1], x[i]));
        }
        host::check_interrupt()?;
    }
    x.truncate(kept);
    Ok(x)
}

/// Whether a value is a list with something other than numbers in it.
fn is_plain_list(given: &Dynamic) -> bool {
    given
        .as_array_ref()
        .is_ok_and(|list| list.iter().any(|x| super::convert::scalar(x).is_none()))
}

fn unique_list(given: &Dynamic) -> Raised<Dynamic> {
    let mut list = value::list("values", given)?;
    sort(&mut list, compare)?;
    let mut distinct: rhai::Array = Vec::with_capacity(list.len());
    for item in list {
        let same = match distinct.last() {
            Some(last) => compare(last, &item)?.is_eq(),
            None => false,
        };
        if !same {
            distinct.push(item);
        }
    }
    Ok(distinct.into())
}

#[export_module]
mod functions {
    /// A copy with the values in order, the smallest first.
    ///
    /// # Arguments
    /// - `values`: an array or a list: of numbers, of texts, or of lists, which go by their first items that differ
    /// - `f`: how to order: `|x| x.price` says what to order by, `|a, b| b - a` compares two
    ///
    /// # Errors
    /// When two values have no order, such as text and a number, or the function fails.
    ///
    /// # Example
    /// ```rhai
    /// sorted([3, 1, 2])                           // => [1, 2, 3]
    /// sorted(array([3, 1, 2]))                    // => [1 2 3]
    /// sorted(["closed", "open"], |name| name.len()) // => ["open", "closed"]
    /// sorted([3, 1, 2], |a, b| b - a)             // => [3, 2, 1]
    /// sorted([1, "2"])                            // error: have no order
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sorted(values: Dynamic) -> Raised<Dynamic> {
        if let Some(array) = values.read_lock::<Array>() {
            return Ok(in_order(&array)?.into());
        }
        let mut list: rhai::Array = crate::sequence::listed("values", &values)?;
        sort(&mut list, compare)?;
        Ok(list.into())
    }

    /// A copy with the values in the order that a function says.
    #[rhai_fn(name = "sorted", return_raw)]
    pub fn sorted_by(context: NativeCallContext, values: Dynamic, f: FnPtr) -> Raised<Dynamic> {
        let mut list: rhai::Array = crate::sequence::listed("values", &values)?;
        sort_by(&context, &mut list, &f)?;
        if values.is::<Array>() {
            Ok(Array::from_value("values", &list.into())?.into())
        } else {
            Ok(list.into())
        }
    }

    /// Sorts a list in place, the smallest first.
    ///
    /// # Arguments
    /// - `list`: a list or an array, a variable
    /// - `f`: how to order: `|x| x.price` says what to order by, `|a, b| b - a` compares two
    ///
    /// # Errors
    /// When two values have no order, or the function fails; the list is then as it was.
    ///
    /// # Example
    /// ```rhai
    /// let list = [3, 1, 2];
    /// list.sort();
    /// list // => [1, 2, 3]
    /// list.sort(|a, b| b - a);
    /// list // => [3, 2, 1]
    /// ```
    #[rhai_fn(name = "sort", return_raw)]
    pub fn sort_list(list: &mut rhai::Array) -> Raised<()> {
        sort(list, compare)
    }

    /// Sorts a list in place, in the order that a function says.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `f`: how to order: `|x| x.price` says what to order by, `|a, b| b - a` compares two
    ///
    /// # Errors
    /// When two values have no order, or the function fails.
    ///
    /// # Example
    /// ```rhai
    /// let list = ["closed", "open"];
    /// list.sort_by(|name| name.len());
    /// list // => ["open", "closed"]
    /// ```
    #[rhai_fn(name = "sort", name = "sort_by", return_raw)]
    pub fn sort_list_by(
        context: NativeCallContext,
        list: &mut rhai::Array,
        f: FnPtr,
    ) -> Raised<()> {
        sort_by(&context, list, &f)
    }

    /// Sorts an array in place, the smallest first.
    #[rhai_fn(name = "sort", return_raw)]
    pub fn sort_array(list: &mut Array) -> Raised<()> {
        *list = in_order(list)?;
        Ok(())
    }

    /// Sorts a list in place, the largest first.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    ///
    /// # Errors
    /// When two values have no order.
    ///
    /// # Example
    /// ```rhai
    /// let list = [3, 1, 2];
    /// list.sort_desc();
    /// list // => [3, 2, 1]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sort_desc(list: &mut rhai::Array) -> Raised<()> {
        sort(list, |a, b| compare(b, a))
    }

    /// A copy of a list with its values in order; the same as `sorted`.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `f`: how to order, as for `sorted`
    ///
    /// # Errors
    /// When two values have no order, or the function fails.
    ///
    /// # Example
    /// ```rhai
    /// [3, 1, 2].order() // => [1, 2, 3]
    /// ```
    #[rhai_fn(name = "order", return_raw, pure)]
    pub fn order(list: &mut rhai::Array) -> Raised<rhai::Array> {
        let mut list = list.clone();
        sort(&mut list, compare)?;
        Ok(list)
    }

    /// A copy of a list with its values in the order that a function says.
    ///
    /// # Arguments
    /// - `list`: a list
    /// - `f`: how to order: `|x| x.price` says what to order by, `|a, b| b - a` compares two
    ///
    /// # Errors
    /// When two values have no order, or the function fails.
    ///
    /// # Example
    /// ```rhai
    /// [3, 1, 2].order_by(|a, b| b - a) // => [3, 2, 1]
    /// ```
    #[rhai_fn(name = "order", name = "order_by", return_raw, pure)]
    pub fn order_by(
        context: NativeCallContext,
        list: &mut rhai::Array,
        f: FnPtr,
    ) -> Raised<rhai::Array> {
        let mut list = list.clone();
        sort_by(&context, &mut list, &f)?;
        Ok(list)
    }

    /// A copy of a list with its values in order, the largest first.
    ///
    /// # Arguments
    /// - `list`: a list
    ///
    /// # Errors
    /// When two values have no order.
    ///
    /// # Example
    /// ```rhai
    /// [3, 1, 2].order_desc() // => [3, 2, 1]
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn order_desc(list: &mut rhai::Array) -> Raised<rhai::Array> {
        let mut list = list.clone();
        sort(&mut list, |a, b| compare(b, a))?;
        Ok(list)
    }

    /// The places that would sort the array: where the smallest value is, the next, and so on.
    ///
    /// # Arguments
    /// - `values`: an array or a list of numbers, of one axis
    ///
    /// # Errors
    /// When a value is not a number, or there is more than one axis.
    ///
    /// # Example
    /// ```rhai
    /// argsort([30, 10, 20])                       // => [1 2 0]
    /// let v = array([30, 10, 20]); v[argsort(v)]  // => [10 20 30]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn argsort(values: Dynamic) -> Raised<Array> {
        let array = Array::from_values("values", &values)?;
        if array.ndim() > 1 {
            bail!("values must have one axis, and have {}", array.ndim(); "flatten(m) makes a matrix one line.")
        }
        Ok(Array::from_ints(order_of(&array)?))
    }

    /// The distinct values, in order.
    ///
    /// # Arguments
    /// - `values`: an array or a list of numbers, or a list of texts
    ///
    /// # Errors
    /// When two values have no order.
    ///
    /// # Example
    /// ```rhai
    /// unique([3, 1, 3, 2, 1])       // => [1 2 3]
    /// unique(["b", "a", "b"])       // => ["a", "b"]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn unique(values: Dynamic) -> Raised<Dynamic> {
        if is_plain_list(&values)
            && value::list("values", &values)?
                .iter()
                .any(|x| !x.is_array())
        {
            return unique_list(&values);
        }
        let array = Array::from_value("values", &values)?;
        let ordered = in_order(&array.clone().with_shape(&[array.size()])?)?;
        Ok(Array::line(match ordered.into_elements()? {
            Elements::Floats(x) => {
                Elements::Floats(distinct(x, |a, b| a == b || (a.is_nan() && b.is_nan()))?)
            }
            Elements::Ints(x) => Elements::Ints(distinct(x, |a, b| a == b)?),
            Elements::Bools(x) => Elements::Bools(distinct(x, |a, b| a == b)?),
        })
        .into())
    }

    /// Where a value would go into an array in order: how many of its values are smaller.
    ///
    /// # Arguments
    /// - `values`: an array or a list of numbers in order
    /// - `x`: a number, or several
    ///
    /// # Errors
    /// When one holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// searchsorted([10, 20, 30], 25)      // => 2
    /// searchsorted([10, 20, 30], [5, 20]) // => [0 1]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn searchsorted(values: Dynamic, x: Dynamic) -> Raised<Dynamic> {
        let (values, x) = (
            Array::from_values("values", &values)?,
            Array::from_value("x", &x)?,
        );
        let (values, sought) = (values.try_floats()?, x.try_floats()?);
        let steps = values.len().max(2).ilog2() as usize;
        // Each step may have to wait for memory.
        let found = build_slowly(
            x.size(),
            crew(sought.len().saturating_mul(steps)),
            SEARCHES,
            |from, out| {
                let sought = &sought[from..from + out.len()];
                out.map(sought, |x| values.partition_point(|v| x.is_after(v)) as i64)
            },
        )?;
        Ok(Array::shaped(Elements::Ints(found), x.shape()).into_value())
    }

    /// A copy with the values in the opposite order; of a matrix, its rows, of a text, its characters.
    ///
    /// # Arguments
    /// - `values`: an array, a list or a text
    ///
    /// # Errors
    /// When it is neither.
    ///
    /// # Example
    /// ```rhai
    /// flip(array([1, 2, 3])) // => [3 2 1]
    /// flip(["a", "b"])       // => ["b", "a"]
    /// reversed("level") == "level" // => true
    /// ```
    #[rhai_fn(name = "flip", name = "reversed", return_raw)]
    pub fn flip(values: Dynamic) -> Raised<Dynamic> {
        if let Some(array) = values.read_lock::<Array>().filter(|array| array.ndim() > 0) {
            array.settle()?;
            if let (1, View::Floats(x)) = (array.ndim(), array.view()) {
                room(array.shape(), DType::Float64.width())?;
                let last = x.len().saturating_sub(1);
                return Ok(Array::from_floats(counted(x.len(), |i| x[last - i])?).into());
            }
            let n = array.len();
            let places = counted(n, |i| n - 1 - i)?;
            return Ok(rows(&array, &places, &[places.len()])?.into());
        }
        if let Ok(text) = values.as_immutable_string_ref() {
            let turned: Vec<char> = crate::text::listed(text.chars().rev())?;
            return Ok(turned.into_iter().collect::<String>().into());
        }
        let mut list: rhai::Array = crate::sequence::listed("values", &values)?;
        list.reverse();
        Ok(list.into())
    }

    /// The places of the values that are true, or not zero.
    ///
    /// # Arguments
    /// - `values`: an array or a list; of a matrix, the places along each axis are given, in a list
    ///
    /// # Errors
    /// When a value is neither a number nor true or false.
    ///
    /// # Example
    /// ```rhai
    /// nonzero(array([5, 0, 7]))     // => [0 2]
    /// nonzero(array([5, 0, 7]) > 6) // => [2]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn nonzero(values: Dynamic) -> Raised<Dynamic> {
        let array = Array::from_values("values", &values)?;
        let mask = match array.view() {
            View::Bools(x) => Cow::Borrowed(x),
            View::Ints(x) => mapped(x, |x| x != 0)?.into(),
            View::Floats(x) => mapped(x, |x| x != 0.0)?.into(),
        };
        let found = choose(&mask, crew(mask.len()), |at| at as i64)?;
        if array.ndim() == 1 {
            return Ok(Array::from_ints(found).into());
        }
        let mut along: Vec<Dynamic> = Vec::new();
        for axis in 0..array.ndim() {
            let step: usize = array.shape()[axis + 1..].iter().product();
            let (step, n) = (step as i64, array.shape()[axis] as i64);
            along.push(Array::from_ints(mapped(&found, |at| at / step % n)?).into());
        }
        Ok(along.into())
    }
}
