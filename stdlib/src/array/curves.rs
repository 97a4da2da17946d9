//! Roots, exponentials, logarithms, angles: element by element, from one portable implementation so that the digits are
//! the same everywhere.

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::elementwise::{floats, function_of, pairs};
use crate::compute::kernels::{self, Binary, Unary};
use crate::elementary;
use crate::fault::Raised;

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

const SQRT: Unary = Unary {
    name: "sqrt",
    one: f64::sqrt,
    each: Some(|x, out| kernels::map(x, out, f64::sqrt)),
    warns: true,
};

macro_rules! functions {
    ($($constant:ident = $name:literal $one:ident $each:ident;)*) => {$(
        const $constant: Unary = Unary {
            name: $name,
            one: elementary::$one,
            each: Some(elementary::$each),
            warns: true,
        };
    )*};
}
functions! {
    EXP = "exp" exp exp_into;
    EXPM1 = "expm1" expm1 expm1_into;
    LOG = "log" log log_into;
    LN = "ln" log log_into;
    LOG1P = "log1p" log1p log1p_into;
    LOG2 = "log2" log2 log2_into;
    LOG10 = "log10" log10 log10_into;
    CBRT = "cbrt" cbrt cbrt_into;
    SIN = "sin" sin sin_into;
    COS = "cos" cos cos_into;
    TAN = "tan" tan tan_into;
    ASIN = "asin" asin asin_into;
    ACOS = "acos" acos acos_into;
    ATAN = "atan" atan atan_into;
    SINH = "sinh" sinh sinh_into;
    COSH = "cosh" cosh cosh_into;
    TANH = "tanh" tanh tanh_into;
    ASINH = "asinh" asinh asinh_into;
    ACOSH = "acosh" acosh acosh_into;
    ATANH = "atanh" atanh atanh_into;
}

#[export_module]
mod functions {
    /// The square root. The result is nan below zero, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// sqrt(4) // => 2.0
    /// sqrt([1, 4, 9])          // => [1. 2. 3.]
    /// sqrt(-1.0)               // => nan
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sqrt(x: Dynamic) -> Raised<Dynamic> {
        function_of(&SQRT, &x)
    }

    /// The cube root.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// cbrt(27) // => 3.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn cbrt(x: Dynamic) -> Raised<Dynamic> {
        function_of(&CBRT, &x)
    }

    /// The exponential: e to the power `x`. The result is inf above 709, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// exp(0) // => 1.0
    /// exp([0, 1])      // => [1.         2.71828183]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn exp(x: Dynamic) -> Raised<Dynamic> {
        function_of(&EXP, &x)
    }

    /// `exp(x) - 1`, exact where `x` is close to 0. The result is inf above 709, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// expm1(1e-10) // => 1.00000000005e-10
    /// ```
    #[rhai_fn(return_raw)]
    pub fn expm1(x: Dynamic) -> Raised<Dynamic> {
        function_of(&EXPM1, &x)
    }

    /// The natural logarithm, to the base e. The result is -inf at 0 and nan below, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    /// - `base`: the base, if it is not e
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// log(E()) // => 1.0
    /// log(array([1.0, 10.0]))  // => [0.         2.30258509]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn log(x: Dynamic) -> Raised<Dynamic> {
        function_of(&LOG, &x)
    }

    /// The natural logarithm; the same as `log`. The result is -inf at 0 and nan below, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// ln(1) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn ln(x: Dynamic) -> Raised<Dynamic> {
        function_of(&LN, &x)
    }

    /// `log(1 + x)`, exact where `x` is close to 0. The result is -inf at -1 and nan below, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// log1p(0) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn log1p(x: Dynamic) -> Raised<Dynamic> {
        function_of(&LOG1P, &x)
    }

    /// The logarithm to base 2. The result is -inf at 0 and nan below, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// log2(8) // => 3.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn log2(x: Dynamic) -> Raised<Dynamic> {
        function_of(&LOG2, &x)
    }

    /// The logarithm to base 10. The result is -inf at 0 and nan below, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// log10(1000) // => 3.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn log10(x: Dynamic) -> Raised<Dynamic> {
        function_of(&LOG10, &x)
    }

    /// The sine of an angle in radians. The result is nan for infinities, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// sin(0) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sin(x: Dynamic) -> Raised<Dynamic> {
        function_of(&SIN, &x)
    }

    /// The cosine of an angle in radians. The result is nan for infinities, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// cos(0) // => 1.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn cos(x: Dynamic) -> Raised<Dynamic> {
        function_of(&COS, &x)
    }

    /// The tangent of an angle in radians. The result is nan for infinities, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// tan(0) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn tan(x: Dynamic) -> Raised<Dynamic> {
        function_of(&TAN, &x)
    }

    /// The angle in radians whose sine is `x`. The result is nan outside -1 to 1, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// asin(0) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn asin(x: Dynamic) -> Raised<Dynamic> {
        function_of(&ASIN, &x)
    }

    /// The angle in radians whose cosine is `x`. The result is nan outside -1 to 1, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// acos(1) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn acos(x: Dynamic) -> Raised<Dynamic> {
        function_of(&ACOS, &x)
    }

    /// The angle in radians whose tangent is `x`.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// atan(0) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn atan(x: Dynamic) -> Raised<Dynamic> {
        function_of(&ATAN, &x)
    }

    /// The hyperbolic sine. The result is inf far from zero, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// sinh(0) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sinh(x: Dynamic) -> Raised<Dynamic> {
        function_of(&SINH, &x)
    }

    /// The hyperbolic cosine. The result is inf far from zero, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// cosh(0) // => 1.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn cosh(x: Dynamic) -> Raised<Dynamic> {
        function_of(&COSH, &x)
    }

    /// The hyperbolic tangent.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// tanh(0) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn tanh(x: Dynamic) -> Raised<Dynamic> {
        function_of(&TANH, &x)
    }

    /// The number whose hyperbolic sine is `x`.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// asinh(0) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn asinh(x: Dynamic) -> Raised<Dynamic> {
        function_of(&ASINH, &x)
    }

    /// The number whose hyperbolic cosine is `x`. The result is nan below 1, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// acosh(1) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn acosh(x: Dynamic) -> Raised<Dynamic> {
        function_of(&ACOSH, &x)
    }

    /// The number whose hyperbolic tangent is `x`. The result is inf at 1, nan beyond, with a quiet warning.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// atanh(0) // => 0.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn atanh(x: Dynamic) -> Raised<Dynamic> {
        function_of(&ATANH, &x)
    }

    /// An angle in degrees as radians.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// to_radians(180) == PI() // => true
    /// ```
    #[rhai_fn(return_raw)]
    pub fn to_radians(x: Dynamic) -> Raised<Dynamic> {
        floats("to_radians", &x, f64::to_radians)
    }

    /// An angle in radians as degrees.
    ///
    /// # Arguments
    /// - `x`: a number, or an array, a list or a range of them
    ///
    /// # Errors
    /// When `x` holds something that is not a number.
    ///
    /// # Example
    /// ```rhai
    /// to_degrees(PI()) // => 180.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn to_degrees(x: Dynamic) -> Raised<Dynamic> {
        floats("to_degrees", &x, f64::to_degrees)
    }

    /// The angle in radians of the point (`x`, `y`), from -PI to PI.
    ///
    /// # Arguments
    /// - `y`: the height: a number, or an array, a list or a range of them
    /// - `x`: the distance, likewise
    ///
    /// # Errors
    /// When one holds something that is not a number, or their shapes don't match.
    ///
    /// # Example
    /// ```rhai
    /// atan2(1, 0) == PI() / 2 // => true
    /// ```
    #[rhai_fn(return_raw)]
    pub fn atan2(y: Dynamic, x: Dynamic) -> Raised<Dynamic> {
        pairs("atan2", &y, &x, Binary::Atan2)
    }

    /// The long side of a right triangle: the root of `a * a + b * b`, without overflow.
    ///
    /// # Arguments
    /// - `a`: one short side: a number, or an array, a list or a range of them
    /// - `b`: the other, likewise
    ///
    /// # Errors
    /// When one holds something that is not a number, or their shapes don't match.
    ///
    /// # Example
    /// ```rhai
    /// hypot(3, 4) // => 5.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn hypot(a: Dynamic, b: Dynamic) -> Raised<Dynamic> {
        pairs("hypot", &a, &b, Binary::Hypot)
    }

    /// `x` to the power `y`, as a float.
    ///
    /// # Arguments
    /// - `x`: the base: a number, or an array, a list or a range of them
    /// - `y`: the exponent, likewise
    ///
    /// # Errors
    /// When one holds something that is not a number, or their shapes don't match.
    ///
    /// # Example
    /// ```rhai
    /// pow(2, -1) // => 0.5
    /// ```
    #[rhai_fn(return_raw)]
    pub fn pow(x: Dynamic, y: Dynamic) -> Raised<Dynamic> {
        pairs("pow", &x, &y, Binary::Power)
    }

    /// The logarithm of `x` to a base.
    #[rhai_fn(name = "log", return_raw)]
    pub fn log_to_base(x: Dynamic, base: Dynamic) -> Raised<Dynamic> {
        pairs("log", &x, &base, Binary::LogToBase)
    }
}
