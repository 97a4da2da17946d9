//! Counting into bins, between points, through points.

use std::ops::Range;

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::equations::least_squares;
use super::operate::{BLOCK, Operator, apply};
use super::recorded::{Operand, noted, sum_of_products, with_floats, with_result};
use super::shape::size;
use super::{Array, DType, View};
use crate::compute::build::mapped;
use crate::compute::kernels::{self, Binary};
use crate::compute::machine::Operation;
use crate::fault::{Raised, bail, finite, same_length};
use crate::{host, value};

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

fn all_finite(argument: &str, array: &Array) -> Raised<()> {
    let View::Floats(x) = array.view() else {
        return Ok(());
    };
    match kernels::first(x, |x| !x.is_finite()) {
        Some(at) => finite(&format!("each value of {argument}"), x[at]).map(|_| ()),
        None => Ok(()),
    }
}

/// The edges of the bins: given, or so many of equal width from the smallest value to the largest.
fn edges(values: &[f64], bins: &Dynamic) -> Raised<(Vec<f64>, bool)> {
    let Ok(n) = bins.as_int() else {
        let edges = Array::from_values("bins", bins)?.to_floats();
        if edges.len() < 2 || edges.windows(2).any(|pair| pair[0] >= pair[1]) {
            bail!("bins must be a whole number, or at least two edges that grow")
        }
        return Ok((edges, false));
    };
    let n = size("bins", n)?;
    if n == 0 {
        bail!("bins must be at least 1, not 0")
    }
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for block in values.chunks(BLOCK) {
        low = block.iter().copied().fold(low, f64::min);
        high = block.iter().copied().fold(high, f64::max);
        host::check_interrupt()?;
    }
    let (low, high) = match values {
        [] => (0.0, 1.0),
        _ if low == high => (low - 0.5, high + 0.5),
        _ => (low, high),
    };
    Ok((super::make::evenly(low, high, n + 1)?, true))
}

/// The sum of the squares of the elements' powers. A power is what comes of multiplying 1 by the element so many times.
fn squares_of_power(x: &Array, power: usize) -> Raised<f64> {
    let n = x.size();
    let multiply = Operation::Binary(Binary::Multiply);
    let mut column = Operand::Number(1.0);
    for _ in 0..power {
        let operands = vec![column, Operand::Array(x.clone())];
        column = Operand::Array(noted(&[n], multiply, operands));
    }
    with_result(n, multiply, &[column.clone(), column], |program| {
        program.sum()
    })
}

#[export_module]
mod functions {
    /// Counts how many values fall into each bin.
    ///
    /// # Arguments
    /// - `values`: an array or a list of numbers
    /// - `bins`: how many bins of equal width, 10 when left out; or their edges, in order
    ///
    /// # Errors
    /// When a value is not finite, or there are no bins.
    ///
    /// # Example
    /// ```rhai
    /// histogram([1, 2, 2, 5], 2)            // => [[3 1], [1. 3. 5.]]
    /// histogram([1, 2, 2, 5], [0, 2, 4])[0] // => [1 2]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn histogram(values: Dynamic) -> Raised<rhai::Array> {
        histogram_of(values, Dynamic::from_int(10))
    }

    /// Counts how many values fall into each of so many bins.
    #[rhai_fn(name = "histogram", return_raw)]
    pub fn histogram_of(values: Dynamic, bins: Dynamic) -> Raised<rhai::Array> {
        let array = Array::from_value("values", &values)?;
        all_finite("values", &array)?;
        let values = array.try_floats()?;
        let (edges, even) = edges(&values, &bins)?;
        let n = edges.len() - 1;
        let (low, high) = (edges[0], edges[n]);
        let mut counts = vec![0i64; n];
        for block in values.chunks(BLOCK) {
            for x in block.iter().filter(|x| (low..=high).contains(*x)) {
                let at = if even {
                    // The quotient may be off by its last bit: the edges decide.
                    let at = (((x - low) / (high - low) * n as f64) as usize).min(n - 1);
                    let below = usize::from(*x < edges[at]);
                    let above = usize::from(at + 1 < n && *x >= edges[at + 1]);
                    at + above - below
                } else {
                    // The last bin has its right edge in it.
                    edges.partition_point(|edge| edge <= x).clamp(1, n) - 1
                };
                counts[at] += 1;
            }
            host::check_interrupt()?;
        }
        Ok(vec![
            Array::from_ints(counts).into(),
            Array::from_floats(edges).into(),
        ])
    }

    /// Interpolates between points along straight lines; beyond them, it gives the first or the last point's value.
    ///
    /// # Arguments
    /// - `x`: where to read: a number, or several
    /// - `xs`: the points' x values, in increasing order
    /// - `ys`: the points' y values
    ///
    /// # Errors
    /// When there are no points, `xs` and `ys` have unequal lengths, or `xs` is not in increasing order.
    ///
    /// # Example
    /// ```rhai
    /// interp(2.5, [1, 2, 3], [10, 20, 40])      // => 30.0
    /// interp([0, 1.5, 9], [1, 2, 3], [10, 20, 40]) // => [10. 15. 40.]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn interp(x: Dynamic, xs: Dynamic, ys: Dynamic) -> Raised<Dynamic> {
        let x = Array::from_value("x", &x)?;
        let (xs, ys) = (
            Array::from_values("xs", &xs)?,
            Array::from_values("ys", &ys)?,
        );
        same_length("xs", xs.size(), "ys", ys.size())?;
        let (xs, ys) = (xs.try_floats()?, ys.try_floats()?);
        let [.., last] = xs.len().checked_sub(1).map_or(&[][..], |_| &xs[..]) else {
            bail!("xs must hold at least one point, and is empty")
        };
        if xs.windows(2).any(|pair| {
            pair[0]
                .partial_cmp(&pair[1])
                .is_none_or(|order| order.is_ge())
        }) {
            bail!("xs must grow from each value to the next"; "Put the points in order of xs first.")
        }
        let read = |x: f64| {
            if x.is_nan() {
                // numpy's: with a single point there is nothing to compute.
                return if xs.len() == 1 { ys[0] } else { x };
            }
            let after = xs.partition_point(|known| *known <= x);
            if after == 0 {
                return ys[0];
            }
            let before = after - 1;
            if after == xs.len() || x == xs[before] || x >= *last {
                return ys[before];
            }
            let slope = (ys[after] - ys[before]) / (xs[after] - xs[before]);
            slope * (x - xs[before]) + ys[before]
        };
        let found = mapped(&x.try_floats()?, read)?;
        Ok(Array::shaped_floats(found, x.shape()).into_value())
    }

    /// The polynomial that fits points best, by least squares.
    ///
    /// # Arguments
    /// - `x`: the points' x values
    /// - `y`: the points' y values
    /// - `degree`: its highest power: 1 for a straight line
    ///
    /// # Errors
    /// When `x` and `y` have unequal lengths, a value is not finite, or there are too few points for the degree.
    ///
    /// # Example
    /// ```rhai
    /// round(polyfit([0, 1, 2], [1, 3, 5], 1), 9) // => [2. 1.]
    /// polyfit([0, 1], [1, 3], 2)                 // error: 2 points
    /// ```
    #[rhai_fn(return_raw)]
    pub fn polyfit(x: Dynamic, y: Dynamic, degree: i64) -> Raised<Array> {
        let (x, y) = (Array::from_values("x", &x)?, Array::from_values("y", &y)?);
        same_length("x", x.size(), "y", y.size())?;
        all_finite("x", &x)?;
        all_finite("y", &y)?;
        let terms = size("degree", degree)?.saturating_add(1);
        if terms > x.size() {
            bail!("{} points can't settle a polynomial of degree {degree}", x.size(); "A degree needs one more point than its number.")
        }
        // Columns of equal length make the sums as exact as they can be.
        let mut sizes = Vec::with_capacity(terms);
        for power in (0..terms).rev() {
            let size = squares_of_power(&x, power)?.sqrt();
            sizes.push(if size == 0.0 { 1.0 } else { size });
        }
        let given = x.try_floats()?;
        let columns = |rows: Range<usize>| {
            let mut columns: Vec<Vec<f64>> = vec![vec![1.0; rows.len()]];
            for power in 1..terms {
                let before = columns[power - 1].iter();
                let column = before.zip(&given[rows.clone()]).map(|(p, x)| p * x);
                columns.push(column.collect());
            }
            columns.reverse();
            for (column, size) in columns.iter_mut().zip(&sizes) {
                column.iter_mut().for_each(|x| *x /= size);
            }
            columns
        };
        let Some(found) = least_squares(terms, columns, &y.try_floats()?)? else {
            bail!("the points don't settle a polynomial of this degree"; "Give more different x, or a lower degree.")
        };
        Ok(Array::from_floats(
            found.iter().zip(&sizes).map(|(c, size)| c / size).collect(),
        ))
    }

    /// The value of a polynomial.
    ///
    /// # Arguments
    /// - `c`: its coefficients, the highest power's first, as `polyfit` gives them
    /// - `x`: where: a number, or several
    ///
    /// # Errors
    /// When one holds something other than numbers.
    ///
    /// # Example
    /// ```rhai
    /// polyval([2, 1], 10)      // => 21
    /// polyval([1, 0, 0], [2, 3]) // => [4 9]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn polyval(c: Dynamic, x: Dynamic) -> Raised<Dynamic> {
        let c = Array::from_values("c", &c)?;
        let x = Array::from_value("x", &x)?;
        let zero = match x.dtype() {
            DType::Float64 => Dynamic::from_float(0.0),
            DType::Int64 => Dynamic::ZERO,
            DType::Bool => Dynamic::FALSE,
        };
        let mut sum = super::super::make::filled(x.shape(), &zero)?.into_value();
        let x = x.into_value();
        for i in 0..c.size() {
            sum = apply(
                Operator::Add,
                &apply(Operator::Multiply, &sum, &x)?,
                &c.item(i),
            )?;
        }
        Ok(sum)
    }

    /// How closely two series of numbers are correlated, from -1 to 1, as a matrix: `corrcoef(a, b).at(0, 1)`.
    ///
    /// # Arguments
    /// - `a`: an array or a list of numbers
    /// - `b`: likewise, with as many values
    ///
    /// # Errors
    /// When their lengths differ, or there are fewer than two values.
    ///
    /// # Example
    /// ```rhai
    /// corrcoef([1, 2, 3], [2, 4, 6]).at(0, 1) // => 1.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn corrcoef(a: Dynamic, b: Dynamic) -> Raised<Array> {
        let (a, b) = (Array::from_values("a", &a)?, Array::from_values("b", &b)?);
        same_length("a", a.size(), "b", b.size())?;
        if a.size() < 2 {
            bail!(
                "a and b must have at least two values, and have {}",
                a.size()
            )
        }
        let n = a.size();
        let mean = |array: &Array| -> Raised<f64> {
            Ok(with_floats(array, |program| program.sum())? / n as f64)
        };
        let means = (mean(&a)?, mean(&b)?);
        let centred = |array: &Array, mean: f64| {
            let operands = vec![Operand::Array(array.clone()), Operand::Number(mean)];
            noted(&[n], Operation::Binary(Binary::Subtract), operands)
        };
        // Noted again each time, since what is used again is kept.
        let (left, right) = (|| centred(&a, means.0), || centred(&b, means.1));
        let covariance =
            |a: Array, b: Array| -> Raised<f64> { Ok(sum_of_products(&a, &b)? / (n - 1) as f64) };
        let both = covariance(left(), right())?;
        let (a, b) = (left(), right());
        let (a, b) = (covariance(a.clone(), a)?, covariance(b.clone(), b)?);
        let r = both / a.sqrt() / b.sqrt();
        if r.is_nan() {
            host::current().warn(&format!(
                "corrcoef of values that are all equal is {}",
                value::float_text(r)
            ));
        }
        let r = r.clamp(-1.0, 1.0);
        Ok(Array::shaped_floats(vec![1.0, r, r, 1.0], &[2, 2]))
    }
}
