//! Joining arrays and giving them other axes.

use std::borrow::Cow;

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::operate::{Operator, operate};
use super::select::{axis as axis_of, rows};
use super::shape::{axes, room, shape_text, size};
use super::storage::count;
use super::{Array, DType, Elements, View};
use crate::compute::build::Growing;
use crate::fault::{Raised, bail};
use crate::value;

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

fn parts(arrays: &Dynamic) -> Raised<Vec<Array>> {
    if let Some(array) = arrays
        .read_lock::<Array>()
        .filter(|array| array.ndim() > 1 && !array.is_empty())
    {
        let parts = (0..array.len()).map(|row| rows(&array, &[row], &[]));
        return parts.collect();
    }
    let list = match arrays.read_lock::<Array>() {
        Some(array) => value::list("arrays", &array.to_list()?)?,
        None => value::list("arrays", arrays)?,
    };
    if list.is_empty() {
        bail!("arrays must hold at least one array, and is empty")
    }
    list.iter()
        .map(|part| Array::from_values("each of the arrays", part))
        .collect()
}

/// The arrays one after the other along an axis on which alone they may differ in size.
fn join(parts: &[Array], axis: usize) -> Raised<Array> {
    let first = &parts[0];
    let mut shape = first.shape().to_vec();
    shape[axis] = 0;
    for part in parts {
        let fits = part.ndim() == first.ndim()
            && (0..shape.len()).all(|k| k == axis || part.shape()[k] == shape[k]);
        if !fits {
            bail!(
                "arrays of shapes {} and {} can't be joined", shape_text(first.shape()), shape_text(part.shape());
                "All but the joined axis must have equal sizes."
            )
        }
        shape[axis] += part.shape()[axis];
    }
    let dtype = parts
        .iter()
        .map(Array::dtype)
        .max()
        .unwrap_or(DType::Float64);
    room(&shape, dtype.width())?;
    let outer: usize = shape[..axis].iter().product();
    fn lay<T: Copy>(outer: usize, parts: &[Cow<'_, [T]>]) -> Raised<Vec<T>> {
        let mut all = Growing::new(parts.iter().map(|part| part.len()).sum());
        for o in 0..outer {
            for part in parts {
                let block = part.len() / outer;
                all.copy(&part[o * block..(o + 1) * block])?;
            }
        }
        Ok(all.done())
    }
    let views = parts.iter().map(Array::view);
    let elements = match dtype {
        DType::Float64 => {
            let floats = views.map(View::try_floats).collect::<Raised<Vec<_>>>()?;
            Elements::Floats(lay(outer, &floats)?)
        }
        DType::Int64 => {
            let ints = views.map(View::try_ints).collect::<Raised<Vec<_>>>()?;
            Elements::Ints(lay(outer, &ints)?)
        }
        DType::Bool => {
            fn bools(view: View<'_>) -> Option<Cow<'_, [bool]>> {
                match view {
                    View::Bools(x) => Some(Cow::Borrowed(x)),
                    _ => None,
                }
            }
            Elements::Bools(lay(outer, &views.filter_map(bools).collect::<Vec<_>>())?)
        }
    };
    Ok(Array::shaped(elements, &shape))
}

/// Each line `n` times.
fn tiled<T: Copy>(x: &[T], across: usize, n: usize) -> Raised<Vec<T>> {
    let mut out = Growing::new(x.len() * n);
    for line in x.chunks(across.max(1)) {
        for _ in 0..n {
            out.copy(line)?;
        }
    }
    Ok(out.done())
}

/// Each element `n` times.
fn repeated<T: Copy>(x: &[T], n: usize) -> Raised<Vec<T>> {
    let mut out = Growing::new(x.len() * n);
    for x in x {
        out.fill(*x, n)?;
    }
    Ok(out.done())
}

#[export_module]
mod functions {
    /// Joins arrays end to end.
    ///
    /// # Arguments
    /// - `arrays`: a list of arrays or of lists of numbers
    /// - `axis`: 0 to put them below one another, 1 side by side; 0 when left out
    ///
    /// # Errors
    /// When there are none, or their other axes have unequal sizes.
    ///
    /// # Example
    /// ```rhai
    /// concat([array([1, 2]), [3.5]])                    // => [1.  2.  3.5]
    /// concat([zeros([2, 1]), ones([2, 2])], 1).shape // => [2, 3]
    /// ```
    #[rhai_fn(name = "concat", name = "concatenate", return_raw)]
    pub fn concat(arrays: Dynamic) -> Raised<Array> {
        join(&parts(&arrays)?, 0)
    }

    /// Joins arrays one after the other along an axis.
    #[rhai_fn(name = "concat", name = "concatenate", return_raw)]
    pub fn concat_along(arrays: Dynamic, axis: i64) -> Raised<Array> {
        let parts = parts(&arrays)?;
        let axis = axis_of(axis, parts[0].ndim())?;
        join(&parts, axis)
    }

    /// Makes a matrix with each array as a row.
    ///
    /// # Arguments
    /// - `arrays`: a list of arrays or of lists of numbers, of equal shapes
    /// - `axis`: 0 to make each a row, 1 to make each a column; 0 when left out
    ///
    /// # Errors
    /// When there are none, or their shapes differ.
    ///
    /// # Example
    /// ```rhai
    /// stack([[1, 2], [3, 4]]).to_list()    // => [[1, 2], [3, 4]]
    /// stack([[1, 2], [3, 4]], 1).to_list() // => [[1, 3], [2, 4]]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn stack(arrays: Dynamic) -> Raised<Array> {
        stack_along(arrays, 0)
    }

    /// Puts arrays next to one another along a new axis.
    #[rhai_fn(name = "stack", return_raw)]
    pub fn stack_along(arrays: Dynamic, axis: i64) -> Raised<Array> {
        let parts = parts(&arrays)?;
        let axis = axis_of(axis, parts[0].ndim() + 1)?;
        let mut slabs = Vec::with_capacity(parts.len());
        for part in &parts {
            if part.shape() != parts[0].shape() {
                bail!(
                    "arrays of shapes {} and {} can't be stacked; they must be equal",
                    shape_text(parts[0].shape()),
                    shape_text(part.shape())
                )
            }
            let mut shape = part.shape().to_vec();
            shape.insert(axis, 1);
            slabs.push(part.clone().with_shape(&shape)?);
        }
        join(&slabs, axis)
    }

    /// Gives the same elements other axes, row by row.
    ///
    /// # Arguments
    /// - `a`: an array or a list of numbers
    /// - `shape`: how many elements, or `[rows, columns]`; one of them may be -1, for as many as there are
    ///
    /// # Errors
    /// When the sizes don't hold exactly as many elements as there are.
    ///
    /// # Example
    /// ```rhai
    /// reshape(arange(6), [2, 3]).to_list() // => [[0, 1, 2], [3, 4, 5]]
    /// reshape(arange(6), [3, -1]).shape    // => [3, 2]
    /// reshape(arange(6), [4, 2])           // error: 6 elements
    /// ```
    #[rhai_fn(return_raw)]
    pub fn reshape(a: Dynamic, shape: Dynamic) -> Raised<Array> {
        let a = Array::from_value("a", &a)?;
        let given = Array::from_value("shape", &shape)?;
        let mut sizes = given.view().ints().into_owned();
        if let Some(open) = sizes.iter().position(|n| *n == -1) {
            let others = sizes.iter().enumerate().filter(|(k, _)| *k != open);
            let others = others.fold(1i64, |product, (_, n)| product.saturating_mul(*n));
            let Some(size) = (a.size() as i64).checked_div(others) else {
                bail!("the size for -1 can't be found out: any would do, beside an axis of size 0")
            };
            sizes[open] = size;
        }
        let list: rhai::Array = sizes.into_iter().map(Dynamic::from_int).collect();
        let sizes = axes("shape", &list.into())?;
        if count(&sizes) != a.size() {
            bail!(
                "an array of {} elements can't have shape {}",
                a.size(),
                shape_text(&sizes)
            )
        }
        a.with_shape(&sizes)
    }

    /// All elements in one line, row by row.
    ///
    /// # Arguments
    /// - `a`: an array or a list of lists of numbers
    ///
    /// # Errors
    /// When it holds something other than numbers.
    ///
    /// # Example
    /// ```rhai
    /// flatten([[1, 2], [3, 4]]) // => [1 2 3 4]
    /// ```
    #[rhai_fn(name = "flatten", name = "ravel", return_raw)]
    pub fn flatten(a: Dynamic) -> Raised<Array> {
        let a = Array::from_value("a", &a)?;
        let n = a.size();
        a.with_shape(&[n])
    }

    /// Each element several times.
    ///
    /// # Arguments
    /// - `a`: an array or a list of numbers
    /// - `n`: how often
    ///
    /// # Errors
    /// When `n` is negative or the result would not fit into memory.
    ///
    /// # Example
    /// ```rhai
    /// repeat([1, 2], 3) // => [1 1 1 2 2 2]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn repeat(a: Dynamic, n: i64) -> Raised<Array> {
        let a = Array::from_value("a", &a)?;
        let n = size("n", n)?;
        room(&[a.size(), n], a.dtype().width())?;
        Ok(Array::line(match a.view() {
            View::Floats(x) => Elements::Floats(repeated(x, n)?),
            View::Ints(x) => Elements::Ints(repeated(x, n)?),
            View::Bools(x) => Elements::Bools(repeated(x, n)?),
        }))
    }

    /// The whole array several times; a matrix several times beside itself, as in numpy.
    ///
    /// # Arguments
    /// - `a`: an array or a list of numbers
    /// - `n`: how often
    ///
    /// # Errors
    /// When `n` is negative or the result would not fit into memory.
    ///
    /// # Example
    /// ```rhai
    /// tile([1, 2], 3)                     // => [1 2 1 2 1 2]
    /// tile([[1], [2]], 3).to_list() // => [[1, 1, 1], [2, 2, 2]]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn tile(a: Dynamic, n: i64) -> Raised<Array> {
        let a = Array::from_values("a", &a)?;
        let n = size("n", n)?;
        let &[ref outer @ .., across] = a.shape() else {
            unreachable!("values have an axis")
        };
        let shape = [outer, &[across.saturating_mul(n)]].concat();
        room(&shape, a.dtype().width())?;
        let elements = match a.view() {
            View::Floats(x) => Elements::Floats(tiled(x, across, n)?),
            View::Ints(x) => Elements::Ints(tiled(x, across, n)?),
            View::Bools(x) => Elements::Bools(tiled(x, across, n)?),
        };
        Ok(Array::shaped(elements, &shape))
    }

    /// The table of all products: `a[i] * b[j]` in row `i` and column `j`.
    ///
    /// # Arguments
    /// - `a`: an array or a list of numbers
    /// - `b`: likewise
    ///
    /// # Errors
    /// When one holds something other than numbers, or the table would not fit into memory.
    ///
    /// # Example
    /// ```rhai
    /// outer([1, 2], [10, 20, 30]).to_list() // => [[10, 20, 30], [20, 40, 60]]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn outer(a: Dynamic, b: Dynamic) -> Raised<Array> {
        let (a, b) = (Array::from_value("a", &a)?, Array::from_value("b", &b)?);
        let (n, m) = (a.size(), b.size());
        operate(
            Operator::Multiply,
            a.with_shape(&[n, 1])?,
            b.with_shape(&[1, m])?,
        )
    }
}
