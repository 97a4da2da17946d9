//! Summing arrays up: along one axis or over all elements, in a fixed order.

use rhai::Dynamic;

use super::{Array, DType, Elements, View};
use crate::fault::{Raised, bail};
use crate::{host, value};

/// What is summed up: the array, and the axis if one was given.
pub(crate) struct Task {
    pub(crate) array: Array,
    pub(crate) axis: Option<usize>,
}

impl Task {
    /// Reads the arguments of a reduction. `axis` is `()` for all elements.
    pub(crate) fn new(values: &Dynamic, axis: &Dynamic) -> Raised<Task> {
        let array = Array::from_value("values", values)?;
        if axis.is_unit() {
            return Ok(Task { array, axis: None });
        }
        let axis = super::select::axis(value::whole("axis", axis)?, array.ndim())?;
        Ok(Task {
            array,
            axis: Some(axis),
        })
    }

    /// The same, where there must be at least one value in each sum.
    pub(crate) fn not_empty(name: &str, values: &Dynamic, axis: &Dynamic) -> Raised<Task> {
        let task = Self::new(values, axis)?;
        let n = task
            .axis
            .map_or(task.array.size(), |axis| task.array.shape()[axis]);
        if n == 0 {
            bail!("{name} needs at least one value, and the array is empty")
        }
        Ok(task)
    }

    /// What `f` makes of each lane, as a value or an array with the axis gone.
    pub(crate) fn floats(&self, mut f: impl FnMut(&Lane<'_>) -> f64) -> Raised<Dynamic> {
        self.collect(|lane| Ok(f(lane)), Elements::Floats)
    }

    /// The same for whole numbers.
    pub(crate) fn ints(&self, f: impl FnMut(&Lane<'_>) -> Raised<i64>) -> Raised<Dynamic> {
        self.collect(f, Elements::Ints)
    }

    /// The same for truth values.
    pub(crate) fn bools(&self, mut f: impl FnMut(&Lane<'_>) -> bool) -> Raised<Dynamic> {
        self.collect(|lane| Ok(f(lane)), Elements::Bools)
    }

    fn collect<R>(
        &self,
        mut f: impl FnMut(&Lane<'_>) -> Raised<R>,
        elements: impl FnOnce(Vec<R>) -> Elements,
    ) -> Raised<Dynamic> {
        let view = self.array.view();
        let Some(axis) = self.axis else {
            let one = f(&Lane {
                view,
                adjacent: true,
            })?;
            return Ok(Array::shaped(elements(vec![one]), &[]).into_value());
        };
        let shape = self.array.shape();
        let (n, inner) = (shape[axis], shape[axis + 1..].iter().product::<usize>());
        let outer: usize = shape[..axis].iter().product();
        let mut results = Vec::with_capacity(outer * inner);
        for o in 0..outer {
            for i in 0..inner {
                let start = o * n * inner + i;
                results.push(if inner == 1 {
                    f(&Lane {
                        view: view.part(start, start + n),
                        adjacent: true,
                    })?
                } else {
                    let lane = view.pick((0..n).map(|k| start + k * inner));
                    f(&Lane {
                        view: lane.view(),
                        adjacent: false,
                    })?
                });
            }
        }
        let shape = [&shape[..axis], &shape[axis + 1..]].concat();
        Ok(Array::shaped(elements(results), &shape).into_value())
    }
}

/// The values that become one.
pub(crate) struct Lane<'a> {
    pub(crate) view: View<'a>,
    /// Whether they lie side by side in the array. numpy then adds pairwise, else one after the other.
    adjacent: bool,
}

impl Lane<'_> {
    /// The sum of floats, to the last digit as numpy computes it.
    pub(crate) fn sum(&self) -> f64 {
        match self.view {
            View::Floats(x) => self.add_up(x),
            // numpy turns whole numbers into floats a buffer at a time.
            view => {
                view.floats()
                    .chunks(8192)
                    .map(|x| self.add_up(x))
                    .sum::<f64>()
                    + 0.0
            }
        }
    }

    fn add_up(&self, x: &[f64]) -> f64 {
        if self.adjacent {
            pairwise_sum(x)
        } else {
            x.iter().fold(0.0, |sum, x| sum + x)
        }
    }

    pub(crate) fn mean(&self) -> f64 {
        self.sum() / self.view.len() as f64
    }

    /// The mean square distance from the mean, with `ddof` fewer values than there are.
    pub(crate) fn variance(&self, ddof: f64) -> f64 {
        let n = self.view.len() as f64;
        if n <= ddof {
            host::current()
                .warn("std and var need more values than ddof: the result is nan or inf");
        }
        let mean = self.mean();
        let squares: Vec<f64> = self
            .view
            .floats()
            .iter()
            .map(|x| (x - mean) * (x - mean))
            .collect();
        self.add_up(&squares) / (n - ddof).max(0.0)
    }
}

/// The sum in numpy's order: blocks of 128 in eight strands, joined as a tree. Rounding errors grow with the logarithm
/// of the length only, and the order depends on nothing but the length.
pub(crate) fn pairwise_sum(x: &[f64]) -> f64 {
    let n = x.len();
    if n < 8 {
        return x.iter().fold(0.0, |sum, x| sum + x);
    }
    if n <= 128 {
        let mut strands = [0.0; 8];
        strands.copy_from_slice(&x[..8]);
        let mut blocks = x[8..].chunks_exact(8);
        for block in &mut blocks {
            for (strand, x) in strands.iter_mut().zip(block) {
                *strand += x;
            }
        }
        let [a, b, c, d, e, f, g, h] = strands;
        let sum = ((a + b) + (c + d)) + ((e + f) + (g + h));
        return blocks.remainder().iter().fold(sum, |sum, x| sum + x);
    }
    let half = n / 2 / 8 * 8;
    pairwise_sum(&x[..half]) + pairwise_sum(&x[half..])
}

/// The sum of whole numbers, which must not overflow.
pub(crate) fn int_sum(x: &[i64]) -> Raised<i64> {
    // 2^63 numbers would be needed to overflow this.
    let sum: i128 = x.iter().map(|n| i128::from(*n)).sum();
    match i64::try_from(sum) {
        Ok(sum) => Ok(sum),
        Err(_) => {
            bail!("the sum is too large for a whole number of 64 bits (above 9.2e18)"; "Add floats: sum(a * 1.0).")
        }
    }
}

/// The value that `q` (0 to 1) of the values lie below, between two of them by the straight line, as numpy's default.
pub(crate) fn quantile(values: &[f64], q: f64) -> f64 {
    if values.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let mut values = values.to_vec();
    let at = (values.len() - 1) as f64 * q;
    let (below, part) = (at.floor() as usize, at - at.floor());
    let (_, low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let low = *low;
    let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    let gap = high - low;
    if gap == 0.0 {
        low
    } else if part >= 0.5 {
        high - gap * (1.0 - part)
    } else {
        low + gap * part
    }
}

/// The middle value, or the mean of the two in the middle.
pub(crate) fn middle(values: &[f64]) -> f64 {
    if values.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let mut values = values.to_vec();
    let middle = values.len() / 2;
    let even = values.len().is_multiple_of(2);
    let (below, high, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    if !even {
        return *high;
    }
    let low = below
        .iter()
        .copied()
        .max_by(f64::total_cmp)
        .unwrap_or(*high);
    (low + *high) / 2.0
}

/// Where the smallest (or, with `sign` -1, the largest) value is: the first such, and the first nan if there is one.
pub(crate) fn extreme(view: View<'_>, largest: bool) -> usize {
    fn first<T: Copy>(x: &[T], better: impl Fn(T, T) -> bool) -> usize {
        let mut best = 0;
        for (i, x_i) in x.iter().enumerate().skip(1) {
            if better(*x_i, x[best]) {
                best = i;
            }
        }
        best
    }
    match view {
        View::Floats(x) => match x.iter().position(|x| x.is_nan()) {
            Some(nan) => nan,
            None if largest => first(x, |a, b| a > b),
            None => first(x, |a, b| a < b),
        },
        View::Ints(x) if largest => first(x, |a, b| a > b),
        View::Ints(x) => first(x, |a, b| a < b),
        View::Bools(x) if largest => first(x, |a, b| a & !b),
        View::Bools(x) => first(x, |a, b| !a & b),
    }
}

/// The smallest or largest value of each lane, in the array's own type.
pub(crate) fn extremes(task: &Task, largest: bool) -> Raised<Dynamic> {
    match task.array.dtype() {
        DType::Float64 => task.floats(|lane| lane.view.floats()[extreme(lane.view, largest)]),
        DType::Int64 => task.ints(|lane| Ok(lane.view.ints()[extreme(lane.view, largest)])),
        DType::Bool => task.bools(|lane| lane.view.ints()[extreme(lane.view, largest)] == 1),
    }
}

/// How many values are neither zero nor false.
pub(crate) fn nonzeros(view: View<'_>) -> usize {
    match view {
        View::Floats(x) => x.iter().filter(|x| **x != 0.0).count(),
        View::Ints(x) => x.iter().filter(|x| **x != 0).count(),
        View::Bools(x) => x.iter().filter(|x| **x).count(),
    }
}
