//! Axes: how they read in messages, how two arrays' axes are matched, and the room that elements take.

use rhai::Dynamic;

use super::storage::count;
use crate::fault::{Raised, bail};
use crate::{host, value};

/// Sizes for a message: `(2, 3)`, and `(3,)` for one axis, as numpy writes them.
pub(crate) fn shape_text(shape: &[usize]) -> String {
    match shape {
        [n] => format!("({n},)"),
        _ => format!(
            "({})",
            shape
                .iter()
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// Makes sure that an array of these axes can be made at all, before it is. Returns how many elements it has.
pub(crate) fn room(shape: &[usize], width: u64) -> Raised<usize> {
    let elements = count(shape) as u64;
    let bytes = elements.saturating_mul(width);
    // Small arrays come by the million: ask the host only about those that could matter.
    if bytes > 1 << 16 {
        host::check_budget(&format!("an array of shape {}", shape_text(shape)), bytes)?;
    }
    Ok(elements as usize)
}

/// The axes that a value given for a shape stands for: `3`, or `[2, 3]`.
pub(crate) fn axes(argument: &str, given: &Dynamic) -> Raised<Vec<usize>> {
    if let Ok(n) = given.as_int() {
        return Ok(vec![size(argument, n)?]);
    }
    let sizes = match given.read_lock::<super::Array>() {
        Some(array) if array.dtype() == super::DType::Int64 && array.ndim() == 1 => {
            array.view().ints().into_owned()
        }
        Some(_) => bail!(
            "{argument} must be a whole number or a list such as [2, 3], not {}",
            value::with_value(given)
        ),
        None => {
            let Ok(list) = given.as_array_ref() else {
                bail!(
                    "{argument} must be a whole number or a list such as [2, 3], not {}",
                    value::with_value(given)
                )
            };
            list.iter()
                .map(|n| value::whole(argument, n))
                .collect::<Raised<_>>()?
        }
    };
    sizes.into_iter().map(|n| size(argument, n)).collect()
}

/// A size, which can't be negative.
pub(crate) fn size(argument: &str, n: i64) -> Raised<usize> {
    if n < 0 {
        bail!("{argument} must be zero or more, not {n}")
    }
    // What this machine can't count, it has no room for either.
    Ok(usize::try_from(n).unwrap_or(usize::MAX))
}

/// How the elements of two arrays meet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Meeting {
    /// One to one.
    Same,
    /// The left one's only element with each of the right one's.
    LeftOne,
    /// Each of the left one's elements with the right one's only one.
    RightOne,
    /// By these steps through either, one for each axis of the result.
    Stretched(Vec<usize>, Vec<usize>),
}

/// numpy's broadcasting: the axes of the result, and how the elements meet. `what` names the operation in the error.
pub(crate) fn broadcast(what: &str, a: &[usize], b: &[usize]) -> Raised<(Vec<usize>, Meeting)> {
    if a == b {
        return Ok((a.to_vec(), Meeting::Same));
    }
    let ndim = a.len().max(b.len());
    let (left, right) = (padded(a, ndim), padded(b, ndim));
    let mut shape = Vec::with_capacity(ndim);
    for (&n, &m) in left.iter().zip(&right) {
        if n != m && n != 1 && m != 1 {
            let hint = if let ([n], [m]) = (a, b) {
                format!("The left side has {n} values and the right side {m}.")
            } else {
                "Axes are matched from the last; two sizes fit when they are equal or one of them is 1.".into()
            };
            bail!("{what} can't match shapes {} and {}", shape_text(a), shape_text(b); "{hint}");
        }
        shape.push(if n == 1 { m } else { n });
    }
    let meeting = if left.iter().all(|n| *n == 1) {
        Meeting::LeftOne
    } else if right.iter().all(|n| *n == 1) {
        Meeting::RightOne
    } else {
        Meeting::Stretched(steps(&left), steps(&right))
    };
    Ok((shape, meeting))
}

fn padded(shape: &[usize], ndim: usize) -> Vec<usize> {
    let mut sizes = vec![1; ndim - shape.len()];
    sizes.extend_from_slice(shape);
    sizes
}

/// How far apart in row-major order the elements are along each axis; 0 where an axis of size 1 is stretched.
pub(crate) fn steps(shape: &[usize]) -> Vec<usize> {
    let mut steps = vec![0; shape.len()];
    let mut step = 1;
    for (axis, n) in shape.iter().enumerate().rev() {
        if *n != 1 {
            steps[axis] = step;
        }
        step *= n;
    }
    steps
}
