//! By what elements are put in order.

/// What can be put in order by a number.
pub(crate) trait Ranked: Copy + Send + Sync {
    /// The larger, the later. Equal ones rank the same.
    fn rank(&self) -> i64;

    /// Whether this ranks higher than another.
    #[inline(always)]
    fn is_after(&self, other: &Self) -> bool {
        self.rank() > other.rank()
    }

    /// Whether this is a float: its rank goes by the logarithm of its size.
    const IS_FLOAT: bool = false;

    /// How large this is, if it is a float.
    #[inline(always)]
    fn size(&self) -> f64 {
        f64::NAN
    }
}

/// The rank of what comes after all others, whatever lies between.
pub(super) const LAST: i64 = i64::MAX;

impl Ranked for i64 {
    #[inline(always)]
    fn rank(&self) -> i64 {
        *self
    }
}

impl Ranked for f64 {
    /// Nans are last. The two zeros are equal.
    #[inline(always)]
    fn rank(&self) -> i64 {
        if self.is_nan() {
            LAST
        } else {
            total(self + 0.0)
        }
    }

    // The same, without a branch.
    #[inline(always)]
    #[allow(clippy::neg_cmp_op_on_partial_ord)]
    fn is_after(&self, other: &Self) -> bool {
        !(self <= other) & !other.is_nan()
    }

    const IS_FLOAT: bool = true;

    #[inline(always)]
    fn size(&self) -> f64 {
        *self
    }
}

/// The larger the float, the higher: the order of [`f64::total_cmp`].
#[inline(always)]
pub(crate) fn total(x: f64) -> i64 {
    turned(x.to_bits() as i64)
}

/// The float that has this rank.
#[inline(always)]
pub(crate) fn float(rank: i64) -> f64 {
    f64::from_bits(turned(rank) as u64)
}

/// Below zero, floats' bits rise where floats fall. Turned round twice, all is as before.
#[inline(always)]
fn turned(bits: i64) -> i64 {
    bits ^ ((bits >> 63) as u64 >> 1) as i64
}

/// An element's rank, and where it was.
#[derive(Clone, Copy)]
pub(crate) struct Placed {
    rank: i64,
    pub(crate) place: usize,
}

impl Placed {
    pub(crate) fn new(element: impl Ranked, place: usize) -> Self {
        let rank = element.rank();
        Self { rank, place }
    }
}

impl Ranked for Placed {
    #[inline(always)]
    fn rank(&self) -> i64 {
        self.rank
    }
}

#[cfg(test)]
mod tests {
    use super::Ranked;

    #[test]
    fn ranks_are_as_the_order_is() {
        let rising = [
            f64::NEG_INFINITY,
            -1.0,
            -5e-324,
            0.0,
            5e-324,
            1.0,
            f64::INFINITY,
            f64::NAN,
        ];
        assert!(rising.is_sorted_by(|a, b| a.rank() < b.rank() && b.is_after(a)));
        assert_eq!(0.0.rank(), (-0.0).rank());
        assert!(!0.0.is_after(&-0.0) && !(-0.0).is_after(&0.0));
        assert_eq!(f64::NAN.rank(), (-f64::NAN).rank());
        assert!(!f64::NAN.is_after(&-f64::NAN));
    }
}
