//! Two operations in one loop: the result of the first stays in the processor. Each is rounded as it is when alone.

use super::kernels::{Binary, Side};
use super::machine::{Operation, Place, Step};
use super::wide::wide;

/// A sum, difference or product, and what is done with it and a third operand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fused {
    /// One of the three.
    pub(crate) first: Binary,
    /// One of the three, or a quotient.
    pub(crate) second: Binary,
    /// Whether the first one's result is on the right side of the second.
    pub(crate) on_right: bool,
}

/// Joins steps whose result only one other step reads with that one. Steps write to registers of their own.
pub(crate) fn join(steps: Vec<Step>, result: Place) -> (Vec<Step>, Place) {
    if cfg!(target_family = "wasm") {
        // It would make the download larger.
        return (steps, result);
    }
    let mut readers = vec![0; steps.len()];
    for place in steps.iter().flat_map(|step| step.operands).chain([result]) {
        if let Place::Floats(from) | Place::Bools(from) = place {
            readers[from] += 1;
        }
    }
    let mut steps: Vec<Option<Step>> = steps.into_iter().map(Some).collect();
    for i in 0..steps.len() {
        let Some(Step {
            operation: Operation::Binary(second),
            operands: [left, right, _],
            ..
        }) = steps[i]
        else {
            continue;
        };
        if !is_light(second) && second != Binary::Divide {
            continue;
        }
        for (inner, other, on_right) in [(left, right, false), (right, left, true)] {
            let Place::Floats(from) = inner else {
                continue;
            };
            if readers[from] != 1 {
                continue;
            }
            if let Some(Step {
                operation: Operation::Binary(first),
                operands: [a, b, _],
                ..
            }) = steps[from]
                && is_light(first)
            {
                steps[from] = None;
                steps[i] = Some(Step {
                    operation: Operation::Fused(Fused {
                        first,
                        second,
                        on_right,
                    }),
                    operands: [a, b, other],
                    to: i,
                });
                break;
            }
        }
    }
    close_ranks(steps, result)
}

/// Whether an operation may be the first of two: it takes next to no time, and no warning can come of it.
fn is_light(operation: Binary) -> bool {
    matches!(operation, Binary::Add | Binary::Subtract | Binary::Multiply)
}

/// Numbers the steps that are left.
fn close_ranks(steps: Vec<Option<Step>>, result: Place) -> (Vec<Step>, Place) {
    let mut numbers = vec![0; steps.len()];
    let mut left = Vec::with_capacity(steps.len());
    let renamed = |place, numbers: &[usize]| match place {
        Place::Floats(from) => Place::Floats(numbers[from]),
        Place::Bools(from) => Place::Bools(numbers[from]),
        input => input,
    };
    for (i, step) in steps.into_iter().enumerate() {
        let Some(mut step) = step else {
            continue;
        };
        step.operands = step.operands.map(|place| renamed(place, &numbers));
        step.to = left.len();
        numbers[i] = step.to;
        left.push(step);
    }
    (left, renamed(result, &numbers))
}

impl Fused {
    /// `out[i] = (a[i] first b[i]) second c[i]`, or with the sides of the second swapped. Whether a zero divided.
    pub(crate) fn apply(
        self,
        a: Side<'_, f64>,
        b: Side<'_, f64>,
        c: Side<'_, f64>,
        out: &mut [f64],
    ) -> bool {
        if cfg!(target_family = "wasm") {
            unreachable!("no steps are joined");
        }
        match self.first {
            Binary::Add => self.then(a, b, c, out, |x, y| x + y),
            Binary::Subtract => self.then(a, b, c, out, |x, y| x - y),
            _ => self.then(a, b, c, out, |x, y| x * y),
        }
    }

    fn then(
        self,
        a: Side<'_, f64>,
        b: Side<'_, f64>,
        c: Side<'_, f64>,
        out: &mut [f64],
        first: impl Fn(f64, f64) -> f64,
    ) -> bool {
        match (self.second, self.on_right) {
            (Binary::Add, _) => sides(a, b, c, out, |x, y, z| (first(x, y) + z, false)),
            (Binary::Subtract, false) => sides(a, b, c, out, |x, y, z| (first(x, y) - z, false)),
            (Binary::Subtract, true) => sides(a, b, c, out, |x, y, z| (z - first(x, y), false)),
            (Binary::Multiply, _) => sides(a, b, c, out, |x, y, z| (first(x, y) * z, false)),
            (_, false) => sides(a, b, c, out, |x, y, z| (first(x, y) / z, z == 0.0)),
            (_, true) => sides(a, b, c, out, |x, y, z| {
                let divisor = first(x, y);
                (z / divisor, divisor == 0.0)
            }),
        }
    }
}

fn sides(
    a: Side<'_, f64>,
    b: Side<'_, f64>,
    c: Side<'_, f64>,
    out: &mut [f64],
    f: impl Fn(f64, f64, f64) -> (f64, bool),
) -> bool {
    match (a, b, c) {
        (Side::Each(a), Side::Each(b), Side::Each(c)) => triples(Each(a), Each(b), Each(c), out, f),
        (Side::Each(a), Side::One(b), Side::Each(c)) => triples(Each(a), One(b), Each(c), out, f),
        (Side::One(a), Side::Each(b), Side::Each(c)) => triples(One(a), Each(b), Each(c), out, f),
        (Side::Each(a), Side::Each(b), Side::One(c)) => triples(Each(a), Each(b), One(c), out, f),
        (Side::Each(a), Side::One(b), Side::One(c)) => triples(Each(a), One(b), One(c), out, f),
        (Side::One(a), Side::Each(b), Side::One(c)) => triples(One(a), Each(b), One(c), out, f),
        (Side::One(_), Side::One(_), _) => unreachable!("two single numbers are joined at once"),
    }
}

/// Elements to go through.
trait Lane {
    /// No more than so many of them.
    fn cut(self, n: usize) -> Self;
    fn at(&self, i: usize) -> f64;
}

struct Each<'a>(&'a [f64]);

struct One(f64);

impl Lane for Each<'_> {
    #[inline(always)]
    fn cut(self, n: usize) -> Self {
        Self(&self.0[..n])
    }

    #[inline(always)]
    fn at(&self, i: usize) -> f64 {
        self.0[i]
    }
}

impl Lane for One {
    #[inline(always)]
    fn cut(self, _: usize) -> Self {
        self
    }

    #[inline(always)]
    fn at(&self, _: usize) -> f64 {
        self.0
    }
}

wide! {
    fn triples[A: Lane, B: Lane, C: Lane, F: Fn(f64, f64, f64) -> (f64, bool)](
        a: A, b: B, c: C, out: &mut [f64], f: F,
    ) -> bool {
        let n = out.len();
        let (a, b, c) = (a.cut(n), b.cut(n), c.cut(n));
        let mut told = false;
        for (i, out) in out.iter_mut().enumerate() {
            let (result, tells) = f(a.at(i), b.at(i), c.at(i));
            *out = result;
            told |= tells;
        }
        told
    }

    /// `out[i] = a[i] / b[i]`. Whether a zero divided.
    fn quotients[A: Lane, B: Lane](a: A, b: B, out: &mut [f64]) -> bool {
        let n = out.len();
        let (a, b) = (a.cut(n), b.cut(n));
        let mut zero = false;
        for (i, out) in out.iter_mut().enumerate() {
            *out = a.at(i) / b.at(i);
            zero |= b.at(i) == 0.0;
        }
        zero
    }
}

/// `out[i] = a[i] / b[i]`. Whether a zero divided.
pub(crate) fn divide(a: Side<'_, f64>, b: Side<'_, f64>, out: &mut [f64]) -> bool {
    match (a, b) {
        (Side::Each(a), Side::Each(b)) => quotients(Each(a), Each(b), out),
        (Side::Each(a), Side::One(b)) => quotients(Each(a), One(b), out),
        (Side::One(a), Side::Each(b)) => quotients(One(a), Each(b), out),
        (Side::One(a), Side::One(b)) => quotients(One(a), One(b), out),
    }
}
