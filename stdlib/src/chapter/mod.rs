//! The chapter's own functions: what renting and owning cost, which is cheaper, how candidates rank, what licences
//! permit, which way to go.
//!
//! Money is in dollars a month, prices are in dollars per token, volumes in tokens per month.

#![allow(
    unreachable_pub,
    reason = "an exported module takes public functions only"
)]

mod amount;
mod costs;
mod decide;
mod exercise;
mod license;
mod money;
mod quiz;
mod rubric;
mod scenario;
mod sensitivity;
#[cfg(test)]
mod tests;

use rhai::{Dynamic, ImmutableString, Map};
use unicode_width::UnicodeWidthStr;

use crate::Library;
use crate::array::{Array, DType};
use crate::dict::Dict;
use crate::fault::{Raised, bail, fault};
use crate::format::format_float;
use crate::value;

pub(crate) fn register(library: &mut Library) {
    costs::register(library);
    scenario::register(library);
    sensitivity::register(library);
    rubric::register(library);
    license::register(library);
    decide::register(library);
    quiz::register(library);
    exercise::register(library);
}

/// The argument as a map, with an example of the call for a reader who gave something else.
fn options(argument: &str, example: &str, value: &Dynamic) -> Raised<Map> {
    match value.clone().try_cast::<Map>() {
        Some(map) => Ok(map),
        None => {
            bail!("{argument} must be a map, not {}", value::with_value(value); "For example: {example}")
        }
    }
}

/// Every key of a map is one that the function knows.
fn known_keys(function: &str, map: &Map, known: &[&str]) -> Raised<()> {
    let Some(unknown) = map.keys().find(|key| !known.contains(&key.as_str())) else {
        return Ok(());
    };
    let fault = fault!(
        "{function} knows no \"{unknown}\"; it knows {}",
        known.join(", ")
    );
    match fault.nearest(unknown, known.iter().copied()) {
        Ok(fault) | Err(fault) => fault.raise(),
    }
}

/// Names and what belongs to each: a dict or a list of pairs in their order, or a map in alphabetical order.
fn pairs(argument: &str, value: &Dynamic) -> Raised<Vec<(ImmutableString, Dynamic)>> {
    if let Some(dict) = value.read_lock::<Dict>() {
        let name = |name| value::string(&format!("a name in {argument}"), name);
        return dict
            .iter()
            .map(|(key, item)| Ok((name(key)?, item.clone())))
            .collect();
    }
    if let Ok(map) = value.as_map_ref() {
        return Ok(map
            .iter()
            .map(|(name, item)| (name.as_str().into(), item.clone()))
            .collect());
    }
    if !value.is_array() {
        bail!(
            "{argument} must be a dict, a list of pairs or a map, not {}", value::with_value(value);
            "For example: [[\"first\", [1, 2]], [\"second\", [3, 4]]]"
        );
    }
    let mut pairs = Vec::new();
    for (i, item) in value::list(argument, value)?.into_iter().enumerate() {
        let kind = value::with_value(&item);
        match item
            .into_array()
            .ok()
            .and_then(|pair| <[Dynamic; 2]>::try_from(pair).ok())
        {
            Some([name, item]) => pairs.push((
                value::string(&format!("the name in {argument}[{i}]"), &name)?,
                item,
            )),
            None => bail!("{argument}[{i}] must be a pair [name, values], not {kind}"),
        }
    }
    Ok(pairs)
}

/// The argument as a row of numbers.
fn numbers(argument: &str, value: &Dynamic) -> Raised<Vec<f64>> {
    let array = Array::from_values(argument, value)?;
    if array.ndim() != 1 || array.dtype() == DType::Bool {
        bail!(
            "{argument} must be a plain list of numbers, not {}",
            value::with_value(value)
        );
    }
    Ok(array.to_floats())
}

/// The columns a text takes in a fixed-width font.
fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// A number for a sentence or a table, in Python's format language: ",.0f".
fn figure(x: f64, spec: &str) -> String {
    format_float(x, spec).unwrap_or_else(|_| value::float_text(x))
}
