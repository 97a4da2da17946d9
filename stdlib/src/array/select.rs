//! Which elements an index stands for, reading them, and writing to them.

use std::ops::Range;

use rhai::{Dynamic, EvalAltResult, Position};

use super::convert::{is_array_like, range_of};
use super::places::Places;
use super::shape::{Meeting, broadcast, room, shape_text, steps};
use super::storage::count;
use super::{Array, DType, View};
use crate::compute::build::{build, choose, mapped};
use crate::compute::kernels;
use crate::compute::parallel::{crew, to_the_end};
use crate::fault::{Raised, bail};
use crate::value;

/// The part of an array that an index stands for.
enum Selection {
    /// One place along the first axis.
    One(usize),
    /// A stretch of the first axis.
    Span(Range<usize>),
    /// Places along the first axis, in the order given, and the axes they were given in.
    Places(Vec<usize>, Vec<usize>),
    /// Single elements: where this array, which has the same axes, is true.
    Mask(Array),
}

/// A place along an axis, counted from the end when negative.
pub(crate) fn place(index: i64, len: usize) -> Raised<usize> {
    let from_start = if index < 0 {
        index.saturating_add(len as i64)
    } else {
        index
    };
    match usize::try_from(from_start) {
        Ok(at) if at < len => Ok(at),
        _ => Err(Box::new(EvalAltResult::ErrorArrayBounds(
            len,
            index,
            Position::NONE,
        ))),
    }
}

/// A stretch of an axis, as Python's slices: negative ends count from the end, and both are cut to the axis.
fn stretch(range: &Range<i64>, inclusive: bool, len: usize) -> Range<usize> {
    let n = len as i64;
    let cut = |at: i64| (if at < 0 { at.saturating_add(n) } else { at }).clamp(0, n) as usize;
    let from = cut(range.start);
    // `..=-1` runs to the very end, which is what -1 + 1 = 0 would not say.
    let to = if inclusive && range.end == 0 {
        len
    } else {
        cut(range.end)
    };
    from..to.max(from)
}

fn selection(array: &Array, index: &Dynamic) -> Raised<Selection> {
    if array.ndim() == 0 {
        bail!("a single number has no elements to pick by an index")
    }
    let len = array.len();
    if let Ok(index) = index.as_int() {
        return Ok(Selection::One(place(index, len)?));
    }
    if let Some(range) = range_of(index) {
        return Ok(Selection::Span(stretch(
            &range,
            index.is::<std::ops::RangeInclusive<i64>>(),
            len,
        )));
    }
    if let Ok(name) = index.as_immutable_string_ref() {
        let name = name.as_str();
        // Rhai asks here for properties it does not know, too, and for those that have no setter.
        if matches!(name, "shape" | "ndim" | "dtype" | "size") {
            bail!(
                "`{name}` of an array is read as a.{name}, and can't be assigned";
                "reshape(a, shape) gives the same values in another shape."
            )
        }
        return crate::fault::fault!(
            "an array has no property `{name}`";
            "Its properties are shape, ndim, dtype and size; functions are called with brackets, as in a.sum() or transpose(a)."
        )
        .code("R023")
        .name(name)
        .raise();
    }
    if !is_array_like(index) {
        bail!(
            "an index must be a whole number, a range, a mask or a list of whole numbers, not {}",
            value::with_value(index)
        )
    }
    let places = Array::from_value("the index", index)?;
    match places.view() {
        View::Bools(mask) => masked(array, mask, &places),
        View::Ints(given) => {
            all_within(given, len as i64)?;
            let at = |index: &i64| if *index < 0 { index + len as i64 } else { *index } as usize;
            let at = mapped(given, |index| at(&index))?;
            Ok(Selection::Places(at, places.shape().to_vec()))
        }
        View::Floats([]) => Ok(Selection::Places(Vec::new(), vec![0])),
        View::Floats(_) => {
            bail!("an index must be a whole number, and this list holds others"; "Turn them into whole numbers with int(a).")
        }
    }
}

fn masked(array: &Array, mask: &[bool], places: &Array) -> Raised<Selection> {
    let shape = places.shape();
    if shape == array.shape() {
        return Ok(Selection::Mask(places.clone()));
    }
    if shape == &array.shape()[..1] {
        let places = choose(mask, crew(mask.len()), |at| at)?;
        let n = places.len();
        return Ok(Selection::Places(places, vec![n]));
    }
    bail!(
        "the mask has shape {} and the array {}", shape_text(shape), shape_text(array.shape());
        "A mask needs a true or false for each element, or for each row."
    )
}

/// `array[index]`.
pub(crate) fn get(array: &Array, index: &Dynamic) -> Raised<Dynamic> {
    if let Some(picked) = picked(array, index)? {
        return Ok(picked.into());
    }
    let inner = array.shape().get(1..).unwrap_or_default();
    let step: usize = inner.iter().product();
    array.settle()?;
    Ok(match selection(array, index)? {
        Selection::One(at) if inner.is_empty() => array.item(at),
        Selection::One(at) => Array::shaped(
            array.view().part(at * step, (at + 1) * step).copied()?,
            inner,
        )
        .into(),
        Selection::Span(span) => {
            let elements = array
                .view()
                .part(span.start * step, span.end * step)
                .copied()?;
            Array::shaped(elements, &[&[span.len()], inner].concat()).into()
        }
        Selection::Places(places, outer) => rows(array, &places, &outer)?.into(),
        Selection::Mask(mask) => {
            let View::Bools(mask) = mask.view() else {
                unreachable!("masks hold truth values")
            };
            array.settle()?;
            Array::line(array.view().chosen(mask)?).into()
        }
    })
}

/// The short way for floats of one axis by an array of places.
fn picked(array: &Array, index: &Dynamic) -> Raised<Option<Array>> {
    let Some(index) = index.read_lock::<Array>() else {
        return Ok(None);
    };
    array.settle()?;
    index.settle()?;
    let (1, View::Ints(given)) = (array.ndim(), index.view()) else {
        return Ok(None);
    };
    let View::Floats(x) = array.view() else {
        return Ok(None);
    };
    let n = x.len() as i64;
    all_within(given, n)?;
    room(index.shape(), DType::Float64.width())?;
    let out = build(given.len(), crew(2 * given.len()), |from, out| {
        let given = &given[from..from + out.len()];
        // No branch: whether an index is negative may be anybody's guess.
        out.map(given, |index| x[(index + (n & (index >> 63))) as usize])
    })?;
    Ok(Some(Array::shaped_floats(out, index.shape())))
}

/// Makes sure that places along an axis are in range.
fn all_within(given: &[i64], len: i64) -> Raised<()> {
    let outside = kernels::first(given, |index| !(-len..len).contains(&index));
    match outside {
        Some(at) => place(given[at], len as usize).map(|_| ()),
        None => Ok(()),
    }
}

/// The rows (or elements, of one axis) at these places, laid out in these axes.
pub(crate) fn rows(array: &Array, places: &[usize], outer: &[usize]) -> Raised<Array> {
    array.settle()?;
    let inner = &array.shape()[1..];
    let step: usize = inner.iter().product();
    let shape = [outer, inner].concat();
    room(&shape, array.dtype().width())?;
    Ok(Array::shaped(array.view().rows(places, step)?, &shape))
}

/// `array[index] = value`.
pub(crate) fn set(array: &mut Array, index: &Dynamic, value: &Dynamic) -> Raised<()> {
    let selection = selection(array, index)?;
    let inner = array.shape().get(1..).unwrap_or_default();
    let step: usize = inner.iter().product();
    let (shape, places) = match selection {
        Selection::One(at) => (inner.to_vec(), Places::Span(at * step..(at + 1) * step)),
        Selection::Span(span) => (
            [&[span.len()], inner].concat(),
            Places::Span(span.start * step..span.end * step),
        ),
        Selection::Places(places, outer) => ([&outer, inner].concat(), Places::Rows(places, step)),
        Selection::Mask(mask) => {
            let places = Places::chosen(&mask)?;
            (vec![places.len()], places)
        }
    };
    write(array, &shape, places, value)
}

/// Writes values to places of the row-major order that lie in these axes. When the cell is stopped, none is written.
pub(crate) fn write(
    array: &mut Array,
    shape: &[usize],
    places: Places,
    value: &Dynamic,
) -> Raised<()> {
    array.settle()?;
    let mut values = Array::from_value("the value", value)?;
    if values.size() == 0 || count(shape) == 0 {
        // Nothing is written, so nothing changes its type either.
        return stretched(values, shape).map(|_| ());
    }
    if array.dtype() == DType::Bool && values.dtype() != DType::Bool {
        bail!(
            "the array holds true and false, and can't take {}",
            value::with_value(value)
        )
    }
    if values.size() != 1 || values.ndim() > shape.len() {
        values = stretched(values, shape)?;
    }
    // Python's arrays would cut 0.5 to 0 in an array of whole numbers; here the array becomes one of floats.
    let dtype = array.dtype().max(values.dtype());
    if places.take_long() || array.dtype() < dtype || array.own().is_none() {
        // On a copy, which takes the elements' place when it is done.
        let mut elements = array.view().widened(dtype)?;
        places.write(&mut elements, values.view())?;
        array.replace(elements);
        return Ok(());
    }
    // In place: all else is ready before the first element is changed, which is when there is no going back.
    if values.dtype() < dtype {
        values = Array::line(values.view().widened(dtype)?);
    }
    let elements = array.elements_mut(dtype)?;
    to_the_end(|| places.write(elements, values.view()))
}

/// The array repeated along its axes until it has this shape.
pub(crate) fn stretched(array: Array, shape: &[usize]) -> Raised<Array> {
    if array.shape() == shape {
        return Ok(array);
    }
    let fits = broadcast("=", shape, array.shape());
    let Ok((met, meeting)) = fits else {
        bail!(
            "values of shape {} don't fit into a place of shape {}",
            shape_text(array.shape()),
            shape_text(shape)
        )
    };
    if met != shape {
        bail!(
            "values of shape {} don't fit into a place of shape {}",
            shape_text(array.shape()),
            shape_text(shape)
        )
    }
    let n = room(shape, array.dtype().width())?;
    array.settle()?;
    let elements = if n == 0 || matches!(meeting, Meeting::Same) {
        array.view().part(0, n).copied()?
    } else if array.size() == 1 {
        array.view().pick_counted(n, |_| 0)?
    } else {
        let mut padded = vec![1; shape.len() - array.ndim()];
        padded.extend_from_slice(array.shape());
        array.view().pick(Walk::new(shape, &steps(&padded)))?
    };
    Ok(Array::shaped(elements, shape))
}

/// The places that steps along axes lead to, the last axis fastest.
pub(crate) struct Walk<'a> {
    shape: &'a [usize],
    strides: &'a [usize],
    index: Vec<usize>,
    at: usize,
    left: usize,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(shape: &'a [usize], strides: &'a [usize]) -> Self {
        Self {
            shape,
            strides,
            index: vec![0; shape.len()],
            at: 0,
            left: count(shape),
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        let at = self.at;
        // As an odometer turns.
        for axis in (0..self.shape.len()).rev() {
            self.index[axis] += 1;
            self.at += self.strides[axis];
            if self.index[axis] < self.shape[axis] {
                break;
            }
            self.at -= self.strides[axis] * self.shape[axis];
            self.index[axis] = 0;
        }
        Some(at)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

/// An axis, counted from the last when negative.
pub(crate) fn axis(axis: i64, ndim: usize) -> Raised<usize> {
    let from_first = if axis < 0 { axis + ndim as i64 } else { axis };
    match usize::try_from(from_first) {
        Ok(found) if found < ndim => Ok(found),
        _ => crate::fault::fault!(
            "axis {axis} is out of range: the array has {ndim} {}",
            if ndim == 1 { "axis" } else { "axes" }
        )
        .code("R040")
        .raise(),
    }
}
