//! What cells can do with lists, beside sorting them.
//!
//! Rhai has such functions too. Ours stand in their place, since Rhai's take a text that happens to name a function for
//! that function, pass over what they cannot do in silence, and are a good part of what a browser would have to load.

mod changing;
mod going_through;
mod looking;
mod parts;

use rhai::{Array as List, Module};

use crate::fault::{Fault, Raised};
use crate::library::Library;

pub(crate) fn register(library: &mut Library) {
    let mut module = Module::new();
    module.set_iterable::<List>();
    looking::register(&mut module);
    changing::register(&mut module);
    parts::register(&mut module);
    going_through::register(&mut module);
    library.add("Lists", module);
}

/// The place in a list that an index means, negative ones counted from the end; none outside of the list.
fn place(list: &List, index: i64) -> Option<usize> {
    let length = list.len() as i64;
    let place = if index < 0 { index + length } else { index };
    (0..length).contains(&place).then_some(place as usize)
}

/// The gap in a list that an index means: from 0, before the first item, to the length, after the last.
fn gap(list: &List, index: i64) -> usize {
    let length = list.len() as i64;
    let place = if index < 0 {
        index.saturating_add(length)
    } else {
        index
    };
    place.clamp(0, length) as usize
}

/// What is said of an index that no item has: what `list[index]` says.
fn no_item(list: &List, index: i64) -> Fault {
    let items = match list.len() {
        0 => "is empty".to_string(),
        1 => "has 1 item, numbered 0".to_string(),
        n => format!("has {n} items, numbered 0 to {}", n - 1),
    };
    Fault::new(format!("index {index} is out of range: the list {items}")).code("R040")
}

/// A length that an argument asks for.
fn length(argument: &str, given: i64) -> Raised<usize> {
    usize::try_from(given)
        .or_else(|_| crate::fault::fault!("{argument} must be zero or more, not {given}").raise())
}
