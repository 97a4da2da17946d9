//! Tables: named columns of equal length, shown aligned as text and as HTML.

mod cells;
mod functions;
mod rows;
mod show;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use rhai::Dynamic;

use crate::array::Array;
use crate::dict::Dict;
use crate::fault::{Raised, bail, fault};
use crate::library::add_type;
use crate::{Library, division, format, sequence, value};

pub(crate) fn register(library: &mut Library) {
    let mut module = functions::module();
    rows::register(&mut module);
    add_type::<Table>(&mut module);
    sequence::add_iterable::<Table>(&mut module);
    library.add("Tables", module);
}

/// Named columns of equal length. Copies are cheap, and independent of each other.
#[derive(Clone, Debug, Default)]
pub struct Table {
    inner: Rc<Inner>,
}

#[derive(Clone, Debug, Default)]
struct Inner {
    columns: Vec<(String, Column)>,
    rows: usize,
    caption: String,
}

/// The values of a column, and how they are shown.
#[derive(Clone, Debug, Default)]
pub struct Column {
    values: Vec<Dynamic>,
    format: String,
}

impl Table {
    /// A table of columns; an error when their lengths differ or a name comes twice.
    pub fn new(columns: Vec<(String, Column)>) -> Raised<Self> {
        let rows = columns.first().map_or(0, |(_, column)| column.values.len());
        for (at, (name, column)) in columns.iter().enumerate() {
            let found = column.values.len();
            if found != rows {
                let first = &columns[0].0;
                bail!(
                    "column \"{name}\" has {} and column \"{first}\" has {rows}", values(found);
                    "All columns of a table need as many values."
                );
            }
            if columns[..at].iter().any(|(other, _)| other == name) {
                bail!("two columns are named \"{name}\""; "Give each column a name of its own.");
            }
        }
        Ok(Self {
            inner: Rc::new(Inner {
                columns,
                rows,
                caption: String::new(),
            }),
        })
    }

    /// The same table with a column's values shown by a format specification, as `fmt` takes.
    pub fn with_format(mut self, column: &str, spec: &str) -> Raised<Self> {
        let at = self.position(column)?;
        let column = &mut Rc::make_mut(&mut self.inner).columns[at].1;
        // A specification that does not fit fails here, not when the table is shown.
        for value in &column.values {
            if !value.is_unit() {
                format::format_value(value, spec)?;
            }
        }
        column.format = spec.into();
        Ok(self)
    }

    /// The same table with a line above it.
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        Rc::make_mut(&mut self.inner).caption = caption.into();
        self
    }

    /// The names of the columns, from left to right.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.inner.columns.iter().map(|(name, _)| name.as_str())
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.inner.rows
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values of a column; an error that names those there are.
    pub fn column(&self, name: &str) -> Raised<&[Dynamic]> {
        Ok(&self.inner.columns[self.position(name)?].1.values)
    }

    /// A row, as column names and values.
    pub fn row(&self, at: usize) -> Dict {
        self.inner
            .columns
            .iter()
            .map(|(name, column)| {
                let value = &column.values[at];
                // A column of whole numbers is an array, whose elements divide exactly.
                let value = value
                    .as_int()
                    .map_or_else(|_| value.clone(), division::element);
                (name.as_str(), value)
            })
            .collect()
    }

    /// The same table with these rows only, in this order.
    pub fn take(&self, rows: &[usize]) -> Self {
        let mut inner = (*self.inner).clone();
        for (_, column) in &mut inner.columns {
            column.values = rows.iter().map(|at| column.values[*at].clone()).collect();
        }
        inner.rows = rows.len();
        Self {
            inner: Rc::new(inner),
        }
    }

    /// The same table with these columns only, in this order.
    fn choose(&self, names: &[String]) -> Raised<Self> {
        let mut columns = Vec::with_capacity(names.len());
        for name in names {
            columns.push(self.inner.columns[self.position(name)?].clone());
        }
        Ok(Self::new(columns)?.caption(self.inner.caption.clone()))
    }

    /// Puts a column in the place of the one with its name, or last.
    pub fn set_column(&mut self, name: &str, column: Column) -> Raised<()> {
        let mut columns = self.inner.columns.clone();
        match columns.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => {
                *old = Column {
                    format: std::mem::take(&mut old.format),
                    ..column
                }
            }
            None => columns.push((name.into(), column)),
        }
        *self = Self::new(columns)?.caption(self.inner.caption.clone());
        Ok(())
    }

    /// The same table with the formats and the caption of another.
    fn dressed_as(mut self, other: &Self) -> Self {
        let inner = Rc::make_mut(&mut self.inner);
        inner.caption.clone_from(&other.inner.caption);
        for (name, column) in &mut inner.columns {
            if let Some((_, old)) = other
                .inner
                .columns
                .iter()
                .find(|(theirs, _)| theirs == name)
            {
                column.format.clone_from(&old.format);
            }
        }
        self
    }

    fn position(&self, name: &str) -> Raised<usize> {
        if let Some(at) = self.names().position(|other| other == name) {
            return Ok(at);
        }
        let fault = fault!("the table has no column \"{name}\"");
        Err(match fault.nearest(name, self.names()) {
            Ok(fault) => fault,
            Err(fault) => {
                let names: Vec<String> = self.names().map(value::quoted).collect();
                fault.hint(format!("Its columns are {}.", names.join(", ")))
            }
        }
        .into())
    }
}

fn values(n: usize) -> String {
    format!("{n} {}", if n == 1 { "value" } else { "values" })
}

impl Column {
    /// Anything that can be looped over, as a column.
    pub fn from_value(argument: &str, given: &Dynamic) -> Raised<Self> {
        if given.is_string() {
            bail!(
                "{argument} must be a list or an array, not {}",
                value::with_value(given)
            );
        }
        Ok(Self::from(
            sequence::items(argument, given)?.collect::<Vec<_>>(),
        ))
    }

    /// The column as a value: an array when it holds nothing but numbers, or nothing but truth values; else a list.
    fn value(&self) -> Dynamic {
        let numbers = self.values.iter().all(|v| v.is_int() || v.is_float());
        let list = Dynamic::from_array(self.values.clone());
        if !self.values.is_empty()
            && (numbers || self.values.iter().all(Dynamic::is_bool))
            && let Ok(array) = Array::from_value("column", &list)
        {
            return Dynamic::from(array);
        }
        list
    }
}

impl<T: Into<Dynamic>> From<Vec<T>> for Column {
    fn from(values: Vec<T>) -> Self {
        Self {
            values: values.into_iter().map(|v| v.into().flatten()).collect(),
            format: String::new(),
        }
    }
}

impl IntoIterator for Table {
    type Item = Dynamic;
    type IntoIter = Rows;

    fn into_iter(self) -> Rows {
        Rows { table: self, at: 0 }
    }
}

/// The rows of a table, each a dict.
#[derive(Debug)]
pub struct Rows {
    table: Table,
    at: usize,
}

impl Iterator for Rows {
    type Item = Dynamic;

    fn next(&mut self) -> Option<Dynamic> {
        let row = (self.at < self.table.len()).then(|| Dynamic::from(self.table.row(self.at)));
        self.at += 1;
        row
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.table.len().saturating_sub(self.at);
        (left, Some(left))
    }
}
