//! Single numbers: from text and to whole numbers and floats, and the two constants.

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use crate::Library;
use crate::array::{Array, DType, Elements, View};
use crate::compute::build::attempted;
use crate::fault::{Raised, bail};
use crate::value;

pub(crate) fn register(library: &mut Library) {
    let mut module = Module::new();
    module.combine(rhai::exported_module!(functions));
    library.add("Numbers", module);
}

/// A float cut to a whole number.
pub(crate) fn cut(x: f64) -> Raised<i64> {
    // 2^63 itself is too large, and the first float that is.
    if x.is_nan() || x.trunc() < i64::MIN as f64 || x.trunc() >= i64::MAX as f64 {
        bail!(
            "{} can't be a whole number of 64 bits",
            value::float_text(x)
        )
    }
    Ok(x as i64)
}

fn whole(text: &str, radix: u32) -> Raised<i64> {
    let digits = text.trim().replace('_', "");
    match i64::from_str_radix(&digits, radix) {
        Ok(n) => Ok(n),
        Err(_) => bail!("{} is not a whole number", value::quoted(text)),
    }
}

fn float(text: &str) -> Raised<f64> {
    match text.trim().replace('_', "").parse() {
        Ok(x) => Ok(x),
        Err(_) => bail!("{} is not a number", value::quoted(text)),
    }
}

#[export_module]
mod functions {
    /// Makes a whole number: a float loses its fraction, text is read; arrays and lists element by element.
    ///
    /// # Arguments
    /// - `x`: a number, text, true or false, or an array or a list of numbers
    ///
    /// # Errors
    /// When text is not a whole number, or the number is nan, infinite or too large.
    ///
    /// # Example
    /// ```rhai
    /// int(3.9)        // => 3
    /// int("12")       // => 12
    /// int([1.5, 2.5]) // => [1 2]
    /// int("twelve")   // error: "twelve" is not a whole number
    /// ```
    #[rhai_fn(name = "int", name = "to_int", return_raw)]
    pub fn int(x: Dynamic) -> Raised<Dynamic> {
        if let Ok(text) = x.as_immutable_string_ref() {
            return Ok(whole(&text, 10)?.into());
        }
        if x.is_int() {
            return Ok(x);
        }
        if let Ok(x) = x.as_float() {
            return Ok(cut(x)?.into());
        }
        let array = Array::from_value("x", &x)?;
        let ints = match array.view() {
            View::Floats(x) => attempted(x, cut)?,
            view => view.try_ints()?.into_owned(),
        };
        Ok(Array::shaped(Elements::Ints(ints), array.shape()).into_value())
    }

    /// Makes a float: text is read; arrays and lists element by element.
    ///
    /// # Arguments
    /// - `x`: a number, text, true or false, or an array or a list of numbers
    ///
    /// # Errors
    /// When text is not a number, or a list holds something else.
    ///
    /// # Example
    /// ```rhai
    /// float(3)      // => 3.0
    /// float("2.5")  // => 2.5
    /// float([1, 2]) // => [1. 2.]
    /// ```
    #[rhai_fn(name = "float", name = "to_float", return_raw)]
    pub fn to_float(x: Dynamic) -> Raised<Dynamic> {
        if let Ok(text) = x.as_immutable_string_ref() {
            return Ok(float(&text)?.into());
        }
        if let Ok(n) = x.as_int() {
            return Ok((n as f64).into());
        }
        if x.is_float() {
            return Ok(x);
        }
        let array = Array::from_value("x", &x)?;
        let floats = array.view().widened(DType::Float64)?;
        Ok(Array::shaped(floats, array.shape()).into_value())
    }

    /// Reads a whole number from text.
    ///
    /// # Arguments
    /// - `text`: digits, with or without a sign; `1_000` is fine
    /// - `radix`: the base, from 2 to 36; 10 when left out
    ///
    /// # Errors
    /// When the text is something else, or the radix is out of range.
    ///
    /// # Example
    /// ```rhai
    /// parse_int("42")     // => 42
    /// parse_int("ff", 16) // => 255
    /// parse_int("4.5")    // error: "4.5" is not a whole number
    /// ```
    #[rhai_fn(return_raw)]
    pub fn parse_int(text: &str) -> Raised<i64> {
        whole(text, 10)
    }

    /// Reads a whole number with another number of digits from text.
    #[rhai_fn(name = "parse_int", return_raw)]
    pub fn parse_int_radix(text: &str, radix: i64) -> Raised<i64> {
        match u32::try_from(radix) {
            Ok(radix @ 2..=36) => whole(text, radix),
            _ => bail!("radix must lie between 2 and 36, not {radix}"),
        }
    }

    /// Reads a number from text.
    ///
    /// # Arguments
    /// - `text`: a number as it is written in a cell: `3`, `0.2`, `1e6`
    ///
    /// # Errors
    /// When the text is something else.
    ///
    /// # Example
    /// ```rhai
    /// parse_float("1e6")   // => 1000000.0
    /// parse_float("cheap") // error: "cheap" is not a number
    /// ```
    #[rhai_fn(return_raw)]
    pub fn parse_float(text: &str) -> Raised<f64> {
        float(text)
    }

    /// The ratio of a circle's circumference to its diameter.
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// PI() // => 3.141592653589793
    /// ```
    #[rhai_fn(name = "PI")]
    pub fn pi() -> f64 {
        std::f64::consts::PI
    }

    /// The base of the natural logarithm.
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// E() // => 2.718281828459045
    /// ```
    #[rhai_fn(name = "E")]
    pub fn e() -> f64 {
        std::f64::consts::E
    }
}
