//! `zip` and `enumerate`: the pairs that a dict or a loop is made from.

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use crate::fault::Raised;
use crate::host;
use crate::sequence::{self, pair};

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

#[export_module]
mod functions {
    /// Pairs the values of two sequences: the first with the first, the second with the second, and so on.
    ///
    /// The shorter one decides how many pairs there are; a warning says so when the lengths differ.
    ///
    /// # Arguments
    /// - `a`: a list, array, range, text, dict or map
    /// - `b`, `c`: more of them
    ///
    /// # Errors
    /// When one of them cannot be looped over.
    ///
    /// # Example
    /// ```rhai
    /// zip(["a", "b"], [1, 2]) // => [["a", 1], ["b", 2]]
    /// for pair in zip(1..3, [0.5, 1.5]) { print(pair[0] * pair[1]); }
    /// ```
    #[rhai_fn(return_raw)]
    pub fn zip(a: Dynamic, b: Dynamic) -> Raised<rhai::Array> {
        zip_all([("a", a), ("b", b)])
    }

    /// Triples of the values of three sequences.
    #[rhai_fn(name = "zip", return_raw)]
    pub fn zip_three(a: Dynamic, b: Dynamic, c: Dynamic) -> Raised<rhai::Array> {
        zip_all([("a", a), ("b", b), ("c", c)])
    }

    /// Pairs each value of a sequence with its position: `[position, value]`.
    ///
    /// # Arguments
    /// - `values`: a list, array, range, text, dict or map
    /// - `start`: the first position; 0 when left out
    ///
    /// # Errors
    /// When `values` cannot be looped over.
    ///
    /// # Example
    /// ```rhai
    /// enumerate(["a", "b"])    // => [[0, "a"], [1, "b"]]
    /// enumerate(["a", "b"], 1) // => [[1, "a"], [2, "b"]]
    /// ```
    #[rhai_fn(return_raw)]
    pub fn enumerate(values: Dynamic, start: i64) -> Raised<rhai::Array> {
        let items = sequence::items("values", &values)?;
        sequence::check_size("enumerate", &items)?;
        Ok(items
            .zip(start..)
            .map(|(item, at)| pair(at.into(), item))
            .collect())
    }

    /// Pairs each value of a sequence with its position, from 0.
    #[rhai_fn(name = "enumerate", return_raw)]
    pub fn enumerate_from_zero(values: Dynamic) -> Raised<rhai::Array> {
        enumerate(values, 0)
    }
}

fn zip_all<const N: usize>(arguments: [(&str, Dynamic); N]) -> Raised<rhai::Array> {
    let mut all = Vec::with_capacity(N);
    for (name, value) in &arguments {
        all.push(sequence::items(name, value)?);
    }
    let lengths: Vec<usize> = all.iter().map(|items| items.size_hint().0).collect();
    let rows = lengths.iter().copied().min().unwrap_or(0);
    if lengths.iter().any(|length| *length != rows) {
        let lengths = lengths
            .iter()
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(" and ");
        host::current().warn(&format!(
            "zip: lengths {lengths} differ; what is past the first {rows} is left out"
        ));
    }
    host::check_budget("zip", (rows * (N + 2) * size_of::<Dynamic>()) as u64)?;
    Ok((0..rows)
        .map(|_| Dynamic::from_array(all.iter_mut().filter_map(Iterator::next).collect()))
        .collect())
}
