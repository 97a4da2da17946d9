//! What cells can do with tables.

use std::cmp::Ordering;

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::{Column, Table};
use crate::dict::Dict;
use crate::fault::{Raised, bail};
use crate::ordering::put_in_order;
use crate::{host, sequence, value};

pub(super) fn module() -> Module {
    rhai::exported_module!(functions)
}

#[export_module]
mod functions {
    /// Makes a table of named columns, shown aligned.
    ///
    /// `t["name"]` is a column (an array where it holds numbers), `t[0]` a row, `t["name"] = values` sets a column and
    /// `t[0]["name"] = value` a single value. Numbers are shown with up to six digits, those of a column with as many
    /// decimals and without thousands separators; `with_format` says otherwise, and the values stay as they are.
    ///
    /// The columns stand in the order in which they are written: in a map that is written out in the call, in a dict, or
    /// as they first come up in a list of rows. Any other map has forgotten the order of its keys; its columns are sorted
    /// by name, unless `columns` names them in another order.
    ///
    /// # Arguments
    /// - `data`: a dict or map of columns (`#{name: values}`), or a list of rows that are dicts, maps or lists
    /// - `columns`: the names of the columns; rows that are lists need them, elsewhere they choose columns and their order
    ///
    /// # Errors
    /// When columns differ in length, or rows are not dicts or maps.
    ///
    /// # Example
    /// ```rhai
    /// let t = table(dict([["volume", [100, 800]], ["cheaper", ["API", "self-host"]]]));
    /// print(t.columns);          // prints ["volume", "cheaper"]
    /// t["cheaper"][1]            // => "self-host"
    /// t[0]                       // => {'volume': 100, 'cheaper': 'API'}
    /// t.len()                    // => 2
    /// table([#{n: 1, m: 2}], ["n", "m"]).columns // => ["n", "m"]
    /// table(#{a: [1], b: [1, 2]}) // error: column "b" has 2 values and column "a" has 1
    /// ```
    #[rhai_fn(name = "table", return_raw)]
    pub fn table(context: NativeCallContext, data: Dynamic) -> Raised<Table> {
        let table = from_any(&data)?;
        if table.names().count() > 1 && super::is_of_maps(&data) {
            super::tell_of_order(&context, &table);
        }
        Ok(table)
    }

    /// Makes a table of rows that are lists and the names of the columns, or chooses columns in this order.
    #[rhai_fn(name = "table", return_raw)]
    pub fn table_of_columns(data: Dynamic, columns: Dynamic) -> Raised<Table> {
        let named = |item: Dynamic| item.is_map() || item.is::<Dict>();
        let has_names = data.is_map()
            || data.is::<Dict>()
            || data.is::<Table>()
            || sequence::items("data", &data)?.next().is_some_and(named);
        if has_names {
            from_any(&data)?.choose(&super::names_of(&columns)?)
        } else {
            from_lists(&data, &columns)
        }
    }

    /// The names of a table's columns, as a list.
    #[rhai_fn(get = "columns", pure)]
    pub fn columns(table: &mut Table) -> rhai::Array {
        table.names().map(|name| name.to_string().into()).collect()
    }

    /// The rows of a table, as a list of dicts.
    #[rhai_fn(get = "rows", pure)]
    pub fn rows(table: &mut Table) -> rhai::Array {
        table.clone().into_iter().collect()
    }

    /// Puts other rows into a table. Rhai gives a list back here after any method of `t.rows`, changed or not.
    #[rhai_fn(set = "rows", return_raw)]
    pub fn set_rows(table: &mut Table, rows: Dynamic) -> Raised<()> {
        let changed = from_rows(&rows)?;
        *table = if changed.is_empty() {
            table.take(&[])
        } else {
            changed.dressed_as(table)
        };
        Ok(())
    }

    /// Gives the columns other names.
    #[rhai_fn(set = "columns", return_raw)]
    pub fn set_columns(table: &mut Table, names: Dynamic) -> Raised<()> {
        let names: Vec<String> = sequence::items("columns", &names)?
            .map(|name| value::text(&name))
            .collect();
        let found = table.names().count();
        if names.len() != found {
            bail!("{} names were given for {found} columns", names.len(); "Give each column a name.");
        }
        let columns = table.inner.columns.iter().map(|(_, column)| column.clone());
        *table = Table::new(names.into_iter().zip(columns).collect())?
            .caption(table.inner.caption.clone());
        Ok(())
    }

    /// How many rows a table has.
    ///
    /// # Arguments
    /// - `table`: a table
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// table(#{n: [1, 2, 3]}).len() // => 3
    /// ```
    #[rhai_fn(name = "len", pure)]
    pub fn len(table: &mut Table) -> i64 {
        table.len() as i64
    }

    /// Whether a table has a column of this name.
    ///
    /// # Arguments
    /// - `table`: a table
    /// - `column`: the name
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// "n" in table(#{n: [1]}) // => true
    /// ```
    #[rhai_fn(name = "contains", pure)]
    pub fn contains(table: &mut Table, column: &str) -> bool {
        table.names().any(|name| name == column)
    }

    /// A column by its name.
    #[rhai_fn(index_get, return_raw, pure)]
    pub fn get_column(table: &mut Table, column: &str) -> Raised<Dynamic> {
        Ok(table.inner.columns[table.position(column)?].1.value())
    }

    /// Sets a column: a list or an array with a value for each row, or one value for all rows.
    #[rhai_fn(index_set, return_raw)]
    pub fn set_column(table: &mut Table, column: &str, values: Dynamic) -> Raised<()> {
        let values = if sequence::is_row(&values) {
            Column::from_value(column, &values)?
        } else {
            Column::from(vec![values; table.len()])
        };
        table.set_column(column, values)
    }

    /// The first rows of a table.
    ///
    /// # Arguments
    /// - `table`: a table
    /// - `n`: how many rows
    ///
    /// # Errors
    /// When `n` is negative.
    ///
    /// # Example
    /// ```rhai
    /// table(#{n: [1, 2, 3]}).head(2)["n"].to_list() // => [1, 2]
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn head(table: &mut Table, n: i64) -> Raised<Table> {
        if n < 0 {
            bail!("n must be zero or more, not {n}");
        }
        let rows: Vec<usize> = (0..table.len().min(n as usize)).collect();
        Ok(table.take(&rows))
    }

    /// A table's rows in the order of a column: numbers by size, texts alphabetically; equal ones keep their order.
    ///
    /// # Arguments
    /// - `table`: a table
    /// - `column`: the name of the column to sort by
    /// - `descending`: whether the largest comes first; false when left out
    ///
    /// # Errors
    /// When there is no such column, or it mixes texts and numbers.
    ///
    /// # Example
    /// ```rhai
    /// let t = table(#{name: ["x", "y", "z"], score: [2.5, 9.0, 4.0]});
    /// t.sort_by("score", true)["name"] // => ["y", "z", "x"]
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn sort_by(table: &mut Table, column: &str, descending: bool) -> Raised<Table> {
        let rows = order(table.column(column)?, column, descending)?;
        Ok(table.take(&rows))
    }

    /// A table's rows in the ascending order of a column.
    #[rhai_fn(name = "sort_by", return_raw, pure)]
    pub fn sort_ascending(table: &mut Table, column: &str) -> Raised<Table> {
        sort_by(table, column, false)
    }

    /// The same table with a column shown by a format, as `fmt` takes.
    ///
    /// # Arguments
    /// - `table`: a table
    /// - `column`: the name of the column
    /// - `spec`: the format
    ///
    /// # Errors
    /// When there is no such column, or a value does not fit the format.
    ///
    /// # Example
    /// ```rhai
    /// print(table(#{cost: [1520.0, 300.0]}).with_format("cost", ",.0f")); // prints  cost⏎1,520⏎  300
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn with_format(table: &mut Table, column: &str, spec: &str) -> Raised<Table> {
        table.clone().with_format(column, spec)
    }

    /// The same table with a line of text above it.
    ///
    /// # Arguments
    /// - `table`: a table
    /// - `text`: the line
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// print(table(#{n: [1]}).caption("Rows")); // prints Rows⏎n⏎1
    /// ```
    #[rhai_fn(pure)]
    pub fn caption(table: &mut Table, text: &str) -> Table {
        table.clone().caption(text)
    }
}

fn from_any(data: &Dynamic) -> Raised<Table> {
    if let Some(table) = data.read_lock::<Table>() {
        return Ok(table.clone());
    }
    if data.is_map() || data.is::<Dict>() {
        return from_columns(&Dict::from_value("data", data)?);
    }
    from_rows(data)
}

/// Whether the columns' names come from a map, which has forgotten their order.
fn is_of_maps(data: &Dynamic) -> bool {
    data.is_map()
        || data
            .as_array_ref()
            .is_ok_and(|rows| rows.first().is_some_and(Dynamic::is_map))
}

fn tell_of_order(context: &NativeCallContext<'_>, table: &Table) {
    const SHOWN: usize = 6;
    let mut names: Vec<String> = table.names().take(SHOWN).map(value::quoted).collect();
    if table.names().count() > SHOWN {
        names.push("…".into());
    }
    host::warn_of_call(
        context,
        "",
        &format!(
            "a map does not keep the order of its keys, so the columns are sorted by name; \
             for another order, write table(data, [{}]) with the names in it",
            names.join(", ")
        ),
    );
}

fn names_of(columns: &Dynamic) -> Raised<Vec<String>> {
    let mut names = Vec::new();
    for name in sequence::items("columns", columns)? {
        names.push(value::string("a column's name", &name)?.to_string());
    }
    Ok(names)
}

fn from_columns(columns: &Dict) -> Raised<Table> {
    let column = |(name, values): (&Dynamic, &Dynamic)| {
        let name = value::text(name);
        let column = Column::from_value(&format!("column \"{name}\""), values)?;
        Ok((name, column))
    };
    Table::new(columns.iter().map(column).collect::<Raised<_>>()?)
}

/// Rows that are dicts or maps. Columns come in the order in which they first come up; what a row lacks stays empty.
fn from_rows(data: &Dynamic) -> Raised<Table> {
    let mut columns: Vec<(String, Vec<Dynamic>)> = Vec::new();
    for (at, row) in sequence::items("data", data)?.enumerate() {
        if !row.is_map() && !row.is::<Dict>() {
            bail!(
                "data must hold rows that are dicts or maps; at {at} it has {}", value::with_value(&row);
                "For rows that are lists, name the columns: table(rows, [\"volume\", \"cost\"])."
            );
        }
        for (name, value) in Dict::from_value("row", &row)?.iter() {
            let name = value::text(name);
            let column = match columns.iter().position(|(other, _)| *other == name) {
                Some(column) => column,
                None => {
                    columns.push((name, Vec::new()));
                    columns.len() - 1
                }
            };
            columns[column].1.resize(at, Dynamic::UNIT);
            columns[column].1.push(value.clone());
        }
        for (_, values) in &mut columns {
            values.resize(at + 1, Dynamic::UNIT);
        }
    }
    Table::new(
        columns
            .into_iter()
            .map(|(name, values)| (name, values.into()))
            .collect(),
    )
}

fn from_lists(rows: &Dynamic, columns: &Dynamic) -> Raised<Table> {
    let names = names_of(columns)?;
    let mut columns: Vec<Vec<Dynamic>> = vec![Vec::new(); names.len()];
    for (at, row) in sequence::items("rows", rows)?.enumerate() {
        let values: Vec<Dynamic> = match sequence::is_row(&row) {
            true => sequence::items("row", &row)?.collect(),
            false => bail!(
                "rows must hold lists; at {at} it has {}",
                value::with_value(&row)
            ),
        };
        if values.len() != names.len() {
            bail!("row {at} has {} values for {} columns", values.len(), names.len(); "Give each row one value for each column.");
        }
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
    }
    Table::new(
        names
            .into_iter()
            .zip(columns.into_iter().map(Column::from))
            .collect(),
    )
}

/// The rows in the order of a column's values. What is missing, and NaN, comes last either way.
fn order(values: &[Dynamic], column: &str, descending: bool) -> Raised<Vec<usize>> {
    let missing = |v: &Dynamic| v.is_unit() || v.as_float().is_ok_and(f64::is_nan);
    let mut rows: Vec<usize> = (0..values.len())
        .filter(|at| !missing(&values[*at]))
        .collect();
    let first = rows.first().map(|at| &values[*at]);
    let odd = rows
        .iter()
        .find(|at| first.is_some_and(|first| compare(first, &values[**at]).is_none()));
    if let (Some(first), Some(at)) = (first, odd) {
        let (a, b) = (value::with_value(first), value::with_value(&values[*at]));
        bail!("column \"{column}\" can't be sorted: it has {a} and {b}"; "Sort by a column of numbers or of text.");
    }
    put_in_order(&mut rows, |a, b| {
        let order = compare(&values[*a], &values[*b]).unwrap_or(Ordering::Equal);
        if descending { order.reverse() } else { order }
    });
    rows.extend((0..values.len()).filter(|at| missing(&values[*at])));
    Ok(rows)
}

fn compare(a: &Dynamic, b: &Dynamic) -> Option<Ordering> {
    if let (Ok(a), Ok(b)) = (a.as_int(), b.as_int()) {
        return Some(a.cmp(&b));
    }
    if let (Ok(a), Ok(b)) = (value::number("", a), value::number("", b)) {
        return a.partial_cmp(&b);
    }
    if let (Ok(a), Ok(b)) = (a.as_bool(), b.as_bool()) {
        return Some(a.cmp(&b));
    }
    if let (Ok(a), Ok(b)) = (a.as_immutable_string_ref(), b.as_immutable_string_ref()) {
        return Some(a.as_str().cmp(b.as_str()));
    }
    None
}
