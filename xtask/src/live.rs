//! `cargo xtask live`.

use std::path::PathBuf;

use clap::Args;

use crate::rhaibook::{self, Build};
use crate::{Outcome, process, wasm};

/// Sets everything up and opens the chapter in the browser, as a page whose cells run there.
#[derive(Args)]
pub(crate) struct Options {
    /// Another notebook
    #[arg(default_value = CHAPTER)]
    notebook: PathBuf,
    /// Print the address instead of opening a browser
    #[arg(long)]
    no_browser: bool,
    /// The port to serve on; another one is taken if it is not free
    #[arg(long)]
    port: Option<u16>,
}

pub(crate) const CHAPTER: &str = "notebooks/open-vs-closed.ipynb";

pub(crate) fn run(options: &Options) -> Outcome {
    wasm::page::run(&wasm::page::Options::default())?;
    let mut command = rhaibook::command(&rhaibook::build(Build::Release)?);
    command.arg("live").arg(&options.notebook);
    if options.no_browser {
        command.arg("--no-browser");
    }
    if let Some(port) = options.port {
        command.arg("--port").arg(port.to_string());
    }
    process::become_program(&mut command)
}
