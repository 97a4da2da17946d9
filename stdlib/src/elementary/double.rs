//! Sums and products with what rounding takes from them: two floats for one number, about 106 bits.
//!
//! The methods are Dekker's and Knuth's. A processor's fused multiply-add would give the rest of a product at once, but
//! the browser has none.

use super::logarithm::log;

/// The logarithm of 2.
const LN_2: Double = Double {
    hi: std::f64::consts::LN_2,
    lo: 2.3190468138462996e-17,
};

/// A number as the sum of two floats, the second at most a rounding of the first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Double {
    pub(crate) hi: f64,
    pub(crate) lo: f64,
}

/// `a + b`, exactly, where `a` is 0 or has at least the exponent of `b`.
#[inline(always)]
pub(super) fn ordered_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    Double {
        hi,
        lo: b - (hi - a),
    }
}

/// `a + b`, exactly.
#[inline(always)]
pub(super) fn sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    let b_part = hi - a;
    let a_part = hi - b_part;
    Double {
        hi,
        lo: (a - a_part) + (b - b_part),
    }
}

/// The upper 26 bits of the mantissa, and the rest.
#[inline(always)]
pub(super) fn split(x: f64) -> (f64, f64) {
    let upper = f64::from_bits(x.to_bits() & 0xffff_ffff_f800_0000);
    (upper, x - upper)
}

/// `a * b`, exactly, where nothing overflows and no part is below the smallest float.
#[inline(always)]
pub(super) fn product(a: f64, b: f64) -> Double {
    let hi = a * b;
    let ((a1, a2), (b1, b2)) = (split(a), split(b));
    Double {
        hi,
        lo: ((a1 * b1 - hi) + (a1 * b2 + a2 * b1)) + a2 * b2,
    }
}

impl Double {
    /// `self * other`, to about 102 bits.
    #[inline(always)]
    pub(crate) fn times(self, other: Self) -> Self {
        let p = product(self.hi, other.hi);
        ordered_sum(p.hi, p.lo + (self.hi * other.lo + self.lo * other.hi))
    }

    /// `self / other`, to about 100 bits, where neither the divisor nor its inverse is below the smallest normal float.
    #[inline(always)]
    pub(crate) fn over(self, other: Self) -> Self {
        let inverse = 1.0 / other.hi;
        let hi = self.hi * inverse;
        let back = product(hi, other.hi);
        let rest = ((self.hi - back.hi) - back.lo) + (self.lo - hi * other.lo);
        Self {
            hi,
            lo: rest * inverse,
        }
    }

    /// The square root of a number of middling size, to about 100 bits.
    #[inline(always)]
    pub(super) fn root(self) -> Self {
        let hi = self.hi.sqrt();
        let back = product(hi, hi);
        let rest = ((self.hi - back.hi) - back.lo) + self.lo;
        Self {
            hi,
            lo: if hi == 0.0 { 0.0 } else { rest / (hi + hi) },
        }
    }

    /// `self + other`, to about 102 bits of the larger one.
    pub(crate) fn plus(self, other: Self) -> Self {
        let Self { hi, lo } = sum(self.hi, other.hi);
        ordered_sum(hi, lo + (self.lo + other.lo))
    }

    /// `self * scale`, exactly, where that is a power of two.
    fn scaled(self, scale: f64) -> Self {
        Self {
            hi: self.hi * scale,
            lo: self.lo * scale,
        }
    }

    /// `e` to this power, to about 98 bits, where it neither overflows nor is below the smallest normal float. Slow.
    pub(crate) fn exp(self) -> Self {
        /// Halvings before the series, and doublings after it.
        const HALVINGS: i32 = 9;
        const TERMS: i32 = 8;
        let power = (self.hi * std::f64::consts::LOG2_E).round_ties_even();
        let rest = self.plus(LN_2.times(Self::from(-power)));
        let x = rest.scaled(1.0 / f64::from(1 << HALVINGS));
        // exp(x) - 1, from its last term to the first: it keeps the digits that a sum with 1 would lose.
        let mut y = Self::from(0.0);
        for n in (1..=TERMS).rev() {
            let term = x.over(Self::from(f64::from(n)));
            y = term.plus(term.times(y));
        }
        for _ in 0..HALVINGS {
            y = y.scaled(2.0).plus(y.times(y));
        }
        let scale = f64::from_bits(((power as i64 + 1023) as u64) << 52);
        Self::from(1.0).plus(y).scaled(scale)
    }

    /// The natural logarithm, to about 98 bits after the point. Slow.
    pub(crate) fn log(self) -> Self {
        let near = Self::from(log(self.hi));
        let rest = self.times(near.negated().exp()).plus(Self::from(-1.0));
        let square = rest.times(rest).scaled(-0.5);
        near.plus(rest).plus(square)
    }

    /// `-self`.
    #[inline(always)]
    pub(crate) fn negated(self) -> Self {
        Self {
            hi: -self.hi,
            lo: -self.lo,
        }
    }
}

impl From<f64> for Double {
    fn from(hi: f64) -> Self {
        Self { hi, lo: 0.0 }
    }
}
