//! Chains of operations, run in one pass: a block of elements goes through the whole chain while it is in the nearest
//! cache, and only what comes out at the end is written to memory, or added up at once.

use std::mem;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::build::build_with;
use super::fused::{self, Fused};
use super::kernels::{self, Binary, Comparison, Logic, Side, Unary};
use super::parallel::{PIECE, crew, numbered};
use super::sums;
use crate::fault::Raised;
use crate::host;
use crate::value;

/// Elements that go through a chain together: a few such blocks fit a processor's first cache.
pub(crate) const BLOCK: usize = 512;

/// What a chain reads.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Input<'a> {
    Floats(&'a [f64]),
    Ints(&'a [i64]),
    Bools(&'a [bool]),
    Number(f64),
    Truth(bool),
}

/// Where an operand of a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Input(usize),
    /// A register of floats.
    Floats(usize),
    /// A register of truth values.
    Bools(usize),
}

/// What a step does with its operands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operation {
    Binary(Binary),
    /// Two in one, of three operands.
    Fused(Fused),
    Unary(Unary),
    Compare(Comparison),
    /// Whether the float is nan.
    IsNan,
    /// Whether the float is neither nan nor infinite.
    IsFinite,
    /// Whether the float is an infinity.
    IsInfinite,
    Logic(Logic),
    Not,
    /// The second operand where the first is true, else the third.
    Select,
    /// Whole numbers or truth values as floats.
    ToFloats,
}

impl Operation {
    /// Whether what comes out are truth values.
    pub(crate) fn gives_bools(self) -> bool {
        matches!(
            self,
            Self::Compare(_)
                | Self::IsNan
                | Self::IsFinite
                | Self::IsInfinite
                | Self::Logic(_)
                | Self::Not
        )
    }
}

/// One operation of a chain. It writes to a register of the kind that the operation gives.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) operation: Operation,
    pub(crate) operands: [Place; 3],
    pub(crate) to: usize,
}

/// A chain over `n` elements, in an order in which every step finds its operands ready.
#[derive(Debug)]
pub(crate) struct Program<'a> {
    pub(crate) n: usize,
    pub(crate) inputs: Vec<Input<'a>>,
    pub(crate) steps: Vec<Step>,
    pub(crate) result: Place,
    /// How many registers of floats and of truth values it needs.
    pub(crate) registers: (usize, usize),
}

struct Registers {
    floats: Vec<Box<[f64]>>,
    bools: Vec<Box<[bool]>>,
}

impl Program<'_> {
    /// The floats that come out.
    pub(crate) fn floats(&self) -> Raised<Vec<f64>> {
        let alarms = Alarms::default();
        let registers = || self.registers();
        let out = build_with(
            self.n,
            self.crew(),
            BLOCK,
            registers,
            |registers, from, out| {
                let block = from..from + out.len();
                self.run(&block, registers, &alarms);
                out.copy(self.result_floats(&block, registers))
            },
        )?;
        alarms.tell(self);
        Ok(out)
    }

    /// The truth values that come out.
    pub(crate) fn bools(&self) -> Raised<Vec<bool>> {
        let alarms = Alarms::default();
        let registers = || self.registers();
        let out = build_with(
            self.n,
            self.crew(),
            BLOCK,
            registers,
            |registers, from, out| {
                let block = from..from + out.len();
                self.run(&block, registers, &alarms);
                out.copy(self.result_bools(&block, registers))
            },
        )?;
        alarms.tell(self);
        Ok(out)
    }

    /// The sum of the floats that come out; they themselves are never held.
    pub(crate) fn sum(&self) -> Raised<f64> {
        if let Some((a, b)) = self.only_multiplies() {
            return self.tree(|block, _| sums::pairwise_products(&a[block.clone()], &b[block]));
        }
        let alarms = Alarms::default();
        let sum = self.tree(|block, registers| {
            self.run(&block, registers, &alarms);
            sums::pairwise(self.result_floats(&block, registers))
        })?;
        alarms.tell(self);
        Ok(sum)
    }

    /// What is multiplied, if the products of what it reads are all that comes out.
    fn only_multiplies(&self) -> Option<(&[f64], &[f64])> {
        let [step] = &self.steps[..] else {
            return None;
        };
        let Operation::Binary(Binary::Multiply) = step.operation else {
            return None;
        };
        match step.operands {
            [Place::Input(a), Place::Input(b), _] => match (self.inputs[a], self.inputs[b]) {
                (Input::Floats(a), Input::Floats(b)) => Some((a, b)),
                _ => None,
            },
            _ => None,
        }
    }

    /// How many of the truth values that come out are true.
    pub(crate) fn count(&self) -> Raised<usize> {
        let counts = self.fold(0, |count, block, registers| {
            let bools = self.result_bools(&block, registers);
            count + kernels::count_true(bools)
        })?;
        Ok(counts.into_iter().sum())
    }

    /// The smallest (or largest) of the floats that come out, nan if one of them is. There is one at least.
    pub(crate) fn extreme(&self, largest: bool) -> Raised<f64> {
        let start = if largest {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
        let join = if largest {
            kernels::larger
        } else {
            kernels::smaller
        };
        let found = self.fold(start, |found, block, registers| {
            join(
                found,
                extreme(self.result_floats(&block, registers), largest),
            )
        })?;
        Ok(found.into_iter().fold(start, join))
    }

    fn crew(&self) -> usize {
        crew(self.n.saturating_mul(1 + self.steps.len() / 2))
    }

    fn registers(&self) -> Registers {
        let length = self.n.min(BLOCK);
        let (floats, bools) = self.registers;
        Registers {
            floats: vec![vec![0.0; length].into(); floats],
            bools: vec![vec![false; length].into(); bools],
        }
    }

    /// Joins what `leaf` gives for blocks as a sum's tree has it.
    fn tree(&self, leaf: impl Fn(Range<usize>, &mut Registers) -> f64 + Sync) -> Raised<f64> {
        let mut pieces = Vec::new();
        sums::tree(0..self.n, PIECE, &mut |piece| {
            pieces.push(piece);
            0.0
        });
        let sums = numbered(pieces.len(), self.crew(), |i| {
            let mut registers = self.registers();
            sums::tree(pieces[i].clone(), BLOCK, &mut |block| {
                leaf(block, &mut registers)
            })
        })?;
        let mut sums = sums.into_iter();
        Ok(sums::tree(0..self.n, PIECE, &mut |_| {
            sums.next().unwrap_or_default()
        }))
    }

    /// What `join` makes of the blocks of each piece.
    fn fold<R: Copy + Send + Sync>(
        &self,
        start: R,
        join: impl Fn(R, Range<usize>, &Registers) -> R + Sync,
    ) -> Raised<Vec<R>> {
        let alarms = Alarms::default();
        let folded = numbered(self.n.div_ceil(PIECE), self.crew(), |i| {
            let mut registers = self.registers();
            let piece = i * PIECE..self.n.min((i + 1) * PIECE);
            blocks(piece).fold(start, |so_far, block| {
                self.run(&block, &mut registers, &alarms);
                join(so_far, block, &registers)
            })
        })?;
        alarms.tell(self);
        Ok(folded)
    }

    /// Takes a block through all steps.
    fn run(&self, block: &Range<usize>, registers: &mut Registers, alarms: &Alarms) {
        let n = block.len();
        for (i, step) in self.steps.iter().enumerate() {
            let [a, b, c] = step.operands;
            if step.operation.gives_bools() {
                let mut out = mem::take(&mut registers.bools[step.to]);
                let to = &mut out[..n];
                let floats = |place| self.floats_at(place, block, registers);
                let bools = |place| self.bools_at(place, block, registers);
                match step.operation {
                    Operation::Compare(operation) => {
                        kernels::compare(operation, floats(a), floats(b), to)
                    }
                    Operation::IsNan => {
                        kernels::pairs(floats(a), Side::One(()), to, |x, ()| x.is_nan())
                    }
                    Operation::IsFinite => {
                        kernels::pairs(floats(a), Side::One(()), to, |x, ()| x.is_finite())
                    }
                    Operation::IsInfinite => {
                        kernels::pairs(floats(a), Side::One(()), to, |x, ()| x.is_infinite())
                    }
                    Operation::Logic(operation) => {
                        kernels::logic(operation, bools(a), bools(b), to)
                    }
                    _ => kernels::pairs(bools(a), Side::One(()), to, |x, ()| !x),
                }
                registers.bools[step.to] = out;
                continue;
            }
            let mut out = mem::take(&mut registers.floats[step.to]);
            let to = &mut out[..n];
            let floats = |place| self.floats_at(place, block, registers);
            match step.operation {
                Operation::Binary(Binary::Divide) => {
                    let (a, b) = (floats(a), floats(b));
                    if fused::divide(a, b, to) {
                        alarms.after_binary(i, Binary::Divide, a, b);
                    }
                }
                Operation::Binary(operation) => {
                    let (a, b) = (floats(a), floats(b));
                    kernels::binary(operation, a, b, to);
                    alarms.after_binary(i, operation, a, b);
                }
                Operation::Fused(fused) => {
                    let (a, b, c) = (floats(a), floats(b), floats(c));
                    if fused.apply(a, b, c, to) {
                        alarms.after_fused(i, fused, (a, b), c, n);
                    }
                }
                Operation::Unary(function) => {
                    let Side::Each(x) = floats(a) else {
                        unreachable!("a function of one number for all is computed once")
                    };
                    function.apply(x, to);
                    if function.warns {
                        alarms.after_unary(i, x, to, block.start);
                    }
                }
                Operation::Select => {
                    let Side::Each(mask) = self.bools_at(a, block, registers) else {
                        unreachable!("a choice that is the same for all is made once")
                    };
                    kernels::select(mask, floats(b), floats(c), to);
                }
                _ => self.convert(a, block, registers, to),
            }
            registers.floats[step.to] = out;
        }
    }

    fn convert(&self, from: Place, block: &Range<usize>, registers: &Registers, to: &mut [f64]) {
        match from {
            Place::Input(i) => match self.inputs[i] {
                Input::Ints(x) => kernels::map(&x[block.clone()], to, |n| n as f64),
                Input::Bools(x) => kernels::map(&x[block.clone()], to, truth_to_float),
                _ => unreachable!("only whole numbers and truth values are made floats"),
            },
            Place::Bools(i) => kernels::map(&registers.bools[i][..to.len()], to, truth_to_float),
            Place::Floats(_) => unreachable!("floats are floats"),
        }
    }

    fn floats_at<'r>(
        &'r self,
        place: Place,
        block: &Range<usize>,
        registers: &'r Registers,
    ) -> Side<'r, f64> {
        match place {
            Place::Floats(i) => Side::Each(&registers.floats[i][..block.len()]),
            Place::Input(i) => match self.inputs[i] {
                Input::Floats(x) => Side::Each(&x[block.clone()]),
                Input::Number(x) => Side::One(x),
                _ => unreachable!("made floats by a step of its own"),
            },
            Place::Bools(_) => unreachable!("made floats by a step of its own"),
        }
    }

    fn bools_at<'r>(
        &'r self,
        place: Place,
        block: &Range<usize>,
        registers: &'r Registers,
    ) -> Side<'r, bool> {
        match place {
            Place::Bools(i) => Side::Each(&registers.bools[i][..block.len()]),
            Place::Input(i) => match self.inputs[i] {
                Input::Bools(x) => Side::Each(&x[block.clone()]),
                Input::Truth(x) => Side::One(x),
                _ => unreachable!("numbers are no truth values"),
            },
            Place::Floats(_) => unreachable!("numbers are no truth values"),
        }
    }

    fn result_floats<'r>(&'r self, block: &Range<usize>, registers: &'r Registers) -> &'r [f64] {
        match self.floats_at(self.result, block, registers) {
            Side::Each(x) => x,
            Side::One(_) => unreachable!("a chain gives as many elements as it has"),
        }
    }

    fn result_bools<'r>(&'r self, block: &Range<usize>, registers: &'r Registers) -> &'r [bool] {
        match self.bools_at(self.result, block, registers) {
            Side::Each(x) => x,
            Side::One(_) => unreachable!("a chain gives as many elements as it has"),
        }
    }
}

fn truth_to_float(truth: bool) -> f64 {
    f64::from(u8::from(truth))
}

fn blocks(range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let to = range.end;
    range
        .step_by(BLOCK)
        .map(move |from| from..to.min(from + BLOCK))
}

/// The smallest or largest, nan if one of them is. Of zeros of both signs it may be either.
pub(crate) fn extreme(x: &[f64], largest: bool) -> f64 {
    if largest {
        last(x, f64::NEG_INFINITY, |a, b| a > b)
    } else {
        last(x, f64::INFINITY, |a, b| a < b)
    }
}

super::wide::wide! {
    /// What `is_beyond` all others, nan if one of them is.
    fn last[F: Fn(f64, f64) -> bool](x: &[f64], start: f64, is_beyond: F) -> f64 {
        // In strands, so that no comparison waits for the one before it.
        let mut strands = [start; 16];
        let mut nan = [false; 16];
        let mut blocks = x.chunks_exact(16);
        for block in &mut blocks {
            for ((strand, nan), x) in strands.iter_mut().zip(&mut nan).zip(block) {
                *strand = if is_beyond(*x, *strand) { *x } else { *strand };
                *nan |= x.is_nan();
            }
        }
        let rest = blocks.remainder();
        if nan.contains(&true) || rest.iter().any(|x| x.is_nan()) {
            return f64::NAN;
        }
        strands.into_iter().chain(rest.iter().copied()).fold(start, |found, x| {
            if is_beyond(x, found) { x } else { found }
        })
    }
}

/// What readers are to be warned of, found while blocks went through on several threads.
#[derive(Default)]
struct Alarms(Mutex<Vec<Alarm>>);

/// Of a step, the first result that deserves a warning, or what came of the zeros that divided.
struct Alarm {
    step: usize,
    kind: AlarmKind,
}

enum AlarmKind {
    Zero(f64),
    Result { at: usize, given: f64, result: f64 },
}

impl Alarms {
    fn after_binary(&self, step: usize, operation: Binary, a: Side<'_, f64>, b: Side<'_, f64>) {
        if let Some(result) = divided_by_zero(operation, a, b) {
            self.add(step, AlarmKind::Zero(result));
        }
    }

    /// The first operation is done again: its results were not kept.
    fn after_fused(
        &self,
        step: usize,
        fused: Fused,
        (a, b): (Side<'_, f64>, Side<'_, f64>),
        c: Side<'_, f64>,
        n: usize,
    ) {
        let mut first = vec![0.0; n];
        kernels::binary(fused.first, a, b, &mut first);
        let first = Side::Each(&first[..]);
        let (left, right) = if fused.on_right {
            (c, first)
        } else {
            (first, c)
        };
        self.after_binary(step, fused.second, left, right);
    }

    fn after_unary(&self, step: usize, given: &[f64], results: &[f64], from: usize) {
        if kernels::all_finite(results) {
            return;
        }
        if let Some(i) = (0..given.len()).find(|i| strange(given[*i], results[*i])) {
            let (at, given, result) = (from + i, given[i], results[i]);
            self.add(step, AlarmKind::Result { at, given, result });
        }
    }

    fn add(&self, step: usize, kind: AlarmKind) {
        let mut alarms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(other) = alarms.iter_mut().find(|other| other.step == step) else {
            alarms.push(Alarm { step, kind });
            return;
        };
        let more_telling = match (&kind, &other.kind) {
            (AlarmKind::Zero(new), AlarmKind::Zero(_)) => new.is_infinite(),
            (AlarmKind::Result { at: new, .. }, AlarmKind::Result { at: old, .. }) => new < old,
            _ => false,
        };
        if more_telling {
            other.kind = kind;
        }
    }

    fn tell(self, program: &Program<'_>) {
        let mut alarms = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        alarms.sort_by_key(|alarm| alarm.step);
        for alarm in alarms {
            match (alarm.kind, program.steps[alarm.step].operation) {
                (AlarmKind::Result { given, result, .. }, Operation::Unary(function)) => {
                    warn_of_result(function.name, given, result)
                }
                (AlarmKind::Zero(result) | AlarmKind::Result { result, .. }, _) => {
                    warn_of_zero(result)
                }
            }
        }
    }
}

/// What came of a zero that divides: an infinity, or else nan; nothing if there is no such zero.
pub(crate) fn divided_by_zero(
    operation: Binary,
    a: Side<'_, f64>,
    b: Side<'_, f64>,
) -> Option<f64> {
    if operation != Binary::Divide && operation != Binary::Remainder {
        return None;
    }
    let divisors = match b {
        Side::One(0.0) => &[0.0][..],
        Side::One(_) => return None,
        Side::Each(b) => b,
    };
    if !kernels::holds_zero(divisors) {
        return None;
    }
    let dividends = match a {
        Side::Each(a) => a,
        Side::One(ref a) => std::slice::from_ref(a),
    };
    let n = if divisors.len() == 1 {
        dividends.len()
    } else {
        divisors.len()
    };
    let mut found = None;
    for i in 0..n {
        let (x, y) = (dividends[i % dividends.len()], divisors[i % divisors.len()]);
        if y != 0.0 || x.is_nan() {
            continue;
        }
        if operation == Binary::Divide && x != 0.0 {
            return Some(f64::INFINITY);
        }
        found = Some(f64::NAN);
    }
    found
}

/// Of two outcomes of [`divided_by_zero`], the one to tell of.
pub(crate) fn worse(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(x), Some(y)) => Some(if x.is_infinite() { x } else { y }),
        (one, None) | (None, one) => one,
    }
}

/// Whether a function's result is nan or infinite where what it was given was not.
fn strange(x: f64, y: f64) -> bool {
    (y.is_nan() && !x.is_nan()) || (y.is_infinite() && x.is_finite())
}

/// Warns of the first result that is nan or infinite where what was given was not.
pub(crate) fn warn_of_first(name: &str, given: &[f64], results: &[f64]) {
    if let Some((x, y)) = given.iter().zip(results).find(|(x, y)| strange(**x, **y)) {
        warn_of_result(name, *x, *y);
    }
}

/// Warns that a function gave nan or an infinity.
fn warn_of_result(name: &str, x: f64, y: f64) {
    let (x, y) = (value::float_text(x), value::float_text(y));
    host::current().warn(&format!("{name}({x}) is {y}"));
}

/// Warns that a zero divides, by what came of it.
pub(crate) fn warn_of_zero(result: f64) {
    host::current().warn(if result.is_infinite() {
        "division by zero: the result holds inf"
    } else {
        "0 / 0 or a remainder by zero: the result holds nan"
    });
}
