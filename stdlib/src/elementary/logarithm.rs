//! `log`, `log1p`, `log2` and `log10`.
//!
//! `x = 2^k m` with `m` between the roots of a half and of two. With `f = m - 1` and `s = f / (2 + f)`, the logarithm of `m`
//! is `2 artanh(s)`, which as `f - f²/2 + s (f²/2 + R(s²))` has its largest term without rounding.

use super::double::{Double, ordered_sum, split, sum};
use super::exponential::{LN_2, TO_WHOLE, power_of_two};

/// Terms of `2 artanh(s) / s - 2` in `s²`.
const TERMS: [f64; 7] = [
    0.6666666666666734,
    0.3999999999941399,
    0.28571428742558774,
    0.22222198554023376,
    0.18183565400002522,
    0.1531402118160146,
    0.1479626167433497,
];

/// `1 / ln 2`.
const LOG2_E: Double = Double {
    hi: f64::from_bits(0x3ff7_1547_652b_82fe),
    lo: f64::from_bits(0x3c77_77d0_ffda_0d24),
};

/// `1 / ln 10`.
const LOG10_E: Double = Double {
    hi: f64::from_bits(0x3fdb_cb7b_1526_e50e),
    lo: f64::from_bits(0x3c69_5355_baaa_fad3),
};

/// `ln 2 / ln 10`; a `k` of 11 bits times the first part is exact.
const LOG10_2: Double = Double {
    hi: f64::from_bits(0x3fd3_4413_509f_7000),
    lo: f64::from_bits(0x3d43_fde6_23e2_566b),
};

pub(super) const ONE: u64 = 0x3ff0_0000_0000_0000;
pub(super) const MANTISSA: u64 = 0x000f_ffff_ffff_ffff;
/// The root of a half, rounded up to 20 bits.
const ROOT_OF_HALF: u64 = 0x3fe6_a09f_0000_0000;
/// Whole numbers of up to 52 bits, put among the bits of this, are the number and this together.
pub(super) const FROM_WHOLE: f64 = 4_503_599_627_370_496.0;

/// The exponent and the mantissa of a positive float.
#[inline(always)]
pub(super) fn parts(x: f64) -> (f64, f64) {
    let is_small = x < f64::MIN_POSITIVE;
    let scaled = if is_small {
        x * 18_014_398_509_481_984.0
    } else {
        x
    };
    let bits = scaled.to_bits().wrapping_add(ONE - ROOT_OF_HALF);
    let k = f64::from_bits((bits >> 52) | FROM_WHOLE.to_bits())
        - (FROM_WHOLE + if is_small { 1023.0 + 54.0 } else { 1023.0 });
    (k, f64::from_bits((bits & MANTISSA) + ROOT_OF_HALF))
}

/// `log(1 + f) - f + half_square`, where `half_square` is `f²/2`.
#[inline(always)]
fn beyond(f: f64, half_square: f64) -> f64 {
    let s = f / (2.0 + f);
    let z = s * s;
    let z2 = z * z;
    let c = &TERMS;
    let terms =
        ((c[0] + c[1] * z) + (c[2] + c[3] * z) * z2) + ((c[4] + c[5] * z) + c[6] * z2) * (z2 * z2);
    s * (half_square + z * terms)
}

/// What the common way gives for numbers above zero, put right for the rest.
#[inline(always)]
fn with_specials(x: f64, zero: f64, y: f64) -> f64 {
    let y = if x < f64::INFINITY { y } else { x };
    let outside = if x == zero {
        f64::NEG_INFINITY
    } else {
        f64::NAN
    };
    // Nan is in neither place.
    if x <= zero { outside } else { y }
}

/// The natural logarithm.
#[inline(always)]
pub(crate) fn log(x: f64) -> f64 {
    let (k, m) = parts(x);
    let f = m - 1.0;
    let half_square = 0.5 * f * f;
    let sum = ordered_sum(k * LN_2.hi, f);
    let y = sum.hi + ((sum.lo + k * LN_2.lo) - (half_square - beyond(f, half_square)));
    with_specials(x, 0.0, y)
}

/// `log(1 + x)`, exact near zero too.
#[inline(always)]
pub(crate) fn log1p(x: f64) -> f64 {
    let y = with_specials(x, -1.0, log_of_sum(sum(1.0, x), 0.0));
    if x == 0.0 { x } else { y }
}

/// `log(x) + k ln 2`, exact near one too, for `x` of more than zero.
#[inline(always)]
pub(super) fn log_of_double(x: Double, k: f64) -> f64 {
    let y = log_of_sum(x, k);
    // Nan stays, and so does infinity.
    if x.hi < f64::INFINITY { y } else { x.hi }
}

/// `log(x) + k ln 2` of a positive number.
#[inline(always)]
fn log_of_sum(x: Double, more: f64) -> f64 {
    let (k, m) = parts(x.hi);
    // What rounding took from the sum, in the size of m. Above 2^54 it does not matter.
    let down = power_of_two(TO_WHOLE - if k > 1000.0 { 1000.0 } else { k });
    let k = k + more;
    let rest = x.lo * down;
    let f = ordered_sum(m - 1.0, rest);
    let half_square = 0.5 * f.hi * f.hi;
    let sum = ordered_sum(k * LN_2.hi, f.hi);
    let low = (sum.lo + k * LN_2.lo) + (f.lo - f.lo * f.hi);
    sum.hi + (low - (half_square - beyond(f.hi, half_square)))
}

/// `log(1 + f)` as two floats, for `f` from -0.3 to 0.42.
#[inline(always)]
fn log_near_one(f: f64) -> Double {
    let half_square = 0.5 * f * f;
    let (upper, lower) = split(f);
    let (large, small) = (0.5 * upper * upper, 0.5 * lower * (upper + f));
    let sum = ordered_sum(f, -large);
    ordered_sum(sum.hi, sum.lo + (beyond(f, half_square) - small))
}

/// `k unit + scale log(m)`.
#[inline(always)]
fn to_base(x: f64, unit: Double, scale: Double) -> f64 {
    let (k, m) = parts(x);
    let log = log_near_one(m - 1.0).times(scale);
    let sum = ordered_sum(k * unit.hi, log.hi);
    with_specials(x, 0.0, sum.hi + (sum.lo + (k * unit.lo + log.lo)))
}

/// The logarithm to base 2.
#[inline(always)]
pub(crate) fn log2(x: f64) -> f64 {
    const UNIT: Double = Double { hi: 1.0, lo: 0.0 };
    to_base(x, UNIT, LOG2_E)
}

/// The logarithm to base 10.
#[inline(always)]
pub(crate) fn log10(x: f64) -> f64 {
    to_base(x, LOG10_2, LOG10_E)
}
