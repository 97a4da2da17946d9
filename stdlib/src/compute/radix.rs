//! Sorting by digits: elements are dealt out into buckets by where they stand between the smallest and the largest, then
//! the buckets are sorted, while they are in the nearest caches and on several threads. Equal elements keep their order,
//! so there is but one result.

use std::ops::Range;

use super::parallel::{PIECE, each, numbered};
use super::wide::wide;
use crate::fault::Raised;

/// What can be put in order by a number.
pub(crate) trait Ranked: Copy + Send + Sync {
    /// The larger, the later. Equal ones rank the same.
    fn rank(&self) -> i64;

    /// Whether this ranks higher than another.
    #[inline(always)]
    fn is_after(&self, other: &Self) -> bool {
        self.rank() > other.rank()
    }
}

/// The rank of what comes after all others, whatever lies between.
const LAST: i64 = i64::MAX;

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
        let bits = (self + 0.0).to_bits() as i64;
        let rank = bits ^ ((bits >> 63) as u64 >> 1) as i64;
        if self.is_nan() { LAST } else { rank }
    }

    // The same, and for two numbers a single comparison.
    #[inline(always)]
    #[allow(clippy::neg_cmp_op_on_partial_ord)]
    fn is_after(&self, other: &Self) -> bool {
        !(self <= other) && !other.is_nan()
    }
}

impl Ranked for bool {
    #[inline(always)]
    fn rank(&self) -> i64 {
        i64::from(*self)
    }
}

/// An element's rank, and where it stood.
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

/// Elements that one thread sorts by itself.
const ALONE: usize = u16::MAX as usize;

/// Elements that are dealt out by one thread between two looks at whether the cell was stopped.
const DEAL: usize = 1 << 18;

/// Binary digits by which many elements are dealt out: what a thread keeps of the buckets fits the nearest cache.
const DIGITS: u32 = 10;

/// The same at most where one thread sorts by itself.
const DIGITS_ALONE: u32 = 14;

/// Elements up to which each is put in its place among those before it.
const FEW: usize = 24;

/// The elements numbered from 0, in order. On `crew` threads, interruptible.
pub(crate) fn sorted<T: Ranked>(
    n: usize,
    element: impl Fn(usize) -> T + Sync,
    crew: usize,
) -> Raised<Vec<T>> {
    if n <= ALONE {
        let mut elements: Vec<T> = (0..n).map(element).collect();
        alone(&mut elements, None, &mut Vec::new());
        return Ok(elements);
    }
    let deals: Vec<Range<usize>> = (0..n.div_ceil(DEAL))
        .map(|deal| deal * DEAL..n.min((deal + 1) * DEAL))
        .collect();
    let ends = numbered(deals.len(), crew, |deal| {
        ends(deals[deal].clone().map(&element))
    })?;
    let ends = ends.into_iter().fold(NONE, wider);
    let buckets = Buckets::between(ends, DIGITS);
    let (mut elements, stretches) = deal_out(&deals, &element, buckets, crew)?;
    if !buckets.in_order() {
        let stretches = stretches.into_iter().enumerate();
        let stretches = stretches.map(|(bucket, length)| (length, Some(buckets.ends(bucket))));
        sort_stretches(&mut elements, stretches.collect(), crew)?;
    }
    Ok(elements)
}

/// Sorts stretches of these lengths, which follow one another.
pub(crate) fn sort_each<T: Ranked>(
    elements: &mut [T],
    lengths: impl Iterator<Item = usize>,
    crew: usize,
) -> Raised<()> {
    let stretches = lengths.map(|length| (length, None)).collect();
    sort_stretches(elements, stretches, crew)
}

/// The same, with what is known of their ranks: large ones on all threads, one after the other, and of the others each on
/// one thread.
fn sort_stretches<T: Ranked>(
    elements: &mut [T],
    stretches: Vec<(usize, Option<Ends>)>,
    crew: usize,
) -> Raised<()> {
    let (mut jobs, mut large) = (Vec::new(), Vec::new());
    let (mut job, mut size) = (Vec::new(), 0);
    let mut rest = elements;
    for (length, ends) in stretches {
        let (stretch, after) = rest.split_at_mut(length);
        rest = after;
        if length > ALONE {
            large.push(stretch);
        } else if length > 1 {
            job.push((stretch, ends));
            size += length;
        }
        if size >= PIECE {
            jobs.push(std::mem::take(&mut job));
            size = 0;
        }
    }
    jobs.push(job);
    each(jobs.into_iter(), crew, |job| {
        let mut workspace = Vec::new();
        for (stretch, ends) in job {
            alone(stretch, ends, &mut workspace);
        }
    })?;
    for stretch in large {
        let sorted = sorted(stretch.len(), |i| stretch[i], crew)?;
        stretch.copy_from_slice(&sorted);
    }
    Ok(())
}

/// The lowest and the highest rank, that of what comes last left out.
type Ends = (i64, i64);

/// The ends of nothing.
const NONE: Ends = (LAST, i64::MIN);

#[inline(always)]
fn wider(a: Ends, b: Ends) -> Ends {
    (a.0.min(b.0), a.1.max(b.1))
}

wide! {
    fn ends[T: Ranked, I: Iterator<Item = T>](elements: I) -> Ends {
        elements.fold(NONE, |ends, element| {
            let rank = element.rank();
            (ends.0.min(rank), ends.1.max(if rank == LAST { i64::MIN } else { rank }))
        })
    }
}

/// How ranks are mapped to buckets: by their first digits, counted from the lowest rank.
#[derive(Clone, Copy)]
pub(super) struct Buckets {
    low: i64,
    shift: u32,
    /// The bucket for what comes last.
    last: u64,
}

impl Buckets {
    /// Buckets for ranks between these ends, and one for what comes last. The ends fall into different ones, if they differ.
    pub(super) fn between((low, high): Ends, digits: u32) -> Self {
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
    pub(super) fn ends(self, bucket: usize) -> Ends {
        let bucket = bucket as u64;
        if bucket == self.last {
            return NONE;
        }
        let low = self.low.wrapping_add((bucket << self.shift) as i64);
        (low, low.saturating_add(((1u64 << self.shift) - 1) as i64))
    }

    pub(super) fn number(self) -> usize {
        self.last as usize + 1
    }

    #[inline(always)]
    pub(super) fn of(self, rank: i64) -> usize {
        // No rank is below the lowest.
        let above = rank.wrapping_sub(self.low) as u64;
        (above >> self.shift).min(self.last) as usize
    }

    /// Whether what falls into one bucket is equal.
    pub(super) fn in_order(self) -> bool {
        self.shift == 0
    }
}

/// The elements of all deals by their buckets, in each as they stood, and how many are in each.
fn deal_out<T: Ranked>(
    deals: &[Range<usize>],
    element: &(impl Fn(usize) -> T + Sync),
    buckets: Buckets,
    crew: usize,
) -> Raised<(Vec<T>, Vec<usize>)> {
    let counts = numbered(deals.len(), crew, |deal| {
        let mut counts = vec![0usize; buckets.number()];
        for i in deals[deal].clone() {
            counts[buckets.of(element(i).rank())] += 1;
        }
        counts
    })?;
    let n = counts.iter().flatten().sum();
    let mut dealt = Vec::with_capacity(n);
    // For each deal, the places that wait for its elements in each bucket.
    let mut waiting: Vec<Vec<_>> = deals.iter().map(|_| Vec::new()).collect();
    let mut rest = &mut dealt.spare_capacity_mut()[..n];
    for bucket in 0..buckets.number() {
        for (waiting, counts) in waiting.iter_mut().zip(&counts) {
            let (places, after) = rest.split_at_mut(counts[bucket]);
            waiting.push(places.iter_mut());
            rest = after;
        }
    }
    each(waiting.iter_mut().zip(deals), crew, |(waiting, deal)| {
        for i in deal.clone() {
            let element = element(i);
            let place = waiting[buckets.of(element.rank())].next();
            place.expect("as many as were counted").write(element);
        }
    })?;
    let full = waiting.iter().flatten().all(|places| places.len() == 0);
    assert!(full, "as many as were counted");
    // SAFETY: there is capacity for `n`; each of the first `n` places was given to `waiting`, and none waits any more, which
    // is after it was written only.
    #[allow(unsafe_code)]
    unsafe {
        dealt.set_len(n);
    }
    let of_bucket = |bucket| counts.iter().map(|counts| counts[bucket]).sum();
    Ok((dealt, (0..buckets.number()).map(of_bucket).collect()))
}

/// Sorts on this thread, with what is known of the ranks.
fn alone<T: Ranked>(elements: &mut [T], known: Option<Ends>, workspace: &mut Vec<T>) {
    if elements.len() <= FEW {
        return put_in_place(elements);
    }
    let digits = (elements.len().ilog2() + 1).min(DIGITS_ALONE);
    let ends = known.unwrap_or_else(|| ends(elements.iter().copied()));
    let buckets = Buckets::between(ends, digits);
    let mut starts = vec![0u16; buckets.number() + 1];
    let most = deal_alone(elements, workspace, buckets, &mut starts);
    if buckets.in_order() {
        return;
    }
    if most <= FEW {
        return put_in_place(elements);
    }
    let mut from = 0;
    for to in starts {
        let to = usize::from(to);
        alone(&mut elements[from..to], None, workspace);
        from = to;
    }
}

/// Brings the elements into the order of their buckets. `starts` becomes where each bucket ends, and the largest one's size
/// is given.
fn deal_alone<T: Ranked>(
    elements: &mut [T],
    workspace: &mut Vec<T>,
    buckets: Buckets,
    starts: &mut [u16],
) -> usize {
    for element in elements.iter() {
        starts[buckets.of(element.rank()) + 1] += 1;
    }
    let mut most = 0;
    let mut sum = 0;
    for start in starts.iter_mut() {
        most = most.max(*start);
        sum += *start;
        *start = sum;
    }
    workspace.clear();
    workspace.extend_from_slice(elements);
    for element in workspace.iter() {
        let start = &mut starts[buckets.of(element.rank())];
        elements[*start as usize] = *element;
        *start += 1;
    }
    most as usize
}

/// Sorts by moving each element before those of the ones before it that are larger.
fn put_in_place<T: Ranked>(elements: &mut [T]) {
    for i in 1..elements.len() {
        let element = elements[i];
        let mut at = i;
        while at > 0 && elements[at - 1].is_after(&element) {
            elements[at] = elements[at - 1];
            at -= 1;
        }
        elements[at] = element;
    }
}

#[cfg(test)]
mod tests {
    use super::{Placed, Ranked, sort_each, sorted};
    use crate::testing::Bench;

    /// The bits of a shift register, the same in every run.
    fn numbers(n: usize) -> Vec<u64> {
        let mut state = 0x9e37_79b9_7f4a_7c15u64;
        let next = |_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        (0..n).map(next).collect()
    }

    /// Floats of several kinds, odd ones among them.
    fn floats(n: usize) -> Vec<(&'static str, Vec<f64>)> {
        let odd = [
            f64::NAN,
            f64::INFINITY,
            -f64::NAN,
            0.0,
            -0.0,
            f64::NEG_INFINITY,
            5e-324,
        ];
        let uniform: Vec<f64> = numbers(n)
            .iter()
            .map(|n| (n >> 11) as f64 / 9.0e15)
            .collect();
        let with_odd = |(i, x): (usize, &f64)| if i % 5 == 0 { odd[i / 5 % 7] } else { *x - 0.5 };
        let bits = numbers(n).into_iter().map(f64::from_bits).collect();
        vec![
            ("odd", uniform.iter().enumerate().map(with_odd).collect()),
            (
                "few",
                uniform.iter().map(|x| (x * 10.0).floor() - 5.0).collect(),
            ),
            ("any bits", bits),
            ("falling", (0..n).map(|i| -(i as f64)).collect()),
            ("nans", vec![f64::NAN; n]),
            (
                "zeros",
                (0..n)
                    .map(|i| if i % 3 == 0 { -0.0 } else { 0.0 })
                    .collect(),
            ),
            (
                "one far off",
                uniform
                    .iter()
                    .enumerate()
                    .map(|(i, x)| if i == n / 2 { 1e300 } else { *x })
                    .collect(),
            ),
            ("uniform", uniform),
        ]
    }

    #[test]
    fn floats_stand_in_their_order_and_equal_ones_as_they_stood() {
        let _host = Bench::new();
        for n in [0, 1, 2, 24, 25, 1000, 65_536, 65_537, 300_000] {
            for (name, x) in floats(n) {
                let mut wanted: Vec<usize> = (0..n).collect();
                wanted.sort_by(|i, j| {
                    let order = x[*i].partial_cmp(&x[*j]);
                    order.unwrap_or_else(|| x[*i].is_nan().cmp(&x[*j].is_nan()))
                });
                let bits: Vec<u64> = wanted.iter().map(|i| x[*i].to_bits()).collect();
                for crew in [1, 2, 5, 16] {
                    let found = sorted(n, |i| x[i], crew).unwrap();
                    let found: Vec<u64> = found.iter().map(|x| x.to_bits()).collect();
                    assert!(found == bits, "{n} floats, {name}, {crew} threads");
                    let found = sorted(n, |i| Placed::new(x[i], i), crew).unwrap();
                    let found: Vec<usize> = found.iter().map(|placed| placed.place).collect();
                    assert!(
                        found == wanted,
                        "places of {n} floats, {name}, {crew} threads"
                    );
                }
            }
        }
    }

    #[test]
    fn whole_numbers_stand_in_their_order() {
        let _host = Bench::new();
        for n in [30, 70_000, 300_000] {
            for shift in [0, 20, 54, 63] {
                let mut x: Vec<i64> = numbers(n).iter().map(|n| *n as i64 >> shift).collect();
                x[n / 2] = i64::MAX;
                x[n / 3] = i64::MIN;
                let mut wanted = x.clone();
                wanted.sort();
                for crew in [1, 5] {
                    assert!(
                        sorted(n, |i| x[i], crew).unwrap() == wanted,
                        "{n} numbers, {shift}"
                    );
                }
            }
        }
    }

    #[test]
    fn lines_are_sorted_each_by_itself() {
        let _host = Bench::new();
        for length in [1, 7, 1000, 100_000] {
            let x: Vec<i64> = numbers(300_000).iter().map(|n| (n >> 40) as i64).collect();
            let mut wanted = x.clone();
            wanted.chunks_mut(length).for_each(<[i64]>::sort);
            for crew in [1, 2, 5] {
                let mut found = x.clone();
                let lines = (0..x.len() / length).map(|_| length);
                let rest = x.len() % length;
                sort_each(&mut found, lines.chain([rest]), crew).unwrap();
                assert!(found == wanted, "lines of {length}");
            }
        }
    }

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
        assert!(rising.is_sorted_by(|a, b| a.rank() < b.rank()));
        assert_eq!(0.0.rank(), (-0.0).rank());
        assert_eq!(f64::NAN.rank(), (-f64::NAN).rank());
    }
}
