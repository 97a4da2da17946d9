//! The project's only task runner: `cargo xtask --help`.

mod bench;
mod errors;
mod fuzz;
mod generated;
mod jupyter;
mod lab;
mod lint;
mod live;
mod notebooks;
mod process;
mod python;
mod rhaibook;
mod site;
mod test;
mod wasm;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Everything there is to do in this repository. Needs Rust, for the live page Node.js, for Jupyter and tests Python 3.9 or newer; all else is set up
/// under target/.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
struct Options {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    Live(live::Options),
    Lab(lab::Options),
    Test(test::Options),
    Lint(lint::Options),
    /// Makes stdlib/src/catalog/entries.txt, which completion and help read, from the library's declarations
    Catalog(generated::Options),
    /// Makes docs/reference.md and docs/errors-reference.md from the declarations in the code
    Docs(generated::Options),
    Errors(errors::Options),
    Fuzz(fuzz::Options),
    Notebooks(notebooks::Options),
    Bench(bench::Options),
    Size(wasm::size::Options),
    Site(site::Options),
    Page(wasm::page::Options),
}

/// What went wrong, in words for whoever ran the task.
type Outcome<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let outcome = match Options::parse().task {
        Task::Live(options) => live::run(&options),
        Task::Lab(options) => lab::run(&options),
        Task::Test(options) => test::run(&options),
        Task::Lint(options) => lint::run(&options),
        Task::Catalog(options) => generated::CATALOG
            .iter()
            .try_for_each(|file| file.run(&options)),
        Task::Docs(options) => generated::REFERENCE
            .run(&options)
            .and_then(|()| generated::ERRORS_REFERENCE.run(&options)),
        Task::Errors(options) => errors::run(&options),
        Task::Fuzz(options) => fuzz::run(&options).map(drop),
        Task::Notebooks(options) => notebooks::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Size(options) => wasm::size::run(&options),
        Task::Site(options) => site::run(&options),
        Task::Page(options) => wasm::page::run(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}
