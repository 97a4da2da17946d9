//! What a Rhaibook cell can call: arrays in the manner of numpy, the chapter's cost and rubric functions, formatting,
//! tables and plots.
//!
//! The library knows Rhai, numbers, money and plots; it knows nothing of cells, files, clocks or sockets. What it needs
//! from outside comes through [`host::Host`].

// Rhai exports a module's `pub` functions; that is no reason to make the module public.
#![allow(unreachable_pub)]

mod abridged;
pub mod array;
pub mod catalog;
mod chapter;
pub mod compute;
pub mod controls;
mod csv;
pub mod dict;
pub mod display;
mod division;
mod elementary;
mod equality;
pub mod fault;
pub mod fingerprint;
pub mod format;
pub mod help;
pub mod host;
mod interaction;
mod joining;
mod json;
pub mod kind;
mod language;
pub mod library;
mod list;
pub mod loops;
mod math;
mod order;
pub mod ordering;
pub mod plot;
pub mod power;
mod progress;
pub mod random;
pub mod rich;
mod sequence;
pub mod table;
#[cfg(test)]
mod testing;
mod text;
pub mod texts;
pub mod value;

pub use library::{Group, Library};

/// Adds every group, in the order of the reference.
fn register(library: &mut Library) {
    language::register(library);
    text::register(library);
    list::register(library);
    interaction::register(library);
    controls::register(library);
    array::register(library);
    math::register(library);
    random::register(library);
    format::register(library);
    dict::register(library);
    table::register(library);
    csv::register(library);
    json::register(library);
    rich::register(library);
    progress::register(library);
    chapter::register(library);
    plot::register(library);
    help::register(library);
}
