//! `rhaibook live`: a notebook's page in the browser, made again whenever the notebook is saved.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};
use std::{fs, thread};

use clap::Args;

use super::super::run::{Notebook, shown};
use super::super::{Failure, interrupt, reason};
use super::{Author, CHAPTER, Stopped, Wishes, bundle, make, serve, written};

/// The chapter, which is there without a file.
const CHAPTER_TEXT: &str = include_str!("../../../../notebooks/open-vs-closed.ipynb");

/// How often the notebook's file is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// What `live` takes.
#[derive(Args, Debug)]
pub(in crate::cli) struct Live {
    /// The notebook; the chapter on open and closed models when left out
    notebook: Option<PathBuf>,
    /// The port to serve on; another one is taken if it is not free
    #[arg(long, default_value_t = 8765)]
    port: u16,
    /// Print the address instead of opening a browser
    #[arg(long)]
    no_browser: bool,
    /// Take the page's scripts from DIR instead of this program
    #[arg(long, value_name = "DIR")]
    bundle: Option<PathBuf>,
}

/// Serves the page until Ctrl-C.
pub(in crate::cli) fn live(options: &Live) -> Result<ExitCode, Failure> {
    let bundle = bundle::files(options.bundle.as_deref())?;
    interrupt::listen();
    let file = options.notebook.as_deref();
    let mut seen = file.map(stamp);
    let folder = tempfile::Builder::new()
        .prefix("rhaibook-live-")
        .tempdir()
        .map_err(|e| Failure::failed(format!("can't make a temporary folder: {}", reason(&e))))?;
    let page = match make_into(folder.path(), file, &bundle) {
        Ok(page) => page,
        Err(Stopped::Failed(failure)) => return Err(failure),
        Err(Stopped::Interrupted) => return Ok(ExitCode::from(interrupt::EXIT_CODE)),
    };
    let server = serve::start(folder.path().to_owned(), &page, options.port)
        .map_err(|e| Failure::failed(format!("can't serve on this machine: {}", reason(&e))))?;
    let address = format!("http://127.0.0.1:{}/{}", server.port, serve::encoded(&page));
    if server.port != options.port && options.port != 0 {
        println!("Port {} is taken.", options.port);
    }
    println!("{address}  (Ctrl-C ends it)");
    if !options.no_browser && open::that_detached(&address).is_err() {
        println!("No browser could be opened: open the address yourself.");
    }
    while !interrupt::asked() {
        thread::sleep(LOOK_EVERY);
        let now = file.map(stamp);
        if now == seen {
            continue;
        }
        seen = now;
        match make_into(folder.path(), file, &bundle) {
            Ok(_) => {
                println!("{}: made again", shown(file.unwrap_or(Path::new(CHAPTER))));
                server.changed();
            }
            // Half a file, perhaps: the next look finds the whole one. The page shows what it showed.
            Err(Stopped::Failed(failure)) => eprintln!("rhaibook: {}", failure.message),
            Err(Stopped::Interrupted) => break,
        }
    }
    println!();
    Ok(ExitCode::SUCCESS)
}

/// What changes when a file is written.
fn stamp(file: &Path) -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Makes the page in a folder, and says what it is called.
fn make_into(
    folder: &Path,
    file: Option<&Path>,
    bundle: &BTreeMap<String, Vec<u8>>,
) -> Result<String, Stopped> {
    let author = match file {
        Some(file) => Author::of(file)?,
        None => Author {
            file: None,
            notebook: Notebook::parse(CHAPTER_TEXT, CHAPTER)?,
        },
    };
    let wishes = Wishes {
        title: "",
        allow_errors: true,
        live: true,
    };
    let mut made = make(&mut [author], &wishes)?;
    made.files.extend(bundle.clone());
    written::write(folder, &made.files)?;
    Ok(made.first)
}
