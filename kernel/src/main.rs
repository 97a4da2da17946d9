//! `rhaibook`: Rhai cells in Jupyter, on the command line and at a prompt.

use std::process::ExitCode;

use clap::Parser;

mod cli;
mod front;
mod history;
mod limits;
mod memory;
mod png;
mod transport;
mod wire;
mod worker;

#[global_allocator]
static ALLOCATOR: memory::Counted = memory::Counted;

fn main() -> ExitCode {
    match cli::run(cli::Arguments::parse()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("rhaibook: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}
