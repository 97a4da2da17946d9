//! Linear algebra.

use nalgebra::DMatrix;
use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::equations::Triangles;
use super::matrix::{line_product, product};
use super::operate::{Operator, apply};
use super::recorded::sum_of_products;
use super::shape::{room, shape_text};
use super::{Array, DType};
use crate::fault::{Raised, bail};

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

#[export_module]
mod functions {
    /// The dot product of two vectors; of matrices, their product.
    ///
    /// # Arguments
    /// - `a`: an array or a list of numbers
    /// - `b`: likewise, with as many values
    ///
    /// # Errors
    /// When one holds something other than numbers, or their sizes don't match.
    ///
    /// # Example
    /// ```rhai
    /// dot([0.5, 0.5], [2, 4])    // => 3.0
    /// dot([[1, 2], [3, 4]], [1, 1]) // => [3 7]
    /// dot([1, 2], [1, 2, 3])     // error: 2 values with 3
    /// ```
    #[rhai_fn(return_raw)]
    pub fn dot(a: Dynamic, b: Dynamic) -> Raised<Dynamic> {
        let (left, right) = (Array::from_value("a", &a)?, Array::from_value("b", &b)?);
        match (left.ndim(), right.ndim()) {
            (0, _) | (_, 0) => apply(Operator::Multiply, &a, &b),
            (1, 1) => Ok(line_product(&left, &right)?.into_value()),
            _ => Ok(product(&left, &right)?.into_value()),
        }
    }

    /// The product of two matrices, or of a matrix and a vector.
    ///
    /// # Arguments
    /// - `a`: a matrix or a vector
    /// - `b`: likewise, with as many rows as `a` has columns
    ///
    /// # Errors
    /// When one holds something other than numbers, or their sizes don't match.
    ///
    /// # Example
    /// ```rhai
    /// matmul([[1, 2], [3, 4]], [[0, 1], [1, 0]]).to_list() // => [[2, 1], [4, 3]]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn matmul(a: Dynamic, b: Dynamic) -> Raised<Dynamic> {
        Ok(product(&Array::from_values("a", &a)?, &Array::from_values("b", &b)?)?.into_value())
    }

    /// The length of a vector: the root of the sum of its squares.
    ///
    /// # Arguments
    /// - `a`: an array or a list of numbers
    ///
    /// # Errors
    /// When it holds something other than numbers.
    ///
    /// # Example
    /// ```rhai
    /// norm([3, 4]) // => 5.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn norm(a: Dynamic) -> Raised<f64> {
        let a = Array::from_value("a", &a)?;
        Ok(sum_of_products(&a, &a)?.sqrt())
    }

    /// Solves linear equations: the `x` for which `matmul(a, x)` is `b`.
    ///
    /// # Arguments
    /// - `a`: a square matrix, an equation in each row
    /// - `b`: the right sides, as many as there are rows; or a matrix, each column of which is solved for
    ///
    /// # Errors
    /// When `a` is not square, `b` has another number of rows, or the equations have no single solution.
    ///
    /// # Example
    /// ```rhai
    /// solve([[2, 1], [1, 3]], [3, 5]) // => [0.8 1.4]
    /// solve([[1, 2], [2, 4]], [3, 6]) // error: no single solution
    /// ```
    #[rhai_fn(return_raw)]
    pub fn solve(a: Dynamic, b: Dynamic) -> Raised<Array> {
        let (a, b) = (Array::from_values("a", &a)?, Array::from_values("b", &b)?);
        let triangles = Triangles::new("a", &a)?;
        if triangles.singular {
            bail!("the equations have no single solution"; "One row of a is a combination of the others.")
        }
        if b.len() != a.len() || b.ndim() > 2 {
            bail!(
                "b must have {} rows, one for each of a, and has shape {}",
                a.len(),
                shape_text(b.shape())
            )
        }
        let (n, across) = (a.len(), b.size() / a.len().max(1));
        room(&[n, across], DType::Float64.width())?;
        let found = triangles.solve(DMatrix::from_row_slice(n, across, &b.floats()))?;
        let found = found.transpose().as_slice().to_vec();
        Ok(Array::shaped_floats(found, b.shape()))
    }

    /// The inverse of a matrix: their product is the identity.
    ///
    /// # Arguments
    /// - `a`: a square matrix
    ///
    /// # Errors
    /// When `a` is not square, or has no inverse.
    ///
    /// # Example
    /// ```rhai
    /// inv([[2, 0], [0, 4]]).to_list() // => [[0.5, 0.0], [0.0, 0.25]]
    /// inv([[1, 2], [2, 4]])           // error: no inverse
    /// ```
    #[rhai_fn(return_raw)]
    pub fn inv(a: Dynamic) -> Raised<Array> {
        let a = Array::from_values("a", &a)?;
        let triangles = Triangles::new("a", &a)?;
        if triangles.singular {
            bail!("the matrix has no inverse"; "One of its rows is a combination of the others.")
        }
        let n = a.len();
        let found = triangles.solve(DMatrix::identity(n, n))?;
        let found = found.transpose().as_slice().to_vec();
        Ok(Array::shaped_floats(found, &[n, n]))
    }

    /// The determinant of a matrix: how much it stretches areas and volumes.
    ///
    /// # Arguments
    /// - `a`: a square matrix
    ///
    /// # Errors
    /// When `a` is not square.
    ///
    /// # Example
    /// ```rhai
    /// det([[2, 1], [1, 3]]) // => 5.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn det(a: Dynamic) -> Raised<f64> {
        Ok(Triangles::new("a", &Array::from_values("a", &a)?)?.determinant())
    }
}
