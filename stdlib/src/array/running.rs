//! Running sums and products, and differences.

use std::sync::atomic::{AtomicBool, Ordering};

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::operate::{BLOCK, Operator, too_large};
use super::shape::room;
use super::{Array, DType, Elements, View};
use crate::compute::build::{build, copied};
use crate::compute::parallel::crew;
use crate::fault::{Raised, bail};
use crate::{host, value};

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

/// What `floats` or `ints` (which says when it overflows) makes of the sum so far and each next value.
fn running(
    name: &str,
    values: &Dynamic,
    axis: &Dynamic,
    floats: impl Fn(f64, f64) -> f64,
    ints: impl Fn(i64, i64) -> Option<i64>,
) -> Raised<Array> {
    let array = Array::from_value("values", values)?;
    let (shape, axis) = if axis.is_unit() {
        (vec![array.size()], 0)
    } else {
        (
            array.shape().to_vec(),
            super::select::axis(value::whole("axis", axis)?, array.ndim())?,
        )
    };
    room(&shape, DType::Float64.width())?;
    // Each element joins the one that lies one step along the axis before it.
    let step: usize = shape[axis + 1..].iter().product();
    let block = step * shape[axis];
    let elements = if let View::Floats(x) = array.view() {
        Elements::Floats(scan(x, block, step, floats)?)
    } else {
        let mut over = false;
        let join = |sum, x| {
            let joined = ints(sum, x);
            over |= joined.is_none();
            joined.unwrap_or_default()
        };
        let out = scan(&array.view().try_ints()?, block, step, join)?;
        if over {
            bail!("{name} reaches a whole number too large for 64 bits (above 9.2e18)"; "Use floats: {name}(a * 1.0).")
        }
        Elements::Ints(out)
    };
    Ok(Array::shaped(elements, &shape))
}

/// Each element joined with what came of the one `step` before it, in each block for itself.
fn scan<T: Copy + Send + Sync>(
    x: &[T],
    block: usize,
    step: usize,
    mut join: impl FnMut(T, T) -> T,
) -> Raised<Vec<T>> {
    let mut done = 0;
    let mut look = |elements: usize| {
        done += elements;
        if done <= BLOCK {
            return Ok(());
        }
        done = 0;
        host::check_interrupt()
    };
    if step == 1 {
        let mut out = Vec::with_capacity(x.len());
        for line in x.chunks(block.max(1)) {
            let mut so_far = line[0];
            out.push(so_far);
            for stretch in line[1..].chunks(BLOCK) {
                out.extend(stretch.iter().map(|x| {
                    so_far = join(so_far, *x);
                    so_far
                }));
                look(stretch.len())?;
            }
        }
        return Ok(out);
    }
    let mut out = copied(x)?;
    for block in out.chunks_mut(block.max(1)) {
        for from in (step..block.len()).step_by(step.max(1)) {
            let (before, row) = block[from - step..from + step].split_at_mut(step);
            for (x, before) in row.iter_mut().zip(before) {
                *x = join(*before, *x);
            }
            look(step)?;
        }
    }
    Ok(out)
}

#[export_module]
mod functions {
    /// Running sums: each value added to all before it.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; through all values when left out
    ///
    /// # Errors
    /// When a value is not a number, there is no such axis, or a sum of whole numbers is above 9.2e18.
    ///
    /// # Example
    /// ```rhai
    /// cumsum([1, 2, 3])    // => [1 3 6]
    /// cumsum([0.5, 0.25])  // => [0.5  0.75]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn cumsum(values: Dynamic) -> Raised<Array> {
        cumsum_along(values, Dynamic::UNIT)
    }

    /// Running sums along one axis.
    #[rhai_fn(name = "cumsum", return_raw)]
    pub fn cumsum_along(values: Dynamic, axis: Dynamic) -> Raised<Array> {
        running("cumsum", &values, &axis, |sum, x| sum + x, i64::checked_add)
    }

    /// Running products: each value multiplied with all before it.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; through all values when left out
    ///
    /// # Errors
    /// When a value is not a number, there is no such axis, or a product of whole numbers is above 9.2e18.
    ///
    /// # Example
    /// ```rhai
    /// cumprod([1, 2, 3, 4]) // => [ 1  2  6 24]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn cumprod(values: Dynamic) -> Raised<Array> {
        cumprod_along(values, Dynamic::UNIT)
    }

    /// Running products along one axis.
    #[rhai_fn(name = "cumprod", return_raw)]
    pub fn cumprod_along(values: Dynamic, axis: Dynamic) -> Raised<Array> {
        running(
            "cumprod",
            &values,
            &axis,
            |product, x| product * x,
            i64::checked_mul,
        )
    }

    /// Differences: each value less the one before it, so one fewer than there are values. In a matrix, along each row.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `n`: how many times to take differences; once when left out
    /// - `axis`: 0 to go down each column, 1 along each row; the last axis when left out
    ///
    /// # Errors
    /// When a value is not a number, `n` is below 1, there is no such axis, or a difference of whole numbers is above
    /// 9.2e18.
    ///
    /// # Example
    /// ```rhai
    /// diff([1, 4, 9])                    // => [3 5]
    /// diff([1, 4, 9], 2)                 // => [2]
    /// diff([[1, 4, 9], [0, 1, 3]], 1, 0) // => [[-1 -3 -6]]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn diff(values: Dynamic) -> Raised<Array> {
        diff_along(values, 1.into(), (-1).into())
    }

    /// Differences of differences.
    #[rhai_fn(name = "diff", return_raw)]
    pub fn diff_times(values: Dynamic, n: Dynamic) -> Raised<Array> {
        diff_along(values, n, (-1).into())
    }

    /// Differences along one axis.
    #[rhai_fn(name = "diff", return_raw)]
    pub fn diff_along(values: Dynamic, n: Dynamic, axis: Dynamic) -> Raised<Array> {
        let mut array = Array::from_values("values", &values)?;
        let axis = crate::array::select::axis(value::whole("axis", &axis)?, array.ndim())?;
        let times = value::whole("n", &n)?;
        if times < 1 {
            bail!("n must be 1 or more, not {times}"; "It says how many times to take differences; the axis comes third: diff(m, 1, 0).");
        }
        // Nothing is left after as many times as there are values.
        for _ in 0..times.min(array.shape()[axis] as i64 + 1) {
            array = differences(&array, axis)?;
        }
        Ok(array)
    }
}

fn differences(array: &Array, axis: usize) -> Raised<Array> {
    let step: usize = array.shape()[axis + 1..].iter().product();
    let mut shape = array.shape().to_vec();
    let block = step * shape[axis];
    shape[axis] = shape[axis].saturating_sub(1);
    let n = room(&shape, DType::Float64.width())?;
    let kept = step * shape[axis];
    Ok(match array.view() {
        View::Floats(x) => {
            Array::shaped_floats(joined(x, n, [block, kept, step], |x, y| x - y)?, &shape)
        }
        View::Bools(x) => {
            Array::shaped_bools(joined(x, n, [block, kept, step], |x, y| x != y)?, &shape)
        }
        view => {
            let over = AtomicBool::new(false);
            let out = joined(&view.try_ints()?, n, [block, kept, step], |x: i64, y| {
                let (difference, overflows) = x.overflowing_sub(y);
                if overflows {
                    over.store(true, Ordering::Relaxed);
                }
                difference
            })?;
            if over.into_inner() {
                return too_large(Operator::Subtract);
            }
            Array::shaped_ints(out, &shape)
        }
    })
}

/// Each element joined with the one `step` before it, in each block for itself: `n` in all, `kept` from a block.
fn joined<T: Copy + Send + Sync>(
    x: &[T],
    n: usize,
    [block, kept, step]: [usize; 3],
    join: impl Fn(T, T) -> T + Sync,
) -> Raised<Vec<T>> {
    build(n, crew(n), |from, out| {
        if n == kept {
            let to = from + out.len();
            return out.pairs(&x[from + step..to + step], &x[from..to], &join);
        }
        out.count(from, |i| {
            let at = i / kept * block + i % kept;
            join(x[at + step], x[at])
        })
    })
}
