//! One function on every element: of a number, an array, a list or a range, with numpy's values and quiet warnings.

use rhai::Dynamic;

use super::operate::{Pairs, SMALL, float_function, float_pairs, operand};
use super::recorded::{Operand, perform};
use super::shape::{broadcast, room};
use super::{Array, DType, Elements, View};
use crate::compute::build::{attempted, counted, mapped};
use crate::compute::kernels::{self, Binary, Unary};
use crate::compute::machine::{self, Operation};
use crate::fault::{Raised, bail};
use crate::value;

/// `f` of each value, as floats. `name` is for messages.
pub(crate) fn floats(name: &'static str, x: &Dynamic, f: fn(f64) -> f64) -> Raised<Dynamic> {
    let function = Unary {
        name,
        one: f,
        each: None,
        warns: true,
    };
    function_of(&function, x)
}

/// The function of each value, as floats.
pub(crate) fn function_of(function: &Unary, x: &Dynamic) -> Raised<Dynamic> {
    if let Some(x) = single(x) {
        let y = (function.one)(x);
        if function.warns {
            machine::warn_of_first(function.name, &[x], &[y]);
        }
        return Ok(y.into());
    }
    Ok(float_function(function, values(function.name, x)?)?.into_value())
}

/// The function of each value, where whole numbers stay what `ints` makes of them, and truth values what they are.
pub(crate) fn numbers(
    function: &Unary,
    x: &Dynamic,
    ints: impl Fn(i64) -> Raised<i64> + Sync,
) -> Raised<Dynamic> {
    if let Ok(n) = x.as_int() {
        return Ok(ints(n)?.into());
    }
    if let Ok(x) = x.as_float() {
        return Ok((function.one)(x).into());
    }
    let array = values(function.name, x)?;
    match array.dtype() {
        DType::Float64 => return Ok(float_function(function, array)?.into_value()),
        DType::Bool => return Ok(array.into_value()),
        DType::Int64 => {}
    }
    let results = attempted(&array.view().try_ints()?, ints)?;
    Ok(Array::shaped_ints(results, array.shape()).into_value())
}

/// Whether the operation, which asks something of a float, answers yes for each value.
pub(crate) fn truths(
    name: &str,
    x: &Dynamic,
    operation: Operation,
    of_one: impl Fn(f64) -> bool,
) -> Raised<Dynamic> {
    if let Some(x) = single(x) {
        return Ok(of_one(x).into());
    }
    let array = values(name, x)?;
    if array.size() > SMALL {
        let shape = array.shape().to_vec();
        return Ok(perform(&shape, operation, vec![Operand::Array(array)])?.into_value());
    }
    let truths = array.floats().iter().map(|x| of_one(*x)).collect();
    Ok(Array::shaped_bools(truths, array.shape()).into_value())
}

/// The operation on each pair of values, as floats, with broadcasting. `name` is for messages.
pub(crate) fn pairs(name: &str, a: &Dynamic, b: &Dynamic, operation: Binary) -> Raised<Dynamic> {
    if let (Some(a), Some(b)) = (single(a), single(b)) {
        return Ok(kernels::binary_one(operation, a, b).into());
    }
    let (a, b) = (values(name, a)?, values(name, b)?);
    Ok(float_pairs(name, operation, a, b)?.into_value())
}

/// One or the other of each pair of values: by the operation where one side has floats, else by `ints`.
pub(crate) fn choices(
    name: &str,
    a: &Dynamic,
    b: &Dynamic,
    operation: Binary,
    ints: impl Fn(i64, i64) -> i64,
) -> Raised<Dynamic> {
    let (a, b) = (values(name, a)?, values(name, b)?);
    let dtype = a.dtype().max(b.dtype());
    if dtype == DType::Float64 {
        return Ok(float_pairs(name, operation, a, b)?.into_value());
    }
    let (shape, meeting) = broadcast(name, a.shape(), b.shape())?;
    room(&shape, 8)?;
    let results = Pairs {
        shape: &shape,
        meeting: &meeting,
    }
    .map(&a.view().try_ints()?, &b.view().try_ints()?, ints)?;
    let elements = match dtype {
        DType::Bool => Elements::Bools(mapped(&results, |n| n == 1)?),
        _ => Elements::Ints(results),
    };
    Ok(Array::shaped(elements, &shape).into_value())
}

/// Each value from `a` where the mask is true, from `b` where it is not.
pub(crate) fn select(mask: Array, a: Array, b: Array) -> Raised<Array> {
    let (sides, _) = broadcast("where", a.shape(), b.shape())?;
    let (shape, _) = broadcast("where", mask.shape(), &sides)?;
    let n = room(&shape, 8)?;
    let dtype = a.dtype().max(b.dtype());
    let stretch = |array: Array| super::select::stretched(array, &shape);
    // One number is as good as an array of them.
    let one_or_each = |array: Array| {
        if array.size() == 1 {
            Ok(array)
        } else {
            stretch(array)
        }
    };
    let mask = stretch(mask)?;
    if dtype == DType::Float64 && n > SMALL {
        let side = |array: Array| -> Raised<Operand> {
            let one = array.size() == 1;
            Ok(operand(one_or_each(array)?, one))
        };
        let operands = vec![Operand::Array(mask), side(a)?, side(b)?];
        return perform(&shape, Operation::Select, operands);
    }
    let (a, b) = (one_or_each(a)?, one_or_each(b)?);
    mask.settle()?;
    let View::Bools(mask) = mask.view() else {
        bail!("mask must hold true and false, not numbers"; "Compare first: where(a > 0.0, a, 0.0).")
    };
    fn pick<T: Copy + Send + Sync>(mask: &[bool], a: &[T], b: &[T]) -> Raised<Vec<T>> {
        // With a step of 0, one number is all there is.
        let step = |x: &[T]| usize::from(x.len() == mask.len());
        let (left, right) = (step(a), step(b));
        counted(
            mask.len(),
            |i| if mask[i] { a[i * left] } else { b[i * right] },
        )
    }
    let elements = match dtype {
        DType::Float64 => Elements::Floats(pick(mask, &a.try_floats()?, &b.try_floats()?)?),
        _ => {
            a.settle()?;
            b.settle()?;
            let ints = pick(mask, &a.view().try_ints()?, &b.view().try_ints()?)?;
            match dtype {
                DType::Bool => Elements::Bools(mapped(&ints, |n| n == 1)?),
                _ => Elements::Ints(ints),
            }
        }
    };
    Ok(Array::shaped(elements, &shape))
}

fn single(x: &Dynamic) -> Option<f64> {
    x.as_float()
        .ok()
        .or_else(|| x.as_int().ok().map(|n| n as f64))
}

pub(crate) fn values(name: &str, x: &Dynamic) -> Raised<Array> {
    if x.is_unit() || x.is_string() || x.is_map() || x.is_fnptr() {
        bail!(
            "{name} needs a number, an array or a list of numbers, not {}",
            value::with_value(x)
        )
    }
    let array = Array::unsettled(&format!("what {name} is given"), x)?;
    room(array.shape(), 8)?;
    Ok(array)
}
