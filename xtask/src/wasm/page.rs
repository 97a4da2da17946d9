//! `cargo xtask page`: all that a live page loads, into web/page/dist.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use super::optimise::optimise;
use super::{PAGE, module, sections, size};
use crate::{Outcome, process, workspace};

/// Builds what a live page loads: the engine as WebAssembly, and the scripts and styles around it
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Only the engine
    #[arg(long)]
    engine: bool,
}

pub(crate) fn run(options: &Options) -> Outcome {
    let engine = engine()?;
    // Where the bundle takes it from.
    let place = folder().join("build/rhaibook.wasm");
    fs::create_dir_all(folder().join("build")).map_err(|problem| problem.to_string())?;
    fs::copy(&engine, &place).map_err(|problem| format!("{}: {problem}", place.display()))?;
    println!("{}", workspace::shown(&place));
    let texts = folder().join("build/rhaibook-texts.txt");
    fs::write(&texts, long_texts()?)
        .map_err(|problem| format!("{}: {problem}", texts.display()))?;
    if options.engine { Ok(()) } else { bundle() }
}

/// Where the page's sources are.
fn folder() -> PathBuf {
    workspace::root().join("web/page")
}

/// The engine, optimised and stripped: where it is.
fn engine() -> Outcome<PathBuf> {
    let linked = module(&PAGE)?;
    let bytes = size::read(&linked)?;
    let not_one = || format!("{} is not a WebAssembly module", linked.display());
    let foreign: Vec<String> = sections::imports(&bytes)
        .ok_or_else(not_one)?
        .into_iter()
        .filter(|import| !import.starts_with("host."))
        .collect();
    if !foreign.is_empty() {
        return Err(format!(
            "the engine wants these from outside, and may only have what `host` gives: {}",
            foreign.join(", ")
        ));
    }
    let stripped = sections::stripped(&bytes).ok_or_else(not_one)?;
    let place = linked.with_file_name("rhaibook.wasm");
    let optimised = optimise(&stripped, &place)?;
    println!("engine: {}", size::weight(&optimised));
    Ok(place)
}

/// What the engine is built without and asks for when a reader does.
fn long_texts() -> Outcome<String> {
    process::capture(workspace::cargo().args([
        "run",
        "--quiet",
        "--package",
        "rhaibook-session",
        "--example",
        "texts",
    ]))
}

/// Scripts and styles.
fn bundle() -> Outcome {
    npm(&["ci", "--silent", "--no-fund", "--no-audit"])?;
    npm(&["run", "--silent", "build"])
}

/// The types and manners of what the page is written in.
pub(crate) fn check() -> Outcome {
    npm(&["ci", "--silent", "--no-fund", "--no-audit"])?;
    npm(&["run", "--silent", "check"])
}

fn npm(arguments: &[&str]) -> Outcome {
    process::run(Command::new("npm").current_dir(folder()).args(arguments))
}
