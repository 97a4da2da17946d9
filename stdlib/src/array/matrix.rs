//! Products of matrices, each sum from its first term to its last.

use super::operate::{Operator, operate};
use super::recorded;
use super::reduce::int_sum;
use super::shape::{room, shape_text};
use super::{Array, DType, Elements};
use crate::compute::kernels;
use crate::compute::parallel::{crew, each};
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
            DType::Int64 => Elements::Ints(vec![int_sum(&products.view().try_ints()?)?]),
            // Of truth values the product is "both", and the sum "any".
            DType::Bool => Elements::Bools(vec![products.view().ints().contains(&1)]),
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
        let (a, b) = (a.try_floats()?, b.try_floats()?);
        let mut out = vec![0.0; rows * columns];
        let lines = out.chunks_mut(columns.max(1)).zip(a.chunks(inner.max(1)));
        let crew = crew((rows * columns).saturating_mul(inner) / 4);
        each(lines, crew, |(line, x)| kernels::add_products(line, x, &b))?;
        Elements::Floats(out)
    } else {
        let of_truths = a.dtype().max(b.dtype()) == DType::Bool;
        let (a, b) = (a.view().try_ints()?, b.view().try_ints()?);
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
        if of_truths {
            Elements::Bools(out.into_iter().map(|n| n > 0).collect())
        } else {
            Elements::Ints(out)
        }
    };
    let shape = match (a.ndim(), b.ndim()) {
        (1, _) => vec![columns],
        (_, 1) => vec![rows],
        _ => vec![rows, columns],
    };
    Ok(Array::shaped(elements, &shape))
}
