//! Equality of floats within a tolerance, as numpy has it.

use rhai::plugin::*;
use rhai::{Dynamic, Map, Module};

use super::Array;
use super::elementwise::values;
use super::operate::Pairs;
use super::shape::{broadcast, room};
use crate::fault::{Raised, bail, not_negative};
use crate::value;

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

/// How far a value may be from `b` where nothing else is asked for, as in numpy: this part of `b`, and this much in any case.
pub(crate) const RELATIVE: f64 = 1e-5;
pub(crate) const ABSOLUTE: f64 = 1e-8;

/// How far two values may be apart.
struct Tolerance {
    relative: f64,
    absolute: f64,
    equal_nan: bool,
}

impl Tolerance {
    fn new(function: &str, options: &Map) -> Raised<Self> {
        let mut tolerance = Self {
            relative: RELATIVE,
            absolute: ABSOLUTE,
            equal_nan: false,
        };
        for (name, given) in options {
            let argument = format!("option {name}");
            match name.as_str() {
                "rtol" => {
                    tolerance.relative = not_negative(&argument, value::number(&argument, given)?)?;
                }
                "atol" => {
                    tolerance.absolute = not_negative(&argument, value::number(&argument, given)?)?;
                }
                "equal_nan" => match given.as_bool() {
                    Ok(truth) => tolerance.equal_nan = truth,
                    Err(_) => bail!(
                        "{argument} must be true or false, not {}",
                        value::with_value(given)
                    ),
                },
                _ => {
                    bail!("{function} has no option {name}"; "Its options are rtol, atol, equal_nan.")
                }
            }
        }
        Ok(tolerance)
    }

    fn covers(&self, a: f64, b: f64) -> bool {
        a == b
            || (a - b).abs() <= self.absolute + self.relative * b.abs() && b.is_finite()
            || self.equal_nan && a.is_nan() && b.is_nan()
    }
}

/// For each pair of values whether they are close, and the shape they have.
fn close(
    function: &str,
    a: &Dynamic,
    b: &Dynamic,
    options: &Dynamic,
) -> Raised<(Vec<bool>, Vec<usize>)> {
    let options = match options.as_map_ref() {
        Ok(options) => options,
        Err(_) => bail!(
            "options must be a map such as #{{rtol: 1e-9}}, not {}",
            value::with_value(options)
        ),
    };
    let tolerance = Tolerance::new(function, &options)?;
    let (a, b) = (values(function, a)?, values(function, b)?);
    let (shape, meeting) = broadcast(function, a.shape(), b.shape())?;
    room(&shape, 8)?;
    let pairs = Pairs {
        shape: &shape,
        meeting: &meeting,
    };
    let truths = pairs.map(&a.try_floats()?, &b.try_floats()?, |a, b| {
        tolerance.covers(a, b)
    })?;
    Ok((truths, shape))
}

#[export_module]
mod functions {
    /// Whether two numbers are equal within a tolerance, as numpy's `isclose`; of arrays, for each pair.
    ///
    /// They are close where `abs(a - b) <= atol + rtol * abs(b)`. `==` compares every digit, which floats that were
    /// calculated in two ways seldom share.
    ///
    /// # Arguments
    /// - `a`: a number, or an array, a list or a range of them
    /// - `b`: likewise: the value to compare with
    /// - `options`: a map with `rtol` (the part of `b` that they may be apart, 1e-5 when left out), `atol` (how far they may
    ///   be apart in any case, 1e-8) and `equal_nan` (whether nan is close to nan, false); may be left out
    ///
    /// # Errors
    /// When one holds something that is not a number, shapes don't match, or an option is not known.
    ///
    /// # Example
    /// ```rhai
    /// 0.1 + 0.2 == 0.3                              // => false
    /// isclose(0.1 + 0.2, 0.3)                       // => true
    /// isclose([1.0, 2.0], [1.000001, 2.1])          // => [ true false]
    /// isclose(1e-9, 0.0)                            // => true
    /// isclose(1e-9, 0.0, #{rtol: 1e-9, atol: 0.0})  // => false
    /// ```
    #[rhai_fn(return_raw)]
    pub fn isclose(a: Dynamic, b: Dynamic) -> Raised<Dynamic> {
        isclose_within(a, b, Map::new().into())
    }

    /// Whether two numbers are equal within a tolerance of one's own.
    #[rhai_fn(name = "isclose", return_raw)]
    pub fn isclose_within(a: Dynamic, b: Dynamic, options: Dynamic) -> Raised<Dynamic> {
        let (truths, shape) = close("isclose", &a, &b, &options)?;
        Ok(match shape[..] {
            [] => truths[0].into(),
            _ => Array::shaped_bools(truths, &shape).into_value(),
        })
    }

    /// Whether all values of two arrays are equal within a tolerance, as numpy's `allclose`.
    ///
    /// # Arguments
    /// - `a`: a number, or an array, a list or a range of them
    /// - `b`: likewise: the values to compare with
    /// - `options`: a map with `rtol` (1e-5 when left out), `atol` (1e-8) and `equal_nan` (false), as for `isclose`; may be
    ///   left out
    ///
    /// # Errors
    /// When one holds something that is not a number, shapes don't match, or an option is not known.
    ///
    /// # Example
    /// ```rhai
    /// allclose(array([0.1, 0.7]) + 0.2, [0.3, 0.9]) // => true
    /// allclose([1.0, 2.0], [1.0, 2.1])              // => false
    /// allclose([1.0, 2.0], [1.0, 2.1], #{atol: 0.2}) // => true
    /// ```
    #[rhai_fn(return_raw)]
    pub fn allclose(a: Dynamic, b: Dynamic) -> Raised<bool> {
        allclose_within(a, b, Map::new().into())
    }

    /// Whether all values of two arrays are equal within a tolerance of one's own.
    #[rhai_fn(name = "allclose", return_raw)]
    pub fn allclose_within(a: Dynamic, b: Dynamic, options: Dynamic) -> Raised<bool> {
        let (truths, _) = close("allclose", &a, &b, &options)?;
        Ok(truths.into_iter().all(|truth| truth))
    }
}
