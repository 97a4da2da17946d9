//! `cargo xtask notebooks`: the committed notebooks, run again.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use crate::rhaibook::{self, Build};
use crate::{Outcome, process, workspace};

/// Runs the committed notebooks and saves their outputs.
#[derive(Args)]
pub(crate) struct Options {
    /// Only say whether the committed outputs are what a run gives
    #[arg(long)]
    check: bool,
    /// Only these notebooks; all of notebooks/ when none is named
    notebooks: Vec<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    let binary = rhaibook::build(Build::Test)?;
    let notebooks = if options.notebooks.is_empty() {
        committed()?
    } else {
        options.notebooks.clone()
    };
    for notebook in &notebooks {
        let mut command = rhaibook::command(&binary);
        command.arg("run").arg(notebook);
        if options.check {
            process::run(command.arg("--check"))?;
        } else {
            process::capture(command.arg("--save").arg(notebook))?;
            println!("ran and saved {}", workspace::shown(notebook));
        }
    }
    Ok(())
}

/// The notebooks of notebooks/, by name, relative to the root.
pub(crate) fn committed() -> Outcome<Vec<PathBuf>> {
    let folder = workspace::root().join("notebooks");
    let entries = fs::read_dir(&folder).map_err(|problem| format!("notebooks/: {problem}"))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(PathBuf::from("notebooks").join(entry.ok()?.file_name())))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "ipynb")
        })
        .collect();
    found.sort();
    Ok(found)
}
