//! Linear equations, over nalgebra's matrices: a column or a block at a time, so that Stop need not wait for the end.
//!
//! Of nalgebra only what adds and multiplies in a fixed order is used, for the same digits everywhere.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use super::Array;
use super::shape::shape_text;
use crate::fault::{Raised, bail};
use crate::host;

/// A square matrix taken apart into a lower and an upper triangle, its rows swapped so that no pivot is small.
pub(super) struct Triangles {
    /// Both triangles; the lower one's diagonal is all ones and not kept.
    parts: DMatrix<f64>,
    /// Which two rows were swapped, one pair after the other.
    swaps: Vec<(usize, usize)>,
    /// Whether a column was without a pivot.
    pub(super) singular: bool,
}

impl Triangles {
    pub(super) fn new(argument: &str, matrix: &Array) -> Raised<Self> {
        let &[n, m] = matrix.shape() else {
            bail!(
                "{argument} must be a square matrix, and has {} axes",
                matrix.ndim()
            )
        };
        if n != m {
            bail!(
                "{argument} must be a square matrix, not of shape {}",
                shape_text(matrix.shape())
            )
        }
        let mut parts = DMatrix::from_row_slice(n, n, &matrix.floats());
        let (mut swaps, mut singular) = (Vec::new(), false);
        for k in 0..n {
            let pivot = k + parts.view_range(k.., k).icamax();
            if parts[(pivot, k)] == 0.0 {
                singular = true;
                continue;
            }
            if pivot != k {
                parts.swap_rows(k, pivot);
                swaps.push((k, pivot));
            }
            let (mut done, mut rest) = parts.columns_range_pair_mut(..k + 1, k + 1..);
            let diagonal = done[(k, k)];
            let mut factors = done.view_range_mut(k + 1.., k);
            factors.iter_mut().for_each(|factor| *factor /= diagonal);
            for mut column in rest.column_iter_mut() {
                let top = column[k];
                column.rows_range_mut(k + 1..).axpy(-top, &factors, 1.0);
            }
            host::check_interrupt()?;
        }
        Ok(Self {
            parts,
            swaps,
            singular,
        })
    }

    pub(super) fn determinant(&self) -> f64 {
        let product: f64 = self.parts.diagonal().iter().product();
        let odd = self.swaps.len() % 2 == 1;
        // Without a minus for a zero.
        (if odd { -product } else { product }) + 0.0
    }

    /// The matrix that the one taken apart times it makes `right`.
    pub(super) fn solve(&self, mut right: DMatrix<f64>) -> Raised<DMatrix<f64>> {
        for (a, b) in &self.swaps {
            right.swap_rows(*a, *b);
        }
        for mut column in right.column_iter_mut() {
            host::check_interrupt()?;
            self.parts
                .solve_lower_triangular_with_diag_mut(&mut column, 1.0);
            self.parts.solve_upper_triangular_mut(&mut column);
        }
        Ok(right)
    }
}

/// Rows that are reflected at once.
const BLOCK: usize = 1 << 12;

/// The coefficients for which the columns come closest to `y`; none when the columns don't settle them. Each column holds as
/// many values as `y`, and its squares sum to one.
pub(super) fn least_squares(
    terms: usize,
    columns: impl Fn(Range<usize>) -> Vec<Vec<f64>>,
    y: &[f64],
) -> Raised<Option<Vec<f64>>> {
    // What all rows so far come to: a triangle with as many rows as there are coefficients.
    let (mut triangle, mut right) = (DMatrix::zeros(terms, terms), DVector::zeros(terms));
    for from in (0..y.len()).step_by(BLOCK) {
        host::check_interrupt()?;
        let rows = BLOCK.min(y.len() - from);
        let block = columns(from..from + rows);
        let stacked = DMatrix::from_fn(terms + rows, terms, |i, j| match i.checked_sub(terms) {
            Some(row) => block[j][row],
            None => triangle[(i, j)],
        });
        let mut values = DVector::from_fn(terms + rows, |i, _| match i.checked_sub(terms) {
            Some(row) => y[from + row],
            None => right[i],
        });
        let reflected = stacked.qr();
        reflected.q_tr_mul(&mut values);
        triangle = reflected.r();
        right.copy_from(&values.rows(0, terms));
    }
    // A column that the others make up leaves next to nothing on the diagonal.
    if triangle.diagonal().iter().any(|x| x.abs() < 1e-12) {
        return Ok(None);
    }
    let found = triangle.solve_upper_triangular(&right);
    Ok(found.map(|found| found.as_slice().to_vec()))
}
