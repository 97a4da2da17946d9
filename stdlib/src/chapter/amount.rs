//! An argument of the cost functions: one number or many, checked.

use rhai::Dynamic;

use crate::array::{Array, DType, arithmetic};
use crate::fault::{self, Raised, bail};
use crate::host;
use crate::value;

/// Numbers are checked in blocks of so many between checks whether to stop.
const BLOCK: usize = 1 << 16;

/// Dollars, dollars per token, or tokens: one number, or many.
#[derive(Clone, Debug)]
pub(super) struct Amount {
    name: &'static str,
    values: Vec<f64>,
    /// Empty for a single number.
    shape: Vec<usize>,
}

impl Amount {
    /// Zero or more.
    pub(super) fn not_negative(name: &'static str, value: &Dynamic) -> Raised<Self> {
        Self::read(name, value)?.checked(|name, x| fault::not_negative(name, x).map(|_| ()))
    }

    /// More than zero.
    pub(super) fn price(name: &'static str, value: &Dynamic) -> Raised<Self> {
        Self::read(name, value)?.checked(positive)
    }

    /// A number that has been checked.
    pub(super) fn one(name: &'static str, value: f64) -> Self {
        Self {
            name,
            values: vec![value],
            shape: Vec::new(),
        }
    }

    /// Numbers in a row that have been checked.
    pub(super) fn many(name: &'static str, values: Vec<f64>) -> Self {
        Self {
            name,
            shape: vec![values.len()],
            values,
        }
    }

    /// Any numbers, but at least one.
    fn read(name: &'static str, value: &Dynamic) -> Raised<Self> {
        let array = Array::from_value(name, value)?;
        if array.dtype() == DType::Bool {
            bail!("{name} must be a number, not {}", value::with_value(value));
        }
        if array.size() == 0 {
            bail!("{name} is empty; give at least one number");
        }
        Ok(Self {
            name,
            shape: array.shape().to_vec(),
            values: array.to_floats(),
        })
    }

    fn checked(self, check: impl Fn(&str, f64) -> Raised<()>) -> Raised<Self> {
        for (i, value) in self.values.iter().enumerate() {
            if i % BLOCK == 0 {
                host::check_interrupt()?;
            }
            // The place is put into words only where there is something to say of it.
            if check(self.name, *value).is_ok() {
                continue;
            }
            match self.shape[..] {
                [] => check(self.name, *value)?,
                [_] => check(&format!("{}[{i}]", self.name), *value)?,
                _ => check(&format!("each {}", self.name), *value)?,
            }
        }
        Ok(self)
    }

    /// The number, if it is a single one.
    pub(super) fn single(&self) -> Option<f64> {
        if self.shape.is_empty() {
            Some(self.values[0])
        } else {
            None
        }
    }

    /// The numbers in order.
    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// None for a single number, one for a row.
    pub(super) fn axes(&self) -> usize {
        self.shape.len()
    }

    /// Both together, number by number, with numpy's broadcasting.
    pub(super) fn zip(&self, other: &Self, mut f: impl FnMut(f64, f64) -> f64) -> Raised<Self> {
        let (a, b) = (&self.values, &other.values);
        let (name, shape, values): (_, _, Vec<f64>) = if other.shape.is_empty() {
            (
                self.name,
                &self.shape,
                a.iter().map(|a| f(*a, b[0])).collect(),
            )
        } else if self.shape.is_empty() {
            (
                other.name,
                &other.shape,
                b.iter().map(|b| f(a[0], *b)).collect(),
            )
        } else if self.shape == other.shape {
            (
                self.name,
                &self.shape,
                a.iter().zip(b).map(|(a, b)| f(*a, *b)).collect(),
            )
        } else {
            if let ([a], [b]) = (&self.shape[..], &other.shape[..]) {
                fault::same_length(self.name, *a, other.name, *b)?;
            }
            return self.stretched(other)?.zip(&other.stretched(self)?, f);
        };
        if let Some(result) = values.iter().find(|x| !x.is_finite()) {
            bail!("{} and {} give {}, which is no amount", self.name, other.name, crate::value::short_float(*result); "Look for a number that is far too large or far too small.");
        }
        Ok(Self {
            name,
            shape: shape.clone(),
            values,
        })
    }

    /// The same numbers, repeated along the other's axes.
    fn stretched(&self, other: &Self) -> Raised<Self> {
        let own = Array::shaped_floats(self.values.clone(), &self.shape);
        let zeros = Array::shaped_floats(vec![0.0; other.values.len()], &other.shape);
        let array = Array::from_value(self.name, &arithmetic("+", &own.into(), &zeros.into())?)?;
        Ok(Self {
            name: self.name,
            shape: array.shape().to_vec(),
            values: array.to_floats(),
        })
    }

    /// As a cell sees it: a number, or an array.
    pub(super) fn into_value(self) -> Dynamic {
        Array::shaped_floats(self.values, &self.shape).into_value()
    }
}

/// A price is more than zero. A zero is most often a quotient of whole numbers that lost its fraction.
pub(super) fn positive(name: &str, price: f64) -> Raised<()> {
    if fault::finite(name, price)? > 0.0 {
        return Ok(());
    }
    bail!(
        "{name} must be more than zero, not {}", crate::value::short_float(price);
        "Prices are dollars per token, such as 3.0 / 1e6. Dividing whole numbers drops the fraction: 3 / 1000000 is 0."
    )
}
