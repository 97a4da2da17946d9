//! `cargo xtask site`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::rhaibook::{self, Build};
use crate::{Outcome, live, notebooks, process, wasm, workspace};

/// Makes pages of all committed notebooks, with a list of them, in target/site.
#[derive(Args)]
pub(crate) struct Options {
    /// Where to put them instead
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    wasm::page::run(&wasm::page::Options::default())?;
    build(&rhaibook::build(Build::Release)?, &folder(options))
}

fn folder(options: &Options) -> PathBuf {
    let out = options.out.clone();
    out.unwrap_or_else(|| workspace::target().join("site"))
}

/// The site, made by this binary.
pub(crate) fn build(binary: &Path, folder: &Path) -> Outcome {
    let mut notebooks = notebooks::committed()?;
    // The chapter is what the others lead to.
    notebooks.sort_by_key(|path| path != Path::new(live::CHAPTER));
    process::run(
        rhaibook::command(binary)
            .args(["build", "--title", "Rhaibook", "--out"])
            .arg(folder)
            .args(notebooks),
    )
}
