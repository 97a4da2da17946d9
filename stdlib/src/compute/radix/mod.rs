//! Sorting by digits: elements are dealt out into buckets by where they are between the smallest and the largest, then
//! the buckets are sorted, while they are in the nearest caches and on several threads. Equal elements keep their order,
//! so there is but one result.

mod alone;
mod buckets;
mod rank;

use alone::Desk;
pub(super) use buckets::{ByRank, Dealing};
use buckets::{BySize, Ends, NONE, wider};
use rank::LAST;
pub(crate) use rank::{Placed, Ranked};
pub(super) use rank::{float, total};

use super::parallel::{PIECE, each, numbered};
use super::wide::wide;
use crate::fault::Raised;

/// Elements that one thread sorts by itself.
const ALONE: usize = u16::MAX as usize;

/// Elements that are dealt out by one thread between two checks whether the cell was stopped.
const DEAL: usize = 1 << 18;

/// Binary digits by which many elements are dealt out: what a thread keeps of the buckets fits the nearest cache.
const DIGITS: u32 = 10;

/// Elements by which it is told how they are best dealt out.
const SAMPLE: usize = 1 << 10;

/// Elements whose buckets are found at once.
const BLOCK: usize = 1 << 10;

/// What is made of each of `source` and its place, in order. On `crew` threads, interruptible.
pub(crate) fn sorted<S: Copy + Sync, T: Ranked>(
    source: &[S],
    element: impl Fn(S, usize) -> T + Copy + Sync,
    crew: usize,
) -> Raised<Vec<T>> {
    if source.len() <= ALONE {
        let mut elements = elements(source, element).collect::<Vec<T>>();
        Desk::new().sort(&mut elements);
        return Ok(elements);
    }
    match better_by_size(source, element) {
        Some(by_size) => {
            let (mut elements, stretches) = deal_out(source, element, by_size, crew)?;
            sort_each(&mut elements, stretches.into_iter(), crew)?;
            Ok(elements)
        }
        None => sorted_by_rank(source, element, crew),
    }
}

/// The same for more than one thread sorts by itself, whatever their sizes.
fn sorted_by_rank<S: Copy + Sync, T: Ranked>(
    source: &[S],
    element: impl Fn(S, usize) -> T + Copy + Sync,
    crew: usize,
) -> Raised<Vec<T>> {
    let deals: Vec<&[S]> = source.chunks(DEAL).collect();
    let ends = numbered(deals.len(), crew, |deal| ends(deals[deal], element))?;
    let by_rank = ByRank::between(ends.into_iter().fold(NONE, wider), DIGITS);
    let (mut elements, stretches) = deal_out(source, element, by_rank, crew)?;
    if !by_rank.in_order() {
        sort_each(&mut elements, stretches.into_iter(), crew)?;
    }
    Ok(elements)
}

fn elements<S: Copy, T>(source: &[S], element: impl Fn(S, usize) -> T) -> impl Iterator<Item = T> {
    source
        .iter()
        .enumerate()
        .map(move |(place, given)| element(*given, place))
}

/// How to deal elements out by their sizes, if that tells them apart better than their ranks do.
fn better_by_size<S: Copy, T: Ranked>(
    source: &[S],
    element: impl Fn(S, usize) -> T,
) -> Option<BySize> {
    // The result is the same, and a browser has the less to load.
    if cfg!(target_family = "wasm") || !T::IS_FLOAT {
        return None;
    }
    let sample: Vec<S> = source
        .iter()
        .step_by(source.len().div_ceil(SAMPLE))
        .copied()
        .collect();
    let ends = ends(&sample, &element);
    let sample: Vec<T> = elements(&sample, element).collect();
    let by_size = BySize::between(ends, 1 << DIGITS)?;
    (crowd(&sample, by_size) < crowd(&sample, ByRank::between(ends, DIGITS))).then_some(by_size)
}

/// How many of these have another one in their bucket, each as often as there are such.
fn crowd<T: Ranked>(sample: &[T], dealing: impl Dealing) -> usize {
    let mut counts = vec![0usize; dealing.number()];
    sample
        .iter()
        .for_each(|element| counts[usize::from(dealing.bucket(element))] += 1);
    counts.iter().map(|count| count * count).sum()
}

/// Sorts stretches of these lengths, which follow one another: large ones on all threads, one after the other, and of the
/// others each on one thread.
pub(crate) fn sort_each<T: Ranked>(
    elements: &mut [T],
    lengths: impl Iterator<Item = usize>,
    crew: usize,
) -> Raised<()> {
    let (mut jobs, mut large) = (Vec::new(), Vec::new());
    let (mut job, mut size) = (Vec::new(), 0);
    let mut rest = elements;
    for length in lengths {
        let (stretch, after) = rest.split_at_mut(length);
        rest = after;
        if length > ALONE {
            large.push(stretch);
        } else if length > 1 {
            job.push(stretch);
            size += length;
        }
        if size >= PIECE {
            jobs.push(std::mem::take(&mut job));
            size = 0;
        }
    }
    jobs.push(job);
    each(jobs.into_iter(), crew, |job| {
        let mut desk = Desk::new();
        for stretch in job {
            desk.sort(stretch);
        }
    })?;
    for stretch in large {
        let sorted = sorted_by_rank(stretch, |element, _| element, crew)?;
        stretch.copy_from_slice(&sorted);
    }
    Ok(())
}

wide! {
    /// The ends of what is made of `source`. Places don't matter for them.
    fn ends[S: Copy, T: Ranked, F: Fn(S, usize) -> T](source: &[S], element: F) -> Ends {
        // In lanes, of which compilers make vectors.
        let (mut lows, mut highs) = ([NONE.0; 4], [NONE.1; 4]);
        let (fours, rest) = source.as_chunks::<4>();
        for four in fours {
            let ranks = four.map(|given| element(given, 0).rank());
            for i in 0..4 {
                lows[i] = lows[i].min(ranks[i]);
                highs[i] = highs[i].max(high(ranks[i]));
            }
        }
        let ends = lows.into_iter().zip(highs).fold(NONE, wider);
        rest.iter().fold(ends, |ends, given| {
            let rank = element(*given, 0).rank();
            wider(ends, (rank, high(rank)))
        })
    }

    /// The bucket of each.
    fn bucket_each[S: Copy, T: Ranked, F: Fn(S, usize) -> T, D: Dealing](
        source: &[S], element: F, dealing: D, buckets: &mut [u16],
    ) {
        for (given, bucket) in source.iter().zip(buckets) {
            *bucket = dealing.bucket(&element(*given, 0));
        }
    }
}

/// What a rank counts for where the highest is looked for.
#[inline(always)]
fn high(rank: i64) -> i64 {
    if rank == LAST { NONE.1 } else { rank }
}

/// Calls `work` for each of `source` in turn, with its place among them and its bucket.
#[inline(always)]
fn with_buckets<S: Copy, T: Ranked>(
    source: &[S],
    element: impl Fn(S, usize) -> T + Copy,
    dealing: impl Dealing,
    mut work: impl FnMut(S, usize, u16),
) {
    // Vectors of buckets are found at once, and kept in the nearest cache.
    let mut buckets = [0; BLOCK];
    for (from, block) in (0..).step_by(BLOCK).zip(source.chunks(BLOCK)) {
        bucket_each(block, element, dealing, &mut buckets);
        for (i, (given, bucket)) in block.iter().zip(&buckets).enumerate() {
            work(*given, from + i, *bucket);
        }
    }
}

/// All elements by their buckets, in each as they stood, and how many are in each.
fn deal_out<S: Copy + Sync, T: Ranked>(
    source: &[S],
    element: impl Fn(S, usize) -> T + Copy + Sync,
    dealing: impl Dealing,
    crew: usize,
) -> Raised<(Vec<T>, Vec<usize>)> {
    let n = dealing.number();
    let deals: Vec<&[S]> = source.chunks(DEAL).collect();
    let counts = numbered(deals.len(), crew, |deal| {
        let mut counts = vec![0usize; n];
        with_buckets(deals[deal], element, dealing, |_, _, bucket| {
            counts[usize::from(bucket)] += 1
        });
        counts
    })?;
    let mut dealt = Vec::with_capacity(source.len());
    // For each deal, the places that wait for its elements in each bucket.
    let mut waiting: Vec<Vec<_>> = deals.iter().map(|_| Vec::with_capacity(n)).collect();
    let mut rest = &mut dealt.spare_capacity_mut()[..source.len()];
    for bucket in 0..n {
        for (waiting, counts) in waiting.iter_mut().zip(&counts) {
            let (places, after) = rest.split_at_mut(counts[bucket]);
            waiting.push(places.iter_mut());
            rest = after;
        }
    }
    let jobs = waiting.iter_mut().zip(deals).enumerate();
    each(jobs, crew, |(deal, (waiting, source))| {
        with_buckets(source, element, dealing, |given, place, bucket| {
            let waits = waiting[usize::from(bucket)].next();
            let element = element(given, deal * DEAL + place);
            waits.expect("as many as were counted").write(element);
        });
    })?;
    let full = waiting.iter().flatten().all(|places| places.len() == 0);
    assert!(full, "as many as were counted");
    // SAFETY: there is capacity for all of `source`; each of the first so many places was given to `waiting`, and none waits
    // any more, which is after it was written only.
    #[allow(unsafe_code)]
    unsafe {
        dealt.set_len(source.len());
    }
    let of_bucket = |bucket| counts.iter().map(|counts| counts[bucket]).sum();
    Ok((dealt, (0..n).map(of_bucket).collect()))
}

#[cfg(test)]
mod tests {
    use super::{Placed, sort_each, sorted};
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
            // Not in the sample by which it is decided how they are dealt out.
            (
                "seldom odd",
                uniform
                    .iter()
                    .enumerate()
                    .map(|(i, x)| if i % 7919 == 1 { odd[i / 7919 % 7] } else { *x })
                    .collect(),
            ),
            (
                "many alike",
                uniform
                    .iter()
                    .enumerate()
                    .map(|(i, x)| if i % 4 == 0 { 0.25 } else { *x })
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
                    let found = sorted(&x, |x, _| x, crew).unwrap();
                    let found: Vec<u64> = found.iter().map(|x| x.to_bits()).collect();
                    assert!(found == bits, "{n} floats, {name}, {crew} threads");
                    let found = sorted(&x, Placed::new, crew).unwrap();
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
                        sorted(&x, |x, _| x, crew).unwrap() == wanted,
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
}
