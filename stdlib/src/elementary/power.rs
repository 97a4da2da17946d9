//! `pow`.
//!
//! `x^y = e^(y log x)`, with the logarithm and its product with `y` as two floats, for a mistake there grows up to a thousand
//! times. The logarithm of a mantissa `m` is that of `c` and `log(1 + r)`, `r = m/c - 1`, where `1/c` comes from a table and
//! has so few bits that `r` is known without loss; `c` is 1 around 1. The exponential takes `2^(k/128)` from a table.

use super::double::{Double, ordered_sum, product, split};
use super::exponential::{LN_2, TO_WHOLE, scale};
use super::logarithm::{FROM_WHOLE, MANTISSA, ONE};
use super::power_tables::{INVERSE, LOG, LOG_REST, ROOT, ROOT_REST};

/// Mantissas begin here: with 1 in the middle of one of 128 stretches.
const FIRST: u64 = 0x3fe6_8aab_0000_0000;

/// `ln 2 / 128` in two parts; a `k` of 17 bits times the first is exact.
const STEP: Double = Double {
    hi: f64::from_bits(0x3f76_2e42_fefa_0000),
    lo: f64::from_bits(0x3d0c_f79a_bc9e_3b3a),
};

/// `128 / ln 2`.
const STEPS: f64 = f64::from_bits(0x4067_1547_652b_82fe);

/// Terms of `log(1 + r)` from the third power on.
const LOG_TERMS: [f64; 6] = [
    0.33333333333333337,
    -0.25,
    0.1999999999838391,
    -0.16666666665212185,
    0.142859822913477,
    -0.12500241205136187,
];

/// Terms of `e^r` from the second power on.
const EXP_TERMS: [f64; 4] = [
    0.4999999999999907,
    0.16666666666666533,
    0.04166667684879449,
    0.008333334787922985,
];

/// `log(x)` of a normal positive float.
#[inline(always)]
fn log(x: f64) -> Double {
    log_scaled(x, 0.0)
}

/// `log(x) + k ln 2`.
#[inline(always)]
fn log_scaled(x: f64, k: f64) -> Double {
    let bits = x.to_bits().wrapping_add(ONE - FIRST);
    let k = f64::from_bits((bits >> 52) | FROM_WHOLE.to_bits()) - (FROM_WHOLE + 1023.0) + k;
    let m = f64::from_bits((bits & MANTISSA).wrapping_add(FIRST));
    let place = (bits >> 45) as usize & 127;
    let inverse = INVERSE[place];

    // Both products are exact, and so is the difference.
    let (upper, lower) = split(m);
    let r = ordered_sum(upper * inverse - 1.0, lower * inverse);

    // Exact as well.
    let base = k * LN_2.hi + LOG[place];
    let base_rest = k * LN_2.lo + LOG_REST[place];

    let first = ordered_sum(base, r.hi);
    let (upper, lower) = split(r.hi);
    let (large, small) = (0.5 * upper * upper, 0.5 * lower * (upper + r.hi));
    let second = ordered_sum(first.hi, -large);
    let c = &LOG_TERMS;
    let r2 = r.hi * r.hi;
    let terms = (c[0] + c[1] * r.hi) + ((c[2] + c[3] * r.hi) + (c[4] + c[5] * r.hi) * r2) * r2;
    let rest = (base_rest + (r.lo - r.lo * r.hi)) + (first.lo + second.lo);
    ordered_sum(second.hi, (rest - small) + r2 * r.hi * terms)
}

/// `y log x`.
#[inline(always)]
fn product_with(y: f64, log: Double) -> Double {
    let exact = product(y, log.hi);
    Double {
        hi: exact.hi,
        lo: exact.lo + y * log.lo,
    }
}

/// `e^x` with its exponent of two, to within a 128th part of `ln 2`; the share of it that is missing; and in the lowest bits
/// the exponent and 7 bits of a fraction.
#[inline(always)]
fn exp(x: Double) -> (f64, f64, u64) {
    let shifted = x.hi * STEPS + TO_WHOLE;
    let k = shifted - TO_WHOLE;
    let r = (x.hi - k * STEP.hi) + (x.lo - k * STEP.lo);
    let steps = shifted.to_bits();
    let place = steps as usize & 127;
    let c = &EXP_TERMS;
    let r2 = r * r;
    let terms = (c[0] + c[1] * r) * r2 + (c[2] + c[3] * r) * (r2 * r2);
    let share = r + (ROOT_REST[place] + terms);
    (
        f64::from_bits(ROOT[place].wrapping_add(steps << 45)),
        share,
        steps,
    )
}

/// `x^y` where `x` is normal, and positive or `y` whole, and the result is neither huge nor tiny; nan elsewhere.
#[inline(always)]
pub(super) fn pow_near(x: f64, y: f64) -> f64 {
    let size = x.abs();
    let exponent = product_with(y, log(size));
    let (whole, share, _) = exp(exponent);
    // Of a number with a fraction, as those from 2^52 on seem to be here, only positive numbers have powers. The sum
    // brings the whole part into the lowest bits.
    let count = if y.abs() < FROM_WHOLE { y.abs() } else { 0.5 };
    let shifted = count + FROM_WHOLE;
    let fraction = (shifted - FROM_WHOLE) - count;
    let fraction = if x > 0.0 { 0.0 } else { fraction };
    let sign = x.to_bits() & (shifted.to_bits() << 63);
    let z = f64::from_bits((whole + whole * share).to_bits() | sign);
    let is_near = (f64::MIN_POSITIVE..f64::INFINITY).contains(&size)
        & (exponent.hi.abs() < 708.0)
        & (fraction == 0.0);
    if is_near { z } else { f64::NAN }
}

/// The power where `pow_near` is nan.
#[cold]
#[inline(never)]
pub(super) fn pow_far(x: f64, y: f64) -> f64 {
    if y == 0.0 || x == 1.0 {
        return 1.0;
    }
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    let size = x.abs();
    if y.is_infinite() {
        return match (size == 1.0, (size > 1.0) == (y > 0.0)) {
            (true, _) => 1.0,
            (false, true) => f64::INFINITY,
            (false, false) => 0.0,
        };
    }
    let is_whole = y.trunc() == y;
    // From 2^53 on, all are even.
    let is_odd = is_whole && (y * 0.5).trunc() != y * 0.5;
    let sign = if is_odd { 1.0f64.copysign(x) } else { 1.0 };
    if size == 0.0 || size.is_infinite() {
        let grows = (size == 0.0) == (y < 0.0);
        return sign * if grows { f64::INFINITY } else { 0.0 };
    }
    if x < 0.0 && !is_whole {
        return f64::NAN;
    }
    let log = if size < f64::MIN_POSITIVE {
        log_scaled(size * 18_014_398_509_481_984.0, -54.0)
    } else {
        log(size)
    };
    let rough = y * log.hi;
    if rough > 710.0 {
        return sign * f64::INFINITY;
    }
    if rough < -746.0 {
        return sign * 0.0;
    }
    let (whole, share, steps) = exp(product_with(y, log));
    // Near the ends, only `scale` may add the exponent, which rounds once.
    let k = (steps << 45) as i64 >> 52;
    let whole = f64::from_bits(whole.to_bits().wrapping_sub((k as u64) << 52));
    sign * scale(whole + whole * share, k as f64)
}
