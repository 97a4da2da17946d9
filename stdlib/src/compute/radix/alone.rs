//! Sorting by one thread, in the nearest caches.

use super::buckets::{ByRank, Dealing};
use super::rank::Ranked;
use super::{bucket_each, ends};
use crate::compute::wide::wide;

/// Binary digits by which elements are dealt out at most.
const DIGITS: u32 = 14;

/// Elements up to which each is put in its place among those before it.
const FEW: usize = 24;

/// What is used again from one stretch to the next.
pub(super) struct Desk<T> {
    elements: Vec<T>,
    buckets: Vec<u16>,
    starts: Vec<u16>,
}

impl<T: Ranked> Desk<T> {
    pub(super) fn new() -> Self {
        Self {
            elements: Vec::new(),
            buckets: Vec::new(),
            starts: Vec::new(),
        }
    }

    /// Sorts fewer than 2¹⁶ elements.
    pub(super) fn sort(&mut self, elements: &mut [T]) {
        if elements.len() <= FEW {
            return put_in_place(elements);
        }
        let digits = (elements.len().ilog2() + 2).min(DIGITS);
        let dealing = ByRank::between(ends(elements, |element, _| element), digits);
        let most = self.deal(elements, dealing);
        if dealing.in_order() {
            return;
        }
        if most <= FEW {
            // Most stand where they belong, or beside it. A browser has the less to load without.
            if !cfg!(target_family = "wasm") {
                swap_neighbours(&mut elements[1..]);
                swap_neighbours(elements);
                swap_neighbours(&mut elements[1..]);
            }
            return put_in_place(elements);
        }
        let mut from = 0;
        for to in std::mem::take(&mut self.starts) {
            let to = usize::from(to);
            if to > from + 1 {
                self.sort(&mut elements[from..to]);
            }
            from = to;
        }
    }

    /// Brings the elements into the order of their buckets. `starts` becomes where each bucket ends, and the largest one's
    /// size is given.
    fn deal(&mut self, elements: &mut [T], dealing: ByRank) -> usize {
        self.buckets.resize(elements.len(), 0);
        let buckets = &mut self.buckets[..elements.len()];
        bucket_each(elements, |element, _| element, dealing, buckets);
        self.starts.clear();
        self.starts.resize(dealing.number().next_multiple_of(4), 0);
        for bucket in &*buckets {
            self.starts[usize::from(*bucket)] += 1;
        }
        let most = self.starts.iter().fold(0, |most, count| *count.max(&most));
        sum_before_each(&mut self.starts);
        self.elements.clear();
        self.elements.extend_from_slice(elements);
        for (element, bucket) in self.elements.iter().zip(buckets) {
            let start = &mut self.starts[usize::from(*bucket)];
            elements[usize::from(*start)] = *element;
            *start += 1;
        }
        usize::from(most)
    }
}

/// Makes each number the sum of those before it. There are a multiple of 4, and their sum is below 2¹⁶.
fn sum_before_each(numbers: &mut [u16]) {
    /// To multiply four numbers in one by this adds to each those before it.
    const SUM: u64 = 0x0001_0001_0001_0001;
    let mut before = 0u64;
    for four in numbers.as_chunks_mut::<4>().0 {
        let packed = (0..4).fold(0, |packed, i| packed | u64::from(four[i]) << (16 * i));
        let sums = packed.wrapping_mul(SUM);
        let sums_before = (sums << 16).wrapping_add(before.wrapping_mul(SUM));
        *four = std::array::from_fn(|i| (sums_before >> (16 * i)) as u16);
        before += sums >> 48;
    }
}

wide! {
    /// Swaps the first and the second element if they stand the wrong way round, the third and the fourth, and so on.
    fn swap_neighbours[T: Ranked](elements: &mut [T]) {
        for four in elements.as_chunks_mut::<4>().0 {
            let [a, b, c, d] = *four;
            let (first, second) = (a.is_after(&b), c.is_after(&d));
            *four = [
                if first { b } else { a },
                if first { a } else { b },
                if second { d } else { c },
                if second { c } else { d },
            ];
        }
    }
}

/// Sorts by moving each element before those of the ones before it that are larger.
fn put_in_place<T: Ranked>(elements: &mut [T]) {
    for i in 1..elements.len() {
        let element = elements[i];
        if !elements[i - 1].is_after(&element) {
            continue;
        }
        let mut at = i;
        while at > 0 && elements[at - 1].is_after(&element) {
            elements[at] = elements[at - 1];
            at -= 1;
        }
        elements[at] = element;
    }
}
