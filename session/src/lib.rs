//! What a Rhaibook cell is: running one, asking about one, explaining why one failed.
//!
//! A [`Session`] holds the variables and functions of one notebook. It knows cells; it knows nothing of sockets,
//! processes, Jupyter's messages or a page. Positions are byte offsets into the cell's text (UTF-8).

mod ask;
mod comments;
mod diagnostic;
mod engine;
mod foretold;
pub mod limits;
mod lines;
mod magic;
mod missing;
mod notebook;
mod outcome;
mod parts;
mod program;
mod reading;
mod record;
mod rewrite;
mod scan;
mod session;
mod source;
mod warnings;

pub use diagnostic::kinds;
pub use limits::Limits;
pub use outcome::{
    Call, Cell, Completeness, Completion, Completions, Diagnostic, Fix, Label, Names, Outcome,
    Record, Variable,
};
pub use rhaibook_stdlib::catalog;
pub use rhaibook_stdlib::display::{self, Display};
pub use rhaibook_stdlib::host::{Control, Host, Nobody, Passed, Setting, Stream, Unanswered};
pub use session::Session;

/// How much stack a thread that runs cells needs for the deepest recursion allowed. Only what is used takes memory.
pub const STACK_BYTES: usize = 256 << 20;
