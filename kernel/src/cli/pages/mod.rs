//! Notebooks as pages: `rhaibook build` writes them to a folder, `rhaibook live` serves them while they are worked on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rhaibook_site::{Options, Source};

use super::Failure;
use super::run::{self, Notebook, Unfinished, shown};
use beside::Ground;

mod beside;
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
    let ground = Ground::of(authors.iter().filter_map(|author| author.file.as_deref()));
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
        let file = author.file.as_deref();
        let name = ground
            .as_ref()
            .zip(file)
            .and_then(|(ground, file)| ground.name(file));
        texts.push((
            name.unwrap_or_else(|| author.name()),
            author.notebook.to_text(),
        ));
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
    for (index, note) in &site.notes {
        eprintln!("{}: {note}", shown(authors[*index].file()));
    }
    let mut files = BTreeMap::new();
    for beside in &site.beside {
        let author = &authors[beside.notebook];
        let read = match (&ground, &author.file) {
            (Some(ground), Some(_)) => ground.read(beside),
            _ => Err("the notebook has no folder".into()),
        };
        match read {
            Ok(bytes) => {
                files.insert(beside.to.clone(), bytes);
            }
            Err(problem) => {
                let what = if beside.is_image {
                    format!("the image {} will be missing", beside.written)
                } else {
                    format!("the link {} will lead nowhere", beside.written)
                };
                eprintln!(
                    "{}: cell {}: {what}: {problem}",
                    shown(author.file()),
                    beside.cell
                );
            }
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
