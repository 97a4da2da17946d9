//! `sin`, `cos` and `tan`.
//!
//! Both the sine and the cosine of what remains beyond whole quarters of a turn come from polynomials; the quarter says
//! which of the two is meant, and its sign.

use super::double::{Double, ordered_sum, split};
use super::reduction::{Reduced, far, is_near, near};

/// Terms of `sin(r)` from the third power on, in `r²`.
const SINE: [f64; 6] = [
    -0.16666666666666666,
    0.008333333333330948,
    -0.00019841269836758528,
    2.7557316102528646e-06,
    -2.505113184004412e-08,
    1.591812893755423e-10,
];

/// Terms of `cos(r)` from the fourth power on, in `r²`.
const COSINE: [f64; 6] = [
    0.041666666666666664,
    -0.0013888888888887398,
    2.480158729876566e-05,
    -2.7557317271714906e-07,
    2.0876146265300598e-09,
    -1.1382632201990217e-11,
];

/// The second part is small, not always as small as a rounding.
#[inline(always)]
fn sine(r: Double) -> Double {
    let c = &SINE;
    let z = r.hi * r.hi;
    let z2 = z * z;
    let terms = (c[0] + c[1] * z) + ((c[2] + c[3] * z) + (c[4] + c[5] * z) * z2) * z2;
    Double {
        hi: r.hi,
        lo: z * r.hi * terms + (r.lo - 0.5 * z * r.lo),
    }
}

/// Likewise.
#[inline(always)]
fn cosine(r: Double) -> Double {
    let c = &COSINE;
    let z = r.hi * r.hi;
    let z2 = z * z;
    let terms = (c[0] + c[1] * z) + ((c[2] + c[3] * z) + (c[4] + c[5] * z) * z2) * z2;
    let (upper, lower) = split(r.hi);
    let (large, small) = (0.5 * upper * upper, 0.5 * lower * (upper + r.hi));
    let whole = ordered_sum(1.0, -large);
    Double {
        hi: whole.hi,
        lo: (z2 * terms - (small + r.hi * r.lo)) + whole.lo,
    }
}

/// The sine of an angle that is so many quarters of a turn farther.
#[inline(always)]
fn turned(Reduced { quarters, rest }: Reduced) -> f64 {
    let (sine, cosine) = (sine(rest), cosine(rest));
    let is_odd = quarters & 1 != 0;
    let hi = if is_odd { cosine.hi } else { sine.hi };
    let lo = if is_odd { cosine.lo } else { sine.lo };
    f64::from_bits((hi + lo).to_bits() ^ (quarters & 2) << 62)
}

#[inline(always)]
fn tangent(Reduced { quarters, rest }: Reduced) -> f64 {
    let (sine, cosine) = (sine(rest), cosine(rest));
    let sine = ordered_sum(sine.hi, sine.lo);
    let cosine = ordered_sum(cosine.hi, cosine.lo);
    let is_odd = quarters & 1 != 0;
    let above = Double {
        hi: if is_odd { cosine.hi } else { sine.hi },
        lo: if is_odd { cosine.lo } else { sine.lo },
    };
    let below = Double {
        hi: if is_odd { sine.hi } else { cosine.hi },
        lo: if is_odd { sine.lo } else { cosine.lo },
    };
    let quotient = above.over(below);
    f64::from_bits((quotient.hi + quotient.lo).to_bits() ^ (quarters & 1) << 63)
}

#[inline(always)]
fn sin_of(x: f64, reduced: Reduced) -> f64 {
    // Its own sign for zero.
    if x == 0.0 { x } else { turned(reduced) }
}

#[inline(always)]
fn cos_of(reduced: Reduced) -> f64 {
    turned(Reduced {
        quarters: reduced.quarters.wrapping_add(1),
        ..reduced
    })
}

#[inline(always)]
fn tan_of(x: f64, reduced: Reduced) -> f64 {
    if x == 0.0 { x } else { tangent(reduced) }
}

/// `sin(x)`, nan far from zero.
#[inline(always)]
pub(super) fn sin_near(x: f64) -> f64 {
    let y = sin_of(x, near(x));
    if is_near(x) { y } else { f64::NAN }
}

/// `cos(x)`, nan far from zero.
#[inline(always)]
pub(super) fn cos_near(x: f64) -> f64 {
    let y = cos_of(near(x));
    if is_near(x) { y } else { f64::NAN }
}

/// `tan(x)`, nan far from zero.
#[inline(always)]
pub(super) fn tan_near(x: f64) -> f64 {
    let y = tan_of(x, near(x));
    if is_near(x) { y } else { f64::NAN }
}

/// The sine of an angle for which `sin_near` is nan.
#[cold]
#[inline(never)]
pub(super) fn sin_far(x: f64) -> f64 {
    if x.is_finite() {
        sin_of(x, far(x))
    } else {
        f64::NAN
    }
}

/// The cosine of an angle for which `cos_near` is nan.
#[cold]
#[inline(never)]
pub(super) fn cos_far(x: f64) -> f64 {
    if x.is_finite() {
        cos_of(far(x))
    } else {
        f64::NAN
    }
}

/// The tangent of an angle for which `tan_near` is nan.
#[cold]
#[inline(never)]
pub(super) fn tan_far(x: f64) -> f64 {
    if x.is_finite() {
        tan_of(x, far(x))
    } else {
        f64::NAN
    }
}
