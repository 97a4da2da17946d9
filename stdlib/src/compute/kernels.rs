//! One operation on stretches of elements: the loops that every way of computing an element goes through, so that an
//! element has the same bits whether its operation ran alone or inside a chain.

use super::wide::wide;
use crate::elementary;

/// What is on one side of an operation: as many elements as the result has, or one for all.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Side<'a, T> {
    Each(&'a [T]),
    One(T),
}

/// An operation on two floats that gives a float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    Minimum,
    Maximum,
    Hypot,
    Atan2,
    /// The logarithm of the first to the base that is the second.
    LogToBase,
}

/// A comparison of two floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// An operation on two truth values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Logic {
    And,
    Or,
    Xor,
}

/// Writes what a function makes of each of the first to as many places of the second.
pub(crate) type OfSlice = fn(&[f64], &mut [f64]);

/// A function of one float.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unary {
    /// Its name in warnings.
    pub(crate) name: &'static str,
    /// Of one number.
    pub(crate) one: fn(f64) -> f64,
    /// Of many at once, with the same bits, where that is faster than one by one.
    pub(crate) each: Option<OfSlice>,
    /// Whether a result that is nan or infinite where what was given is not deserves a warning.
    pub(crate) warns: bool,
}

impl Unary {
    /// `out[i] = f(x[i])`.
    pub(crate) fn apply(&self, x: &[f64], out: &mut [f64]) {
        match self.each {
            Some(each) => each(x, out),
            None => out
                .iter_mut()
                .zip(x)
                .for_each(|(out, x)| *out = (self.one)(*x)),
        }
    }
}

/// `out[i] = a[i] op b[i]`.
pub(crate) fn binary(operation: Binary, a: Side<'_, f64>, b: Side<'_, f64>, out: &mut [f64]) {
    match operation {
        Binary::Add => pairs(a, b, out, |x, y| x + y),
        Binary::Subtract => pairs(a, b, out, |x, y| x - y),
        Binary::Multiply => pairs(a, b, out, |x, y| x * y),
        Binary::Divide => pairs(a, b, out, |x, y| x / y),
        Binary::Remainder => pairs(a, b, out, remainder),
        // numpy takes the same short ways, which are exact.
        Binary::Power => match b {
            Side::One(2.0) | Side::Each(&[2.0]) => pairs(a, b, out, |x, _| x * x),
            Side::One(0.5) | Side::Each(&[0.5]) => pairs(a, b, out, |x, _| x.sqrt()),
            Side::One(-1.0) | Side::Each(&[-1.0]) => pairs(a, b, out, |x, _| 1.0 / x),
            _ => by_blocks(a, b, out, elementary::pow, elementary::pow_into),
        },
        Binary::Minimum => pairs(a, b, out, smaller),
        Binary::Maximum => pairs(a, b, out, larger),
        Binary::Hypot => by_blocks(a, b, out, elementary::hypot, elementary::hypot_into),
        Binary::Atan2 => by_blocks(a, b, out, elementary::atan2, elementary::atan2_into),
        Binary::LogToBase => pairs(a, b, out, log_to_base),
    }
}

/// The same for one pair.
pub(crate) fn binary_one(operation: Binary, a: f64, b: f64) -> f64 {
    let mut out = [0.0];
    binary(operation, Side::One(a), Side::One(b), &mut out);
    out[0]
}

/// `x[i] = x[i] op b[i]`, or with the sides swapped.
pub(crate) fn binary_in_place(operation: Binary, x: &mut [f64], b: Side<'_, f64>, swapped: bool) {
    match (operation, swapped) {
        (Binary::Add, _) => pairs_in_place(x, b, |x, y| x + y),
        (Binary::Multiply, _) => pairs_in_place(x, b, |x, y| x * y),
        (Binary::Subtract, false) => pairs_in_place(x, b, |x, y| x - y),
        (Binary::Subtract, true) => pairs_in_place(x, b, |x, y| y - x),
        (_, false) => pairs_in_place(x, b, |x, y| binary_one(operation, x, y)),
        (_, true) => pairs_in_place(x, b, |x, y| binary_one(operation, y, x)),
    }
}

/// How many elements a number is repeated for, where an operation wants as many on both sides.
const BLOCK: usize = 256;

/// `out[i] = f(a[i], b[i])`, where `each` does the same for slices.
fn by_blocks(
    a: Side<'_, f64>,
    b: Side<'_, f64>,
    out: &mut [f64],
    one: fn(f64, f64) -> f64,
    each: fn(&[f64], &[f64], &mut [f64]),
) {
    let repeated = |x: f64| [x; BLOCK];
    match (a, b) {
        (Side::Each(a), Side::Each(b)) => each(a, b, out),
        (Side::Each(a), Side::One(y)) => {
            let y = repeated(y);
            for (a, out) in a.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
                each(a, &y[..a.len()], out);
            }
        }
        (Side::One(x), Side::Each(b)) => {
            let x = repeated(x);
            for (b, out) in b.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
                each(&x[..b.len()], b, out);
            }
        }
        (Side::One(x), Side::One(y)) => out.fill(one(x, y)),
    }
}

/// `out[i] = a[i] op b[i]`.
pub(crate) fn compare<T: Copy + PartialOrd>(
    operation: Comparison,
    a: Side<'_, T>,
    b: Side<'_, T>,
    out: &mut [bool],
) {
    match operation {
        Comparison::Equal => pairs(a, b, out, |x, y| x == y),
        Comparison::NotEqual => pairs(a, b, out, |x, y| x != y),
        Comparison::Less => pairs(a, b, out, |x, y| x < y),
        Comparison::LessEqual => pairs(a, b, out, |x, y| x <= y),
        Comparison::Greater => pairs(a, b, out, |x, y| x > y),
        Comparison::GreaterEqual => pairs(a, b, out, |x, y| x >= y),
    }
}

/// `out[i] = a[i] op b[i]`.
pub(crate) fn logic(operation: Logic, a: Side<'_, bool>, b: Side<'_, bool>, out: &mut [bool]) {
    match operation {
        Logic::And => pairs(a, b, out, |x, y| x & y),
        Logic::Or => pairs(a, b, out, |x, y| x | y),
        Logic::Xor => pairs(a, b, out, |x, y| x ^ y),
    }
}

/// `out[i] = f(a[i], b[i])`.
pub(crate) fn pairs<A: Copy, B: Copy, R>(
    a: Side<'_, A>,
    b: Side<'_, B>,
    out: &mut [R],
    f: impl Fn(A, B) -> R,
) {
    match (a, b) {
        (Side::Each(a), Side::Each(b)) => zip(a, b, out, f),
        (Side::Each(a), Side::One(y)) => map(a, out, |x| f(x, y)),
        (Side::One(x), Side::Each(b)) => map(b, out, |y| f(x, y)),
        (Side::One(x), Side::One(y)) => out.iter_mut().for_each(|out| *out = f(x, y)),
    }
}

fn pairs_in_place(x: &mut [f64], b: Side<'_, f64>, f: impl Fn(f64, f64) -> f64) {
    match b {
        Side::Each(b) => zip_in_place(x, b, f),
        Side::One(y) => map_in_place(x, |x| f(x, y)),
    }
}

wide! {
    /// `out[i] = f(x[i])`.
    pub(crate) fn map[A: Copy, R, F: Fn(A) -> R](x: &[A], out: &mut [R], f: F) {
        for (out, x) in out.iter_mut().zip(x) {
            *out = f(*x);
        }
    }

    /// `x[i] = f(x[i])`.
    pub(crate) fn map_in_place[A: Copy, F: Fn(A) -> A](x: &mut [A], f: F) {
        for x in x {
            *x = f(*x);
        }
    }

    fn zip[A: Copy, B: Copy, R, F: Fn(A, B) -> R](a: &[A], b: &[B], out: &mut [R], f: F) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = f(*a, *b);
        }
    }

    fn zip_in_place[A: Copy, B: Copy, F: Fn(A, B) -> A](x: &mut [A], b: &[B], f: F) {
        for (x, b) in x.iter_mut().zip(b) {
            *x = f(*x, *b);
        }
    }

    /// `out[i] = mask[i] ? a[i] : b[i]` for numbers on both sides.
    fn select_each[T: Copy](mask: &[bool], a: &[T], b: &[T], out: &mut [T]) {
        for (((out, mask), a), b) in out.iter_mut().zip(mask).zip(a).zip(b) {
            *out = std::hint::select_unpredictable(*mask, *a, *b);
        }
    }

    /// `sums[i] += x[i]`.
    pub(crate) fn add_to[](sums: &mut [f64], x: &[f64]) {
        for (sum, x) in sums.iter_mut().zip(x) {
            *sum += x;
        }
    }

    /// Adds the products of each of `x` with a row of `y`, one after the other: `sums[j] += x[k] * y[k, j]`.
    pub(crate) fn add_products[](sums: &mut [f64], x: &[f64], y: &[f64]) {
        let n = sums.len();
        if n == 0 {
            return;
        }
        let mut x = x.chunks_exact(4);
        let mut y = y.chunks_exact(4 * n);
        // Four rows at a time, so that a sum is read and written less often.
        for (x, y) in (&mut x).zip(&mut y) {
            let (first, second) = y.split_at(2 * n);
            let ((a, b), (c, d)) = (first.split_at(n), second.split_at(n));
            for ((((sum, a), b), c), d) in sums.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *sum = *sum + x[0] * a + x[1] * b + x[2] * c + x[3] * d;
            }
        }
        for (x, y) in x.remainder().iter().zip(y.remainder().chunks_exact(n)) {
            for (sum, y) in sums.iter_mut().zip(y) {
                *sum += x * y;
            }
        }
    }

    /// How many are true.
    pub(crate) fn count_true[](x: &[bool]) -> usize {
        // Bytes are added as bytes, no more of them than a byte can count.
        x.chunks(128).map(|x| usize::from(x.iter().map(|x| u8::from(*x)).sum::<u8>())).sum()
    }

    /// The sum, which 2^63 numbers would be needed to make too large.
    pub(crate) fn sum_of_ints[](x: &[i64]) -> i128 {
        // The halves are added for themselves: their sums fit 64 bits.
        x.chunks(1 << 16)
            .map(|x| {
                let high: i64 = x.iter().map(|n| n >> 32).sum();
                let low: i64 = x.iter().map(|n| n & 0xffff_ffff).sum();
                (i128::from(high) << 32) + i128::from(low)
            })
            .sum()
    }

    /// The smallest or largest. There is one at least.
    pub(crate) fn extreme_int[](x: &[i64], largest: bool) -> i64 {
        if largest {
            x.iter().fold(i64::MIN, |found, x| found.max(*x))
        } else {
            x.iter().fold(i64::MAX, |found, x| found.min(*x))
        }
    }

    /// Where the first stands that `is_it`.
    pub(crate) fn first[T: Copy, F: Fn(T) -> bool](x: &[T], is_it: F) -> Option<usize> {
        // A stretch without one is passed without asking about each.
        let mut stretches = x.chunks(512).enumerate();
        let (i, stretch) =
            stretches.find(|(_, x)| x.iter().fold(false, |found, x| found | is_it(*x)))?;
        stretch.iter().position(|x| is_it(*x)).map(|k| i * 512 + k)
    }

    /// Whether one of them is zero.
    pub(crate) fn holds_zero[](x: &[f64]) -> bool {
        x.iter().fold(false, |zero, x| zero | (*x == 0.0))
    }

    /// Whether `results` hold neither nan nor an infinity.
    pub(crate) fn all_finite[](results: &[f64]) -> bool {
        results.iter().fold(true, |finite, x| finite & x.is_finite())
    }
}

/// `out[i] = mask[i] ? a[i] : b[i]`.
pub(crate) fn select<T: Copy>(mask: &[bool], a: Side<'_, T>, b: Side<'_, T>, out: &mut [T]) {
    match (a, b) {
        (Side::Each(a), Side::Each(b)) => select_each(mask, a, b, out),
        (Side::Each(a), Side::One(y)) => zip(mask, a, out, |mask, x| if mask { x } else { y }),
        (Side::One(x), Side::Each(b)) => zip(mask, b, out, |mask, y| if mask { x } else { y }),
        (Side::One(x), Side::One(y)) => map(mask, out, |mask| if mask { x } else { y }),
    }
}

fn log_to_base(x: f64, base: f64) -> f64 {
    // The two bases whose logarithms come out exact.
    if base == 2.0 {
        elementary::log2(x)
    } else if base == 10.0 {
        elementary::log10(x)
    } else {
        elementary::log(x) / elementary::log(base)
    }
}

/// Python's remainder: with the sign of the divisor.
pub(crate) fn remainder(x: f64, y: f64) -> f64 {
    let rest = x % y;
    if rest == 0.0 {
        0.0f64.copysign(y)
    } else if (rest < 0.0) != (y < 0.0) {
        rest + y
    } else {
        rest
    }
}

/// The larger of two, nan if one is.
#[inline(always)]
pub(crate) fn larger(a: f64, b: f64) -> f64 {
    if a >= b || a.is_nan() { a } else { b }
}

/// The smaller of two, nan if one is.
#[inline(always)]
pub(crate) fn smaller(a: f64, b: f64) -> f64 {
    if a <= b || a.is_nan() { a } else { b }
}
