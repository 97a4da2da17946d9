//! Rounding, signs, limits and tests, element by element.

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::elementwise::{choices, floats, numbers, select, truths, values};
use super::{Array, DType, View};
use crate::compute::build::{attempted, build};
use crate::compute::kernels::{self, Binary, Unary};
use crate::compute::machine::Operation;
use crate::compute::parallel::crew;
use crate::elementary;
use crate::fault::{Raised, bail};
use crate::value;

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

/// Rounds to so many digits after the point, halves to the even neighbour, as numpy does it.
fn to_digits(digits: i64) -> impl Fn(f64) -> f64 + Copy {
    let scale = elementary::pow(10.0, digits.unsigned_abs() as f64);
    move |x| {
        if digits == 0 || !x.is_finite() {
            return x.round_ties_even();
        }
        // Beyond these, a float has no such digits to cut, or nothing is left of it.
        if digits > 323 {
            return x;
        }
        if digits < -308 {
            return 0.0;
        }
        let rounded = if digits > 0 {
            (x * scale).round_ties_even() / scale
        } else {
            (x / scale).round_ties_even() * scale
        };
        if rounded.is_finite() { rounded } else { x }
    }
}

/// One number rounded to so many digits after the point, as Python does it: by the decimal digits of the number itself,
/// so 2.675, which lies a little below, becomes 2.67.
fn by_decimals(x: f64, digits: i64) -> Raised<f64> {
    if !x.is_finite() || digits > 323 {
        return Ok(x);
    }
    let text = if digits >= 0 {
        format!("{x:.*}", digits as usize)
    } else {
        let size = x.abs();
        let zeros = digits.unsigned_abs() as usize;
        let whole = format!("{:.0}", size.trunc());
        match whole.len().checked_sub(zeros) {
            Some(kept @ 1..) => format!("{x:.*e}", kept - 1),
            // Nothing is left of it but what it may round up to.
            Some(0) => {
                let more = |digits: &str| digits.bytes().any(|d| d != b'0') || size.fract() > 0.0;
                let up = whole.as_bytes()[0] > b'5' || whole.starts_with('5') && more(&whole[1..]);
                format!("{}e{zeros}", f64::from(u8::from(up)).copysign(x))
            }
            None => return Ok(0.0f64.copysign(x)),
        }
    };
    let rounded: f64 = text.parse().expect("digits are a number");
    if rounded.is_infinite() {
        bail!(
            "{} rounds to a number too large for a float (above 1.8e308)",
            value::float_text(x)
        );
    }
    Ok(rounded)
}

/// Each value rounded to so many digits after the point; whole numbers as `ints` has it.
fn rounded(x: &Dynamic, digits: i64, ints: impl Fn(i64) -> Raised<i64> + Sync) -> Raised<Dynamic> {
    if let Ok(n) = x.as_int() {
        return Ok(ints(n)?.into());
    }
    if let Ok(x) = x.as_float() {
        return Ok(by_decimals(x, digits)?.into());
    }
    let array = values("round", x)?;
    if array.dtype() == DType::Bool {
        bail!("round with digits needs numbers, not true and false")
    }
    array.settle()?;
    let View::Floats(x) = array.view() else {
        let results = attempted(&array.view().try_ints()?, ints)?;
        return Ok(Array::shaped_ints(results, array.shape()).into_value());
    };
    let round = to_digits(digits);
    let results = build(x.len(), crew(2 * x.len()), |from, out| {
        let x = &x[from..from + out.len()];
        out.map(x, round)
    })?;
    Ok(Array::shaped_floats(results, array.shape()).into_value())
}

/// Whether it is a truth value, or several.
fn holds_truths(name: &str, x: &Dynamic) -> Raised<bool> {
    let is_number = x.is_int() || x.is_float();
    Ok(!is_number && values(name, x)?.dtype() == DType::Bool)
}

/// A whole number rounded to tens, hundreds, …, halves to the even neighbour.
fn to_tens(n: i64, zeros: u64) -> Raised<i64> {
    let Some(scale) = u32::try_from(zeros)
        .ok()
        .and_then(|zeros| 10i64.checked_pow(zeros))
    else {
        return Ok(0);
    };
    let (whole, rest) = (n.div_euclid(scale), n.rem_euclid(scale));
    let up = match rest.cmp(&(scale - rest)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => whole % 2 != 0,
    };
    match (whole + i64::from(up)).checked_mul(scale) {
        Some(n) => Ok(n),
        None => bail!("{n} rounds to a whole number too large for 64 bits (above 9.2e18)"),
    }
}

macro_rules! functions {
    ($($constant:ident = $name:literal $f:expr;)*) => {$(
        const $constant: Unary = Unary {
            name: $name,
            one: $f,
            each: Some(|x, out| kernels::map(x, out, $f)),
            warns: false,
        };
    )*};
}
functions! {
    ABS = "abs" |x: f64| x.abs();
    FLOOR = "floor" |x: f64| x.floor();
    CEIL = "ceil" |x: f64| x.ceil();
    TRUNC = "trunc" |x: f64| x.trunc();
    ROUND = "round" |x: f64| x.round_ties_even();
    SIGN = "sign" |x: f64| if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { x + 0.0 };
}

/// Whether a value is a text, or a list with one.
fn holds_texts(values: &Dynamic) -> bool {
    values.is_string()
        || values
            .as_array_ref()
            .is_ok_and(|list| list.iter().any(Dynamic::is_string))
}

/// `where` for texts, which no array holds: a list.
fn texts_where(mask: &Array, a: &Dynamic, b: &Dynamic) -> Raised<Dynamic> {
    mask.settle()?;
    let View::Bools(truths) = mask.view() else {
        bail!("mask must hold true and false")
    };
    if mask.ndim() > 1 {
        bail!(
            "with texts, mask must have one axis; this one has {}",
            mask.ndim()
        )
    }
    let choices = |argument: &str, given: &Dynamic| -> Raised<Option<rhai::Array>> {
        if !crate::sequence::is_row(given) {
            return Ok(None);
        }
        let list = crate::sequence::listed(argument, given)?;
        crate::fault::same_length(argument, list.len(), "mask", truths.len())?;
        Ok(Some(list))
    };
    let (each_a, each_b) = (choices("a", a)?, choices("b", b)?);
    let list = crate::text::listed(truths.iter().enumerate().map(|(i, truth)| {
        let (each, one) = if *truth { (&each_a, a) } else { (&each_b, b) };
        each.as_ref().map_or(one, |list| &list[i]).clone()
    }))?;
    if mask.ndim() == 0 {
        return Ok(list.into_iter().next().unwrap_or_default());
    }
    Ok(Dynamic::from_array(list))
}

#[export_module]
mod functions {
    /// The absolute value: without its sign.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number, or the smallest of all whole numbers.
    ///
    /// # Example
    /// ```rhai
    /// abs(-3)              // => 3
    /// abs([-1.5, 2, 0])    // => [1.5 2.  0. ]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn abs(x: Dynamic) -> Raised<Dynamic> {
        numbers(&ABS, &x, |n| match n.checked_abs() {
            Some(n) => Ok(n),
            None => bail!("abs of {n} is too large for a whole number of 64 bits (above 9.2e18)"),
        })
    }

    /// Rounds down to a whole value; whole numbers stay, other numbers stay floats.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// floor(2.7)         // => 2.0
    /// floor([-0.5, 1.5]) // => [-1.  1.]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn floor(x: Dynamic) -> Raised<Dynamic> {
        numbers(&FLOOR, &x, Ok)
    }

    /// Rounds up to a whole value; whole numbers stay, other numbers stay floats.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// ceil(2.1) // => 3.0
    /// ```
    #[rhai_fn(name = "ceil", name = "ceiling", return_raw)]
    pub fn ceil(x: Dynamic) -> Raised<Dynamic> {
        numbers(&CEIL, &x, Ok)
    }

    /// Drops the fraction; whole numbers stay, other numbers stay floats.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// trunc([-1.7, 1.7]) // => [-1.  1.]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn trunc(x: Dynamic) -> Raised<Dynamic> {
        numbers(&TRUNC, &x, Ok)
    }

    /// Rounds to the nearest whole value; halves go to the even one, as in Python.
    ///
    /// With digits, a single number is rounded as Python's `round` does it, by the number's own decimal digits: 2.675 is a
    /// little less than it looks, so `round(2.675, 2)` is 2.67. The values of an array are rounded as numpy does it, which
    /// multiplies first: there it becomes 2.68.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    /// - `digits`: how many digits after the point to keep; 0 when left out, negative for tens, hundreds, …
    ///
    /// # Errors
    /// When `x` holds something that is not a number, or a whole number becomes too large by it.
    ///
    /// # Example
    /// ```rhai
    /// round(2.5)               // => 2.0
    /// round(3.14159, 2)        // => 3.14
    /// round(2.675, 2)          // => 2.67
    /// round([0.125, 1.118], 2) // => [0.12 1.12]
    /// round(1234, -2)          // => 1200
    /// ```
    #[rhai_fn(return_raw)]
    pub fn round(x: Dynamic) -> Raised<Dynamic> {
        if holds_truths("round", &x)? {
            return floats("round", &x, |x| x);
        }
        numbers(&ROUND, &x, Ok)
    }

    /// Rounds to so many digits after the point.
    #[rhai_fn(name = "round", return_raw)]
    pub fn round_to(x: Dynamic, digits: i64) -> Raised<Dynamic> {
        let ints = |n| {
            if digits >= 0 {
                Ok(n)
            } else {
                to_tens(n, digits.unsigned_abs())
            }
        };
        rounded(&x, digits, ints)
    }

    /// The sign: 1, 0 or -1.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// sign([-7, 0, 3]) // => [-1  0  1]
    /// sign([-0.5])     // => [-1.]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sign(x: Dynamic) -> Raised<Dynamic> {
        if holds_truths("sign", &x)? {
            bail!("sign needs numbers, not true and false")
        }
        numbers(&SIGN, &x, |n| Ok(n.signum()))
    }

    /// The sign of one float, as a float.
    #[rhai_fn(name = "sign")]
    pub fn sign_of_float(x: f64) -> f64 {
        (SIGN.one)(x)
    }

    /// Keeps values within limits: what is below `low` becomes `low`, what is above `high` becomes `high`.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    /// - `low`: the lower limit, or `()` for none
    /// - `high`: the upper limit, or `()` for none
    ///
    /// # Errors
    /// When one holds something that is not a number, or shapes don't match.
    ///
    /// # Example
    /// ```rhai
    /// clip([-5, 3, 12], 0, 10) // => [ 0  3 10]
    /// clip(1.5, (), 1)         // => 1.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn clip(x: Dynamic, low: Dynamic, high: Dynamic) -> Raised<Dynamic> {
        let raised = if low.is_unit() { x } else { maximum(x, low)? };
        if high.is_unit() {
            Ok(raised)
        } else {
            minimum(raised, high)
        }
    }

    /// The larger of each pair of values; nan if one of them is.
    ///
    /// # Arguments
    /// - `a`: a number, or an array, a list or a range of them
    /// - `b`: likewise
    ///
    /// # Errors
    /// When one holds something that is not a number, or shapes don't match.
    ///
    /// # Example
    /// ```rhai
    /// maximum([1, 5, 3], 2) // => [2 5 3]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn maximum(a: Dynamic, b: Dynamic) -> Raised<Dynamic> {
        choices("maximum", &a, &b, Binary::Maximum, i64::max)
    }

    /// The smaller of each pair of values; nan if one of them is.
    ///
    /// # Arguments
    /// - `a`: a number, or an array, a list or a range of them
    /// - `b`: likewise
    ///
    /// # Errors
    /// When one holds something that is not a number, or shapes don't match.
    ///
    /// # Example
    /// ```rhai
    /// minimum([1, 5, 3], [4, 4, 4]) // => [1 4 3]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn minimum(a: Dynamic, b: Dynamic) -> Raised<Dynamic> {
        choices("minimum", &a, &b, Binary::Minimum, i64::min)
    }

    /// Whether a value is nan, which is not a number.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// isnan([1.0, 0.0 / 0.0]) // => [false  true]
    /// ```
    #[rhai_fn(name = "isnan", name = "is_nan", return_raw)]
    pub fn isnan(x: Dynamic) -> Raised<Dynamic> {
        truths("isnan", &x, Operation::IsNan, f64::is_nan)
    }

    /// Whether a value is neither nan nor infinite.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// isfinite([1.0, 1.0 / 0.0]) // => [ true false]
    /// ```
    #[rhai_fn(name = "isfinite", name = "is_finite", return_raw)]
    pub fn isfinite(x: Dynamic) -> Raised<Dynamic> {
        truths("isfinite", &x, Operation::IsFinite, f64::is_finite)
    }

    /// Whether a value is infinite.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// isinf([1.0, -1.0 / 0.0]) // => [false  true]
    /// ```
    #[rhai_fn(name = "isinf", name = "is_infinite", return_raw)]
    pub fn isinf(x: Dynamic) -> Raised<Dynamic> {
        truths("isinf", &x, Operation::IsInfinite, f64::is_infinite)
    }

    /// Takes each value from `a` where the mask is true, from `b` where it is not.
    ///
    /// # Arguments
    /// - `mask`: true or false for each value
    /// - `a`: a number, or numbers for each place; with texts, the result is a list
    /// - `b`: likewise
    ///
    /// # Errors
    /// When the mask holds numbers, one of the others holds something else, or shapes don't match.
    ///
    /// # Example
    /// ```rhai
    /// let v = array([1, 5, 3]);
    /// where(v > 2, v, 0) // => [0 5 3]
    /// where(v > 2, "many", "few") // => ["few", "many", "many"]
    /// ```
    #[rhai_fn(name = "where", return_raw)]
    pub fn where_mask(mask: Dynamic, a: Dynamic, b: Dynamic) -> Raised<Dynamic> {
        let mask = Array::unsettled("mask", &mask)?;
        if mask.dtype() != DType::Bool {
            bail!("mask must hold true and false, not numbers"; "Compare first: where(a > 0.0, a, 0.0).")
        }
        if [&a, &b].iter().any(|values| holds_texts(values)) {
            return texts_where(&mask, &a, &b);
        }
        let (a, b) = (Array::unsettled("a", &a)?, Array::unsettled("b", &b)?);
        Ok(select(mask, a, b)?.into_value())
    }
}

#[cfg(test)]
mod tests {
    use rhai::Dynamic;

    use super::functions::round_to;
    use crate::testing::{evaluate, gives};

    /// What Python's `round` gives; `golden/round.py` writes it.
    const GOLDEN: &str = include_str!("../../golden/round.tsv");

    #[test]
    fn a_number_is_rounded_as_in_python() {
        let float = |bits: &str| f64::from_bits(u64::from_str_radix(bits, 16).expect("bits"));
        let mut checked = 0;
        for line in GOLDEN.lines().filter(|line| !line.starts_with('#')) {
            let [kind, value, digits, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line:?}")
            };
            let is_float = kind == "float";
            let value: Dynamic = match is_float {
                true => float(value).into(),
                false => value.parse::<i64>().expect("a whole number").into(),
            };
            let found = round_to(value, digits.parse().expect("digits")).ok();
            let same = match (expected.strip_prefix('='), found) {
                (None, found) => found.is_none(),
                (Some(_), None) => false,
                (Some(bits), Some(found)) if is_float => {
                    let (found, expected) = (found.as_float().expect("a float"), float(bits));
                    found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan()
                }
                (Some(whole), Some(found)) => found.to_string() == whole,
            };
            assert!(same, "{line}");
            checked += 1;
        }
        assert!(checked > 2000, "only {checked} cases were read");
    }

    #[test]
    fn arrays_are_rounded_as_in_numpy() {
        gives("round(2.675, 2)", "2.67");
        gives("round([2.675], 2)", "[2.68]");
        gives("fmt(2.675, \".2f\")", "\"2.67\"");
        gives("let x = 2.675; x.round(2)", "2.67");
        let error = evaluate("round(1.7e308, -308)").unwrap_err();
        assert!(
            error.contains("1.7e+308 rounds to a number too large"),
            "{error}"
        );
    }
}
