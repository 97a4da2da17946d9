//! `rhaibook`: Rhai cells in Jupyter, on the command line and at a prompt.
//!
//! The program is all of this crate; it is a library so that the fuzzers in `fuzz/` reach what reads other people's bytes.

use std::process::ExitCode;

use clap::Parser;

mod cli;
mod front;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod history;
mod limits;
mod memory;
mod png;
mod transport;
mod warning;
mod wire;
mod worker;

#[global_allocator]
static ALLOCATOR: memory::Counted = memory::Counted;

/// Does what the command line asks.
pub fn main() -> ExitCode {
    match cli::run(cli::Arguments::parse()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("rhaibook: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}
