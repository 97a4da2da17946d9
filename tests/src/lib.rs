//! What the tests of this folder share: a [`Notebook`] that runs cells and remembers all they did, the reader of
//! transcript files, and a splitter of listings into statements.

pub mod broken;
pub mod edits;
pub mod lessons;
pub mod listings;
pub mod luck;
pub mod model;
pub mod notebook;
pub mod plan;
pub mod play;
pub mod statements;
pub mod transcript;
pub mod verdict;
pub mod wording;

pub use notebook::{Event, Notebook, Ran, in_parallel, on_big_stack, with_notebook};
