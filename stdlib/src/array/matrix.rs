//! Products of matrices, and linear equations by elimination.

use super::operate::{Operator, operate};
use super::recorded;
use super::reduce::int_sum;
use super::shape::{room, shape_text};
use super::{Array, DType, Elements};
use crate::compute::kernels;
use crate::compute::parallel::{crew, each};
use crate::compute::sums::pairwise as pairwise_sum;
use crate::fault::{Raised, bail};
use crate::host;

/// The sum of the products of two lines' elements.
pub(crate) fn line_product(a: &Array, b: &Array) -> Raised<Array> {
    if a.len() != b.len() {
        bail!("dot can't match {} values with {}", a.len(), b.len(); "Both sides need as many values.")
    }
    let products = operate(Operator::Multiply, a.clone(), b.clone())?;
    Ok(Array::shaped(
        match products.dtype() {
            DType::Float64 => {
                Elements::Floats(vec![recorded::with_floats(&products, |program| {
                    program.sum()
                })?])
            }
            _ => Elements::Ints(vec![int_sum(&products.view().ints())?]),
        },
        &[],
    ))
}

/// numpy's `matmul`: lines and matrices, each sum from the first term to the last.
pub(crate) fn product(a: &Array, b: &Array) -> Raised<Array> {
    let (rows, inner, columns) = match (a.shape(), b.shape()) {
        (&[_], &[_]) => return line_product(a, b),
        (&[n, k], &[l, m]) if k == l => (n, k, m),
        (&[n, k], &[l]) if k == l => (n, k, 1),
        (&[k], &[l, m]) if k == l => (1, k, m),
        (x, y) => bail!(
            "matrices of shapes {} and {} can't be multiplied", shape_text(x), shape_text(y);
            "The left one needs as many columns as the right one has rows."
        ),
    };
    room(&[rows, columns], 8)?;
    let elements = if a.dtype() == DType::Float64 || b.dtype() == DType::Float64 {
        let (a, b) = (a.floats(), b.floats());
        let mut out = vec![0.0; rows * columns];
        let lines = out.chunks_mut(columns.max(1)).zip(a.chunks(inner.max(1)));
        let crew = crew((rows * columns).saturating_mul(inner) / 4);
        each(lines, crew, |(line, x)| kernels::add_products(line, x, &b))?;
        Elements::Floats(out)
    } else {
        let (a, b) = (a.view().ints(), b.view().ints());
        let mut out = vec![0i128; rows * columns];
        for (i, line) in out.chunks_mut(columns.max(1)).enumerate() {
            for k in 0..inner {
                for (sum, y) in line.iter_mut().zip(&b[k * columns..(k + 1) * columns]) {
                    *sum = sum.saturating_add(i128::from(a[i * inner + k]) * i128::from(*y));
                }
            }
            host::check_interrupt()?;
        }
        let Ok(out) = out
            .into_iter()
            .map(i64::try_from)
            .collect::<Result<Vec<i64>, _>>()
        else {
            bail!("a sum in the product is too large for a whole number of 64 bits (above 9.2e18)"; "Use floats: matmul(a * 1.0, b).")
        };
        Elements::Ints(out)
    };
    let shape = match (a.ndim(), b.ndim()) {
        (1, _) => vec![columns],
        (_, 1) => vec![rows],
        _ => vec![rows, columns],
    };
    Ok(Array::shaped(elements, &shape))
}

/// A square matrix taken apart into a lower and an upper triangle, its rows swapped so that no pivot is small.
pub(crate) struct Triangles {
    n: usize,
    /// Both triangles; the lower one's diagonal is all ones and not kept.
    values: Vec<f64>,
    /// Which of the given rows stands in each row.
    rows: Vec<usize>,
    /// Whether the number of swaps was odd.
    odd: bool,
    /// The first column without a pivot.
    pub(crate) singular: Option<usize>,
}

impl Triangles {
    pub(crate) fn new(argument: &str, matrix: &Array) -> Raised<Self> {
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
        let mut values = matrix.to_floats();
        let mut rows: Vec<usize> = (0..n).collect();
        let (mut odd, mut singular) = (false, None);
        for k in 0..n {
            let pivot = (k..n).fold(k, |best, i| {
                if values[i * n + k].abs() > values[best * n + k].abs() {
                    i
                } else {
                    best
                }
            });
            if pivot != k {
                for j in 0..n {
                    values.swap(k * n + j, pivot * n + j);
                }
                rows.swap(k, pivot);
                odd = !odd;
            }
            if values[k * n + k] == 0.0 {
                singular.get_or_insert(k);
                continue;
            }
            for i in k + 1..n {
                let factor = values[i * n + k] / values[k * n + k];
                values[i * n + k] = factor;
                for j in k + 1..n {
                    values[i * n + j] -= factor * values[k * n + j];
                }
            }
            host::check_interrupt()?;
        }
        Ok(Self {
            n,
            values,
            rows,
            odd,
            singular,
        })
    }

    pub(crate) fn determinant(&self) -> f64 {
        let product: f64 = (0..self.n).map(|i| self.values[i * self.n + i]).product();
        if self.odd && product != 0.0 {
            -product
        } else {
            product
        }
    }

    /// The x for which the matrix times x is `b`.
    pub(crate) fn solve(&self, b: impl Fn(usize) -> f64) -> Vec<f64> {
        let n = self.n;
        let mut x: Vec<f64> = self.rows.iter().map(|row| b(*row)).collect();
        for i in 0..n {
            for j in 0..i {
                x[i] -= self.values[i * n + j] * x[j];
            }
        }
        for i in (0..n).rev() {
            for j in i + 1..n {
                x[i] -= self.values[i * n + j] * x[j];
            }
            x[i] /= self.values[i * n + i];
        }
        x
    }
}

/// The coefficients for which the columns come closest to `y`, by Householder's reflections. `columns` holds as many
/// values each as `y`.
pub(crate) fn least_squares(mut columns: Vec<Vec<f64>>, mut y: Vec<f64>) -> Raised<Vec<f64>> {
    let n = columns.len();
    let mut diagonal = vec![0.0; n];
    for k in 0..n {
        let (done, rest) = columns.split_at_mut(k + 1);
        let column = &mut done[k];
        let size = pairwise_sum(&column[k..].iter().map(|x| x * x).collect::<Vec<_>>()).sqrt();
        let scale = if column[k] > 0.0 { -size } else { size };
        if size < 1e-12 {
            bail!("the points don't settle a polynomial of this degree"; "Give more different x, or a lower degree.")
        }
        diagonal[k] = scale;
        column[k] -= scale;
        let norm: f64 = column[k..].iter().map(|x| x * x).sum();
        for other in rest.iter_mut().chain(std::iter::once(&mut y)) {
            let along: f64 = column[k..]
                .iter()
                .zip(&other[k..])
                .map(|(a, b)| a * b)
                .sum();
            for (a, b) in column[k..].iter().zip(&mut other[k..]) {
                *b -= 2.0 * along / norm * a;
            }
        }
    }
    let mut found = vec![0.0; n];
    for k in (0..n).rev() {
        let above: f64 = (k + 1..n).map(|j| columns[j][k] * found[j]).sum();
        found[k] = (y[k] - above) / diagonal[k];
    }
    Ok(found)
}
