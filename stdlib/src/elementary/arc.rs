//! `asin`, `acos`, `atan` and `atan2`.
//!
//! An angle between the axes is one of 0, `π/4` and `π/2`, and the angle of a slope of at most `tan(π/8)`, which a polynomial
//! gives. An arc sine beyond a half is `π/2` less twice that of `√((1 - x) / 2)`.

use super::double::{Double, ordered_sum, sum};
use super::exponential::clamp;
use super::reduction::HALF_PI;

/// Terms of `atan(t)` from the third power on, in `t²`.
const SLOPE: [f64; 11] = [
    -0.3333333333333333,
    0.19999999999995502,
    -0.14285714284662374,
    0.1111111101492111,
    -0.09090904564505209,
    0.07692182874521261,
    -0.06664506992981961,
    0.0585811022666777,
    -0.05085247342756911,
    0.039225812592053745,
    -0.01916972976367192,
];

/// Terms of `asin(s)` from the third power on, in `s²`.
const CHORD: [f64; 13] = [
    0.16666666666666669,
    0.07499999999998433,
    0.04464285714635543,
    0.030381944138531247,
    0.02237217294214989,
    0.017352392720869945,
    0.013971212973553311,
    0.011479177415181617,
    0.0103228143502052,
    0.005457506718563782,
    0.01740087944288715,
    -0.014851887071528912,
    0.028757851367602328,
];

/// `tan(π/8)`.
const EIGHTH: f64 = std::f64::consts::SQRT_2 - 1.0;

/// The angle of the point (`x`, `y`) in the first quadrant, or of (`-x`, `y`). Zeros, and numbers so far apart or so large or
/// small that a quotient is not normal, are for the caller to keep away, unless `x` is 1.
#[inline(always)]
fn angle(y: f64, x: f64, is_left: bool) -> f64 {
    let is_low = y <= x * EIGHTH;
    let is_high = y * EIGHTH > x;
    let (difference, total) = (sum(y, -x), sum(y, x));
    let pick = |low: f64, middle: f64, high: f64| {
        let other = if is_high { high } else { middle };
        if is_low { low } else { other }
    };
    let slope = Double {
        hi: pick(y, difference.hi, -x),
        lo: pick(0.0, difference.lo, 0.0),
    }
    .over(Double {
        hi: pick(x, total.hi, y),
        lo: pick(0.0, total.lo, 0.0),
    });
    let c = &SLOPE;
    let z = slope.hi * slope.hi;
    let (z2, z4) = (z * z, (z * z) * (z * z));
    let low = (c[0] + c[1] * z) + (c[2] + c[3] * z) * z2;
    let high = (c[4] + c[5] * z) + (c[6] + c[7] * z) * z2;
    let terms = low + (high + ((c[8] + c[9] * z) + c[10] * z2) * z4) * z4;
    let rest = slope.hi * z * terms + (slope.lo - slope.lo * z);

    let sign = if is_left { -1.0 } else { 1.0 };
    // Exact, even three times half of it: the last bits are zeros.
    let halves = pick(0.0, 0.5, 1.0);
    let halves = if is_left { 2.0 - halves } else { halves };
    let (base, base_rest) = (halves * HALF_PI.hi, halves * HALF_PI.lo);
    let whole = ordered_sum(base, sign * slope.hi);
    whole.hi + (whole.lo + (base_rest + sign * rest))
}

/// The arc tangent.
#[inline(always)]
pub(crate) fn atan(x: f64) -> f64 {
    // From 2^60 on, it is that of infinity.
    angle(clamp(x.abs(), 0.0, 1_152_921_504_606_846_976.0), 1.0, false).copysign(x)
}

/// 2^500.
const LARGE: f64 = f64::from_bits((1023 + 500) << 52);
/// 2^-500.
const SMALL: f64 = f64::from_bits((1023 - 500) << 52);

/// The angle of the point (`x`, `y`) where both are of middling size; nan elsewhere.
#[inline(always)]
pub(super) fn atan2_near(y: f64, x: f64) -> f64 {
    let (height, width) = (y.abs(), x.abs());
    let is_near = (height > SMALL) & (height < LARGE) & (width > SMALL) & (width < LARGE);
    let y = angle(height, width, x < 0.0).copysign(y);
    if is_near { y } else { f64::NAN }
}

/// The angle where `atan2_near` is nan.
#[cold]
#[inline(never)]
pub(super) fn atan2_far(y: f64, x: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    let (height, width) = (y.abs(), x.abs());
    let is_left = x.is_sign_negative();
    let angle = if height == width && height.is_infinite() {
        angle(1.0, 1.0, is_left)
    } else if height == 0.0 || width.is_infinite() || height < width * 8.7e-19 {
        // Within 2^-60 of the axis.
        match (is_left, height == 0.0) {
            (true, _) => 2.0 * HALF_PI.hi,
            (false, true) => 0.0,
            (false, false) => height / width,
        }
    } else if height.is_infinite() || width == 0.0 || width < height * 8.7e-19 {
        HALF_PI.hi
    } else {
        // Of about one size, so that both come to lie in the middle.
        let middle = f64::from_bits(if height > 1.0 { 1023 - 600 } else { 1023 + 600 } << 52);
        angle(height * middle, width * middle, is_left)
    };
    angle.copysign(y)
}

/// The arc sine of a chord at most half a radius long, or what brings one there.
struct Chord {
    is_short: bool,
    hi: f64,
    lo: f64,
}

#[inline(always)]
fn chord(x: f64) -> Chord {
    let size = x.abs();
    let is_short = size <= 0.5;
    let z = if is_short {
        size * size
    } else {
        (1.0 - size) * 0.5
    };
    let root = Double { hi: z, lo: 0.0 }.root();
    let s = Double {
        hi: if is_short { size } else { root.hi },
        lo: if is_short { 0.0 } else { root.lo },
    };
    let c = &CHORD;
    let (z2, z4) = (z * z, (z * z) * (z * z));
    let low = (c[0] + c[1] * z) + (c[2] + c[3] * z) * z2;
    let middle = (c[4] + c[5] * z) + (c[6] + c[7] * z) * z2;
    let high = (c[8] + c[9] * z) + (c[10] + c[11] * z) * z2;
    let terms = low + (middle + (high + c[12] * z4) * z4) * z4;
    Chord {
        is_short,
        hi: s.hi,
        lo: s.hi * z * terms + (s.lo + 0.5 * z * s.lo),
    }
}

/// The arc sine.
#[inline(always)]
pub(crate) fn asin(x: f64) -> f64 {
    let Chord { is_short, hi, lo } = chord(x);
    let rest = ordered_sum(HALF_PI.hi, -2.0 * hi);
    let long = rest.hi + (rest.lo + (HALF_PI.lo - 2.0 * lo));
    let y = if is_short { hi + lo } else { long };
    y.copysign(x)
}

/// The arc cosine.
#[inline(always)]
pub(crate) fn acos(x: f64) -> f64 {
    let Chord { is_short, hi, lo } = chord(x);
    let sign = if x < 0.0 { -1.0 } else { 1.0 };
    // pi/2 less the arc sine, or twice the chord's, or pi less that.
    let quarters = if is_short { 1.0 } else { 1.0 - sign };
    let times = if is_short { -sign } else { 2.0 * sign };
    let whole = ordered_sum(quarters * HALF_PI.hi, times * hi);
    whole.hi + (whole.lo + (quarters * HALF_PI.lo + times * lo))
}
