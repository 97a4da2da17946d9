//! Notebooks as pages: `rhaibook build` writes them to a folder, `rhaibook live` serves them while they are worked on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rhaibook_site::{Options, Source};

use super::run::{self, Notebook, Unfinished, shown};
use super::{Failure, reason};

pub(super) mod build;
mod bundle;
pub(super) mod live;
mod serve;
mod written;

/// A notebook to make a page of.
struct Author {
    /// Where its file is; nowhere for the chapter that is built in.
    file: Option<PathBuf>,
    notebook: Notebook,
}

impl Author {
    fn of(file: &Path) -> Result<Self, Failure> {
        Ok(Self {
            file: Some(file.to_owned()),
            notebook: run::read(file)?,
        })
    }

    fn file(&self) -> &Path {
        self.file.as_deref().unwrap_or(Path::new(CHAPTER))
    }

    /// The file's name, by which other notebooks know it.
    fn name(&self) -> String {
        let name = self.file().file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

/// The name of the notebook that is built in.
const CHAPTER: &str = "open-vs-closed.ipynb";

/// What a site is made with, besides its notebooks.
struct Wishes<'a> {
    title: &'a str,
    /// A cell that fails is shown as it failed, and the page is made.
    allow_errors: bool,
    /// The page is worked on: it has its notebook's name, and loads itself again.
    live: bool,
}

/// A site without the bundle.
struct Made {
    /// The page to open.
    first: String,
    files: BTreeMap<String, Vec<u8>>,
}

/// Runs the notebooks and makes their pages. What can't be shown is told.
fn make(authors: &mut [Author], wishes: &Wishes<'_>) -> Result<Made, Stopped> {
    let mut texts = Vec::new();
    for author in authors.iter_mut() {
        let file = author.file().to_owned();
        run::fill(&file, &mut author.notebook, wishes.allow_errors).map_err(|unfinished| {
            match unfinished {
                Unfinished::Interrupted => Stopped::Interrupted,
                Unfinished::Failed => Stopped::Failed(Failure::failed(format!(
                    "{} has a cell that fails, so no page was made; tag it `raises-exception` if it is meant to, or give --allow-errors",
                    shown(&file)
                ))),
            }
        })?;
        texts.push((author.name(), author.notebook.to_text()));
    }
    let sources: Vec<Source<'_>> = texts
        .iter()
        .map(|(name, text)| Source { name, text })
        .collect();
    let options = Options {
        title: wishes.title,
        named: wishes.live,
        reload: wishes.live,
    };
    let site = rhaibook_site::build(&sources, &options).map_err(|(index, problem)| {
        let file = shown(authors[index].file());
        Failure::unusable(format!("{file} is not a notebook: {problem}"))
    })?;
    let first = site.files[0].path.clone();
    let mut files = BTreeMap::new();
    for (index, path) in &site.images {
        match image(authors[*index].file.as_deref(), path) {
            Ok(bytes) => {
                if files
                    .insert(path.clone(), bytes.clone())
                    .is_some_and(|other| other != bytes)
                {
                    let problem =
                        format!("two notebooks have different images called {path}; rename one");
                    return Err(Failure::unusable(problem).into());
                }
            }
            Err(problem) => eprintln!(
                "{}: the image {path} will be missing: {problem}",
                shown(authors[*index].file())
            ),
        }
    }
    files.extend(
        site.files
            .into_iter()
            .map(|file| (file.path, file.text.into_bytes())),
    );
    Ok(Made { first, files })
}

/// Why there are no pages.
enum Stopped {
    Failed(Failure),
    Interrupted,
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// An image below a notebook's folder. Drawings in SVG may hold scripts, which would run if the file itself were opened.
fn image(notebook: Option<&Path>, path: &str) -> Result<Vec<u8>, String> {
    const KINDS: [&str; 6] = ["avif", "gif", "jpeg", "jpg", "png", "webp"];
    let kind = Path::new(path)
        .extension()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if !KINDS.iter().any(|known| kind == *known) {
        return Err(format!("only {} files are taken along", KINDS.join(", ")));
    }
    let Some(notebook) = notebook else {
        return Err("the notebook has no folder".into());
    };
    let folder = notebook
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let real = |path: &Path| fs::canonicalize(path).map_err(|e| reason(&e));
    let file = real(&folder.join(path))?;
    if !file.starts_with(real(folder)?) {
        return Err("it is a link to a file outside the notebook's folder".into());
    }
    fs::read(file).map_err(|e| reason(&e))
}
