//! `cbrt` and `hypot`.

use super::double::{Double, ordered_sum, product};
use super::exponential::{TO_WHOLE, power_of_two};
use super::logarithm::parts;

/// The cube root of a mantissa, to 16 bits.
const START: [f64; 5] = [
    0.45368850939437955,
    0.8967392149830209,
    -0.5237666939876867,
    0.2093460512115113,
    -0.03600019208330247,
];

/// The cube root.
#[inline(always)]
pub(crate) fn cbrt(x: f64) -> f64 {
    let size = x.abs();
    let (k, m) = parts(size);
    let third = (k * (1.0 / 3.0) + TO_WHOLE) - TO_WHOLE;
    let over = k - 3.0 * third;
    // The cube is m times 2^over, its root about that of m times that of 2^over.
    let pick = |below: f64, middle: f64, above: f64| {
        let other = if over > 0.0 { above } else { middle };
        if over < 0.0 { below } else { other }
    };
    let cube = m * pick(0.5, 1.0, 2.0);
    let c = &START;
    let m2 = m * m;
    let start = ((c[0] + c[1] * m) + (c[2] + c[3] * m) * m2) + c[4] * (m2 * m2);
    let start = start * pick(0.7937005259840998, 1.0, 1.2599210498948732);
    // Halley's step makes three times as many digits, Newton's the rest.
    let third_power = start * start * start;
    let near = start * (third_power + 2.0 * cube) / (2.0 * third_power + cube);
    let square = product(near, near);
    let back = product(square.hi, near);
    let rest = ((cube - back.hi) - back.lo) - square.lo * near;
    let y = near + rest / (3.0 * square.hi);
    let y = (y * power_of_two(third + TO_WHOLE)).copysign(x);
    // Zeros, infinities and nan are their own roots.
    if size > 0.0 && size < f64::INFINITY {
        y
    } else {
        x
    }
}

/// 2^500 and 2^-500.
const LARGE: f64 = f64::from_bits((1023 + 500) << 52);
const SMALL: f64 = f64::from_bits((1023 - 500) << 52);
/// 2^600 and 2^-600.
const UP: f64 = f64::from_bits((1023 + 600) << 52);
const DOWN: f64 = f64::from_bits((1023 - 600) << 52);

/// The length of the hypotenuse, `√(x² + y²)`, without overflow in between.
#[inline(always)]
pub(crate) fn hypot(x: f64, y: f64) -> f64 {
    let (x, y) = (x.abs(), y.abs());
    let (long, short) = if x > y { (x, y) } else { (y, x) };
    let pick = |small: f64, middle: f64, large: f64| {
        let other = if long < SMALL { small } else { middle };
        if long > LARGE { large } else { other }
    };
    let there = pick(UP, 1.0, DOWN);
    let (long, short) = (long * there, short * there);
    let (long, short) = (product(long, long), product(short, short));
    let total = ordered_sum(long.hi, short.hi);
    let root = Double {
        hi: total.hi,
        lo: total.lo + (long.lo + short.lo),
    }
    .root();
    let length = (root.hi + root.lo) * pick(DOWN, 1.0, UP);
    // An infinite side outweighs nan.
    let is_infinite = (x == f64::INFINITY) | (y == f64::INFINITY);
    if is_infinite { f64::INFINITY } else { length }
}
