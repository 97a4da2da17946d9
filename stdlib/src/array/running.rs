//! Running sums and products, and differences.

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::operate::{Operator, operate};
use super::select::rows;
use super::{Array, DType, Elements};
use crate::fault::{Raised, bail};
use crate::value;

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
    // Each element joins the one that lies one step along the axis before it.
    let step: usize = shape[axis + 1..].iter().product();
    let block = step * shape[axis];
    let elements = if array.dtype() == DType::Float64 {
        let mut x = array.to_floats();
        for i in 0..x.len() {
            if i % block >= step {
                x[i] = floats(x[i - step], x[i]);
            }
        }
        Elements::Floats(x)
    } else {
        let mut x = array.view().ints().into_owned();
        for i in 0..x.len() {
            if i % block >= step {
                let Some(n) = ints(x[i - step], x[i]) else {
                    bail!("{name} reaches a whole number too large for 64 bits (above 9.2e18)"; "Use floats: {name}(a * 1.0).")
                };
                x[i] = n;
            }
        }
        Elements::Ints(x)
    };
    Ok(Array::shaped(elements, &shape))
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

    /// Differences: each value less the one before it, so one fewer than there are values.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range; of a matrix, its rows
    ///
    /// # Errors
    /// When a value is not a number, or a difference of whole numbers is above 9.2e18.
    ///
    /// # Example
    /// ```rhai
    /// diff([1, 4, 9]) // => [3 5]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn diff(values: Dynamic) -> Raised<Array> {
        let array = Array::from_values("values", &values)?;
        let n = array.len();
        let (later, earlier): (Vec<usize>, Vec<usize>) = (1..n).map(|i| (i, i - 1)).unzip();
        let fewer = [n.saturating_sub(1)];
        let operator = match array.dtype() {
            DType::Bool => Operator::NotEqual,
            _ => Operator::Subtract,
        };
        operate(
            operator,
            rows(&array, &later, &fewer)?,
            rows(&array, &earlier, &fewer)?,
        )
    }
}
