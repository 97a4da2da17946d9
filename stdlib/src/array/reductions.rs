//! What arrays, lists and ranges add up to: sums, means, extremes, quantiles.

use std::cmp::Ordering;

use rhai::plugin::*;
use rhai::{Dynamic, FuncRegistration, Module};

use super::operate::{BLOCK, Operator, apply};
use super::reduce::{Task, extreme, middle, nonzeros, quantiles as quantiles_of};
use super::sort::extreme_text;
use super::{Array, DType};
use crate::fault::{Raised, bail};
use crate::{host, value};

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
    // Two single numbers, and more of them.
    for (name, largest) in [("min", false), ("max", true)] {
        let add = || FuncRegistration::new(name);
        let first = move |order: Ordering| order.is_eq() || order.is_gt() == largest;
        add().set_into_module(
            module,
            move |a: i64, b: i64| if first(a.cmp(&b)) { a } else { b },
        );
        add().set_into_module(
            module,
            move |a: f64, b: f64| if leads(a, b, largest) { a } else { b },
        );
        add().set_into_module(module, move |a: i64, b: f64| -> Dynamic {
            if leads(a as f64, b, largest) {
                a.into()
            } else {
                b.into()
            }
        });
        add().set_into_module(module, move |a: f64, b: i64| -> Dynamic {
            if leads(a, b as f64, largest) {
                a.into()
            } else {
                b.into()
            }
        });
        let of = move |numbers: Vec<Dynamic>| best(name, numbers, largest);
        add().set_into_module(module, move |a: Dynamic, b: Dynamic, c: Dynamic| {
            of(vec![a, b, c])
        });
        add().set_into_module(
            module,
            move |a: Dynamic, b: Dynamic, c: Dynamic, d: Dynamic| of(vec![a, b, c, d]),
        );
        add().set_into_module(module, move |_: Array, _: f64| not_an_axis(name));
    }
}

/// Whether the first of two numbers is the smallest or largest; nan goes before all.
fn leads(a: f64, b: f64, largest: bool) -> bool {
    a.is_nan() || (!b.is_nan() && (a == b || (a > b) == largest))
}

/// The smallest or largest of single numbers, in its own type; nan if one of them is.
fn best(name: &str, numbers: Vec<Dynamic>, largest: bool) -> Raised<Dynamic> {
    let mut best: Option<(f64, Dynamic)> = None;
    for number in numbers {
        let x = value::number(&format!("each value of {name}"), &number)?;
        if best
            .as_ref()
            .is_none_or(|(found, _)| !leads(*found, x, largest))
        {
            best = Some((x, number));
        }
    }
    Ok(best.map_or(Dynamic::UNIT, |(_, number)| number))
}

fn not_an_axis(name: &str) -> Raised<Dynamic> {
    bail!("the second argument of {name} is an axis, a whole number"; "Element by element it is {name}imum(a, b).")
}

fn quantiles(
    name: &str,
    argument: &str,
    values: &Dynamic,
    parts: &Dynamic,
    axis: &Dynamic,
    whole: f64,
) -> Raised<Dynamic> {
    let task = Task::not_empty(name, values, axis)?;
    numbers(name, &task)?;
    let parts = Array::from_value(argument, parts)?;
    let mut wanted = Vec::with_capacity(parts.size());
    for part in parts.floats().iter() {
        let part = part / whole;
        if !(0.0..=1.0).contains(&part) {
            bail!(
                "{argument} must lie between 0 and {whole}, not {}",
                value::float_text(part * whole)
            )
        }
        wanted.push(part);
    }
    // Of each lane all quantiles are found together.
    let mut found = vec![Vec::new(); wanted.len()];
    let lanes = task.floats(|lane| {
        let values = lane.view.try_floats()?;
        for (found, quantile) in found.iter_mut().zip(quantiles_of(&values, &wanted)?) {
            found.push(quantile);
        }
        Ok(0.0)
    })?;
    let lanes = Array::from_value("quantiles", &lanes)?;
    let rest = if wanted.is_empty() {
        &[]
    } else {
        lanes.shape()
    };
    let shape = [parts.shape(), rest].concat();
    Ok(Array::shaped_floats(found.concat(), &shape).into_value())
}

/// The product of whole numbers, if 64 bits hold it.
fn int_product(x: &[i64]) -> Option<i64> {
    if x.contains(&0) {
        return Some(0);
    }
    x.iter()
        .try_fold(1i64, |product, n| product.checked_mul(*n))
}

/// Refuses truth values, between which there is no distance.
fn numbers(name: &str, task: &Task) -> Raised<()> {
    if task.array.dtype() == DType::Bool {
        bail!("{name} needs numbers, not true and false"; "a * 1 makes numbers of truth values.")
    }
    Ok(())
}

#[export_module]
mod functions {
    /// Adds up values; truth values count as 0 and 1.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When one of the values is not a number, there is no such axis, or a sum of whole numbers is above 9.2e18.
    ///
    /// # Example
    /// ```rhai
    /// sum([1, 2, 3])                   // => 6
    /// let m = array([[1, 2], [3, 4]]);
    /// sum(m, 0)                        // => [4 6]
    /// (array([5, 1, 7]) > 2).sum()     // => 2
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sum(values: Dynamic) -> Raised<Dynamic> {
        sum_along(values, Dynamic::UNIT)
    }

    /// Adds up values, along one axis.
    #[rhai_fn(name = "sum", return_raw)]
    pub fn sum_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        Task::new(&values, &axis)?.sum()
    }

    /// Multiplies values.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When one of the values is not a number, there is no such axis, or a product of whole numbers is above 9.2e18.
    ///
    /// # Example
    /// ```rhai
    /// prod([2, 3, 4])      // => 24
    /// array([0.5, 8]).prod() // => 4.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn prod(values: Dynamic) -> Raised<Dynamic> {
        prod_along(values, Dynamic::UNIT)
    }

    /// Multiplies values, along one axis.
    #[rhai_fn(name = "prod", return_raw)]
    pub fn prod_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        let task = Task::new(&values, &axis)?;
        if task.array.dtype() == DType::Float64 {
            return task.floats(|lane| {
                let mut product = 1.0;
                for block in lane.view.try_floats()?.chunks(BLOCK) {
                    product = block.iter().fold(product, |product, x| product * x);
                    if block.len() == BLOCK {
                        host::check_interrupt()?;
                    }
                }
                Ok(product)
            });
        }
        task.ints(|lane| match int_product(&lane.view.try_ints()?) {
            Some(product) => Ok(product),
            None => bail!("the product is too large for a whole number of 64 bits (above 9.2e18)"; "Multiply floats: prod(a * 1.0)."),
        })
    }

    /// The mean: the sum divided by how many there are.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When there are no values, one is not a number, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// mean([1, 2, 4, 5])                  // => 3.0
    /// mean(array([[1, 2], [3, 4]]), 1)    // => [1.5 3.5]
    /// mean([])                            // error: at least one value
    /// ```
    #[rhai_fn(return_raw)]
    pub fn mean(values: Dynamic) -> Raised<Dynamic> {
        mean_along(values, Dynamic::UNIT)
    }

    /// The mean: the sum divided by how many there are, along one axis.
    #[rhai_fn(name = "mean", return_raw)]
    pub fn mean_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        let task = Task::not_empty("mean", &values, &axis)?;
        task.mean()
    }

    /// The middle value, or the mean of the two in the middle.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When there are no values, one is not a number, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// median([1, 9, 2])    // => 2.0
    /// median([1, 2, 3, 10]) // => 2.5
    /// ```
    #[rhai_fn(return_raw)]
    pub fn median(values: Dynamic) -> Raised<Dynamic> {
        median_along(values, Dynamic::UNIT)
    }

    /// The middle value, or the mean of the two in the middle, along one axis.
    #[rhai_fn(name = "median", return_raw)]
    pub fn median_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        let task = Task::not_empty("median", &values, &axis)?;
        task.floats(|lane| middle(&lane.view.try_floats()?))
    }

    /// The smallest value; nan if one of them is nan. Of texts, the first by their letters.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or of texts, or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When there are no values, one is not a number, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// min([3, 1, 2])                  // => 1
    /// min(array([[3, 1], [0, 5]]), 0) // => [0 1]
    /// min(2, 3.5)                     // => 2
    /// min(["own", "API"])             // => "API"
    /// ```
    #[rhai_fn(return_raw)]
    pub fn min(values: Dynamic) -> Raised<Dynamic> {
        match extreme_text(&values, false)? {
            Some(text) => Ok(text),
            None => min_along(values, Dynamic::UNIT),
        }
    }

    /// The smallest value, along one axis.
    #[rhai_fn(name = "min", return_raw)]
    pub fn min_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        let task = Task::not_empty("min", &values, &axis)?;
        task.extremes(false)
    }

    /// The largest value; nan if one of them is nan. Of texts, the last by their letters.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or of texts, or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When there are no values, one is not a number, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// max([3, 1, 2])                  // => 3
    /// max(array([[3, 1], [0, 5]]), 1) // => [3 5]
    /// max(2, 3.5)                     // => 3.5
    /// ```
    #[rhai_fn(return_raw)]
    pub fn max(values: Dynamic) -> Raised<Dynamic> {
        match extreme_text(&values, true)? {
            Some(text) => Ok(text),
            None => max_along(values, Dynamic::UNIT),
        }
    }

    /// The largest value, along one axis.
    #[rhai_fn(name = "max", return_raw)]
    pub fn max_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        let task = Task::not_empty("max", &values, &axis)?;
        task.extremes(true)
    }

    /// The distance from the smallest to the largest value.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When there are no values, one is not a number, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// ptp([3, 1, 8]) // => 7
    /// ```
    #[rhai_fn(return_raw)]
    pub fn ptp(values: Dynamic) -> Raised<Dynamic> {
        ptp_along(values, Dynamic::UNIT)
    }

    /// The distance from the smallest to the largest value, along one axis.
    #[rhai_fn(name = "ptp", return_raw)]
    pub fn ptp_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        let task = Task::not_empty("ptp", &values, &axis)?;
        numbers("ptp", &task)?;
        apply(
            Operator::Subtract,
            &task.extremes(true)?,
            &task.extremes(false)?,
        )
    }

    /// Where the smallest value is; the first, if several are.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When there are no values, one is not a number, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// argmin([3, 1, 2]) // => 1
    /// ```
    #[rhai_fn(return_raw)]
    pub fn argmin(values: Dynamic) -> Raised<Dynamic> {
        argmin_along(values, Dynamic::UNIT)
    }

    /// Where the smallest value is, along one axis.
    #[rhai_fn(name = "argmin", return_raw)]
    pub fn argmin_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        let task = Task::not_empty("argmin", &values, &axis)?;
        task.ints(|lane| Ok(extreme(lane.view, false) as i64))
    }

    /// Where the largest value is; the first, if several are.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When there are no values, one is not a number, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// argmax([3, 1, 2]) // => 0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn argmax(values: Dynamic) -> Raised<Dynamic> {
        argmax_along(values, Dynamic::UNIT)
    }

    /// Where the largest value is, along one axis.
    #[rhai_fn(name = "argmax", return_raw)]
    pub fn argmax_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        let task = Task::not_empty("argmax", &values, &axis)?;
        task.ints(|lane| Ok(extreme(lane.view, true) as i64))
    }

    /// Whether every value is true (or not zero).
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When one of the values is neither a number nor true or false, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// all(array([1, 2, 3]) > 0)       // => true
    /// all([true, false])              // => false
    /// if all(array([1, 2]) < 5) { "low" } // => "low"
    /// ```
    #[rhai_fn(return_raw)]
    pub fn all(values: Dynamic) -> Raised<Dynamic> {
        all_along(values, Dynamic::UNIT)
    }

    /// Whether every value is true, along one axis.
    #[rhai_fn(name = "all", return_raw)]
    pub fn all_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        let task = Task::new(&values, &axis)?;
        if let Some(found) = task.trues()? {
            return Ok((found == task.array.size()).into());
        }
        task.bools(|lane| nonzeros(lane.view) == lane.view.len())
    }

    /// Whether at least one value is true (or not zero).
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When one of the values is neither a number nor true or false, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// any(array([1, 2, 3]) > 2) // => true
    /// any([false, false])       // => false
    /// ```
    #[rhai_fn(return_raw)]
    pub fn any(values: Dynamic) -> Raised<Dynamic> {
        any_along(values, Dynamic::UNIT)
    }

    /// Whether at least one value is true, along one axis.
    #[rhai_fn(name = "any", return_raw)]
    pub fn any_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        let task = Task::new(&values, &axis)?;
        if let Some(found) = task.trues()? {
            return Ok((found > 0).into());
        }
        task.bools(|lane| nonzeros(lane.view) > 0)
    }

    /// Counts the values that are true, or not zero.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When one of the values is neither a number nor true or false, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// count_nonzero(array([5, 0, 7]))     // => 2
    /// count_nonzero(array([5, 0, 7]) > 6) // => 1
    /// ```
    #[rhai_fn(return_raw)]
    pub fn count_nonzero(values: Dynamic) -> Raised<Dynamic> {
        count_nonzero_along(values, Dynamic::UNIT)
    }

    /// Counts the values that are true, or not zero, along one axis.
    #[rhai_fn(name = "count_nonzero", return_raw)]
    pub fn count_nonzero_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        let task = Task::new(&values, &axis)?;
        task.count()
    }

    /// The standard deviation: the root of the variance.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out or `()`
    /// - `ddof`: what is subtracted from the number of values before dividing by it: 0, or 1 for a sample
    ///
    /// # Errors
    /// When there are no values, one is not a number, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// std([1, 2, 3, 4])        // => 1.118033988749895
    /// std([1, 3], (), 1)       // => 1.4142135623730951
    /// std(array([[1, 3], [2, 8]]), 1) // => [1. 3.]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn std(values: Dynamic) -> Raised<Dynamic> {
        std_with(values, Dynamic::UNIT, Dynamic::ZERO)
    }

    /// The standard deviation, along one axis.
    #[rhai_fn(name = "std", return_raw)]
    pub fn std_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        std_with(values, axis, Dynamic::ZERO)
    }

    /// The standard deviation, with the sum of squares divided by `ddof` less than the number of values.
    #[rhai_fn(name = "std", return_raw)]
    pub fn std_with(values: Dynamic, axis: Dynamic, ddof: Dynamic) -> Raised<Dynamic> {
        let task = Task::not_empty("std", &values, &axis)?;
        let ddof = value::number("ddof", &ddof)?;
        task.variance(ddof, true)
    }

    /// The variance: the mean square distance from the mean.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out or `()`
    /// - `ddof`: what is subtracted from the number of values before dividing by it: 0, or 1 for a sample
    ///
    /// # Errors
    /// When there are no values, one is not a number, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// var([1, 2, 3, 4])        // => 1.25
    /// var([1, 3], (), 1)       // => 2.0
    /// var(array([[1, 3], [2, 8]]), 1) // => [1. 9.]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn var(values: Dynamic) -> Raised<Dynamic> {
        var_with(values, Dynamic::UNIT, Dynamic::ZERO)
    }

    /// The variance, along one axis.
    #[rhai_fn(name = "var", return_raw)]
    pub fn var_along(values: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        var_with(values, axis, Dynamic::ZERO)
    }

    /// The variance, with the sum of squares divided by `ddof` less than the number of values.
    #[rhai_fn(name = "var", return_raw)]
    pub fn var_with(values: Dynamic, axis: Dynamic, ddof: Dynamic) -> Raised<Dynamic> {
        let task = Task::not_empty("var", &values, &axis)?;
        let ddof = value::number("ddof", &ddof)?;
        task.variance(ddof, false)
    }

    /// The value below which a share `q` of the values lies, interpolated between two of them.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `q`: from 0 to 1, or several such numbers
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When there are no values, `q` is out of range, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// quantile([1, 2, 3, 4], 0.5)          // => 2.5
    /// quantile([10, 20, 30], [0.25, 0.75]) // => [15. 25.]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn quantile(values: Dynamic, q: Dynamic) -> Raised<Dynamic> {
        quantile_along(values, q, Dynamic::UNIT)
    }

    /// The value that a part `q` of the values lie below, along one axis.
    #[rhai_fn(name = "quantile", return_raw)]
    pub fn quantile_along(values: Dynamic, q: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        quantiles("quantile", "q", &values, &q, &axis, 1.0)
    }

    /// The value below which `p` per cent of the values lie, interpolated between two of them.
    ///
    /// # Arguments
    /// - `values`: an array, a list of numbers or a range
    /// - `p`: from 0 to 100, or several such numbers
    /// - `axis`: 0 to go down each column, 1 along each row; all values when left out
    ///
    /// # Errors
    /// When there are no values, `p` is out of range, or there is no such axis.
    ///
    /// # Example
    /// ```rhai
    /// percentile([1, 2, 3, 4, 5], 90)   // => 4.6
    /// percentile([10, 20, 30], [25, 75]) // => [15. 25.]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn percentile(values: Dynamic, p: Dynamic) -> Raised<Dynamic> {
        percentile_along(values, p, Dynamic::UNIT)
    }

    /// The value that `p` in a hundred values lie below, along one axis.
    #[rhai_fn(name = "percentile", return_raw)]
    pub fn percentile_along(values: Dynamic, p: Dynamic, axis: Dynamic) -> Raised<Dynamic> {
        quantiles("percentile", "p", &values, &p, &axis, 100.0)
    }
}
