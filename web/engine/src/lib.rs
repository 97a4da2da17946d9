//! The session in a page: the standard library and cells as one WebAssembly module behind a plain C interface.
//!
//! No binding generator stands in between: all state lies in the module's linear memory, and so a copy of that memory is
//! a snapshot of the notebook.

mod answers;
#[cfg(target_family = "wasm")]
mod boundary;
mod desk;
mod json;
mod page;
mod units;
mod world;

pub use desk::{Desk, FIELD};
pub use json::{Json, Members};
pub use world::World;
