//! Making arrays, and looking at what one is.

use std::ops::{Range, RangeInclusive};

use rhai::plugin::*;
use rhai::{Array as List, Module};

use super::shape::{axes, room, size};
use super::{Array, DType, Elements, View};
use crate::compute::build::{attempted, copied, counted, mapped};
use crate::elementary;
use crate::fault::{Raised, bail, finite, one_of};
use crate::language::Steps;
use crate::math::cut;
use crate::{sequence, value};

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

/// Evenly spaced floats, both ends included, exactly as numpy computes them.
pub(crate) fn evenly(start: f64, stop: f64, n: usize) -> Raised<Vec<f64>> {
    room(&[n], 8)?;
    let gaps = n.saturating_sub(1) as f64;
    let step = (stop - start) / gaps;
    counted(n, |i| {
        if n < 2 {
            start
        } else if i == n - 1 {
            stop
        } else if step == 0.0 {
            i as f64 / gaps * (stop - start) + start
        } else {
            i as f64 * step + start
        }
    })
}

pub(super) fn filled(shape: &[usize], fill: &Dynamic) -> Raised<Array> {
    let Some(one) = super::convert::scalar(fill) else {
        bail!(
            "value must be a number or true or false, not {}",
            value::with_value(fill)
        )
    };
    let n = room(shape, one.view().dtype().width())?;
    let elements = match one {
        // Zeros come with the memory.
        Elements::Floats(x) if x[0].to_bits() == 0 => Elements::Floats(vec![0.0; n]),
        Elements::Ints(x) if x[0] == 0 => Elements::Ints(vec![0; n]),
        Elements::Floats(x) => Elements::Floats(counted(n, |_| x[0])?),
        Elements::Ints(x) => Elements::Ints(counted(n, |_| x[0])?),
        Elements::Bools(x) => Elements::Bools(counted(n, |_| x[0])?),
    };
    Ok(Array::shaped(elements, shape))
}

fn stepped(start: &Dynamic, stop: &Dynamic, step: &Dynamic) -> Raised<Array> {
    if let (Ok(start), Ok(stop), Ok(step)) = (start.as_int(), stop.as_int(), step.as_int()) {
        if step == 0 {
            bail!("step must not be zero")
        }
        let distance = (i128::from(stop) - i128::from(start)) * i128::from(step.signum());
        let size = i128::from(step.unsigned_abs());
        let n = ((distance + size - 1) / size).max(0);
        let n = room(&[usize::try_from(n).unwrap_or(usize::MAX)], 8)?;
        return Ok(Array::from_ints(counted(n, |i| start + i as i64 * step)?));
    }
    let start = finite("start", value::number("start", start)?)?;
    let stop = finite("stop", value::number("stop", stop)?)?;
    let step = finite("step", value::number("step", step)?)?;
    if step == 0.0 {
        bail!("step must not be zero")
    }
    let n = ((stop - start) / step).ceil().max(0.0);
    let n = room(&[n as usize], DType::Float64.width())?;
    let step = (start + step) - start;
    Ok(Array::from_floats(counted(n, |i| start + i as f64 * step)?))
}

/// The array with its elements made another type, by numpy's name of it or Python's.
fn converted(array: &Array, dtype: &str) -> Raised<Array> {
    let elements = match one_of(
        "dtype",
        dtype,
        &["float", "int", "bool", "float64", "int64"],
    )? {
        "float" | "float64" => array.view().widened(DType::Float64)?,
        "bool" => Elements::Bools(match array.view() {
            View::Floats(x) => mapped(x, |x| x != 0.0)?,
            View::Ints(x) => mapped(x, |n| n != 0)?,
            View::Bools(x) => copied(x)?,
        }),
        _ => Elements::Ints(match array.view() {
            View::Floats(x) => attempted(x, cut)?,
            view => view.try_ints()?.into_owned(),
        }),
    };
    Ok(Array::shaped(elements, array.shape()))
}

#[export_module]
mod functions {
    use rhai::Dynamic;

    /// Makes an array of the numbers, or of the true and false, in a list; lists in a list make rows.
    ///
    /// # Arguments
    /// - `values`: a list of numbers or of true and false, a list of such lists, a range, or an array. Whole numbers and
    ///   others together become floats.
    /// - `dtype`: the type of the elements, if it is to be another: `"float"`, `"int"` or `"bool"`
    ///
    /// # Errors
    /// When an item is neither a number nor true or false, or rows have unequal lengths.
    ///
    /// # Example
    /// ```rhai
    /// array([1, 2, 3]) / 2          // => [0.5 1.  1.5]
    /// array([[1, 2], [3, 4]]).shape // => [2, 2]
    /// array([2, 4], "float")        // => [2. 4.]
    /// array([1, "2"])               // error: item 1 is text
    /// ```
    #[rhai_fn(return_raw)]
    pub fn array(values: Dynamic) -> Raised<Array> {
        Array::from_value("values", &values)
    }

    /// Makes an array whose elements are of a given type.
    #[rhai_fn(name = "array", return_raw)]
    pub fn array_of(values: Dynamic, dtype: &str) -> Raised<Array> {
        converted(&Array::from_value("values", &values)?, dtype)
    }

    /// A copy of an array with elements of another type.
    ///
    /// # Arguments
    /// - `a`: an array or a list of numbers
    /// - `dtype`: `"float"`, `"int"` (which drops the fraction) or `"bool"`
    ///
    /// # Errors
    /// When there is no such type, or a float is nan or too large for a whole number.
    ///
    /// # Example
    /// ```rhai
    /// astype([1.7, 2.2], "int") // => [1 2]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn astype(a: Dynamic, dtype: &str) -> Raised<Array> {
        converted(&Array::from_value("a", &a)?, dtype)
    }

    /// Makes an array of zeros (floats).
    ///
    /// # Arguments
    /// - `shape`: how many, or `[rows, columns]`
    ///
    /// # Errors
    /// When a size is negative, or so large that the array would not fit into memory.
    ///
    /// # Example
    /// ```rhai
    /// zeros(3)            // => [0. 0. 0.]
    /// zeros([2, 3]).shape // => [2, 3]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn zeros(shape: Dynamic) -> Raised<Array> {
        filled(&axes("shape", &shape)?, &0.0.into())
    }

    /// Makes an array of ones (floats).
    ///
    /// # Arguments
    /// - `shape`: how many, or `[rows, columns]`
    ///
    /// # Errors
    /// When a size is negative, or so large that the array would not fit into memory.
    ///
    /// # Example
    /// ```rhai
    /// ones(3) // => [1. 1. 1.]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn ones(shape: Dynamic) -> Raised<Array> {
        filled(&axes("shape", &shape)?, &1.0.into())
    }

    /// Makes an array that holds the same value everywhere.
    ///
    /// # Arguments
    /// - `shape`: how many, or `[rows, columns]`
    /// - `value`: a number, or true or false
    ///
    /// # Errors
    /// When a size is negative or far too large, or the value is something else.
    ///
    /// # Example
    /// ```rhai
    /// full(3, 7)    // => [7 7 7]
    /// full(2, true) // => [ true  true]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn full(shape: Dynamic, value: Dynamic) -> Raised<Array> {
        filled(&axes("shape", &shape)?, &value)
    }

    /// Counts up from 0, leaving out the end.
    ///
    /// # Arguments
    /// - `stop`: where to end; the array does not hold it
    /// - `start`: where to begin, before the end; 0 when left out
    /// - `step`: how far from one to the next, last; 1 when left out
    ///
    /// # Errors
    /// When the argument is not a finite number, or so large that the array would not fit into memory.
    ///
    /// # Example
    /// ```rhai
    /// arange(4)         // => [0 1 2 3]
    /// arange(2, 5)      // => [2 3 4]
    /// arange(0, 1, 0.25) // => [0.   0.25 0.5  0.75]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn arange(stop: Dynamic) -> Raised<Array> {
        stepped(&Dynamic::ZERO, &stop, &Dynamic::ONE)
    }

    /// Counts up from `start`, without the end.
    #[rhai_fn(name = "arange", return_raw)]
    pub fn arange_from(start: Dynamic, stop: Dynamic) -> Raised<Array> {
        stepped(&start, &stop, &Dynamic::ONE)
    }

    /// Counts from `start` in steps, up or down, without the end.
    #[rhai_fn(name = "arange", return_raw)]
    pub fn arange_by(start: Dynamic, stop: Dynamic, step: Dynamic) -> Raised<Array> {
        stepped(&start, &stop, &step)
    }

    /// Makes evenly spaced numbers, both ends included.
    ///
    /// # Arguments
    /// - `start`: the first
    /// - `stop`: the last
    /// - `n`: how many
    ///
    /// # Errors
    /// When an end is not a finite number, or `n` is negative or far too large.
    ///
    /// # Example
    /// ```rhai
    /// linspace(0, 1, 5) // => [0.   0.25 0.5  0.75 1.  ]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn linspace(start: Dynamic, stop: Dynamic, n: i64) -> Raised<Array> {
        let start = finite("start", value::number("start", &start)?)?;
        let stop = finite("stop", value::number("stop", &stop)?)?;
        Ok(Array::from_floats(evenly(start, stop, size("n", n)?)?))
    }

    /// Makes evenly spaced numbers, both ends included: 50 of them.
    #[rhai_fn(name = "linspace", return_raw)]
    pub fn linspace_of_50(start: Dynamic, stop: Dynamic) -> Raised<Array> {
        linspace(start, stop, 50)
    }

    /// Makes powers of ten whose exponents are evenly spaced, both ends included.
    ///
    /// # Arguments
    /// - `start`: the first exponent
    /// - `stop`: the last exponent
    /// - `n`: how many
    ///
    /// # Errors
    /// When an exponent is not a finite number, or `n` is negative or far too large.
    ///
    /// # Example
    /// ```rhai
    /// logspace(0, 3, 4) // => [   1.   10.  100. 1000.]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn logspace(start: Dynamic, stop: Dynamic, n: i64) -> Raised<Array> {
        let start = finite("start", value::number("start", &start)?)?;
        let stop = finite("stop", value::number("stop", &stop)?)?;
        let exponents = evenly(start, stop, size("n", n)?)?;
        let powers = mapped(&exponents, |x| elementary::pow(10.0, x))?;
        Ok(Array::from_floats(powers))
    }

    /// Makes numbers that grow by the same factor, both ends included.
    ///
    /// # Arguments
    /// - `start`: the first
    /// - `stop`: the last, with the same sign
    /// - `n`: how many
    ///
    /// # Errors
    /// When an end is zero or not finite, the signs differ, or `n` is negative or far too large.
    ///
    /// # Example
    /// ```rhai
    /// geomspace(1, 100, 3) // => [  1.  10. 100.]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn geomspace(start: Dynamic, stop: Dynamic, n: i64) -> Raised<Array> {
        let start = finite("start", value::number("start", &start)?)?;
        let stop = finite("stop", value::number("stop", &stop)?)?;
        if start == 0.0 || stop == 0.0 || (start < 0.0) != (stop < 0.0) {
            bail!(
                "start and stop must have the same sign and not be zero, not {} and {}",
                value::float_text(start),
                value::float_text(stop)
            )
        }
        let exponents = evenly(
            elementary::log10(start.abs()),
            elementary::log10(stop.abs()),
            size("n", n)?,
        )?;
        let mut values = mapped(&exponents, |x| elementary::pow(10.0, x).copysign(start))?;
        if let [.., last] = &mut values[..] {
            *last = stop;
        }
        if let [first, ..] = &mut values[..] {
            *first = start;
        }
        Ok(Array::from_floats(values))
    }

    /// Makes the identity matrix: ones on the diagonal, zeros elsewhere.
    ///
    /// # Arguments
    /// - `n`: how many rows and columns
    ///
    /// # Errors
    /// When `n` is negative or far too large.
    ///
    /// # Example
    /// ```rhai
    /// eye(2).to_list() // => [[1.0, 0.0], [0.0, 1.0]]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn eye(n: i64) -> Raised<Array> {
        let n = size("n", n)?;
        let mut values = vec![0.0; room(&[n, n], 8)?];
        for i in 0..n {
            values[i * n + i] = 1.0;
        }
        Ok(Array::shaped_floats(values, &[n, n]))
    }

    /// The sizes of an array's axes, as a list.
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// zeros([2, 3]).shape // => [2, 3]
    /// ```
    #[rhai_fn(get = "shape", pure)]
    pub fn shape(a: &mut Array) -> rhai::Array {
        a.shape()
            .iter()
            .map(|n| Dynamic::from_int(*n as i64))
            .collect()
    }

    /// How many axes an array has: 1 for a line of numbers, 2 for a matrix.
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// zeros([2, 3]).ndim // => 2
    /// ```
    #[rhai_fn(get = "ndim", pure)]
    pub fn ndim(a: &mut Array) -> i64 {
        a.ndim() as i64
    }

    /// How many elements an array has in all.
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// zeros([2, 3]).size // => 6
    /// ```
    #[rhai_fn(get = "size", pure)]
    pub fn elements(a: &mut Array) -> i64 {
        a.size() as i64
    }

    /// The type of an array's elements: `"float64"`, `"int64"` or `"bool"`.
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// array([1, 2]).dtype // => "int64"
    /// ```
    #[rhai_fn(get = "dtype", pure)]
    pub fn dtype(a: &mut Array) -> String {
        a.dtype().name().into()
    }

    /// How many elements an array has along its first axis, as a property.
    #[rhai_fn(get = "len", return_raw, pure)]
    pub fn length(a: &mut Array) -> Raised<i64> {
        len(a)
    }

    /// How many elements an array has along its first axis: the rows of a matrix.
    ///
    /// # Arguments
    /// - `a`: the array
    ///
    /// # Errors
    /// When the array is a single number, without an axis.
    ///
    /// # Example
    /// ```rhai
    /// array([5, 6, 7]).len() // => 3
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn len(a: &mut Array) -> Raised<i64> {
        if a.ndim() == 0 {
            bail!("a single number has no length")
        }
        Ok(a.len() as i64)
    }

    /// Turns an array or a range into a plain list, a matrix into a list of lists.
    ///
    /// # Arguments
    /// - `a`: the array or range
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// (array([1, 2]) * 2).to_list() // => [2, 4]
    /// range(3).to_list()            // => [0, 1, 2]
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn to_list(a: &mut Array) -> Raised<Dynamic> {
        a.to_list()
    }

    /// Turns a range into a list.
    #[rhai_fn(name = "to_list", return_raw)]
    pub fn range_to_list(a: Range<i64>) -> Raised<List> {
        sequence::listed("a", &a.into())
    }

    /// Turns a range with its end into a list.
    #[rhai_fn(name = "to_list", return_raw)]
    pub fn inclusive_to_list(a: RangeInclusive<i64>) -> Raised<List> {
        sequence::listed("a", &a.into())
    }

    /// Turns a range in steps into a list.
    #[rhai_fn(name = "to_list", return_raw)]
    pub fn steps_to_list(a: Steps) -> Raised<List> {
        sequence::listed("a", &Dynamic::from(a))
    }
}
