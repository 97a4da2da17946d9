//! Putting values in order, with every mistake of a comparison reported.

use std::cmp::Ordering;

use rhai::{Array as List, Dynamic, EvalAltResult, FnPtr, NativeCallContext};

use crate::fault::{Raised, bail};
use crate::{host, value};

/// The order of two values: of numbers by size, of texts and characters by their letters' codes, of lists by their
/// first items that differ.
pub(crate) fn compare(a: &Dynamic, b: &Dynamic) -> Raised<Ordering> {
    if let (Ok(a), Ok(b)) = (a.as_int(), b.as_int()) {
        return Ok(a.cmp(&b));
    }
    let number = |x: &Dynamic| {
        x.as_float()
            .ok()
            .or_else(|| x.as_int().ok().map(|n| n as f64))
    };
    if let (Some(x), Some(y)) = (number(a), number(b)) {
        return match x.partial_cmp(&y) {
            Some(order) => Ok(order),
            None => {
                bail!("nan has no place in an order"; "Leave it out first: list.filter(|x| !isnan(x)).")
            }
        };
    }
    if let (Ok(a), Ok(b)) = (a.as_immutable_string_ref(), b.as_immutable_string_ref()) {
        return Ok(a.as_str().cmp(b.as_str()));
    }
    if let (Ok(a), Ok(b)) = (a.as_char(), b.as_char()) {
        return Ok(a.cmp(&b));
    }
    if let (Ok(a), Ok(b)) = (a.as_bool(), b.as_bool()) {
        return Ok(a.cmp(&b));
    }
    if let (Ok(a), Ok(b)) = (a.as_array_ref(), b.as_array_ref()) {
        for (x, y) in a.iter().zip(b.iter()) {
            let order = compare(x, y)?;
            if order.is_ne() {
                return Ok(order);
            }
        }
        return Ok(a.len().cmp(&b.len()));
    }
    bail!(
        "{} and {} have no order", value::with_value(a), value::with_value(b);
        "Give a function that says what to order by: sorted(list, |x| x.price)."
    )
}

/// The largest or smallest of several texts; none where the first value is not text.
pub(crate) fn extreme_text(values: &Dynamic, largest: bool) -> Raised<Option<Dynamic>> {
    let Ok(list) = values.as_array_ref() else {
        return Ok(None);
    };
    let mut items = list.iter().filter(|_| list[0].is_string());
    let Some(mut best) = items.next() else {
        return Ok(None);
    };
    for item in items {
        let order = compare(item, best)?;
        if order.is_gt() && largest || order.is_lt() && !largest {
            best = item;
        }
    }
    Ok(Some(best.clone()))
}

/// Sorts; equal values keep their order. Ends with the first error of a comparison, the list unchanged.
pub(crate) fn sort<T: Clone>(
    list: &mut Vec<T>,
    mut compare: impl FnMut(&T, &T) -> Raised<Ordering>,
) -> Raised<()> {
    let mut from = list.clone();
    let mut compared = 0u32;
    let mut width = 1;
    while width < from.len() {
        let mut to = Vec::with_capacity(from.len());
        for run in from.chunks(2 * width) {
            let (mut left, mut right) = run.split_at(width.min(run.len()));
            while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
                compared = compared.wrapping_add(1);
                if compared.is_multiple_of(4096) {
                    host::check_interrupt()?;
                }
                if compare(a, b)?.is_gt() {
                    to.push(b.clone());
                    right = right_rest;
                } else {
                    to.push(a.clone());
                    left = left_rest;
                }
            }
            to.extend_from_slice(left);
            to.extend_from_slice(right);
        }
        from = to;
        width *= 2;
    }
    *list = from;
    Ok(())
}

/// Sorts by the reader's function: of one value, what to order by; of two, how they compare (a number below, at or above
/// zero, or whether they are in order).
pub(crate) fn sort_by(
    context: &NativeCallContext,
    list: &mut List,
    function: &FnPtr,
) -> Raised<()> {
    let Some(first) = list.first() else {
        return Ok(());
    };
    match function.call_raw(context, None, [first.clone()]) {
        Ok(key) => {
            let rest = list[1..]
                .iter()
                .map(|x| function.call_raw(context, None, [x.clone()]));
            let keys = std::iter::once(Ok(key))
                .chain(rest)
                .collect::<Raised<Vec<Dynamic>>>()?;
            let mut keyed: Vec<(Dynamic, Dynamic)> =
                keys.into_iter().zip(list.iter().cloned()).collect();
            sort(&mut keyed, |a, b| compare(&a.0, &b.0))?;
            *list = keyed.into_iter().map(|(_, item)| item).collect();
            Ok(())
        }
        Err(error) if wants_two(&error, function) => sort(list, |a, b| {
            let answer = function.call_raw(context, None, [a.clone(), b.clone()])?;
            if let Ok(n) = answer.as_int() {
                Ok(n.cmp(&0))
            } else if let Ok(x) = answer.as_float() {
                compare(&x.into(), &0.0.into())
            } else if let Ok(in_order) = answer.as_bool() {
                Ok(if in_order {
                    Ordering::Less
                } else {
                    Ordering::Greater
                })
            } else {
                bail!(
                    "a function that compares must return a number or true or false, not {}", value::with_value(&answer);
                    "For example |a, b| a - b, or |a, b| a < b."
                )
            }
        }),
        Err(error) => Err(error),
    }
}

/// Whether a call with one value failed because the function takes another number of them.
pub(crate) fn wants_two(error: &EvalAltResult, function: &FnPtr) -> bool {
    matches!(error, EvalAltResult::ErrorFunctionNotFound(signature, _)
        if signature.strip_prefix(function.fn_name()).is_some_and(|rest| rest.trim_start().starts_with('(')))
}
