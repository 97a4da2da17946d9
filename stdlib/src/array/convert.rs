//! From values of the language to arrays, and back.

use std::ops::{Range, RangeInclusive};

use rhai::{Array as List, Dynamic};

use super::shape::{room, shape_text};
use super::{Array, DType, Elements, View};
use crate::compute::build::{Growing, counted};
use crate::fault::{Raised, bail, fault};
use crate::language::Steps;
use crate::{host, value};

impl Array {
    /// Anything array-like as an array: an array, a list of numbers or of truth values, a list of such lists, a range,
    /// or a single number (which has no axes). `argument` names it in errors.
    pub fn from_value(argument: &str, given: &Dynamic) -> Raised<Array> {
        let array = Self::unsettled(argument, given)?;
        array.settle()?;
        Ok(array)
    }

    /// The same for who does not need the elements yet.
    pub(crate) fn unsettled(argument: &str, given: &Dynamic) -> Raised<Array> {
        if let Some(array) = given.read_lock::<Array>() {
            return Ok(array.clone());
        }
        if let Some(range) = range_of(given) {
            return from_range(&range);
        }
        if let Some(steps) = given.read_lock::<Steps>() {
            room(&[steps.size_hint().0], DType::Int64.width())?;
            let mut ints = Growing::new(steps.size_hint().0);
            ints.extend(steps.clone())?;
            return Ok(Array::from_ints(ints.done()));
        }
        if let Some(scalar) = scalar(given) {
            return Ok(Array::shaped(scalar, &[]));
        }
        let Ok(list) = given.as_array_ref() else {
            bail!(
                "{argument} must be a number, or an array or a list of numbers, not {}",
                value::with_value(given)
            )
        };
        let mut gathered = Gathered::default();
        gathered.list(argument, &list, 0)?;
        Ok(Array::shaped(
            gathered.elements.unwrap_or(Elements::Floats(Vec::new())),
            &gathered.shape,
        ))
    }

    /// As [`Array::from_value`], but a single number is refused.
    pub fn from_values(argument: &str, given: &Dynamic) -> Raised<Array> {
        let array = Self::from_value(argument, given)?;
        if array.ndim() == 0 {
            bail!(
                "{argument} must be an array or a list of numbers, not {}",
                value::with_value(given)
            )
        }
        Ok(array)
    }

    /// The elements as nested lists; a single number as itself.
    ///
    /// # Errors
    /// When the cell was stopped.
    pub fn to_list(&self) -> Raised<Dynamic> {
        self.settle()?;
        nested(self.view(), self.shape(), &mut 0)
    }

    /// The array as a value of the language: one without axes becomes a plain number.
    pub fn into_value(self) -> Dynamic {
        if self.ndim() == 0 {
            self.item(0)
        } else {
            Dynamic::from(self)
        }
    }
}

impl From<Array> for Dynamic {
    fn from(array: Array) -> Self {
        Dynamic::from(array)
    }
}

/// Items of lists that are made between two checks whether the cell was stopped.
const BLOCK: usize = 1 << 16;

/// `made` counts the items since the last look.
fn nested(view: View<'_>, shape: &[usize], made: &mut usize) -> Raised<Dynamic> {
    let [n, inner @ ..] = shape else {
        return Ok(view.item(0));
    };
    let mut list = List::with_capacity(*n);
    if inner.is_empty() {
        for from in (0..*n).step_by(BLOCK) {
            let part = view.part(from, n.min(&(from + BLOCK)).to_owned());
            match part {
                View::Floats(x) => list.extend(x.iter().map(|x| Dynamic::from_float(*x))),
                View::Ints(x) => list.extend(x.iter().map(|x| Dynamic::from_int(*x))),
                View::Bools(x) => list.extend(x.iter().map(|x| Dynamic::from_bool(*x))),
            }
            *made += part.len();
            if *made >= BLOCK {
                *made = 0;
                host::check_interrupt()?;
            }
        }
        return Ok(list.into());
    }
    let step: usize = inner.iter().product();
    for i in 0..*n {
        list.push(nested(view.part(i * step, (i + 1) * step), inner, made)?);
    }
    Ok(list.into())
}

/// A single number or truth value as elements.
pub(crate) fn scalar(given: &Dynamic) -> Option<Elements> {
    if let Ok(x) = given.as_float() {
        Some(Elements::Floats(vec![x]))
    } else if let Ok(n) = given.as_int() {
        Some(Elements::Ints(vec![n]))
    } else if let Ok(b) = given.as_bool() {
        Some(Elements::Bools(vec![b]))
    } else {
        None
    }
}

/// Whether a value is an array, a list or a range, which arrays are made of.
pub(crate) fn is_array_like(given: &Dynamic) -> bool {
    given.is::<Array>() || given.is_array() || given.is::<Steps>() || range_of(given).is_some()
}

/// Both kinds of range, as from and (exclusive) to.
pub(crate) fn range_of(given: &Dynamic) -> Option<Range<i64>> {
    if let Some(range) = given.read_lock::<Range<i64>>() {
        return Some(range.clone());
    }
    let range = given.read_lock::<RangeInclusive<i64>>()?;
    Some(*range.start()..range.end().saturating_add(1))
}

fn from_range(range: &Range<i64>) -> Raised<Array> {
    let n = range.end.saturating_sub(range.start).max(0);
    let n = usize::try_from(n).unwrap_or(usize::MAX);
    room(&[n], DType::Int64.width())?;
    let start = range.start;
    Ok(Array::from_ints(counted(n, |i| start + i as i64)?))
}

/// What has been read of a nested list.
#[derive(Default)]
struct Gathered {
    shape: Vec<usize>,
    /// Whether the depth at which numbers stand is known.
    settled: bool,
    elements: Option<Elements>,
}

/// How deep lists may be nested.
const DEEPEST: usize = 32;

impl Gathered {
    fn list(&mut self, argument: &str, list: &List, depth: usize) -> Raised<()> {
        if depth >= DEEPEST {
            bail!("{argument} is nested more than {DEEPEST} deep");
        }
        self.axis(argument, list.len(), depth)?;
        // The usual case, without a look at each element's type twice.
        if list.first().is_some_and(Dynamic::is_float) && list.iter().all(Dynamic::is_float) {
            self.leaf(argument, depth + 1)?;
            let mut floats = Growing::new(list.len());
            floats.extend(list.iter().map(|x| x.as_float().unwrap_or_default()))?;
            return self.add(Elements::Floats(floats.done()));
        }
        for (i, item) in list.iter().enumerate() {
            if i > 0 && i.is_multiple_of(BLOCK) {
                host::check_interrupt()?;
            }
            if let Some(scalar) = scalar(item) {
                self.leaf(argument, depth + 1)?;
                self.add(scalar)?;
            } else if let Ok(inner) = item.as_array_ref() {
                self.list(argument, &inner, depth + 1)?;
            } else if item.is::<Array>() || range_of(item).is_some() {
                let inner = Array::from_value(argument, item)?;
                for (k, n) in inner.shape().iter().enumerate() {
                    self.axis(argument, *n, depth + 1 + k)?;
                }
                self.leaf(argument, depth + 1 + inner.ndim())?;
                self.add(inner.into_elements()?)?;
            } else {
                let fault = fault!(
                    "{argument} must hold numbers, but its item {i} is {}",
                    value::with_value(item)
                );
                let advice = if item.is_string() {
                    "Text becomes a number with parse_float(text)."
                } else {
                    ""
                };
                return if advice.is_empty() {
                    fault.raise()
                } else {
                    fault.hint(advice).raise()
                };
            }
        }
        Ok(())
    }

    /// A list of so many items was met at this depth.
    fn axis(&mut self, argument: &str, n: usize, depth: usize) -> Raised<()> {
        match self.shape.get(depth) {
            None if self.settled => Self::uneven(argument),
            None => {
                self.shape.push(n);
                Ok(())
            }
            Some(size) if *size == n => Ok(()),
            Some(size) => bail!(
                "{argument} must have rows of equal length, but one has {size} values and another {n}";
                "Each inner list of a table of numbers needs as many values."
            ),
        }
    }

    /// Numbers were met at this depth.
    fn leaf(&mut self, argument: &str, depth: usize) -> Raised<()> {
        if depth != self.shape.len() {
            return Self::uneven(argument);
        }
        self.settled = true;
        Ok(())
    }

    fn uneven(argument: &str) -> Raised<()> {
        bail!("{argument} mixes numbers and lists"; "Give a list of numbers, or a list of lists of equal length.")
    }

    fn add(&mut self, more: Elements) -> Raised<()> {
        let Some(elements) = self.elements.take() else {
            self.elements = Some(more);
            return Ok(());
        };
        let dtype = elements.view().dtype().max(more.view().dtype());
        self.elements = Some(match (elements.widened(dtype)?, more.widened(dtype)?) {
            (Elements::Floats(mut a), Elements::Floats(b)) => {
                a.extend(b);
                Elements::Floats(a)
            }
            (Elements::Ints(mut a), Elements::Ints(b)) => {
                a.extend(b);
                Elements::Ints(a)
            }
            (Elements::Bools(mut a), Elements::Bools(b)) => {
                a.extend(b);
                Elements::Bools(a)
            }
            _ => unreachable!(
                "both were made the same type for shape {}",
                shape_text(&self.shape)
            ),
        });
        Ok(())
    }
}
