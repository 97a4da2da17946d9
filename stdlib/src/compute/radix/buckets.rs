//! Which bucket an element is dealt into: the later in the order, the higher its number.

use super::rank::{LAST, Ranked, float};

/// How elements are mapped to buckets.
pub(crate) trait Dealing: Copy + Sync {
    /// How many buckets there are: fewer than 2¹⁶.
    fn number(self) -> usize;

    /// The bucket of an element.
    fn bucket(self, element: &impl Ranked) -> u16;
}

/// The lowest and the highest rank, that of what comes last left out.
pub(super) type Ends = (i64, i64);

/// The ends of nothing.
pub(super) const NONE: Ends = (LAST, i64::MIN);

#[inline(always)]
pub(super) fn wider(a: Ends, b: Ends) -> Ends {
    (a.0.min(b.0), a.1.max(b.1))
}

/// By their ranks' first digits, counted from the lowest rank.
#[derive(Clone, Copy)]
pub(crate) struct ByRank {
    low: i64,
    shift: u32,
    /// The bucket for what comes last.
    last: u64,
}

impl ByRank {
    /// Buckets for ranks between these ends, and one for what comes last. The ends fall into different ones, if they differ.
    pub(crate) fn between((low, high): Ends, digits: u32) -> Self {
        if low > high {
            // Nothing but what comes last.
            return Self {
                low,
                shift: 0,
                last: 0,
            };
        }
        let width = low.abs_diff(high);
        let shift = (u64::BITS - width.leading_zeros()).saturating_sub(digits);
        Self {
            low,
            shift,
            last: (width >> shift) + 1,
        }
    }

    /// Between which ranks a bucket's elements lie.
    pub(crate) fn ends(self, bucket: usize) -> Ends {
        let bucket = bucket as u64;
        if bucket == self.last {
            return NONE;
        }
        let low = self.low.wrapping_add((bucket << self.shift) as i64);
        (low, low.saturating_add(((1u64 << self.shift) - 1) as i64))
    }

    /// The bucket for a rank.
    #[inline(always)]
    pub(crate) fn of(self, rank: i64) -> u16 {
        // No rank is below the lowest.
        let above = rank.wrapping_sub(self.low) as u64;
        let bucket = if rank == LAST {
            self.last
        } else {
            above >> self.shift
        };
        bucket as u16
    }

    /// Whether what falls into one bucket is equal.
    pub(crate) fn in_order(self) -> bool {
        self.shift == 0
    }
}

impl Dealing for ByRank {
    fn number(self) -> usize {
        self.last as usize + 1
    }

    #[inline(always)]
    fn bucket(self, element: &impl Ranked) -> u16 {
        self.of(element.rank())
    }
}

/// Floats by their sizes, in steps of one width from a low to a high one; what lies beyond goes with these. Where many are of one magnitude, their ranks' first digits hardly tell them
/// apart.
#[derive(Clone, Copy)]
pub(super) struct BySize {
    low: f64,
    buckets: u16,
    buckets_by_size: f64,
}

impl BySize {
    /// So many buckets between the floats of these ranks, one for the high one and one for what comes last. Nothing if the two
    /// are too far from each other or too near to be told apart by a step.
    pub(super) fn between((low, high): Ends, buckets: u16) -> Option<Self> {
        let (low, high) = (float(low), float(high));
        let buckets_by_size = f64::from(buckets) / (high - low);
        buckets_by_size.is_normal().then_some(Self {
            low,
            buckets,
            buckets_by_size,
        })
    }
}

impl Dealing for BySize {
    fn number(self) -> usize {
        usize::from(self.buckets) + 2
    }

    #[inline(always)]
    fn bucket(self, element: &impl Ranked) -> u16 {
        /// What is added to this has its ones in the lowest bit: vectors have no other conversion.
        const UNIT: f64 = (1u64 << 52) as f64;
        let size = element.size();
        // Each operation keeps the order, rounded or not.
        let steps = (size - self.low) * self.buckets_by_size;
        let most = f64::from(self.buckets);
        let steps = if steps > 0.0 { steps } else { 0.0 };
        let steps = if steps < most { steps } else { most };
        let bucket = (steps + UNIT).to_bits();
        let last = u64::from(self.buckets) + 1;
        (if size.is_nan() { last } else { bucket }) as u16
    }
}
