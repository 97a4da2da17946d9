//! `rhaibook`: Rhai cells in Jupyter, on the command line and at a prompt.

use std::process::ExitCode;

use clap::Parser;

mod cli;

// Until the kernel's processes land.
mod front {
    pub(crate) fn run(_: &std::path::Path) -> Result<(), String> {
        Err("the kernel is not built in yet".into())
    }
}
mod png {
    pub(crate) fn png_of(_: &str) -> Option<Vec<u8>> {
        None
    }
}
mod worker {
    pub(crate) fn run() -> Result<(), String> {
        Err("the worker is not built in yet".into())
    }
}

fn main() -> ExitCode {
    match cli::run(cli::Arguments::parse()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("rhaibook: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}
