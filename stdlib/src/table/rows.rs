//! Rows and ranges of rows that are written back: `t[0]["price"] = 9.0`, `t[0] = row`, `t[1..3].price = 0.0`.
//!
//! What is between brackets is a value of its own in Rhai, which hands it back here after it was changed. A change is
//! all or nothing: a value that does not fit leaves the table as it was.

use std::ops::{Range, RangeInclusive};
use std::rc::Rc;

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::Table;
use crate::dict::Dict;
use crate::fault::{Raised, bail};
use crate::{sequence, value};

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

#[export_module]
mod functions {
    /// A row by its number, from the end where that is negative.
    #[rhai_fn(index_get, return_raw, pure)]
    pub fn get_row(table: &mut Table, row: i64) -> Raised<Dict> {
        Ok(table.row(super::place(table, row)?))
    }

    /// Puts a row in the place of another: a dict, a map or a list with a value for each column.
    #[rhai_fn(index_set, return_raw)]
    pub fn set_row(table: &mut Table, row: i64, values: Dynamic) -> Raised<()> {
        let at = super::place(table, row)?;
        let values = super::values_of(table, row, &values)?;
        table.put(&[at], &[values])
    }

    /// The rows of a range, as a table.
    #[rhai_fn(index_get, pure)]
    pub fn get_rows(table: &mut Table, range: Range<i64>) -> Table {
        table.take(&super::places(table, &range))
    }

    /// The rows of a range that has its end too, as a table.
    #[rhai_fn(index_get, pure)]
    pub fn get_rows_inclusive(table: &mut Table, range: RangeInclusive<i64>) -> Table {
        table.take(&super::places(table, &super::half_open(&range)))
    }

    /// Puts other rows in the place of a range of rows.
    #[rhai_fn(index_set, return_raw)]
    pub fn set_rows_of(table: &mut Table, range: Range<i64>, rows: Dynamic) -> Raised<()> {
        super::put_back(table, &range, &rows)
    }

    /// Puts other rows in the place of a range of rows that has its end too.
    #[rhai_fn(index_set, return_raw)]
    pub fn set_rows_of_inclusive(
        table: &mut Table,
        range: RangeInclusive<i64>,
        rows: Dynamic,
    ) -> Raised<()> {
        super::put_back(table, &super::half_open(&range), &rows)
    }
}

/// Where a row is.
fn place(table: &Table, row: i64) -> Raised<usize> {
    let rows = table.len() as i64;
    let at = if row < 0 {
        row.saturating_add(rows)
    } else {
        row
    };
    if !(0..rows).contains(&at) {
        return crate::fault::fault!("row {row} is out of range: the table has {rows} rows"; "Rows count from 0; negative numbers count from the end.")
            .code("R040")
            .raise();
    }
    Ok(at as usize)
}

/// Where the rows of a range are.
fn places(table: &Table, range: &Range<i64>) -> Vec<usize> {
    let rows = table.len() as i64;
    let bound = |at: i64| if at < 0 { (at + rows).max(0) } else { at.min(rows) } as usize;
    (bound(range.start)..bound(range.end)).collect()
}

/// The range without its end: up to -1 is up to the last row.
fn half_open(range: &RangeInclusive<i64>) -> Range<i64> {
    let end = match *range.end() {
        -1 => i64::MAX,
        end => end.saturating_add(1),
    };
    *range.start()..end
}

/// The values of a row that is given for one of a table, in the order of its columns.
fn values_of(table: &Table, row: i64, given: &Dynamic) -> Raised<Vec<Dynamic>> {
    if sequence::is_row(given) {
        let values: Vec<Dynamic> = sequence::items("row", given)?.collect();
        let columns = table.names().count();
        if values.len() != columns {
            bail!("row {row} has {} values for {columns} columns", values.len(); "Give it one value for each column.");
        }
        return Ok(values);
    }
    if !given.is_map() && !given.is::<Dict>() {
        bail!(
            "a row of a table is a dict, a map or a list, not {}", value::with_value(given);
            "For one value of it, name the column: t[{row}][\"price\"] = 9.0"
        );
    }
    let given = Dict::from_value("row", given)?;
    for (name, _) in given.iter() {
        table.position(&value::text(name))?;
    }
    let value = |name: &str| match given.get(&name.to_string().into())? {
        Some(value) => Ok(value.clone()),
        None => {
            bail!("the row has no value for column \"{name}\""; "Give it one value for each column.")
        }
    };
    table.names().map(value).collect()
}

/// Puts rows that have been changed where they came from.
fn put_back(table: &mut Table, range: &Range<i64>, given: &Dynamic) -> Raised<()> {
    let places = places(table, range);
    let mut rows = Vec::with_capacity(places.len());
    for row in sequence::items("rows", given)? {
        rows.push(values_of(table, rows.len() as i64, &row)?);
    }
    if rows.len() != places.len() {
        bail!("{} rows were given for {}", rows.len(), places.len(); "Give as many rows as there are in the range.");
    }
    if let Some(changed) = given.read_lock::<Table>()
        && let Some(name) = table.names().find(|name| changed.position(name).is_err())
    {
        bail!("the rows have no column \"{name}\""; "Keep the columns of the table.");
    }
    table.put(&places, &rows)
}

impl Table {
    /// Puts values into rows, if each is of the kind that its column holds.
    fn put(&mut self, places: &[usize], rows: &[Vec<Dynamic>]) -> Raised<()> {
        let mut fitting = Vec::with_capacity(rows.len());
        let mut kinds = vec![None; self.inner.columns.len()];
        for (place, row) in places.iter().zip(rows) {
            let mut values = Vec::with_capacity(row.len());
            for (at, given) in row.iter().enumerate() {
                let (name, column) = &self.inner.columns[at];
                let given = given.clone().flatten();
                // What is of the type that was there before fits, whatever else the column holds.
                if given.type_id() == column.values[*place].type_id() {
                    values.push(given);
                    continue;
                }
                let kind = *kinds[at].get_or_insert_with(|| Kind::of(&column.values));
                values.push(kind.fitting(name, given)?);
            }
            fitting.push(values);
        }
        let columns = &mut Rc::make_mut(&mut self.inner).columns;
        for (place, values) in places.iter().zip(fitting) {
            for ((_, column), value) in columns.iter_mut().zip(values) {
                column.values[*place] = value;
            }
        }
        for ((_, column), kind) in columns.iter_mut().zip(kinds) {
            if let Some(kind) = kind {
                kind.settle(&mut column.values);
            }
        }
        Ok(())
    }
}

/// What a column holds, missing values apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whole,
    Number,
    Truth,
    Text,
    Anything,
}

impl Kind {
    fn of(values: &[Dynamic]) -> Self {
        let all = |test: &dyn Fn(&Dynamic) -> bool| {
            values.iter().any(test) && values.iter().all(|v| test(v) || v.is_unit())
        };
        if all(&Dynamic::is_int) {
            Self::Whole
        } else if all(&|v| v.is_int() || v.is_float()) {
            Self::Number
        } else if all(&Dynamic::is_bool) {
            Self::Truth
        } else if all(&|v| v.is_string()) {
            Self::Text
        } else {
            Self::Anything
        }
    }

    /// A value as the column holds it.
    fn fitting(self, name: &str, given: Dynamic) -> Raised<Dynamic> {
        let fits = match self {
            _ if given.is_unit() => true,
            Self::Whole | Self::Number => given.is_int() || given.is_float(),
            Self::Truth => given.is_bool(),
            Self::Text => given.is_string() || given.is_char(),
            Self::Anything => true,
        };
        if !fits {
            let kind = match self {
                Self::Truth => "true and false",
                Self::Text => "text",
                _ => "numbers",
            };
            bail!(
                "column \"{name}\" holds {kind}, and {} does not fit", value::with_value(&given);
                "To change all of the column, write t[\"{name}\"] = values."
            );
        }
        Ok(match (self, given.as_int(), given.as_char()) {
            (Self::Number, Ok(n), _) => (n as f64).into(),
            (Self::Text, _, Ok(c)) => c.to_string().into(),
            _ => given,
        })
    }

    /// Whole numbers that a fraction has come among become fractions, as in an array.
    fn settle(self, values: &mut [Dynamic]) {
        if self == Self::Whole && values.iter().any(Dynamic::is_float) {
            for value in values {
                if let Ok(n) = value.as_int() {
                    *value = (n as f64).into();
                }
            }
        }
    }
}
