//! `rhaibook build`: notebooks to a folder of pages for any file server.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::super::{Failure, given, interrupt, run::shown};
use super::{Author, Stopped, Wishes, bundle, make, written};

/// What `build` takes.
#[derive(Args, Debug)]
pub(in crate::cli) struct Build {
    /// Notebooks (.ipynb), scripts (.rhai) or folders of notebooks; one file becomes index.html, several become a page each
    /// and a list of them
    #[arg(required = true, value_name = "NOTEBOOK")]
    notebooks: Vec<PathBuf>,
    /// The folder to write to; what is in it already stays
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The title of a site of several pages
    #[arg(long, default_value = "Notebooks")]
    title: String,
    /// Make the pages even if a cell fails that is not tagged `raises-exception`
    #[arg(long)]
    allow_errors: bool,
    /// Take the page's scripts from DIR instead of this program
    #[arg(long, value_name = "DIR")]
    bundle: Option<PathBuf>,
}

/// Builds the site, and says what was written.
pub(in crate::cli) fn build(options: &Build) -> Result<ExitCode, Failure> {
    let bundle = bundle::files(options.bundle.as_deref())?;
    let mut authors = given::files(&options.notebooks)?
        .iter()
        .map(|file| Author::of(file))
        .collect::<Result<Vec<_>, _>>()?;
    interrupt::listen();
    let wishes = Wishes {
        title: &options.title,
        allow_errors: options.allow_errors,
        live: false,
    };
    let mut files = match make(&mut authors, &wishes) {
        Ok(made) => made.files,
        Err(Stopped::Failed(failure)) => return Err(failure),
        Err(Stopped::Interrupted) => return Ok(ExitCode::from(interrupt::EXIT_CODE)),
    };
    let pages: Vec<String> = files
        .keys()
        .filter(|path| path.ends_with(".html"))
        .cloned()
        .collect();
    let size: usize = bundle.values().map(Vec::len).sum();
    let scripts = bundle.len();
    files.extend(bundle);
    let total = files.len();
    let written = written::write(&options.out, &files)?;
    for page in &pages {
        println!("{}", shown(&options.out.join(page)));
    }
    println!(
        "{}, {} files: {} written, {} as they were ({scripts} of them, {:.1} MB, are the page's scripts)",
        match pages.len() {
            1 => "1 page".to_owned(),
            count => format!("{count} pages"),
        },
        total,
        written.changed,
        written.same,
        size as f64 / 1e6
    );
    for path in &written.removed {
        println!(
            "removed {}, which an earlier build wrote",
            shown(&options.out.join(path))
        );
    }
    Ok(ExitCode::SUCCESS)
}
