//! Summing arrays up: along one axis or over all elements, in a fixed order.

use rhai::Dynamic;

use super::operate::{BLOCK, Operator, operate};
use super::recorded::{self, Operand, with_bools, with_floats, with_result};
use super::{Array, DType, Elements, View};
use crate::compute::build::mapped;
use crate::compute::kernels::{self, Binary};
use crate::compute::machine::{self, Operation};
use crate::compute::selection::at_places;
use crate::compute::sums;
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
        let array = Array::unsettled("values", values)?;
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
    pub(crate) fn floats(&self, f: impl FnMut(&Lane<'_>) -> Raised<f64>) -> Raised<Dynamic> {
        self.collect(f, Elements::Floats)
    }

    /// The same for whole numbers.
    pub(crate) fn ints(&self, f: impl FnMut(&Lane<'_>) -> Raised<i64>) -> Raised<Dynamic> {
        self.collect(f, Elements::Ints)
    }

    /// The same for truth values.
    pub(crate) fn bools(&self, mut f: impl FnMut(&Lane<'_>) -> bool) -> Raised<Dynamic> {
        self.collect(|lane| Ok(f(lane)), Elements::Bools)
    }

    /// Whether all values, as floats, become one: then a chain that was recorded need not be held to be summed up.
    fn in_one(&self) -> bool {
        self.axis.is_none() && self.array.dtype() == DType::Float64
    }

    /// The sum, or the sums, in the array's own type; of truth values, how many are true.
    pub(crate) fn sum(&self) -> Raised<Dynamic> {
        if self.in_one() {
            return Ok(with_floats(&self.array, |program| program.sum())?.into());
        }
        match self.array.dtype() {
            DType::Float64 => match self.sums_down()? {
                Some(sums) => Ok(sums.into()),
                None => self.floats(|lane| lane.sum()),
            },
            DType::Bool if self.axis.is_none() => self.count(),
            _ => self.ints(|lane| int_sum(&lane.view.try_ints()?)),
        }
    }

    /// The mean, or the means.
    pub(crate) fn mean(&self) -> Raised<Dynamic> {
        let n = self.array.size() as f64;
        if self.in_one() {
            return Ok((with_floats(&self.array, |program| program.sum())? / n).into());
        }
        if self.axis.is_none() && self.array.dtype() == DType::Bool {
            return Ok((with_bools(&self.array, |program| program.count())? as f64 / n).into());
        }
        if let Some(axis) = self.axis
            && let Some(sums) = self.sums_down()?
        {
            let n = self.array.shape()[axis] as f64;
            return operate(Operator::Divide, sums, Array::shaped_floats(vec![n], &[]))
                .map(Array::into_value);
        }
        self.floats(|lane| lane.mean())
    }

    /// The sums of floats along an axis that is not the last, row by row; nothing where it is.
    fn sums_down(&self) -> Raised<Option<Array>> {
        let shape = self.array.shape();
        let Some(axis) = self.axis.filter(|axis| axis + 1 < shape.len()) else {
            return Ok(None);
        };
        let inner: usize = shape[axis + 1..].iter().product();
        self.array.settle()?;
        let View::Floats(x) = self.array.view() else {
            return Ok(None);
        };
        if inner < 2 || shape[axis] == 0 {
            return Ok(None);
        }
        let mut sums = vec![0.0; x.len() / shape[axis]];
        let mut added = 0;
        for (sums, block) in sums.chunks_mut(inner).zip(x.chunks(shape[axis] * inner)) {
            for row in block.chunks(inner) {
                kernels::add_to(sums, row);
                added += inner;
                if added > BLOCK {
                    added = 0;
                    host::check_interrupt()?;
                }
            }
        }
        let shape = [&shape[..axis], &shape[axis + 1..]].concat();
        Ok(Some(Array::shaped_floats(sums, &shape)))
    }

    /// The mean square distance from the mean, with `ddof` fewer values than there are; `root` makes it a distance.
    pub(crate) fn variance(&self, ddof: f64, root: bool) -> Raised<Dynamic> {
        let finish = |variance: f64| if root { variance.sqrt() } else { variance };
        if self.axis.is_some() {
            return self.floats(|lane| Ok(finish(lane.variance(ddof)?)));
        }
        // Two passes, so a chain is not run twice.
        self.array.settle()?;
        let n = self.array.size() as f64;
        warn_of_degrees(n, ddof);
        let mean = if self.in_one() {
            with_floats(&self.array, |program| program.sum())? / n
        } else {
            Lane::of(self.array.view()).mean()?
        };
        let distances = recorded::noted(
            self.array.shape(),
            Operation::Binary(Binary::Subtract),
            vec![Operand::Array(self.array.clone()), Operand::Number(mean)],
        );
        let squares = [Operand::Array(distances.clone()), Operand::Array(distances)];
        let multiply = Operation::Binary(Binary::Multiply);
        let sum = with_result(self.array.size(), multiply, &squares, |program| {
            program.sum()
        })?;
        Ok(finish(sum / (n - ddof).max(0.0)).into())
    }

    /// The smallest or largest value of each lane, in the array's own type.
    pub(crate) fn extremes(&self, largest: bool) -> Raised<Dynamic> {
        if self.in_one() {
            return Ok(with_floats(&self.array, |program| program.extreme(largest))?.into());
        }
        match self.array.dtype() {
            DType::Float64 => self.floats(|lane| {
                let at = extreme(lane.view, largest);
                Ok(lane.view.part(at, at + 1).floats()[0])
            }),
            DType::Int64 => self.ints(|lane| {
                let at = extreme(lane.view, largest);
                Ok(lane.view.part(at, at + 1).ints()[0])
            }),
            DType::Bool => self.bools(|lane| {
                let at = extreme(lane.view, largest);
                lane.view.part(at, at + 1).ints()[0] == 1
            }),
        }
    }

    /// How many values are neither zero nor false.
    pub(crate) fn count(&self) -> Raised<Dynamic> {
        if let Some(trues) = self.trues()? {
            return Ok((trues as i64).into());
        }
        self.ints(|lane| Ok(nonzeros(lane.view) as i64))
    }

    /// How many truth values are true, where all are one lane of such.
    pub(crate) fn trues(&self) -> Raised<Option<usize>> {
        if self.axis.is_some() || self.array.dtype() != DType::Bool {
            return Ok(None);
        }
        with_bools(&self.array, |program| program.count()).map(Some)
    }

    fn collect<R>(
        &self,
        mut f: impl FnMut(&Lane<'_>) -> Raised<R>,
        elements: impl FnOnce(Vec<R>) -> Elements,
    ) -> Raised<Dynamic> {
        self.array.settle()?;
        let view = self.array.view();
        let Some(axis) = self.axis else {
            let one = f(&Lane::of(view))?;
            return Ok(Array::shaped(elements(vec![one]), &[]).into_value());
        };
        let shape = self.array.shape();
        let (n, inner) = (shape[axis], shape[axis + 1..].iter().product::<usize>());
        let outer: usize = shape[..axis].iter().product();
        let mut results = Vec::with_capacity(outer * inner);
        let mut seen = 0;
        for o in 0..outer {
            for i in 0..inner {
                let start = o * n * inner + i;
                results.push(if inner == 1 {
                    f(&Lane::of(view.part(start, start + n)))?
                } else {
                    let lane = view.pick((0..n).map(|k| start + k * inner))?;
                    f(&Lane {
                        view: lane.view(),
                        adjacent: false,
                    })?
                });
                seen += n;
                if seen > BLOCK {
                    seen = 0;
                    host::check_interrupt()?;
                }
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

impl<'a> Lane<'a> {
    /// Of elements that lie beside each other.
    fn of(view: View<'a>) -> Self {
        Self {
            view,
            adjacent: true,
        }
    }

    /// The sum of floats, to the last digit as numpy computes it.
    pub(crate) fn sum(&self) -> Raised<f64> {
        let View::Floats(x) = self.view else {
            // numpy turns whole numbers into floats a buffer at a time.
            const BUFFER: usize = 8192;
            let n = self.view.len();
            let mut sums = Vec::with_capacity(n.div_ceil(BUFFER));
            for from in (0..n).step_by(BUFFER) {
                let buffer = self.view.part(from, n.min(from + BUFFER));
                sums.push(self.add_up(&buffer.floats()));
                if from % BLOCK == 0 && from > 0 {
                    host::check_interrupt()?;
                }
            }
            return Ok(sums.into_iter().sum::<f64>() + 0.0);
        };
        Ok(self.add_up(x))
    }

    fn add_up(&self, x: &[f64]) -> f64 {
        if self.adjacent {
            sums::pairwise(x)
        } else {
            x.iter().fold(0.0, |sum, x| sum + x)
        }
    }

    pub(crate) fn mean(&self) -> Raised<f64> {
        Ok(self.sum()? / self.view.len() as f64)
    }

    /// The mean square distance from the mean, with `ddof` fewer values than there are.
    pub(crate) fn variance(&self, ddof: f64) -> Raised<f64> {
        let n = self.view.len() as f64;
        warn_of_degrees(n, ddof);
        let mean = self.mean()?;
        let squares = mapped(&self.view.try_floats()?, |x| (x - mean) * (x - mean))?;
        Ok(self.add_up(&squares) / (n - ddof).max(0.0))
    }
}

fn warn_of_degrees(n: f64, ddof: f64) {
    if n <= ddof {
        host::current().warn("std and var need more values than ddof: the result is nan or inf");
    }
}

/// The sum of whole numbers, which must not overflow.
pub(crate) fn int_sum(x: &[i64]) -> Raised<i64> {
    match i64::try_from(kernels::sum_of_ints(x)) {
        Ok(sum) => Ok(sum),
        Err(_) => {
            bail!("the sum is too large for a whole number of 64 bits (above 9.2e18)"; "Add floats: sum(a * 1.0).")
        }
    }
}

/// The values that parts `q` (0 to 1) of the values lie below, between two of them by the straight line, as numpy's
/// default.
pub(crate) fn quantiles(values: &[f64], parts: &[f64]) -> Raised<Vec<f64>> {
    let last = values.len() - 1;
    let at = |part: &f64| last as f64 * part;
    let below = |part: &f64| at(part).floor() as usize;
    let mut places: Vec<usize> = parts
        .iter()
        .flat_map(|part| [below(part), last.min(below(part) + 1)])
        .collect();
    places.sort_unstable();
    places.dedup();
    let Some(found) = at_places(values, &places)? else {
        return Ok(vec![f64::NAN; parts.len()]);
    };
    let value = |place: usize| found[places.partition_point(|known| *known < place)];
    let quantile = |q: &f64| {
        let part = at(q) - at(q).floor();
        let (low, high) = (value(below(q)), value(last.min(below(q) + 1)));
        let gap = high - low;
        if gap == 0.0 {
            low
        } else if part >= 0.5 {
            high - gap * (1.0 - part)
        } else {
            low + gap * part
        }
    };
    Ok(parts.iter().map(quantile).collect())
}

/// The middle value, or the mean of the two in the middle.
pub(crate) fn middle(values: &[f64]) -> Raised<f64> {
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) {
        let found = at_places(values, &[middle - 1, middle])?;
        Ok(found.map_or(f64::NAN, |found| (found[0] + found[1]) / 2.0))
    } else {
        let found = at_places(values, &[middle])?;
        Ok(found.map_or(f64::NAN, |found| found[0]))
    }
}

/// Where the smallest (or, with `sign` -1, the largest) value is: the first such, and the first nan if there is one.
pub(crate) fn extreme(view: View<'_>, largest: bool) -> usize {
    let found = match view {
        View::Floats(x) => {
            let wanted = machine::extreme(x, largest);
            let nan = wanted.is_nan();
            kernels::first(x, |x| if nan { x.is_nan() } else { x == wanted })
        }
        View::Ints(x) => {
            let wanted = kernels::extreme_int(x, largest);
            kernels::first(x, |x| x == wanted)
        }
        View::Bools(x) => kernels::first(x, |x| x == largest),
    };
    // Of truth values that are all the same, the first is the smallest and the largest.
    found.unwrap_or(0)
}

/// How many values are neither zero nor false.
pub(crate) fn nonzeros(view: View<'_>) -> usize {
    match view {
        View::Floats(x) => x.iter().filter(|x| **x != 0.0).count(),
        View::Ints(x) => x.iter().filter(|x| **x != 0).count(),
        View::Bools(x) => kernels::count_true(x),
    }
}
