//! `asinh`, `acosh` and `atanh`: logarithms of sums, which are kept as two floats.

use super::double::{Double, ordered_sum, product, sum};
use super::exponential::clamp;
use super::logarithm::log_of_double;

/// From here on, `√(x² ± 1)` is `x`.
const LARGE: f64 = 268_435_456.0;
/// Up to here, the functions through zero are `x`.
const SMALL: f64 = 1.0 / 1_073_741_824.0;

/// `log(x + √(x² + shift))` for `x` of at least zero.
#[inline(always)]
fn log_with_root(x: f64, shift: f64) -> f64 {
    let is_large = x > LARGE;
    let near = clamp(x, SMALL, LARGE);
    let square = product(near, near);
    let shifted = sum(square.hi, shift);
    let root = ordered_sum(shifted.hi, shifted.lo + square.lo).root();
    let total = sum(near, root.hi);
    let total = ordered_sum(total.hi, total.lo + root.lo);
    log_of_double(
        Double {
            hi: if is_large { x } else { total.hi },
            lo: if is_large { 0.0 } else { total.lo },
        },
        // log(2x)
        if is_large { 1.0 } else { 0.0 },
    )
}

/// The inverse of the hyperbolic sine.
#[inline(always)]
pub(crate) fn asinh(x: f64) -> f64 {
    let size = x.abs();
    let y = log_with_root(size, 1.0).copysign(x);
    if size < SMALL { x } else { y }
}

/// The inverse of the hyperbolic cosine.
#[inline(always)]
pub(crate) fn acosh(x: f64) -> f64 {
    let y = log_with_root(x, -1.0);
    if x < 1.0 { f64::NAN } else { y }
}

/// The inverse of the hyperbolic tangent.
#[inline(always)]
pub(crate) fn atanh(x: f64) -> f64 {
    let size = x.abs();
    let ratio = Double {
        hi: size + size,
        lo: 0.0,
    }
    .over(sum(1.0, -size));
    let total = sum(1.0, ratio.hi);
    let log = log_of_double(ordered_sum(total.hi, total.lo + ratio.lo), 0.0);
    let y = (0.5 * log).copysign(x);
    let outside = if size == 1.0 {
        f64::INFINITY.copysign(x)
    } else {
        f64::NAN
    };
    // Nan is in neither place.
    let y = if size >= 1.0 { outside } else { y };
    if size < SMALL || x.is_nan() { x } else { y }
}
