//! Operators between arrays and what is beside them: numpy's promotion and broadcasting, over plain slices.

use rhai::Dynamic;

use super::convert::is_array_like;
use super::recorded::{Operand, perform};
use super::shape::{Meeting, broadcast, room};
use super::storage::count;
use super::{Array, DType, Elements, View};
use crate::compute::build::mapped;
use crate::compute::kernels::{self, Binary, Comparison, Logic, Side, Unary};
use crate::compute::machine::{self, Operation};
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

    /// What it does with two floats, if it is arithmetic.
    fn on_floats(self) -> Option<Binary> {
        Some(match self {
            Self::Add => Binary::Add,
            Self::Subtract => Binary::Subtract,
            Self::Multiply => Binary::Multiply,
            Self::Divide => Binary::Divide,
            Self::Remainder => Binary::Remainder,
            Self::Power => Binary::Power,
            _ => return None,
        })
    }

    fn on_order(self) -> Option<Comparison> {
        Some(match self {
            Self::Equal => Comparison::Equal,
            Self::NotEqual => Comparison::NotEqual,
            Self::Less => Comparison::Less,
            Self::LessEqual => Comparison::LessEqual,
            Self::Greater => Comparison::Greater,
            Self::GreaterEqual => Comparison::GreaterEqual,
            _ => return None,
        })
    }

    /// The operator on truth values that does the same: there + and * stay with true and false, as in numpy.
    fn on_truths(self) -> Option<Self> {
        match self {
            Self::Add => Some(Self::Or),
            Self::Multiply => Some(Self::And),
            _ => None,
        }
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
    let (left, right) = (side(operator, a, b)?, side(operator, b, a)?);
    Ok(operate(operator, left, right)?.into_value())
}

fn side(operator: Operator, given: &Dynamic, other: &Dynamic) -> Raised<Array> {
    let array_like = is_array_like(given) || given.is_int() || given.is_float() || given.is_bool();
    if !array_like {
        bail!(
            "{} can't be used between {} and {}", operator.symbol(), value::kind(other), value::with_value(given);
            "An array goes with numbers, lists of numbers and other arrays."
        )
    }
    Array::unsettled(
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
    let kind = a.dtype().max(b.dtype());
    let operator = match operator.on_truths() {
        Some(same) if kind == DType::Bool => same,
        _ => operator,
    };
    if kind == DType::Bool && operator == Operator::Subtract {
        bail!("- needs numbers, and both sides hold true and false"; "a != b is true where two differ; a * 1 makes numbers of truth values.")
    }
    match operator.on_floats() {
        Some(binary)
            if kind == DType::Float64
                || operator == Operator::Divide
                || negative_power(operator, &b) =>
        {
            return float_pairs(operator.symbol(), binary, a, b);
        }
        _ => {}
    }
    let (shape, meeting) = broadcast(operator.symbol(), a.shape(), b.shape())?;
    room(&shape, if operator.compares() { 1 } else { 8 })?;
    let pairs = Pairs {
        shape: &shape,
        meeting: &meeting,
    };
    if let Some(comparison) = operator.on_order() {
        return compare(comparison, kind, a, b, &pairs);
    }
    if operator.is_logical() {
        return logical(operator, a, b, &pairs);
    }
    a.settle()?;
    b.settle()?;
    let ints = ints(
        operator,
        &a.view().try_ints()?,
        &b.view().try_ints()?,
        &pairs,
    )?;
    Ok(Array::shaped(Elements::Ints(ints), &shape))
}

/// Elements up to which an array is small: worked on without a look at memory or interrupts.
pub(crate) const SMALL: usize = 1024;

/// `a op b` element by element, both as floats. `what` names the operation when shapes don't match.
pub(crate) fn float_pairs(what: &str, operation: Binary, a: Array, b: Array) -> Raised<Array> {
    let (shape, meeting) = broadcast(what, a.shape(), b.shape())?;
    let n = room(&shape, 8)?;
    if matches!(meeting, Meeting::Stretched(..)) {
        let pairs = Pairs {
            shape: &shape,
            meeting: &meeting,
        };
        let mut zero = None;
        let out = pairs.rows(&a.try_floats()?, &b.try_floats()?, |a, b, out| {
            kernels::binary(operation, a, b, out);
            zero = machine::worse(zero, machine::divided_by_zero(operation, a, b));
        })?;
        zero.into_iter().for_each(machine::warn_of_zero);
        return Ok(Array::shaped_floats(out, &shape));
    }
    let (left, right) = (
        operand(a, meeting == Meeting::LeftOne),
        operand(b, meeting == Meeting::RightOne),
    );
    if n > SMALL {
        return perform(&shape, Operation::Binary(operation), vec![left, right]);
    }
    let (x, y) = (left.floats(), right.floats());
    let (x, y) = (one_or_each(&left, &x), one_or_each(&right, &y));
    let mut out = vec![0.0; n];
    kernels::binary(operation, x, y, &mut out);
    if n > 0 {
        let zero = machine::divided_by_zero(operation, x, y);
        zero.into_iter().for_each(machine::warn_of_zero);
    }
    Ok(Array::shaped_floats(out, &shape))
}

/// The short way for the usual case, small arrays of floats with a single number: the array becomes the result, in place
/// where nobody else has it. Answers whether it was that case.
pub(crate) fn with_number(
    operator: Operator,
    array: &mut Array,
    number: f64,
    swapped: bool,
) -> bool {
    let operation = match operator {
        Operator::Add => Binary::Add,
        Operator::Subtract => Binary::Subtract,
        Operator::Multiply => Binary::Multiply,
        Operator::Divide if !swapped && number != 0.0 => Binary::Divide,
        _ => return false,
    };
    if array.dtype() != DType::Float64 || array.size() > SMALL {
        return false;
    }
    if let Some(Elements::Floats(x)) = array.own() {
        kernels::binary_in_place(operation, x, Side::One(number), swapped);
        return true;
    }
    let View::Floats(x) = array.view() else {
        return false;
    };
    let mut out = x.to_vec();
    kernels::binary_in_place(operation, &mut out, Side::One(number), swapped);
    *array = Array::shaped_floats(out, array.shape());
    true
}

/// The same for two small arrays of floats of one shape: whether the right one became the result, if it was that case.
pub(crate) fn with_array(operator: Operator, a: &mut Array, b: &mut Array) -> Option<bool> {
    let operation = match operator {
        Operator::Add => Binary::Add,
        Operator::Subtract => Binary::Subtract,
        Operator::Multiply => Binary::Multiply,
        _ => return None,
    };
    if a.dtype() != DType::Float64 || a.size() > SMALL || a.shape() != b.shape() {
        return None;
    }
    let View::Floats(_) = b.view() else {
        return None;
    };
    let (target, other, swapped) = if a.own().is_some() || b.own().is_none() {
        (a, &*b, false)
    } else {
        (b, &*a, true)
    };
    let View::Floats(y) = other.view() else {
        return None;
    };
    if let Some(Elements::Floats(x)) = target.own() {
        kernels::binary_in_place(operation, x, Side::Each(y), swapped);
        return Some(swapped);
    }
    let mut out = target.to_floats();
    kernels::binary_in_place(operation, &mut out, Side::Each(y), swapped);
    *target = Array::shaped_floats(out, target.shape());
    Some(swapped)
}

/// An array as an operand: its only element, if it is `one` for all.
pub(crate) fn operand(array: Array, one: bool) -> Operand {
    match array.view_of_one(one) {
        Some(View::Floats(x)) => Operand::Number(x[0]),
        Some(View::Ints(x)) => Operand::Number(x[0] as f64),
        Some(View::Bools(x)) => Operand::Truth(x[0]),
        None => Operand::Array(array),
    }
}

fn one_or_each<'a>(operand: &Operand, floats: &'a [f64]) -> Side<'a, f64> {
    match operand {
        Operand::Array(_) => Side::Each(floats),
        _ => Side::One(floats[0]),
    }
}

/// Whole numbers to a negative power are floats.
fn negative_power(operator: Operator, exponents: &Array) -> bool {
    operator == Operator::Power
        && exponents.dtype() == DType::Int64
        && exponents.view().ints().iter().any(|n| *n < 0)
}

/// Elements worked on between two checks whether the cell was stopped.
pub(crate) const BLOCK: usize = 1 << 18;

/// The elements of two arrays, as they meet.
pub(crate) struct Pairs<'a> {
    pub(crate) shape: &'a [usize],
    pub(crate) meeting: &'a Meeting,
}

impl Pairs<'_> {
    /// What `work` makes of each row: of as many elements of either, or of one where that is the same along the row.
    pub(crate) fn rows<A: Copy, B: Copy, R: Copy + Default>(
        &self,
        a: &[A],
        b: &[B],
        mut work: impl FnMut(Side<'_, A>, Side<'_, B>, &mut [R]),
    ) -> Raised<Vec<R>> {
        let n = self.shape.iter().product();
        let mut out = vec![R::default(); n];
        let Meeting::Stretched(left, right) = self.meeting else {
            for (from, out) in (0..n).step_by(BLOCK).zip(out.chunks_mut(BLOCK)) {
                if from > 0 {
                    host::check_interrupt()?;
                }
                let to = from + out.len();
                match self.meeting {
                    Meeting::LeftOne => work(Side::One(a[0]), Side::Each(&b[from..to]), out),
                    Meeting::RightOne => work(Side::Each(&a[from..to]), Side::One(b[0]), out),
                    _ => work(Side::Each(&a[from..to]), Side::Each(&b[from..to]), out),
                }
            }
            return Ok(out);
        };
        let &[ref outer @ .., across] = self.shape else {
            unreachable!("stretched arrays have axes")
        };
        let last = outer.len();
        fn side<T: Copy>(x: &[T], from: usize, across: usize, step: usize) -> Side<'_, T> {
            if step == 0 {
                Side::One(x[from])
            } else {
                Side::Each(&x[from..from + across])
            }
        }
        let mut index = vec![0; last];
        let (mut i, mut j) = (0, 0);
        let mut looked = 0;
        for (row, out) in out.chunks_mut(across.max(1)).enumerate() {
            if (row + 1) * across - looked > BLOCK {
                looked = row * across;
                host::check_interrupt()?;
            }
            work(
                side(a, i, across, left[last]),
                side(b, j, across, right[last]),
                out,
            );
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
        Ok(out)
    }

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
        return too_large(operator);
    }
    Ok(out)
}

/// The error of a result that is too large for a whole number.
pub(crate) fn too_large<R>(operator: Operator) -> Raised<R> {
    bail!(
        "{} makes a whole number too large for 64 bits (above 9.2e18)", operator.symbol();
        "Use floats: write 1.0 for 1, or multiply by 1.0 first."
    )
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

fn compare(
    comparison: Comparison,
    kind: DType,
    a: Array,
    b: Array,
    pairs: &Pairs<'_>,
) -> Raised<Array> {
    if kind != DType::Float64 {
        a.settle()?;
        b.settle()?;
        let (x, y) = (a.view().try_ints()?, b.view().try_ints()?);
        let out = pairs.rows(&x, &y, |x, y, out| kernels::compare(comparison, x, y, out))?;
        return Ok(Array::shaped_bools(out, pairs.shape));
    }
    if count(pairs.shape) > SMALL && !matches!(pairs.meeting, Meeting::Stretched(..)) {
        let operands = vec![
            operand(a, *pairs.meeting == Meeting::LeftOne),
            operand(b, *pairs.meeting == Meeting::RightOne),
        ];
        return perform(pairs.shape, Operation::Compare(comparison), operands);
    }
    let out = pairs.rows(&a.try_floats()?, &b.try_floats()?, |x, y, out| {
        kernels::compare(comparison, x, y, out)
    })?;
    Ok(Array::shaped_bools(out, pairs.shape))
}

fn logical(operator: Operator, a: Array, b: Array, pairs: &Pairs<'_>) -> Raised<Array> {
    let symbol = operator.symbol();
    match (a.dtype(), b.dtype()) {
        (DType::Bool, DType::Bool) => {
            let logic = match operator {
                Operator::And => Logic::And,
                Operator::Or => Logic::Or,
                _ => Logic::Xor,
            };
            if count(pairs.shape) > SMALL && !matches!(pairs.meeting, Meeting::Stretched(..)) {
                let operands = vec![
                    operand(a, *pairs.meeting == Meeting::LeftOne),
                    operand(b, *pairs.meeting == Meeting::RightOne),
                ];
                return perform(pairs.shape, Operation::Logic(logic), operands);
            }
            a.settle()?;
            b.settle()?;
            let (View::Bools(x), View::Bools(y)) = (a.view(), b.view()) else {
                unreachable!("both hold truth values")
            };
            let out = pairs.rows(x, y, |x, y, out| kernels::logic(logic, x, y, out))?;
            Ok(Array::shaped_bools(out, pairs.shape))
        }
        (DType::Float64, _) | (_, DType::Float64) => bail!(
            "{symbol} joins arrays of true and false, not of numbers";
            "Compare first, each side in parentheses: (a > 1.0) {symbol} (a < 3.0)."
        ),
        _ => {
            a.settle()?;
            b.settle()?;
            let (a, b) = (a.view().try_ints()?, b.view().try_ints()?);
            let out = match operator {
                Operator::And => pairs.map(&a, &b, |x, y| x & y)?,
                Operator::Or => pairs.map(&a, &b, |x, y| x | y)?,
                _ => pairs.map(&a, &b, |x, y| x ^ y)?,
            };
            Ok(Array::shaped_ints(out, pairs.shape))
        }
    }
}

/// `-a`.
pub(crate) fn negative(a: &Array) -> Raised<Array> {
    match a.dtype() {
        // For floats, and only for them, that is the same to the last bit, the sign of zeros included.
        DType::Float64 => float_function(&NEGATIVE, a.clone()),
        DType::Int64 => {
            let x = a.view().ints();
            if x.contains(&i64::MIN) {
                bail!("- makes a whole number too large for 64 bits (above 9.2e18)")
            }
            Ok(Array::shaped_ints(mapped(&x, |x| -x)?, a.shape()))
        }
        DType::Bool => {
            bail!("- needs numbers, and this array holds true and false"; "!a turns each around.")
        }
    }
}

const NEGATIVE: Unary = Unary {
    name: "-",
    one: |x| -x,
    each: Some(|x, out| kernels::map(x, out, |x: f64| -x)),
    warns: false,
};

/// A function of each element as a float.
pub(crate) fn float_function(function: &Unary, array: Array) -> Raised<Array> {
    let n = array.size();
    if n > SMALL {
        room(array.shape(), 8)?;
        let shape = array.shape().to_vec();
        let operands = vec![Operand::Array(array)];
        return perform(&shape, Operation::Unary(*function), operands);
    }
    let given = array.floats();
    let mut out = vec![0.0; n];
    function.apply(&given, &mut out);
    if function.warns && !kernels::all_finite(&out) {
        machine::warn_of_first(function.name, &given, &out);
    }
    Ok(Array::shaped_floats(out, array.shape()))
}

/// `!a`.
pub(crate) fn not(a: &Array) -> Raised<Array> {
    match a.dtype() {
        DType::Bool => perform(a.shape(), Operation::Not, vec![Operand::Array(a.clone())]),
        _ => {
            bail!("! needs true and false, and this array holds numbers"; "Compare first: !(a > 1.0).")
        }
    }
}
