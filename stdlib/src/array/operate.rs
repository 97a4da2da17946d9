//! Operators between arrays and what stands beside them: numpy's promotion and broadcasting, over plain slices.

use rhai::Dynamic;

use super::convert::is_array_like;
use super::shape::{Meeting, broadcast, room};
use super::{Array, DType, Elements, View};
use crate::fault::{Raised, bail};
use crate::{host, value};

/// An operator of two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    Xor,
}

/// The operators and how they are written.
pub(crate) const OPERATORS: [(&str, Operator); 15] = [
    ("+", Operator::Add),
    ("-", Operator::Subtract),
    ("*", Operator::Multiply),
    ("/", Operator::Divide),
    ("%", Operator::Remainder),
    ("**", Operator::Power),
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<", Operator::Less),
    ("<=", Operator::LessEqual),
    (">", Operator::Greater),
    (">=", Operator::GreaterEqual),
    ("&", Operator::And),
    ("|", Operator::Or),
    ("^", Operator::Xor),
];

impl Operator {
    pub(crate) fn symbol(self) -> &'static str {
        OPERATORS[self as usize].0
    }

    fn compares(self) -> bool {
        (Self::Equal as usize..=Self::GreaterEqual as usize).contains(&(self as usize))
    }

    fn is_logical(self) -> bool {
        self as usize >= Self::And as usize
    }
}

/// `a op b` as numpy has it: two single values give a single value, anything array-like gives an array. Whole numbers
/// divide to floats, and never wrap. `op` is one of `+ - * / % **`, `== != < <= > >=`, `& | ^`.
pub fn arithmetic(op: &str, a: &Dynamic, b: &Dynamic) -> Raised<Dynamic> {
    let Some((_, operator)) = OPERATORS.iter().find(|(symbol, _)| *symbol == op) else {
        bail!("there is no operator {op} for numbers")
    };
    apply(*operator, a, b)
}

/// As [`arithmetic`].
pub(crate) fn apply(operator: Operator, a: &Dynamic, b: &Dynamic) -> Raised<Dynamic> {
    if operator == Operator::Equal || operator == Operator::NotEqual {
        // `x == ()` asks whether there is a value at all.
        if a.is_unit() || b.is_unit() {
            return Ok((operator == Operator::NotEqual).into());
        }
    }
    if let Some(array) = at_once(operator, a, b) {
        return Ok(array.into());
    }
    let (left, right) = (side(operator, a, b)?, side(operator, b, a)?);
    Ok(operate(operator, left, right)?.into_value())
}

/// Elements up to which an array is small: worked on without a look at memory or interrupts.
const SMALL: usize = 1024;

/// The short way for the usual case: small arrays of floats, with one another or with a single number.
fn at_once(operator: Operator, a: &Dynamic, b: &Dynamic) -> Option<Array> {
    fn floats(array: &Array) -> Option<&[f64]> {
        match array.view() {
            View::Floats(x) if x.len() <= SMALL => Some(x),
            _ => None,
        }
    }
    let single = |x: &Dynamic| {
        x.as_float()
            .ok()
            .or_else(|| x.as_int().ok().map(|n| n as f64))
    };
    let compute: fn(f64, f64) -> f64 = match operator {
        Operator::Add => |x, y| x + y,
        Operator::Subtract => |x, y| x - y,
        Operator::Multiply => |x, y| x * y,
        _ => return None,
    };
    if let Some(left) = a.read_lock::<Array>() {
        let x = floats(&left)?;
        if let Some(y) = single(b) {
            return Some(Array::shaped_floats(
                x.iter().map(|x| compute(*x, y)).collect(),
                left.shape(),
            ));
        }
        let right = b.read_lock::<Array>()?;
        let y = floats(&right)?;
        if left.shape() != right.shape() {
            return None;
        }
        return Some(Array::shaped_floats(
            x.iter().zip(y).map(|(x, y)| compute(*x, *y)).collect(),
            left.shape(),
        ));
    }
    let (x, right) = (single(a)?, b.read_lock::<Array>()?);
    let y = floats(&right)?;
    Some(Array::shaped_floats(
        y.iter().map(|y| compute(x, *y)).collect(),
        right.shape(),
    ))
}

fn side(operator: Operator, given: &Dynamic, other: &Dynamic) -> Raised<Array> {
    let array_like = is_array_like(given) || given.is_int() || given.is_float() || given.is_bool();
    if !array_like {
        bail!(
            "{} can't be used between {} and {}", operator.symbol(), value::kind(other), value::with_value(given);
            "An array goes with numbers, lists of numbers and other arrays."
        )
    }
    Array::from_value(
        if given.is_array() {
            "the list"
        } else {
            "the value"
        },
        given,
    )
}

/// The operator on two arrays.
pub(crate) fn operate(operator: Operator, a: Array, b: Array) -> Raised<Array> {
    let (shape, meeting) = broadcast(operator.symbol(), a.shape(), b.shape())?;
    let kind = a.dtype().max(b.dtype());
    room(&shape, if operator.compares() { 1 } else { 8 })?;
    let pairs = Pairs {
        shape: &shape,
        meeting: &meeting,
    };
    let elements = if operator.is_logical() {
        logical(operator, &a, &b, &pairs)?
    } else if operator.compares() {
        if kind == DType::Float64 {
            Elements::Bools(compare(operator, &a.floats(), &b.floats(), &pairs)?)
        } else {
            Elements::Bools(compare(
                operator,
                &a.view().ints(),
                &b.view().ints(),
                &pairs,
            )?)
        }
    } else if kind == DType::Float64 || operator == Operator::Divide || negative_power(operator, &b)
    {
        Elements::Floats(floats(operator, &a.floats(), &b.floats(), &pairs)?)
    } else {
        Elements::Ints(ints(operator, &a.view().ints(), &b.view().ints(), &pairs)?)
    };
    Ok(Array::shaped(elements, &shape))
}

/// Whole numbers to a negative power are floats.
fn negative_power(operator: Operator, exponents: &Array) -> bool {
    operator == Operator::Power && exponents.view().ints().iter().any(|n| *n < 0)
}

/// Elements worked on between two looks at whether the cell was stopped.
pub(crate) const BLOCK: usize = 1 << 18;

/// The elements of two arrays, as they meet.
pub(crate) struct Pairs<'a> {
    pub(crate) shape: &'a [usize],
    pub(crate) meeting: &'a Meeting,
}

impl Pairs<'_> {
    /// What `f` makes of each pair.
    pub(crate) fn map<A: Copy, B: Copy, R>(
        &self,
        a: &[A],
        b: &[B],
        mut f: impl FnMut(A, B) -> R,
    ) -> Raised<Vec<R>> {
        let n = self.shape.iter().product();
        let mut out = Vec::with_capacity(n);
        match self.meeting {
            Meeting::Stretched(left, right) => {
                let &[ref outer @ .., across] = self.shape else {
                    unreachable!("stretched arrays have axes")
                };
                let last = outer.len();
                let mut index = vec![0; last];
                let (mut i, mut j) = (0, 0);
                let mut looked = 0;
                while out.len() < n {
                    if out.len() - looked > BLOCK {
                        looked = out.len();
                        host::check_interrupt()?;
                    }
                    for k in 0..across {
                        out.push(f(a[i + k * left[last]], b[j + k * right[last]]));
                    }
                    // The next row, as an odometer turns.
                    for axis in (0..last).rev() {
                        index[axis] += 1;
                        i += left[axis];
                        j += right[axis];
                        if index[axis] < outer[axis] {
                            break;
                        }
                        i -= left[axis] * outer[axis];
                        j -= right[axis] * outer[axis];
                        index[axis] = 0;
                    }
                }
            }
            meeting => {
                for from in (0..n).step_by(BLOCK) {
                    if from > 0 {
                        host::check_interrupt()?;
                    }
                    let to = n.min(from + BLOCK);
                    match meeting {
                        Meeting::LeftOne => {
                            let x = a[0];
                            out.extend(b[from..to].iter().map(|y| f(x, *y)));
                        }
                        Meeting::RightOne => {
                            let y = b[0];
                            out.extend(a[from..to].iter().map(|x| f(*x, y)));
                        }
                        _ => {
                            out.extend(a[from..to].iter().zip(&b[from..to]).map(|(x, y)| f(*x, *y)))
                        }
                    }
                }
            }
        }
        Ok(out)
    }
}

fn floats(operator: Operator, a: &[f64], b: &[f64], pairs: &Pairs<'_>) -> Raised<Vec<f64>> {
    match operator {
        Operator::Add => pairs.map(a, b, |x, y| x + y),
        Operator::Subtract => pairs.map(a, b, |x, y| x - y),
        Operator::Multiply => pairs.map(a, b, |x, y| x * y),
        Operator::Divide | Operator::Remainder => {
            if b.contains(&0.0) && !pairs.shape.contains(&0) {
                warn_zero(operator, a);
            }
            if operator == Operator::Divide {
                pairs.map(a, b, |x, y| x / y)
            } else {
                pairs.map(a, b, float_remainder)
            }
        }
        // numpy takes the same short ways, which are exact.
        Operator::Power if b.len() == 1 && b[0] == 2.0 => pairs.map(a, b, |x, _| x * x),
        Operator::Power if b.len() == 1 && b[0] == 0.5 => pairs.map(a, b, |x, _| x.sqrt()),
        Operator::Power if b.len() == 1 && b[0] == -1.0 => pairs.map(a, b, |x, _| 1.0 / x),
        Operator::Power => pairs.map(a, b, libm::pow),
        _ => unreachable!("{operator:?} is not arithmetic"),
    }
}

fn warn_zero(operator: Operator, dividends: &[f64]) {
    if operator == Operator::Divide && dividends.iter().any(|x| *x != 0.0 && !x.is_nan()) {
        host::current().warn("division by zero: the result holds inf");
    } else {
        host::current().warn("0 / 0 or a remainder by zero: the result holds nan");
    }
}

/// Python's remainder: with the sign of the divisor.
pub(crate) fn float_remainder(x: f64, y: f64) -> f64 {
    let rest = x % y;
    if rest == 0.0 {
        0.0f64.copysign(y)
    } else if (rest < 0.0) != (y < 0.0) {
        rest + y
    } else {
        rest
    }
}

fn ints(operator: Operator, a: &[i64], b: &[i64], pairs: &Pairs<'_>) -> Raised<Vec<i64>> {
    let mut over = false;
    let mut noted = |(n, o): (i64, bool)| {
        over |= o;
        n
    };
    let out = match operator {
        Operator::Add => pairs.map(a, b, |x, y| noted(x.overflowing_add(y)))?,
        Operator::Subtract => pairs.map(a, b, |x, y| noted(x.overflowing_sub(y)))?,
        Operator::Multiply => pairs.map(a, b, |x, y| noted(x.overflowing_mul(y)))?,
        Operator::Remainder => {
            if b.contains(&0) && !pairs.shape.contains(&0) {
                bail!("% has a zero on its right side, and a whole number has no remainder by zero"; "With a float there the result is nan.")
            }
            pairs.map(a, b, int_remainder)?
        }
        Operator::Power => pairs.map(a, b, |x, y| noted(int_power(x, y)))?,
        _ => unreachable!("{operator:?} is not arithmetic"),
    };
    if over {
        bail!(
            "{} makes a whole number too large for 64 bits (above 9.2e18)", operator.symbol();
            "Use floats: write 1.0 for 1, or multiply by 1.0 first."
        )
    }
    Ok(out)
}

/// The power, and whether it is too large. The exponent is not negative.
fn int_power(x: i64, y: i64) -> (i64, bool) {
    match (x, u32::try_from(y)) {
        (_, Ok(y)) => x.overflowing_pow(y),
        (0 | 1, Err(_)) => (x, false),
        (-1, Err(_)) => (if y % 2 == 0 { 1 } else { -1 }, false),
        (_, Err(_)) => (0, true),
    }
}

/// Python's remainder: with the sign of the divisor. The divisor is not zero.
pub(crate) fn int_remainder(x: i64, y: i64) -> i64 {
    let rest = x.wrapping_rem(y);
    if rest != 0 && (rest < 0) != (y < 0) {
        rest + y
    } else {
        rest
    }
}

fn compare<T: Copy + PartialOrd>(
    operator: Operator,
    a: &[T],
    b: &[T],
    pairs: &Pairs<'_>,
) -> Raised<Vec<bool>> {
    match operator {
        Operator::Equal => pairs.map(a, b, |x, y| x == y),
        Operator::NotEqual => pairs.map(a, b, |x, y| x != y),
        Operator::Less => pairs.map(a, b, |x, y| x < y),
        Operator::LessEqual => pairs.map(a, b, |x, y| x <= y),
        Operator::Greater => pairs.map(a, b, |x, y| x > y),
        Operator::GreaterEqual => pairs.map(a, b, |x, y| x >= y),
        _ => unreachable!("{operator:?} does not compare"),
    }
}

fn logical(operator: Operator, a: &Array, b: &Array, pairs: &Pairs<'_>) -> Raised<Elements> {
    let symbol = operator.symbol();
    match (a.view(), b.view()) {
        (View::Bools(a), View::Bools(b)) => Ok(Elements::Bools(match operator {
            Operator::And => pairs.map(a, b, |x, y| x & y)?,
            Operator::Or => pairs.map(a, b, |x, y| x | y)?,
            _ => pairs.map(a, b, |x, y| x ^ y)?,
        })),
        (View::Floats(_), _) | (_, View::Floats(_)) => bail!(
            "{symbol} joins arrays of true and false, not of numbers";
            "Compare first, each side in parentheses: (a > 1.0) {symbol} (a < 3.0)."
        ),
        (a, b) => {
            let (a, b) = (a.ints(), b.ints());
            Ok(Elements::Ints(match operator {
                Operator::And => pairs.map(&a, &b, |x, y| x & y)?,
                Operator::Or => pairs.map(&a, &b, |x, y| x | y)?,
                _ => pairs.map(&a, &b, |x, y| x ^ y)?,
            }))
        }
    }
}

/// `-a`.
pub(crate) fn negative(a: &Array) -> Raised<Array> {
    let elements = match a.view() {
        View::Floats(x) => Elements::Floats(x.iter().map(|x| -x).collect()),
        View::Ints(x) => {
            if x.contains(&i64::MIN) {
                bail!("- makes a whole number too large for 64 bits (above 9.2e18)")
            }
            Elements::Ints(x.iter().map(|x| -x).collect())
        }
        View::Bools(_) => {
            bail!("- needs numbers, and this array holds true and false"; "!a turns each around.")
        }
    };
    Ok(Array::shaped(elements, a.shape()))
}

/// `!a`.
pub(crate) fn not(a: &Array) -> Raised<Array> {
    match a.view() {
        View::Bools(x) => Ok(Array::shaped(
            Elements::Bools(x.iter().map(|x| !x).collect()),
            a.shape(),
        )),
        _ => {
            bail!("! needs true and false, and this array holds numbers"; "Compare first: !(a > 1.0).")
        }
    }
}
