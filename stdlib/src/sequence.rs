//! Going through anything a `for` loop takes: lists, ranges, text, maps, and the library's own types.

use std::any::TypeId;
use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};

use rhai::{Dynamic, Module, Variant};

use crate::array::Array;
use crate::fault::{Raised, bail};
use crate::{host, value};

/// Values that are listed between two checks whether the cell was stopped.
const BLOCK: usize = 1 << 16;

/// The values of a sequence, one by one. `size_hint` is exact.
pub(crate) type Items = Box<dyn Iterator<Item = Dynamic>>;

struct Walk {
    id: TypeId,
    items: fn(&Dynamic) -> Items,
}

thread_local! {
    static WALKS: RefCell<Vec<Walk>> = const { RefCell::new(Vec::new()) };
}

/// Makes a type of the library's iterable, in `for` loops and by [`items`].
pub(crate) fn add_iterable<T>(module: &mut Module)
where
    T: Variant + Clone + IntoIterator<IntoIter: 'static>,
    T::Item: Variant + Clone,
{
    module.set_iterable::<T>();
    let id = TypeId::of::<T>();
    WALKS.with_borrow_mut(|walks| {
        if !walks.iter().any(|walk| walk.id == id) {
            let items = |value: &Dynamic| -> Items {
                let value = value
                    .read_lock::<T>()
                    .expect("a walk is looked up by its type")
                    .clone();
                Box::new(value.into_iter().map(Dynamic::from))
            };
            walks.push(Walk { id, items });
        }
    });
}

/// The values of anything that can be looped over. A map gives `[key, value]` pairs, text its characters.
pub(crate) fn items(argument: &str, value: &Dynamic) -> Raised<Items> {
    let value = &value.clone().flatten();
    if let Ok(list) = value.as_array_ref() {
        return Ok(Box::new(list.clone().into_iter()));
    }
    if let Some(range) = value.read_lock::<Range<i64>>() {
        return Ok(Box::new(range.clone().map(Dynamic::from)));
    }
    if let Some(range) = value.read_lock::<RangeInclusive<i64>>() {
        return Ok(Box::new(range.clone().map(Dynamic::from)));
    }
    if let Ok(map) = value.as_map_ref() {
        let pairs: Vec<Dynamic> = map
            .iter()
            .map(|(key, item)| pair(Dynamic::from(key.to_string()), item.clone()))
            .collect();
        return Ok(Box::new(pairs.into_iter()));
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        let characters: Vec<char> = text.chars().collect();
        return Ok(Box::new(characters.into_iter().map(Dynamic::from)));
    }
    if let Some(array) = value.read_lock::<Array>().filter(|array| array.ndim() > 0) {
        array.settle()?;
        return Ok(Box::new(array.clone().into_iter()));
    }
    let id = value.type_id();
    match WALKS.with_borrow(|walks| {
        walks
            .iter()
            .find(|walk| walk.id == id)
            .map(|walk| walk.items)
    }) {
        Some(items) => Ok(items(value)),
        None => bail!(
            "{argument} must be something to loop over, such as a list, an array or a range, not {}",
            value::with_value(value)
        ),
    }
}

/// The values of anything that can be looped over, as a list.
pub(crate) fn listed(argument: &str, value: &Dynamic) -> Raised<rhai::Array> {
    if let Ok(list) = value.as_array_ref() {
        let bytes = list.len().saturating_mul(4 * size_of::<Dynamic>());
        host::check_budget(&format!("a list of {argument}"), bytes as u64)?;
        let mut copy = rhai::Array::with_capacity(list.len());
        for block in list.chunks(BLOCK) {
            copy.extend_from_slice(block);
            host::check_interrupt()?;
        }
        return Ok(copy);
    }
    let items = items(argument, value)?;
    check_size(&format!("a list of {argument}"), &items)?;
    let mut list = rhai::Array::with_capacity(items.size_hint().0);
    for item in items {
        list.push(item);
        if list.len().is_multiple_of(BLOCK) {
            host::check_interrupt()?;
        }
    }
    Ok(list)
}

/// Whether a value is a row of values that an element-wise function goes into: a list, a range or an array.
pub(crate) fn is_row(value: &Dynamic) -> bool {
    value.is_array()
        || value.is::<Range<i64>>()
        || value.is::<RangeInclusive<i64>>()
        || value.is::<Array>()
        || value.is::<crate::language::Steps>()
}

/// `[first, second]`, as a list.
pub(crate) fn pair(first: Dynamic, second: Dynamic) -> Dynamic {
    Dynamic::from_array(vec![first, second])
}

/// Refuses to make a list of so many values when memory does not cover it.
pub(crate) fn check_size(what: &str, items: &Items) -> Raised<()> {
    crate::host::check_budget(
        what,
        (items.size_hint().0 as u64).saturating_mul(4 * size_of::<Dynamic>() as u64),
    )
}
