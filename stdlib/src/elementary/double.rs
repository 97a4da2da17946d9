//! Sums and products with what rounding takes from them: two floats for one number, about 106 bits.
//!
//! The methods are Dekker's and Knuth's. A processor's fused multiply-add would give the rest of a product at once, but
//! the browser has none.

/// A number as the sum of two floats, the second at most a rounding of the first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Double {
    pub(super) hi: f64,
    pub(super) lo: f64,
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
    pub(super) fn times(self, other: Self) -> Self {
        let p = product(self.hi, other.hi);
        ordered_sum(p.hi, p.lo + (self.hi * other.lo + self.lo * other.hi))
    }

    /// `self / other`, to about 100 bits, where neither the divisor nor its inverse is below the smallest normal float.
    #[inline(always)]
    pub(super) fn over(self, other: Self) -> Self {
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

    /// `-self`.
    #[inline(always)]
    pub(super) fn negated(self) -> Self {
        Self {
            hi: -self.hi,
            lo: -self.lo,
        }
    }
}
