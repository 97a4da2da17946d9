//! `cargo xtask lint`: all that can be checked without running a test.

mod foreign;
mod tidy;
mod wasm;

use clap::{Args, ValueEnum};

use crate::{Outcome, process, workspace};

/// Checks format, lints, documentation, the WebAssembly build, and that the project compiles elsewhere.
#[derive(Args)]
pub(crate) struct Options {
    /// Only this check
    #[arg(long, value_enum)]
    only: Option<Check>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Check {
    /// The repository itself: paths named in documents exist, no file names a path of somebody's machine
    Tidy,
    /// rustfmt
    Format,
    /// Clippy on everything, warnings denied
    Clippy,
    /// rustdoc, warnings denied
    Doc,
    /// The two lower layers as WebAssembly that imports nothing
    Wasm,
    /// The live page's TypeScript
    Page,
    /// Windows and macOS
    Foreign,
}

impl Check {
    const ALL: [Self; 7] = [
        Self::Tidy,
        Self::Format,
        Self::Clippy,
        Self::Doc,
        Self::Wasm,
        Self::Page,
        Self::Foreign,
    ];

    fn name(self) -> String {
        self.to_possible_value()
            .expect("no check is hidden")
            .get_name()
            .to_owned()
    }

    fn run(self) -> Outcome {
        match self {
            Self::Tidy => tidy::check(),
            Self::Format => process::run(workspace::cargo().args(["fmt", "--all", "--check"])),
            Self::Clippy => process::run(workspace::cargo().args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--quiet",
                "--",
                "-D",
                "warnings",
            ])),
            Self::Doc => {
                process::run(workspace::cargo().env("RUSTDOCFLAGS", "-D warnings").args([
                    "doc",
                    "--workspace",
                    "--no-deps",
                    "--quiet",
                ]))
            }
            Self::Wasm => wasm::check(),
            Self::Page => crate::wasm::page::check(),
            Self::Foreign => foreign::check(),
        }
    }
}

pub(crate) fn run(options: &Options) -> Outcome {
    let mut failed = Vec::new();
    for check in Check::ALL {
        if options.only.is_some_and(|only| only != check) {
            continue;
        }
        println!("== {}", check.name());
        if let Err(problem) = check.run() {
            eprintln!("{problem}");
            failed.push(check.name());
        }
    }
    if failed.is_empty() {
        println!("lint: all is well");
        return Ok(());
    }
    Err(format!("lint failed: {}", failed.join(", ")))
}
