//! Reading and changing parts of an array, and going through one.

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::operate::BLOCK;
use super::places::Places;
use super::select::{Walk, get, place, rows, set as assign, write};
use super::shape::room;
use super::{Array, DType, Elements, View};
use crate::fault::{Raised, bail};
use crate::{host, value};

pub(crate) fn register(module: &mut Module) {
    module.set_indexer_get_fn(|a: &mut Array, index: Dynamic| get(a, &index));
    module.set_indexer_set_fn(|a: &mut Array, index: Dynamic, value: Dynamic| {
        assign(a, &index, &value)
    });
    module.set_iterable::<Array>();
    module.combine(rhai::exported_module!(functions));
}

impl IntoIterator for Array {
    type Item = Dynamic;
    type IntoIter = Items;

    fn into_iter(self) -> Items {
        Items {
            array: self,
            next: 0,
        }
    }
}

/// The elements of an array one by one; the rows, if it has more axes.
pub struct Items {
    array: Array,
    next: usize,
}

impl Iterator for Items {
    type Item = Dynamic;

    fn next(&mut self) -> Option<Dynamic> {
        if self.next >= self.array.len() {
            return None;
        }
        let at = self.next;
        self.next += 1;
        if self.array.ndim() < 2 {
            return Some(self.array.item(at));
        }
        rows(&self.array, &[at], &[]).ok().map(Dynamic::from)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.array.len() - self.next;
        (left, Some(left))
    }
}

/// The place in row-major order of an element by one index for each axis.
fn element(a: &Array, indices: &[i64]) -> Raised<usize> {
    if indices.len() != a.ndim() {
        bail!(
            "the array has {} {}, and {} {} given",
            a.ndim(), if a.ndim() == 1 { "axis" } else { "axes" },
            indices.len(), if indices.len() == 1 { "index was" } else { "indices were" };
            "Give one index for each axis."
        )
    }
    let mut at = 0;
    for (index, len) in indices.iter().zip(a.shape()) {
        at = at * len + place(*index, *len)?;
    }
    Ok(at)
}

fn matrix(a: &Array) -> Raised<(usize, usize)> {
    match a.shape() {
        &[rows, columns] => Ok((rows, columns)),
        _ => bail!(
            "m must be a matrix, an array of two axes; this one has {}",
            a.ndim()
        ),
    }
}

/// The elements of a matrix column by column.
fn turned<T: Copy + Default>(x: &[T], rows: usize, columns: usize) -> Raised<Vec<T>> {
    /// Rows and columns that go together, so that lines of the nearest cache are read and written whole.
    const TILE: usize = 16;
    let mut out = vec![T::default(); x.len()];
    if x.is_empty() {
        return Ok(out);
    }
    for (i, out) in out.chunks_mut(TILE * rows).enumerate() {
        let from = i * TILE;
        for tile in (0..rows).step_by(TILE) {
            for (k, out) in out.chunks_mut(rows).enumerate() {
                let to = rows.min(tile + TILE);
                for (row, out) in (tile..to).zip(&mut out[tile..to]) {
                    *out = x[row * columns + from + k];
                }
            }
        }
        if (from + TILE) * rows % BLOCK < TILE * rows {
            host::check_interrupt()?;
        }
    }
    Ok(out)
}

#[export_module]
mod functions {
    /// One element of an array, by an index for each axis.
    ///
    /// # Arguments
    /// - `a`: the array
    /// - `i`: the row, from 0; negative from the end
    /// - `j`: the column, likewise
    /// - `k`: the place along the third axis, likewise
    ///
    /// # Errors
    /// When an index is out of range, or there are not as many indices as axes.
    ///
    /// # Example
    /// ```rhai
    /// let m = array([[1, 2], [3, 4]]);
    /// m.at(1, 0) // => 3
    /// m.at(0, 5) // error: 5
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn at(a: &mut Array, i: i64, j: i64) -> Raised<Dynamic> {
        Ok(a.item(element(a, &[i, j])?))
    }

    /// One element of an array of one axis.
    #[rhai_fn(name = "at", return_raw, pure)]
    pub fn at_line(a: &mut Array, i: i64) -> Raised<Dynamic> {
        Ok(a.item(element(a, &[i])?))
    }

    /// One element of an array of three axes.
    #[rhai_fn(name = "at", return_raw, pure)]
    pub fn at_block(a: &mut Array, i: i64, j: i64, k: i64) -> Raised<Dynamic> {
        Ok(a.item(element(a, &[i, j, k])?))
    }

    /// Changes one element of an array, by an index for each axis.
    ///
    /// # Arguments
    /// - `a`: the array, a variable
    /// - `i`: the row, from 0; negative from the end
    /// - `j`: the column, likewise
    /// - `value`: the new element
    ///
    /// # Errors
    /// When an index is out of range, or there are not as many indices as axes.
    ///
    /// # Example
    /// ```rhai
    /// let m = zeros([2, 2]);
    /// m.set(0, 1, 7);
    /// m.to_list() // => [[0.0, 7.0], [0.0, 0.0]]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn set(a: &mut Array, i: i64, j: i64, value: Dynamic) -> Raised<()> {
        let at = element(a, &[i, j])?;
        write(a, &[], Places::Span(at..at + 1), &value)
    }

    /// Changes one element of an array of one axis.
    #[rhai_fn(name = "set", return_raw)]
    pub fn set_line(a: &mut Array, i: i64, value: Dynamic) -> Raised<()> {
        let at = element(a, &[i])?;
        write(a, &[], Places::Span(at..at + 1), &value)
    }

    /// A row of a matrix.
    ///
    /// # Arguments
    /// - `m`: the matrix
    /// - `i`: the row, from 0; negative from the end
    ///
    /// # Errors
    /// When `m` does not have two axes, or there is no such row.
    ///
    /// # Example
    /// ```rhai
    /// row(array([[1, 2], [3, 4]]), 1) // => [3 4]
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn row(m: &mut Array, i: i64) -> Raised<Array> {
        let (n, _) = matrix(m)?;
        rows(m, &[place(i, n)?], &[])
    }

    /// A column of a matrix.
    ///
    /// # Arguments
    /// - `m`: the matrix
    /// - `j`: the column, from 0; negative from the end
    ///
    /// # Errors
    /// When `m` does not have two axes, or there is no such column.
    ///
    /// # Example
    /// ```rhai
    /// col(array([[1, 2], [3, 4]]), -1) // => [2 4]
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn col(m: &mut Array, j: i64) -> Raised<Array> {
        let (n, columns) = matrix(m)?;
        let j = place(j, columns)?;
        m.settle()?;
        let elements = m.view().pick((0..n).map(|i| i * columns + j))?;
        Ok(Array::line(elements))
    }

    /// Whether an array holds a value; `x in a` asks the same.
    ///
    /// # Arguments
    /// - `a`: the array
    /// - `x`: a number, or true or false
    ///
    /// # Errors
    /// When `x` is neither.
    ///
    /// # Example
    /// ```rhai
    /// array([1, 2, 3]).contains(2) // => true
    /// 7 in array([1, 2, 3])        // => false
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn contains(a: &mut Array, x: Dynamic) -> Raised<bool> {
        let Some(wanted) = super::super::convert::scalar(&x) else {
            bail!(
                "x must be a number or true or false, not {}",
                value::with_value(&x)
            )
        };
        let wanted = wanted.view();
        a.settle()?;
        Ok(match (a.view(), wanted) {
            (View::Floats(_), _) | (_, View::Floats(_)) => {
                let wanted = wanted.floats()[0];
                match a.view() {
                    View::Floats(x) => x.contains(&wanted),
                    view => view.try_floats()?.contains(&wanted),
                }
            }
            (a, wanted) => a.try_ints()?.contains(&wanted.ints()[0]),
        })
    }

    /// Swaps rows and columns.
    ///
    /// # Arguments
    /// - `m`: the array; one of one axis stays as it is
    ///
    /// # Errors
    /// When the copy would not fit into memory.
    ///
    /// # Example
    /// ```rhai
    /// transpose(array([[1, 2], [3, 4]])).to_list() // => [[1, 3], [2, 4]]
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn transpose(m: &mut Array) -> Raised<Array> {
        let shape: Vec<usize> = m.shape().iter().rev().copied().collect();
        room(&shape, m.dtype().width().max(DType::Float64.width()))?;
        m.settle()?;
        if let &[rows, columns] = m.shape() {
            let elements = match m.view() {
                View::Floats(x) => Elements::Floats(turned(x, rows, columns)?),
                View::Ints(x) => Elements::Ints(turned(x, rows, columns)?),
                View::Bools(x) => Elements::Bools(turned(x, rows, columns)?),
            };
            return Ok(Array::shaped(elements, &shape));
        }
        let mut strides = vec![1; m.ndim()];
        for axis in (1..m.ndim()).rev() {
            strides[axis - 1] = strides[axis] * m.shape()[axis];
        }
        strides.reverse();
        let elements = m.view().pick(Walk::new(&shape, &strides))?;
        Ok(Array::shaped(elements, &shape))
    }
}
