//! Element-wise operations on large arrays are recorded, not done: who needs the elements has the whole chain run in one
//! pass, and who needs only their sum never holds them.
//!
//! Only operations that cannot fail are recorded, with shapes already matched and room already granted, so an error comes
//! from its own place. Nothing recorded outlives the statement that made it: the session calls [`settle`] at its end.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Weak;

use super::storage::Node;
use super::{Array, DType, Elements, View};
use crate::compute::fused;
use crate::compute::kernels::Binary;
use crate::compute::machine::{Input, Operation, Place, Program, Step};
use crate::fault::Raised;

/// One operation and what it is done with.
#[derive(Debug)]
pub(crate) struct Recipe {
    operation: Operation,
    operands: Vec<Operand>,
    /// Operations in the whole chain that ends here; those used twice are counted twice.
    steps: usize,
}

impl Recipe {
    /// The arrays it is done with.
    fn arrays(&self) -> impl Iterator<Item = &Array> {
        self.operands.iter().filter_map(|operand| match operand {
            Operand::Array(array) => Some(array),
            _ => None,
        })
    }
}

/// What an operation is done with.
#[derive(Clone, Debug)]
pub(crate) enum Operand {
    /// As many elements as the result has.
    Array(Array),
    /// One number for all.
    Number(f64),
    /// One truth value for all.
    Truth(bool),
}

impl Operand {
    /// The elements as floats.
    pub(super) fn floats(&self) -> Cow<'_, [f64]> {
        match self {
            Self::Array(array) => array.floats(),
            Self::Number(x) => Cow::Owned(vec![*x]),
            Self::Truth(x) => Cow::Owned(vec![f64::from(u8::from(*x))]),
        }
    }
}

/// Elements from which on operations are recorded: for fewer, noting down costs as much as doing.
const LARGE: usize = 1 << 14;

/// Operations that a chain may have before it is run.
const LONGEST: usize = 64;

thread_local! {
    static FROM: Cell<usize> = const { Cell::new(LARGE) };
    static RECORDED: RefCell<Vec<Weak<Node>>> = const { RefCell::new(Vec::new()) };
}

/// Sets from how many elements on operations are recorded, or (`None`) the usual number. For tests and measurements.
pub fn record_from(elements: Option<usize>) {
    FROM.set(elements.unwrap_or(LARGE));
}

/// The operation on operands of this shape: recorded where the result is large, done at once otherwise.
pub(crate) fn perform(
    shape: &[usize],
    operation: Operation,
    operands: Vec<Operand>,
) -> Raised<Array> {
    let dtype = if operation.gives_bools() {
        DType::Bool
    } else {
        DType::Float64
    };
    let steps = |operand: &Operand| match operand {
        Operand::Array(array) => array.recipe().map_or(0, |recipe| recipe.steps),
        _ => 0,
    };
    let mut total = 1 + operands.iter().map(steps).sum::<usize>();
    if total > LONGEST {
        for operand in &operands {
            if let Operand::Array(array) = operand {
                array.settle()?;
            }
        }
        total = 1;
    }
    let recipe = Recipe {
        operation,
        operands,
        steps: total,
    };
    let array = Array::recorded(shape, dtype, recipe);
    if array.size() < FROM.get() {
        array.settle()?;
    } else {
        remember(&array);
    }
    Ok(array)
}

/// The operation on operands of this shape, for a part of something larger: it is neither done now nor kept in mind.
pub(crate) fn noted(shape: &[usize], operation: Operation, operands: Vec<Operand>) -> Array {
    let dtype = if operation.gives_bools() {
        DType::Bool
    } else {
        DType::Float64
    };
    let steps = 1;
    Array::recorded(
        shape,
        dtype,
        Recipe {
            operation,
            operands,
            steps,
        },
    )
}

/// Computes all that was recorded and is still wanted. The session calls it after each top-level statement.
///
/// # Errors
/// When the cell was stopped. What was recorded is kept, and computed when it is asked for.
pub fn settle() -> Raised<()> {
    if RECORDED.with_borrow(Vec::is_empty) {
        return Ok(());
    }
    // First those that are no part of another: with them goes most of the rest, which nobody else wants.
    for parts_too in [false, true] {
        let recorded = RECORDED.take();
        let parts: HashSet<*const Node> = recorded
            .iter()
            .filter_map(|weak| Array::of_weak(weak)?.recipe())
            .flat_map(|recipe| recipe.arrays().map(Array::identity).collect::<Vec<_>>())
            .collect();
        let mut settled = Ok(());
        for weak in recorded {
            let Some(array) = Array::of_weak(&weak) else {
                continue;
            };
            let now = parts_too || !parts.contains(&array.identity());
            if now && settled.is_ok() {
                settled = array.settle();
            }
            if array.recipe().is_some() {
                RECORDED.with_borrow_mut(|recorded| recorded.push(weak));
            }
        }
        settled?;
    }
    Ok(())
}

fn remember(array: &Array) {
    RECORDED.with_borrow_mut(|recorded| {
        // Most of what is recorded is gone soon. Looking when the list is full keeps it as short as what is wanted.
        if recorded.len() == recorded.capacity() {
            recorded
                .retain(|weak| Array::of_weak(weak).is_some_and(|array| array.recipe().is_some()));
            recorded.reserve(recorded.len().max(64));
        }
        recorded.push(array.weak());
    });
}

/// The elements of a recorded array.
pub(super) fn follow(array: &Array) -> Raised<Elements> {
    let mut chain = Chain::default();
    let result = chain.array(array, true)?;
    chain.run(array.size(), result, |program| {
        Ok(match array.dtype() {
            DType::Bool => Elements::Bools(program.bools()?),
            _ => Elements::Floats(program.floats()?),
        })
    })
}

/// Has `work` done with the program whose floats are the array's elements, whatever their type.
pub(crate) fn with_floats<R>(
    array: &Array,
    work: impl FnOnce(&Program<'_>) -> Raised<R>,
) -> Raised<R> {
    let mut chain = Chain::default();
    let result = chain.array(array, false)?;
    let result = chain.floats(result);
    chain.run(array.size(), result, work)
}

/// Has `work` done with the program whose truth values are the array's elements.
pub(crate) fn with_bools<R>(
    array: &Array,
    work: impl FnOnce(&Program<'_>) -> Raised<R>,
) -> Raised<R> {
    let mut chain = Chain::default();
    let result = chain.array(array, false)?;
    chain.run(array.size(), result, work)
}

/// The same for what an operation would give, without an array for it. Arrays among the operands have `n` elements.
pub(crate) fn with_result<R>(
    n: usize,
    operation: Operation,
    operands: &[Operand],
    work: impl FnOnce(&Program<'_>) -> Raised<R>,
) -> Raised<R> {
    let mut chain = Chain::default();
    let result = chain.step(operation, operands)?;
    chain.run(n, result, work)
}

/// The sum of the products of the elements of two arrays, as floats.
pub(crate) fn sum_of_products(a: &Array, b: &Array) -> Raised<f64> {
    let multiply = Operation::Binary(Binary::Multiply);
    let operands = [a, b].map(|array| Operand::Array(array.clone()));
    with_result(a.size(), multiply, &operands, |program| program.sum())
}

/// A chain as it is put together: what it reads, and its steps, each of which for now has a register of its own.
#[derive(Default)]
struct Chain {
    read: Vec<Operand>,
    steps: Vec<Step>,
    /// Arrays that are in the chain already, so that what is used twice is computed once.
    known: HashMap<*const Node, Place>,
    converted: HashMap<usize, Place>,
}

impl Chain {
    fn operand(&mut self, operand: &Operand) -> Raised<Place> {
        match operand {
            Operand::Array(array) => self.array(array, false),
            single => Ok(self.input(single.clone())),
        }
    }

    /// Where the array's elements are. `kept` says that they will be kept, not only passed on.
    fn array(&mut self, array: &Array, kept: bool) -> Raised<Place> {
        if let Some(place) = self.known.get(&array.identity()) {
            return Ok(*place);
        }
        // What is passed on a second time might be so a third time: from then on it is held.
        if !kept && array.recipe().is_some() && array.pass() {
            array.settle()?;
        }
        let place = match array.recipe() {
            Some(recipe) => self.step(recipe.operation, &recipe.operands)?,
            None => self.input(Operand::Array(array.clone())),
        };
        self.known.insert(array.identity(), place);
        Ok(place)
    }

    fn input(&mut self, operand: Operand) -> Place {
        self.read.push(operand);
        Place::Input(self.read.len() - 1)
    }

    fn step(&mut self, operation: Operation, operands: &[Operand]) -> Raised<Place> {
        let mut places = [Place::Input(usize::MAX); 3];
        for (i, operand) in operands.iter().enumerate() {
            let place = self.operand(operand)?;
            let of_bools = matches!(operation, Operation::Logic(_) | Operation::Not)
                || matches!(operation, Operation::Select) && i == 0;
            places[i] = if of_bools { place } else { self.floats(place) };
        }
        Ok(self.push(operation, places))
    }

    fn push(&mut self, operation: Operation, operands: [Place; 3]) -> Place {
        let to = self.steps.len();
        self.steps.push(Step {
            operation,
            operands,
            to,
        });
        if operation.gives_bools() {
            Place::Bools(to)
        } else {
            Place::Floats(to)
        }
    }

    /// Where the same elements are as floats.
    fn floats(&mut self, place: Place) -> Place {
        let index = match place {
            Place::Floats(_) => return place,
            Place::Bools(step) => step,
            Place::Input(input) => match &self.read[input] {
                Operand::Array(array) if array.dtype() != DType::Float64 => usize::MAX - input,
                Operand::Truth(truth) => {
                    self.read[input] = Operand::Number(f64::from(u8::from(*truth)));
                    return place;
                }
                _ => return place,
            },
        };
        if let Some(place) = self.converted.get(&index) {
            return *place;
        }
        let unused = Place::Input(usize::MAX);
        let converted = self.push(Operation::ToFloats, [place, unused, unused]);
        self.converted.insert(index, converted);
        converted
    }

    fn run<R>(
        self,
        n: usize,
        result: Place,
        work: impl FnOnce(&Program<'_>) -> Raised<R>,
    ) -> Raised<R> {
        let (mut steps, result) = fused::join(self.steps, result);
        let (result, registers) = share_registers(&mut steps, result);
        let inputs = self.read.iter().map(|operand| match operand {
            Operand::Array(array) => match array.view() {
                View::Floats(x) => Input::Floats(x),
                View::Ints(x) => Input::Ints(x),
                View::Bools(x) => Input::Bools(x),
            },
            Operand::Number(x) => Input::Number(*x),
            Operand::Truth(x) => Input::Truth(*x),
        });
        work(&Program {
            n,
            inputs: inputs.collect(),
            steps,
            result,
            registers,
        })
    }
}

/// Gives steps registers to write to that nobody will read any more, and says how many of each kind there are.
fn share_registers(steps: &mut [Step], result: Place) -> (Place, (usize, usize)) {
    let mut last_read: Vec<usize> = (0..steps.len()).collect();
    for (i, step) in steps.iter().enumerate() {
        for place in step.operands {
            if let Place::Floats(from) | Place::Bools(from) = place {
                last_read[from] = i;
            }
        }
    }
    if let Place::Floats(from) | Place::Bools(from) = result {
        last_read[from] = usize::MAX;
    }
    // Of each kind: who holds a register until which step.
    let mut held: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    let mut given = vec![0; steps.len()];
    let renamed = |place: Place, given: &[usize]| match place {
        Place::Floats(from) => Place::Floats(given[from]),
        Place::Bools(from) => Place::Bools(given[from]),
        input => input,
    };
    for (i, step) in steps.iter_mut().enumerate() {
        let kind = &mut held[usize::from(step.operation.gives_bools())];
        // A register read last by this very step is still being read while the step writes.
        let free = kind.iter().position(|until| *until < i);
        let register = free.unwrap_or(kind.len());
        if register == kind.len() {
            kind.push(0);
        }
        kind[register] = last_read[i];
        given[i] = register;
        step.operands = step.operands.map(|place| renamed(place, &given));
        step.to = register;
    }
    (renamed(result, &given), (held[0].len(), held[1].len()))
}
