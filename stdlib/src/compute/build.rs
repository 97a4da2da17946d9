//! New vectors, written a stretch at a time by several threads, without being filled with zeros first.

use std::mem::MaybeUninit;

use super::parallel::{PIECE, each};
use super::wide::wide;
use crate::fault::Raised;

/// Places of a new vector that hold nothing yet. Whoever is given them fills them all, which gives [`Full`].
pub(crate) struct Blank<'a, T>(&'a mut [MaybeUninit<T>]);

/// That places were filled. Only the methods of [`Blank`] make one.
pub(crate) struct Full(());

impl<T: Copy> Blank<'_, T> {
    /// How many places there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Fills them with copies of as many elements.
    pub(crate) fn copy(self, from: &[T]) -> Full {
        self.map(from, |x| x)
    }

    /// Fills them with what `f` makes of each of as many elements.
    pub(crate) fn map<A: Copy>(self, a: &[A], f: impl Fn(A) -> T) -> Full {
        assert_eq!(a.len(), self.0.len(), "as many elements as places");
        write_map(self.0, a, f);
        Full(())
    }
}

wide! {
    fn write_map[A: Copy, T, F: Fn(A) -> T](out: &mut [MaybeUninit<T>], a: &[A], f: F) {
        for (place, a) in out.iter_mut().zip(a) {
            place.write(f(*a));
        }
    }
}

/// A vector of `n` elements, a stretch of at most [`PIECE`] elements at a time filled by `write`, which is told where the
/// stretch begins. On `crew` threads, interruptible. The caller has made sure that there is room.
pub(crate) fn build<T: Copy + Send>(
    n: usize,
    crew: usize,
    write: impl Fn(usize, Blank<'_, T>) -> Full + Sync,
) -> Raised<Vec<T>> {
    build_with(n, crew, PIECE, || (), |(), from, out| write(from, out))
}

/// The same in stretches of at most `length` elements, with something to work in that is made once for each piece.
pub(crate) fn build_with<T: Copy + Send, W>(
    n: usize,
    crew: usize,
    length: usize,
    workspace: impl Fn() -> W + Sync,
    write: impl Fn(&mut W, usize, Blank<'_, T>) -> Full + Sync,
) -> Raised<Vec<T>> {
    let mut vector = Vec::with_capacity(n);
    let places = &mut vector.spare_capacity_mut()[..n];
    each(
        places.chunks_mut(PIECE).enumerate(),
        crew,
        |(piece, places)| {
            let mut workspace = workspace();
            let mut from = piece * PIECE;
            for stretch in places.chunks_mut(length) {
                let places = stretch.len();
                let Full(()) = write(&mut workspace, from, Blank(stretch));
                from += places;
            }
        },
    )?;
    // SAFETY: there is capacity for `n`, and each of the first `n` places was in one of the stretches, every one of which
    // `write` has filled: it returned, and with a `Full`, which only filling a `Blank` gives.
    #[allow(unsafe_code)]
    unsafe {
        vector.set_len(n);
    }
    Ok(vector)
}

#[cfg(test)]
mod tests {
    use super::build;
    use crate::testing::Bench;

    #[test]
    fn every_place_is_filled_whatever_the_number_of_threads() {
        let _host = Bench::new();
        for n in [0, 1, 1000, 100_000] {
            for crew in [1, 2, 5] {
                let wanted: Vec<usize> = (0..n).map(|i| i * i).collect();
                let numbers: Vec<usize> = (0..n).collect();
                let made = build(n, crew, |from, out| {
                    let to = from + out.len();
                    out.map(&numbers[from..to], |i| i * i)
                });
                assert!(made.unwrap() == wanted);
            }
        }
    }
}
