//! One function on every element: of a number, an array, a list or a range, with numpy's values and quiet warnings.

use rhai::Dynamic;

use super::operate::{BLOCK, Pairs};
use super::shape::{broadcast, room};
use super::{Array, Elements, View};
use crate::fault::{Raised, bail};
use crate::{host, value};

/// `f` of each value, as floats. `name` is for messages.
pub(crate) fn floats(name: &str, x: &Dynamic, f: impl Fn(f64) -> f64) -> Raised<Dynamic> {
    if let Some(x) = single(x) {
        let y = f(x);
        if !y.is_finite() {
            warn_about(name, &[x], &[y]);
        }
        return Ok(y.into());
    }
    let array = values(name, x)?;
    let results = map(&array.floats(), f)?;
    if results.iter().any(|y| !y.is_finite()) {
        warn_about(name, &array.floats(), &results);
    }
    Ok(Array::shaped(Elements::Floats(results), array.shape()).into_value())
}

/// `f` of each value, where whole numbers stay what `ints` makes of them.
pub(crate) fn numbers(
    name: &str,
    x: &Dynamic,
    f: impl Fn(f64) -> f64,
    ints: impl Fn(i64) -> Raised<i64>,
) -> Raised<Dynamic> {
    if let Ok(n) = x.as_int() {
        return Ok(ints(n)?.into());
    }
    if let Ok(x) = x.as_float() {
        return Ok(f(x).into());
    }
    let array = values(name, x)?;
    let elements = match array.view() {
        View::Floats(x) => Elements::Floats(map(x, f)?),
        view => Elements::Ints(
            view.ints()
                .iter()
                .map(|n| ints(*n))
                .collect::<Raised<_>>()?,
        ),
    };
    Ok(Array::shaped(elements, array.shape()).into_value())
}

/// Whether `f` holds, for each value.
pub(crate) fn truths(name: &str, x: &Dynamic, f: impl Fn(f64) -> bool) -> Raised<Dynamic> {
    if let Some(x) = single(x) {
        return Ok(f(x).into());
    }
    let array = values(name, x)?;
    Ok(Array::shaped(Elements::Bools(map(&array.floats(), f)?), array.shape()).into_value())
}

/// `f` of each pair of values, as floats, with broadcasting.
pub(crate) fn pairs(
    name: &str,
    a: &Dynamic,
    b: &Dynamic,
    f: impl Fn(f64, f64) -> f64,
) -> Raised<Dynamic> {
    if let (Some(a), Some(b)) = (single(a), single(b)) {
        return Ok(f(a, b).into());
    }
    let (a, b) = (values(name, a)?, values(name, b)?);
    let (shape, meeting) = broadcast(name, a.shape(), b.shape())?;
    room(&shape, 8)?;
    let results = Pairs {
        shape: &shape,
        meeting: &meeting,
    }
    .map(&a.floats(), &b.floats(), f)?;
    Ok(Array::shaped(Elements::Floats(results), &shape).into_value())
}

/// One or the other of each pair of values: by `floats` where one side has floats, else by `ints`.
pub(crate) fn choices(
    name: &str,
    a: &Dynamic,
    b: &Dynamic,
    floats: impl Fn(f64, f64) -> f64,
    ints: impl Fn(i64, i64) -> i64,
) -> Raised<Dynamic> {
    let (a, b) = (values(name, a)?, values(name, b)?);
    if matches!(a.view(), View::Floats(_)) || matches!(b.view(), View::Floats(_)) {
        return pairs(name, &a.into_value(), &b.into_value(), floats);
    }
    let (shape, meeting) = broadcast(name, a.shape(), b.shape())?;
    room(&shape, 8)?;
    let results = Pairs {
        shape: &shape,
        meeting: &meeting,
    }
    .map(&a.view().ints(), &b.view().ints(), ints)?;
    Ok(Array::shaped(Elements::Ints(results), &shape).into_value())
}

fn single(x: &Dynamic) -> Option<f64> {
    x.as_float()
        .ok()
        .or_else(|| x.as_int().ok().map(|n| n as f64))
}

fn values(name: &str, x: &Dynamic) -> Raised<Array> {
    if x.is_unit() || x.is_string() || x.is_map() || x.is_fnptr() {
        bail!(
            "{name} needs a number, an array or a list of numbers, not {}",
            value::with_value(x)
        )
    }
    let array = Array::from_value(&format!("what {name} is given"), x)?;
    room(array.shape(), 8)?;
    Ok(array)
}

fn map<T: Copy, R>(x: &[T], f: impl Fn(T) -> R) -> Raised<Vec<R>> {
    let mut results = Vec::with_capacity(x.len());
    for (i, block) in x.chunks(BLOCK).enumerate() {
        if i > 0 {
            host::check_interrupt()?;
        }
        results.extend(block.iter().map(|x| f(*x)));
    }
    Ok(results)
}

/// Warns of the first result that is nan or infinite where what was given was not.
fn warn_about(name: &str, given: &[f64], results: &[f64]) {
    for (x, y) in given.iter().zip(results) {
        let strange = (y.is_nan() && !x.is_nan()) || (y.is_infinite() && x.is_finite());
        if strange {
            let (x, y) = (value::float_text(*x), value::float_text(*y));
            return host::current().warn(&format!("{name}({x}) is {y}"));
        }
    }
}
