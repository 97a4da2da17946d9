//! `exp` and `expm1`.
//!
//! `x = k ln 2 + r` with a whole `k` and `|r|` at most half of `ln 2`; a polynomial gives `e^r`, whose two largest terms
//! are added without loss.

use super::double::{Double, ordered_sum, split};

/// Added and taken away again, it rounds to a whole number, which meanwhile stands in the lowest bits.
pub(super) const TO_WHOLE: f64 = 6_755_399_441_055_744.0;

/// `ln 2` in two parts; a `k` of 11 bits times the first is exact.
pub(super) const LN_2: Double = Double {
    hi: f64::from_bits(0x3fe6_2e42_fefa_3800),
    lo: f64::from_bits(0x3d2e_f357_93c7_6730),
};

/// Terms of `e^r` from the third power on.
const TERMS: [f64; 10] = [
    0.16666666666666677,
    0.04166666666666669,
    0.008333333333321697,
    0.001388888888887018,
    0.00019841269885985125,
    2.4801587356050707e-05,
    2.75572443363643e-06,
    2.7557245630086466e-07,
    2.510899615959923e-08,
    2.0923743387794605e-09,
];

/// Above it everything is infinite, below its negative zero (and `expm1` -1).
const FARTHEST: f64 = 750.0;

/// What remains of `x` beyond `k ln 2`.
#[derive(Clone, Copy)]
pub(super) struct Reduced {
    /// A whole number.
    pub(super) k: f64,
    /// The remainder, of which `hi` is exact.
    pub(super) rest: Double,
    /// `rest` as one float.
    pub(super) r: f64,
    /// What `e^r` is above `1 + r + r²/2`.
    pub(super) above: f64,
}

/// The parts of `e^x`, for `x` from -750 to 750.
#[inline(always)]
pub(super) fn reduce(x: f64) -> Reduced {
    let k = (x * std::f64::consts::LOG2_E + TO_WHOLE) - TO_WHOLE;
    let (hi, lo) = (x - k * LN_2.hi, -(k * LN_2.lo));
    let r = hi + lo;
    let c = &TERMS;
    let r2 = r * r;
    let r4 = r2 * r2;
    let low = (c[0] + c[1] * r) + (c[2] + c[3] * r) * r2;
    let high = (c[4] + c[5] * r) + (c[6] + c[7] * r) * r2;
    let terms = (low + high * r4) + (c[8] + c[9] * r) * (r4 * r4);
    Reduced {
        k,
        rest: Double { hi, lo },
        r,
        above: r2 * r * terms,
    }
}

/// `y * 2^k` for a whole `k` from -2000 to 2000, rounded once.
#[inline(always)]
pub(super) fn scale(y: f64, k: f64) -> f64 {
    let half = k * 0.5 + TO_WHOLE;
    let other = (k - (half - TO_WHOLE)) + TO_WHOLE;
    y * power_of_two(half) * power_of_two(other)
}

/// `2^k` of `k + TO_WHOLE`, for `k` from -1022 to 1023.
#[inline(always)]
pub(super) fn power_of_two(shifted: f64) -> f64 {
    f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

/// `x` within the bounds; nan stays.
#[inline(always)]
pub(super) fn clamp(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// `e^x`.
#[inline(always)]
pub(crate) fn exp(x: f64) -> f64 {
    let Reduced { k, rest, r, above } = reduce(clamp(x, -FARTHEST, FARTHEST));
    let sum = ordered_sum(1.0, rest.hi);
    scale(sum.hi + (sum.lo + ((above + 0.5 * r * r) + rest.lo)), k)
}

/// `e^x - 1`, exact near zero too.
#[inline(always)]
pub(crate) fn expm1(x: f64) -> f64 {
    let Reduced { k, rest, r, above } = reduce(clamp(x, -45.0, FARTHEST));
    // 2^k e^r - 1 = 2^k (e^r - 2^-k).
    let small = power_of_two(TO_WHOLE - if k > 1000.0 { 1000.0 } else { k });
    let whole = 1.0 - small;
    let lost = (1.0 - whole) - small;
    let sum = ordered_sum(whole, rest.hi);
    let (upper, lower) = split(r);
    let squared = ordered_sum(sum.hi, 0.5 * upper * upper);
    let low = (0.5 * lower * (upper + r) + above) + (rest.lo + lost);
    let y = scale(squared.hi + ((sum.lo + squared.lo) + low), k);
    // Its own sign for zero.
    if x == 0.0 { x } else { y }
}
