//! `sinh`, `cosh` and `tanh`.
//!
//! `x = k ln 2 + r`, and with `p` and `m` for half of `2^k ± 2^-k`: `sinh x = m cosh r + p sinh r` and
//! `cosh x = p cosh r + m sinh r`. Nothing is lost near zero, where `m` is 0.

use super::double::{Double, ordered_sum, split};
use super::exponential::{LN_2, TO_WHOLE, clamp, power_of_two, scale};

/// Terms of `sinh(r)` from the third power on, in `r²`.
const SINH: [f64; 6] = [
    0.16666666666666666,
    0.008333333333333333,
    0.00019841269841263304,
    2.7557319247208813e-06,
    2.5052071104909644e-08,
    1.608662402905723e-10,
];

/// Terms of `cosh(r)` from the fourth power on, in `r²`.
const COSH: [f64; 6] = [
    0.041666666666666664,
    0.001388888888888889,
    2.4801587301583215e-05,
    2.7557319238498247e-07,
    2.0876733690372594e-09,
    1.1487981631748289e-11,
];

/// Where both are infinite.
const FARTHEST: f64 = 750.0;

/// A number of at least zero, taken apart.
struct Parts {
    k: f64,
    /// `r` to 26 bits.
    upper: f64,
    /// `sinh(r)` beyond that.
    sine: f64,
    /// `cosh(r) - 1`.
    cosine: f64,
    /// `2^-2k`.
    down: f64,
    /// Half of `1 + 2^-2k`.
    plus: Double,
    /// Half of `1 - 2^-2k`.
    minus: Double,
}

#[inline(always)]
fn parts(x: f64) -> Parts {
    let k = (x * std::f64::consts::LOG2_E + TO_WHOLE) - TO_WHOLE;
    let r = ordered_sum(x - k * LN_2.hi, -(k * LN_2.lo));
    let z = r.hi * r.hi;
    let z2 = z * z;
    let (s, c) = (&SINH, &COSH);
    let sinh = (s[0] + s[1] * z) + ((s[2] + s[3] * z) + (s[4] + s[5] * z) * z2) * z2;
    let cosh = (c[0] + c[1] * z) + ((c[2] + c[3] * z) + (c[4] + c[5] * z) * z2) * z2;
    let (upper, lower) = split(r.hi);
    let down = power_of_two(TO_WHOLE - if k > 500.0 { 1000.0 } else { k + k });
    Parts {
        k,
        upper,
        sine: lower + (z * r.hi * sinh + (r.lo + 0.5 * z * r.lo)),
        cosine: 0.5 * z + (z2 * cosh + r.hi * r.lo),
        down,
        plus: ordered_sum(0.5, 0.5 * down),
        minus: ordered_sum(0.5, -0.5 * down),
    }
}

impl Parts {
    /// `a cosh(r) + b sinh(r)`, for `a` 0 or larger than the other term.
    #[inline(always)]
    fn mix(&self, a: Double, b: Double) -> Double {
        let head = ordered_sum(a.hi, b.hi * self.upper);
        let known = head.lo + (a.lo + b.lo * self.upper);
        let rest = known + (a.hi * self.cosine + b.hi * self.sine);
        ordered_sum(head.hi, rest)
    }

    /// The hyperbolic sine over `2^k`.
    #[inline(always)]
    fn sinh(&self) -> Double {
        self.mix(self.minus, self.plus)
    }

    /// The hyperbolic cosine over `2^k`.
    #[inline(always)]
    fn cosh(&self) -> Double {
        self.mix(self.plus, self.minus)
    }
}

/// The hyperbolic sine.
#[inline(always)]
pub(crate) fn sinh(x: f64) -> f64 {
    let parts = parts(clamp(x.abs(), 0.0, FARTHEST));
    scale(parts.sinh().hi, parts.k).copysign(x)
}

/// The hyperbolic cosine.
#[inline(always)]
pub(crate) fn cosh(x: f64) -> f64 {
    let parts = parts(clamp(x.abs(), 0.0, FARTHEST));
    scale(parts.cosh().hi, parts.k)
}

/// The hyperbolic tangent.
#[inline(always)]
pub(crate) fn tanh(x: f64) -> f64 {
    // From 30 on, it is 1 to the last digit.
    let parts = parts(clamp(x.abs(), 0.0, 30.0));
    let (sinh, cosh) = (parts.sinh(), parts.cosh());
    // Close to 1, it is 1 less e^-x / cosh x.
    let is_close = parts.k > 2.0;
    let fall = parts.down * (1.0 + ((parts.cosine - parts.sine) - parts.upper));
    let y = Double {
        hi: if is_close { fall } else { sinh.hi },
        lo: if is_close { 0.0 } else { sinh.lo },
    }
    .over(cosh);
    let y = if is_close { 1.0 - y.hi } else { y.hi + y.lo };
    y.copysign(x)
}
