//! Angles less their whole quarters of a turn.
//!
//! `x = k π/2 + r` with a whole `k` and `|r|` at most `π/4`. Up to a million quarters, `k` times the first three parts of
//! `π/2` is exact. Beyond, the bits of `2/π` that matter are looked up, as Payne and Hanek do it: those which with `x`
//! make whole turns drop out before the product is taken.

use super::double::{Double, ordered_sum, sum};
use super::exponential::TO_WHOLE;

/// An angle less its quarters of a turn.
#[derive(Clone, Copy)]
pub(super) struct Reduced {
    /// How many quarters, of which the lowest two bits count.
    pub(super) quarters: u64,
    /// The remainder.
    pub(super) rest: Double,
}

/// Angles up to this one are reduced without branches.
const NEAR: f64 = 1e6;

/// `2/π`.
const QUARTERS: f64 = std::f64::consts::FRAC_2_PI;

/// `π/2` in three parts of 33 bits, and what is left.
const QUARTER: [f64; 4] = [
    f64::from_bits(0x3ff9_21fb_5440_0000),
    f64::from_bits(0x3dd0_b461_1a60_0000),
    f64::from_bits(0x3ba3_198a_2e00_0000),
    f64::from_bits(0x397b_839a_2520_49c1),
];

/// `π/2`.
pub(super) const HALF_PI: Double = Double {
    hi: f64::from_bits(0x3ff9_21fb_5444_2d18),
    lo: f64::from_bits(0x3c91_a626_3314_5c07),
};

/// The bits of `2/π`, after 64 zeros.
const TWO_OVER_PI: [u64; 20] = [
    0,
    0xa2f9_836e_4e44_1529,
    0xfc27_57d1_f534_ddc0,
    0xdb62_9599_3c43_9041,
    0xfe51_63ab_debb_c561,
    0xb724_6e3a_424d_d2e0,
    0x0649_2eea_09d1_921c,
    0xfe1d_eb1c_b129_a73e,
    0xe882_35f5_2ebb_4484,
    0xe99c_7026_b45f_7e41,
    0x3991_d639_8353_39f4,
    0x9c84_5f8b_bdf9_283b,
    0x1ff8_97ff_de05_980f,
    0xef2f_118b_5a0a_6d1f,
    0x6d36_7ecf_27cb_09b7,
    0x4f46_3f66_9e5f_ea2d,
    0x7527_bac7_ebe5_f17b,
    0x3d07_39f7_8a52_92ea,
    0x6bfb_5fb1_1f8d_5d08,
    0x5603_3046_fc7b_6bab,
];

/// Whether `near` has the angle.
#[inline(always)]
pub(super) fn is_near(x: f64) -> bool {
    x.abs() <= NEAR
}

/// For an angle up to `NEAR` on either side.
#[inline(always)]
pub(super) fn near(x: f64) -> Reduced {
    let shifted = x * QUARTERS + TO_WHOLE;
    let k = shifted - TO_WHOLE;
    let first = x - k * QUARTER[0];
    let second = sum(first, -(k * QUARTER[1]));
    let third = sum(second.hi, -(k * QUARTER[2]));
    Reduced {
        quarters: shifted.to_bits(),
        rest: ordered_sum(third.hi, (second.lo + third.lo) - k * QUARTER[3]),
    }
}

/// For any finite angle from 1 on, on either side.
pub(super) fn far(x: f64) -> Reduced {
    let bits = x.to_bits();
    let mantissa = (bits & 0x000f_ffff_ffff_ffff) | 0x0010_0000_0000_0000;
    let exponent = ((bits >> 52) & 0x7ff) as usize;
    // The mantissa times 2^(exponent - 1075) is |x|. The first bit that is taken is worth half a turn with it.
    let start = exponent + 64 - 2 - 1075;
    let (word, shift) = (start / 64, start % 64);
    let mut window = [0; 3];
    for (i, window) in window.iter_mut().enumerate() {
        let two = u128::from(TWO_OVER_PI[word + i]) << 64 | u128::from(TWO_OVER_PI[word + i + 1]);
        *window = ((two << shift) >> 64) as u64;
    }
    // As a fraction of four quarters: 192 bits.
    let low = u128::from(mantissa) * u128::from(window[2]);
    let middle = u128::from(mantissa) * u128::from(window[1]) + (low >> 64);
    let high = mantissa
        .wrapping_mul(window[0])
        .wrapping_add((middle >> 64) as u64);
    let upper = u128::from(high) << 64 | u128::from(middle as u64);
    let fraction = (upper << 2 | u128::from(low as u64 >> 62)) as i128;
    let quarters = (high >> 62).wrapping_add(u64::from(fraction < 0));
    let size = fraction.unsigned_abs();
    let hi = size as f64;
    let lo = (size as i128).wrapping_sub(hi as i128) as f64;
    let unit = f64::from_bits((1023 - 128) << 52);
    let rest = Double {
        hi: hi * unit,
        lo: lo * unit,
    }
    .times(HALF_PI);
    let rest = if fraction < 0 { rest.negated() } else { rest };
    if x < 0.0 {
        Reduced {
            quarters: quarters.wrapping_neg(),
            rest: rest.negated(),
        }
    } else {
        Reduced { quarters, rest }
    }
}
