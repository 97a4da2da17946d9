//! Writing to places of an array.

use std::ops::Range;

use super::{Array, DType, Elements, View};
use crate::compute::kernels::{Side, count_true};
use crate::compute::parallel::{PIECE, check_interrupt, crew, each, numbered};
use crate::fault::Raised;

/// Places of the row-major order that are written to.
pub(crate) enum Places {
    /// All in a stretch.
    Span(Range<usize>),
    /// Rows of so many elements, by their numbers.
    Rows(Vec<usize>, usize),
    /// Where a mask is true, and how often it is in each piece of it.
    Chosen(Array, Vec<usize>),
}

/// Elements that are written to places here and there before Stop is looked at.
const SOON: usize = 1 << 21;

impl Places {
    /// Where the mask is true.
    pub(super) fn chosen(mask: &Array) -> Raised<Self> {
        mask.settle()?;
        let pieces: Vec<&[bool]> = truths(mask).chunks(PIECE).collect();
        let counts = numbered(pieces.len(), crew(mask.size()), |i| count_true(pieces[i]))?;
        Ok(Self::Chosen(mask.clone(), counts))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Span(span) => span.len(),
            Self::Rows(rows, across) => rows.len() * across,
            Self::Chosen(_, counts) => counts.iter().sum(),
        }
    }

    /// Whether to write to them takes longer than a reader who pressed Stop should wait.
    pub(super) fn take_long(&self) -> bool {
        matches!(self, Self::Rows(..)) && self.len() > SOON
    }

    /// Writes as many values, or one for all, which are no wider than the elements.
    pub(super) fn write(&self, elements: &mut Elements, values: View<'_>) -> Raised<()> {
        match elements {
            Elements::Floats(x) => self.put(x, &values.try_floats()?),
            Elements::Ints(x) => self.put(x, &values.try_ints()?),
            Elements::Bools(x) => match values {
                View::Bools(values) => self.put(x, values),
                _ => unreachable!("{:?} is wider than {:?}", values.dtype(), DType::Bool),
            },
        }
    }

    fn put<T: Copy + Send + Sync>(&self, x: &mut [T], values: &[T]) -> Raised<()> {
        let values = match values {
            [one] => Side::One(*one),
            values => Side::Each(values),
        };
        match self {
            Self::Span(span) => {
                let pieces = x[span.clone()].chunks_mut(PIECE).enumerate();
                each(pieces, crew(span.len()), |(i, x)| match values {
                    Side::One(value) => x.fill(value),
                    Side::Each(values) => {
                        let from = i * PIECE;
                        x.copy_from_slice(&values[from..from + x.len()]);
                    }
                })
            }
            Self::Rows(rows, across) => {
                let mut looked = 0;
                for (i, row) in rows.iter().enumerate() {
                    let done = i * across;
                    if done - looked >= PIECE {
                        looked = done;
                        check_interrupt()?;
                    }
                    match values {
                        _ if *across == 1 => {
                            x[*row] = match values {
                                Side::One(value) => value,
                                Side::Each(values) => values[i],
                            }
                        }
                        Side::One(value) => x[row * across..(row + 1) * across].fill(value),
                        Side::Each(values) => x[row * across..(row + 1) * across]
                            .copy_from_slice(&values[done..done + across]),
                    }
                }
                Ok(())
            }
            Self::Chosen(mask, counts) => {
                // Where the values of each piece begin.
                let from = counts.iter().scan(0, |sum, count| {
                    *sum += count;
                    Some(*sum - count)
                });
                let pieces = x
                    .chunks_mut(PIECE)
                    .zip(truths(mask).chunks(PIECE))
                    .zip(from);
                each(pieces, crew(mask.size()), |((x, mask), from)| {
                    match values {
                        Side::One(value) => {
                            for (x, chosen) in x.iter_mut().zip(mask) {
                                *x = if *chosen { value } else { *x };
                            }
                        }
                        Side::Each(values) => {
                            // Each takes the next value or keeps its own: nothing to guess wrong.
                            let (mut next, last) = (from, values.len() - 1);
                            for (x, chosen) in x.iter_mut().zip(mask) {
                                let value = values[next.min(last)];
                                *x = if *chosen { value } else { *x };
                                next += usize::from(*chosen);
                            }
                        }
                    }
                })
            }
        }
    }
}

fn truths(mask: &Array) -> &[bool] {
    let View::Bools(mask) = mask.view() else {
        unreachable!("masks hold truth values")
    };
    mask
}
