//! New vectors, written a stretch at a time by several threads, without being filled with zeros first.

use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicBool, Ordering};

use super::kernels::count_true;
use super::parallel::{PIECE, check_interrupt, crew, each, numbered};
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

    /// Fills them with what `f` makes of as many pairs.
    pub(crate) fn pairs<A: Copy, B: Copy>(self, a: &[A], b: &[B], f: impl Fn(A, B) -> T) -> Full {
        assert_eq!(a.len(), self.0.len(), "as many elements as places");
        assert_eq!(b.len(), self.0.len(), "as many elements as places");
        write_pairs(self.0, a, b, f);
        Full(())
    }

    /// Fills them with what `element` makes of the numbers from `from` on.
    pub(crate) fn count(self, from: usize, element: impl Fn(usize) -> T) -> Full {
        write_count(self.0, from, element);
        Full(())
    }

    /// Fills them with what `element` gives for the places at which the mask is true, of which there are as many.
    pub(crate) fn chosen(self, mask: &[bool], element: impl Fn(usize) -> T) -> Full {
        const STRETCH: usize = 256;
        let mut rest = self.0;
        if !mask.is_empty() {
            // Each element is written where the next chosen one stands, and stays there if it is: nothing to guess wrong.
            let mut stretch = [element(0); STRETCH];
            for (i, mask) in mask.chunks(STRETCH).enumerate() {
                let mut found = 0;
                for (k, chosen) in mask.iter().enumerate() {
                    stretch[found % STRETCH] = element(i * STRETCH + k);
                    found += usize::from(*chosen);
                }
                let (places, after) = rest.split_at_mut(found);
                write_map(places, &stretch[..found], |x| x);
                rest = after;
            }
        }
        assert!(rest.is_empty(), "as many elements as places");
        Full(())
    }
}

wide! {
    fn write_map[A: Copy, T, F: Fn(A) -> T](out: &mut [MaybeUninit<T>], a: &[A], f: F) {
        for (place, a) in out.iter_mut().zip(a) {
            place.write(f(*a));
        }
    }

    fn write_count[T, F: Fn(usize) -> T](out: &mut [MaybeUninit<T>], from: usize, f: F) {
        for (place, i) in out.iter_mut().zip(from..) {
            place.write(f(i));
        }
    }

    fn write_pairs[A: Copy, B: Copy, T, F: Fn(A, B) -> T](
        out: &mut [MaybeUninit<T>], a: &[A], b: &[B], f: F,
    ) {
        for ((place, a), b) in out.iter_mut().zip(a).zip(b) {
            place.write(f(*a, *b));
        }
    }
}

/// A copy. On several threads, interruptible, as all that follow.
pub(crate) fn copied<T: Copy + Send + Sync>(x: &[T]) -> Raised<Vec<T>> {
    mapped(x, |x| x)
}

/// What `f` makes of each element.
pub(crate) fn mapped<A: Copy + Sync, T: Copy + Send>(
    x: &[A],
    f: impl Fn(A) -> T + Sync,
) -> Raised<Vec<T>> {
    build(x.len(), crew(x.len()), |from, out| {
        let to = from + out.len();
        out.map(&x[from..to], &f)
    })
}

/// The same with a function that may fail; the first element's error, if some fail.
pub(crate) fn attempted<A: Copy + Sync, T: Copy + Default + Send>(
    x: &[A],
    f: impl Fn(A) -> Raised<T> + Sync,
) -> Raised<Vec<T>> {
    let failed = AtomicBool::new(false);
    let made = build(x.len(), crew(x.len()), |from, out| {
        let x = &x[from..from + out.len()];
        if failed.load(Ordering::Relaxed) {
            return out.map(x, |_| T::default());
        }
        out.map(x, |x| {
            f(x).unwrap_or_else(|_| {
                failed.store(true, Ordering::Relaxed);
                T::default()
            })
        })
    })?;
    if failed.into_inner() {
        // Errors don't go from thread to thread: this one makes the first again.
        for (i, x) in x.iter().enumerate() {
            if i > 0 && i.is_multiple_of(PIECE) {
                check_interrupt()?;
            }
            f(*x)?;
        }
    }
    Ok(made)
}

/// What `element` makes of each of the numbers from 0 up to `n`.
pub(crate) fn counted<T: Copy + Send>(
    n: usize,
    element: impl Fn(usize) -> T + Sync,
) -> Raised<Vec<T>> {
    build(n, crew(n), |from, out| out.count(from, &element))
}

/// A vector that is added to, which checks now and then whether the cell was stopped.
pub(crate) struct Growing<T> {
    vector: Vec<T>,
    /// How long it was at the last look.
    looked: usize,
}

impl<T: Copy> Growing<T> {
    /// With room for so many elements. The caller has made sure that there is room.
    pub(crate) fn new(n: usize) -> Self {
        Self {
            vector: Vec::with_capacity(n),
            looked: 0,
        }
    }

    /// Adds copies of elements.
    pub(crate) fn copy(&mut self, from: &[T]) -> Raised<()> {
        if from.len() <= PIECE {
            self.vector.extend_from_slice(from);
            return self.look();
        }
        for stretch in from.chunks(PIECE) {
            self.vector.extend_from_slice(stretch);
            self.look()?;
        }
        Ok(())
    }

    /// Adds an element so many times.
    pub(crate) fn fill(&mut self, element: T, times: usize) -> Raised<()> {
        let mut left = times;
        while left > PIECE {
            self.vector.extend(std::iter::repeat_n(element, PIECE));
            left -= PIECE;
            self.look()?;
        }
        self.vector.extend(std::iter::repeat_n(element, left));
        self.look()
    }

    /// Adds elements one by one.
    pub(crate) fn extend(&mut self, mut elements: impl Iterator<Item = T>) -> Raised<()> {
        loop {
            let before = self.vector.len();
            self.vector.extend(elements.by_ref().take(PIECE));
            if self.vector.len() - before < PIECE {
                return self.look();
            }
            self.look()?;
        }
    }

    fn look(&mut self) -> Raised<()> {
        if self.vector.len() - self.looked < PIECE {
            return Ok(());
        }
        self.looked = self.vector.len();
        check_interrupt()
    }

    pub(crate) fn done(self) -> Vec<T> {
        self.vector
    }
}

/// What `element` gives for each place at which the mask is true. On `crew` threads, interruptible.
pub(crate) fn choose<T: Copy + Send>(
    mask: &[bool],
    crew: usize,
    element: impl Fn(usize) -> T + Sync,
) -> Raised<Vec<T>> {
    let masks: Vec<&[bool]> = mask.chunks(PIECE).collect();
    let counts = numbered(masks.len(), crew, |i| count_true(masks[i]))?;
    let n = counts.iter().sum();
    let mut vector = Vec::with_capacity(n);
    let mut pieces = Vec::with_capacity(masks.len());
    let mut rest = &mut vector.spare_capacity_mut()[..n];
    for count in counts {
        let (places, after) = rest.split_at_mut(count);
        pieces.push(places);
        rest = after;
    }
    each(pieces.into_iter().enumerate(), crew, |(piece, places)| {
        let from = piece * PIECE;
        let Full(()) = Blank(places).chosen(masks[piece], |i| element(from + i));
    })?;
    // SAFETY: there is capacity for `n`, and the first `n` places were shared out among the pieces, each of which is `Full`.
    #[allow(unsafe_code)]
    unsafe {
        vector.set_len(n);
    }
    Ok(vector)
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

/// The same for elements that take long, with a look whenever at most `piece` of them are done.
pub(crate) fn build_slowly<T: Copy + Send>(
    n: usize,
    crew: usize,
    piece: usize,
    write: impl Fn(usize, Blank<'_, T>) -> Full + Sync,
) -> Raised<Vec<T>> {
    build_pieces(
        n,
        crew,
        (piece, piece),
        || (),
        |(), from, out| write(from, out),
    )
}

/// The same in stretches of at most `length` elements, with something to work in that is made once for each piece.
pub(crate) fn build_with<T: Copy + Send, W>(
    n: usize,
    crew: usize,
    length: usize,
    workspace: impl Fn() -> W + Sync,
    write: impl Fn(&mut W, usize, Blank<'_, T>) -> Full + Sync,
) -> Raised<Vec<T>> {
    build_pieces(n, crew, (PIECE, length), workspace, write)
}

/// The same in pieces, after each of which the cell is looked at, of at most so many elements, and stretches of these.
fn build_pieces<T: Copy + Send, W>(
    n: usize,
    crew: usize,
    (piece_length, length): (usize, usize),
    workspace: impl Fn() -> W + Sync,
    write: impl Fn(&mut W, usize, Blank<'_, T>) -> Full + Sync,
) -> Raised<Vec<T>> {
    let mut vector = Vec::with_capacity(n);
    let places = &mut vector.spare_capacity_mut()[..n];
    each(
        places.chunks_mut(piece_length).enumerate(),
        crew,
        |(piece, places)| {
            let mut workspace = workspace();
            let mut from = piece * piece_length;
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
    use super::{build, choose};
    use crate::testing::Bench;

    #[test]
    fn what_a_mask_chooses_stands_in_its_order() {
        let _host = Bench::new();
        for n in [0, 1, 255, 256, 257, 100_000] {
            let masks: [fn(usize) -> bool; 4] =
                [|_| true, |_| false, |i| i % 3 == 1, |i| i * i % 7 < 3];
            for chosen in masks {
                let mask: Vec<bool> = (0..n).map(chosen).collect();
                let wanted: Vec<usize> = (0..n).filter(|i| chosen(*i)).map(|i| i * 2).collect();
                for crew in [1, 2, 5] {
                    assert!(choose(&mask, crew, |i| i * 2).unwrap() == wanted, "of {n}");
                }
            }
        }
    }

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
