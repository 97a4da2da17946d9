//! A site: a page for each notebook, the list of them, and the files they share.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::contents::Contents;
use crate::notebook::{self, Kind, Notebook, Unreadable};
use crate::notes::Notes;
use crate::page::{self, Neighbour, Page, Place};
use crate::places::{self, Goal, Named};
use crate::{cell, escape, footnotes, markdown};

/// What every page allows itself: its own scripts, styles and images, and nothing from elsewhere.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; \
    manifest-src 'self'; base-uri 'none'; form-action 'none'";

/// The script that pages made with [`Options::reload`] load: it loads the page again when the event stream `rhaibook-changes`
/// beside it names another version than before.
pub const RELOAD_SCRIPT: &str = include_str!("../assets/reload.js");

/// The style sheet of pages: everything around the cells.
const PAGE_STYLES: &str = include_str!("../assets/page.css");

/// A notebook to make a page of.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name of its file, `open-vs-closed.ipynb`; of several, the paths of their files below the folder that holds them
    /// all: `costs/open-vs-closed.ipynb`.
    pub name: &'a str,
    /// The file's text, with the outputs that the page is to show.
    pub text: &'a str,
}

/// What a site is made with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The site's title, where there are several pages; `Notebooks` if it is empty.
    pub title: &'a str,
    /// A single page is called after its notebook, too. What readers change is kept by the page's address, and where one
    /// server shows one notebook today and another tomorrow, these must not get mixed up.
    pub named: bool,
    /// Pages load themselves again when their notebook changes.
    pub reload: bool,
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path below the site's folder.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// A site.
#[derive(Clone, Debug)]
pub struct Site {
    /// The files; the first is the one to open.
    pub files: Vec<File>,
    /// Files beside the notebooks that pages show or lead to.
    pub beside: Vec<Beside>,
    /// What pages can't show as their notebooks have it: which notebook, and a sentence that begins with the cell.
    pub notes: Vec<(usize, String)>,
}

/// A file that a page shows or leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Which of the notebooks names it.
    pub notebook: usize,
    /// The cell that names it, counted from 1.
    pub cell: usize,
    /// As it is written there.
    pub written: String,
    /// Its path from the folder that holds all notebooks; it may begin with `../`.
    pub path: String,
    /// Its path below the site's folder.
    pub to: String,
    /// The page shows it, rather than leading to it.
    pub is_image: bool,
}

/// Makes a site of notebooks. One notebook becomes `index.html`; of several, each becomes a page with the name of its file,
/// and `index.html` lists them, unless one of them is called so.
///
/// # Errors
/// When one is not a notebook: which, and why.
pub fn build(sources: &[Source<'_>], options: &Options<'_>) -> Result<Site, (usize, Unreadable)> {
    let names = names(sources, options.named);
    let mut drafts = Vec::new();
    for (index, (source, name)) in sources.iter().zip(&names).enumerate() {
        let notebook = notebook::read(source.text).map_err(|problem| (index, problem))?;
        drafts.push(Draft::of(notebook, source.name, name));
    }
    let mut goals = HashMap::new();
    for (draft, source) in drafts.iter().zip(sources) {
        let goal = || Goal {
            path: &draft.path,
            contents: &draft.contents,
        };
        goals.entry(draft.path.clone()).or_insert_with(goal);
        goals.insert(source.name.to_owned(), goal());
    }
    let (mut beside, mut notes) = (Vec::new(), Vec::new());
    let mut files = Vec::new();
    let mut made = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let mut named = BTreeMap::new();
        let mut own = Notes::default();
        let body = draft.body(sources[index].name, &goals, &mut named, &mut own);
        let page = draft.page(sources[index].name, body);
        notes.extend(
            draft
                .notes
                .iter()
                .chain(&own.list)
                .map(|note| (index, note.clone())),
        );
        beside.extend(named.into_iter().map(|(path, named)| {
            let Named {
                written,
                is_image,
                cell,
            } = named;
            Beside {
                notebook: index,
                cell,
                written,
                to: places::in_site(&path),
                path,
                is_image,
            }
        }));
        files.extend(page.notebook.clone().map(|path| File {
            path,
            text: draft.notebook.source.clone(),
        }));
        made.push(page);
    }
    let title = if options.title.is_empty() {
        "Notebooks"
    } else {
        options.title
    };
    let has_index = names.iter().any(|name| name == "index");
    let list = (made.len() > 1 && !has_index).then(|| list(title, &made));
    let known: Vec<(String, String)> = made
        .iter()
        .map(|page| (page.path.clone(), page.title.clone()))
        .collect();
    let of_list = Place {
        home: Some(Neighbour {
            path: "index.html",
            title,
        }),
        ..Place::default()
    };
    let mut written: Vec<File> = list
        .iter()
        .map(|page| file(page, &of_list, options))
        .collect();
    for (index, page) in made.iter().enumerate() {
        written.push(file(page, &place(index, &known, title), options));
    }
    if let Some(first) = written.iter().position(|file| file.path == "index.html") {
        written[..=first].rotate_right(1);
    }
    written.extend(files);
    written.push(File {
        path: "rhaibook-page.css".into(),
        text: PAGE_STYLES.into(),
    });
    if options.reload {
        written.push(File {
            path: "rhaibook-reload.js".into(),
            text: RELOAD_SCRIPT.into(),
        });
    }
    Ok(Site {
        files: written,
        beside,
        notes,
    })
}

/// Where one of the pages stands among the others, whose paths and titles these are.
fn place<'a>(index: usize, pages: &'a [(String, String)], title: &'a str) -> Place<'a> {
    if pages.len() == 1 {
        return Place::default();
    }
    let neighbour = |(path, title): &'a (String, String)| Neighbour { path, title };
    let at = |index: usize| pages.get(index).map(neighbour);
    Place {
        home: Some(Neighbour {
            path: "index.html",
            title,
        }),
        all: pages.iter().map(neighbour).collect(),
        before: index.checked_sub(1).and_then(at),
        after: at(index + 1),
    }
}

fn file(page: &Page, place: &Place<'_>, options: &Options<'_>) -> File {
    File {
        path: page.path.clone(),
        text: page::html(page, place, options),
    }
}

/// Names for the pages, without the ending, each another.
fn names(sources: &[Source<'_>], named: bool) -> Vec<String> {
    if sources.len() == 1 && !named {
        return vec!["index".into()];
    }
    let mut taken = HashSet::new();
    let name = |source: &Source<'_>| {
        let stem = stem(source.name);
        let kept: String = stem
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || "-_".contains(c) {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        let mut name = if kept.is_empty() {
            "page".to_owned()
        } else {
            kept
        };
        while !taken.insert(name.to_lowercase()) {
            name.push_str("-2");
        }
        name
    };
    sources.iter().map(name).collect()
}

/// The name of a notebook without its folder and ending.
fn stem(file: &str) -> &str {
    let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A page whose links do not lead anywhere yet: where they lead is known when all pages are.
struct Draft {
    notebook: Notebook,
    /// The file it is written to.
    path: String,
    parts: Vec<Part>,
    contents: Contents,
    description: String,
    notes: Vec<String>,
}

/// What a cell becomes.
struct Part {
    html: String,
    /// Which cell it is, counted from 1.
    cell: usize,
    is_prose: bool,
}

impl Draft {
    fn of(notebook: Notebook, file: &str, name: &str) -> Self {
        let mut notes = Notes::default();
        let mut description = None;
        let none = BTreeMap::new();
        let defined: Vec<_> = notebook
            .cells
            .iter()
            .filter(|cell| matches!(cell.kind, Kind::Markdown(_)))
            .flat_map(|cell| footnotes::definitions(&cell.source))
            .collect();
        let mut parts = Vec::new();
        for (index, each) in notebook.cells.iter().enumerate() {
            notes.begin(index + 1);
            let mut around = markdown::Surroundings {
                attachments: &none,
                is_page: false,
                description: &mut description,
                notes: &mut notes,
            };
            let html = match &each.kind {
                Kind::Markdown(attachments) => {
                    around.attachments = attachments;
                    around.is_page = true;
                    let source = footnotes::with_those_of_other_cells(&each.source, &defined);
                    markdown::html(&source, &mut around)
                }
                Kind::Code { id, label, outputs } => {
                    cell::html(each, id, label, outputs, &mut around)
                }
                Kind::Raw => continue,
            };
            parts.push(Part {
                html,
                cell: index + 1,
                is_prose: matches!(each.kind, Kind::Markdown(_)),
            });
        }
        let mut contents = Contents::default();
        for find in [places::with_own_ids, places::with_headings] {
            for part in parts.iter_mut().filter(|part| part.is_prose) {
                part.html = find(&part.html, &mut contents);
            }
        }
        let mut draft = Self {
            notebook,
            path: format!("{name}.html"),
            parts,
            contents,
            description: abridged(&description.unwrap_or_default()),
            notes: notes.list,
        };
        let title = draft.title(file);
        let has_title = draft
            .contents
            .headings
            .iter()
            .any(|heading| heading.level == 1);
        if !has_title {
            let html = format!("<h1>{}</h1>\n", escape(&title));
            let part = Part {
                html,
                cell: 0,
                is_prose: false,
            };
            draft.parts.insert(0, part);
        }
        draft
    }

    fn title(&self, file: &str) -> String {
        let mut headings = self.contents.headings.iter();
        let first = headings.find(|heading| !heading.text.is_empty());
        self.notebook
            .title
            .clone()
            .or_else(|| first.map(|heading| heading.text.clone()))
            .unwrap_or_else(|| stem(file).to_owned())
    }

    /// What stands in the page, with every link led to where it leads.
    fn body(
        &self,
        file: &str,
        pages: &HashMap<String, Goal<'_>>,
        files: &mut BTreeMap<String, Named>,
        notes: &mut Notes,
    ) -> String {
        let mut around = places::Surroundings {
            folder: file.rsplit_once('/').map_or("", |(folder, _)| folder),
            pages,
            contents: &self.contents,
            files,
        };
        let mut body = String::new();
        for part in &self.parts {
            notes.begin(part.cell);
            body += &places::led(&part.html, &mut around, notes, part.is_prose);
        }
        body
    }

    fn page(&self, file: &str, body: String) -> Page {
        let lang = self.notebook.lang.clone().filter(|lang| is_language(lang));
        Page {
            path: self.path.clone(),
            title: self.title(file),
            description: self.description.clone(),
            lang: lang.unwrap_or_else(|| "en".into()),
            notebook: Some(format!("{}.ipynb", self.path.trim_end_matches(".html"))),
            contents: self.contents.html(),
            body,
        }
    }
}

/// The page that lists the others.
fn list(title: &str, pages: &[Page]) -> Page {
    let mut body = format!("<h1>{}</h1>\n<ol class=\"rhai-list\">\n", escape(title));
    for page in pages {
        body += &format!(
            "<li><a href=\"{}\">{}</a>\n<p>{}</p></li>\n",
            escape(&page::url(&page.path)),
            escape(&page.title),
            escape(&page.description)
        );
    }
    body += "</ol>\n";
    let titles: Vec<&str> = pages.iter().map(|page| page.title.as_str()).collect();
    Page {
        path: "index.html".into(),
        title: title.into(),
        description: abridged(&titles.join(" · ")),
        lang: pages.first().map_or("en", |page| page.lang.as_str()).into(),
        notebook: None,
        contents: String::new(),
        body,
    }
}

/// A text short enough for a search engine's list.
fn abridged(text: &str) -> String {
    const LONGEST: usize = 200;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{} …", words.trim_end_matches([',', '.', ';', ':']))
}

fn is_language(lang: &str) -> bool {
    (2..=35).contains(&lang.len()) && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
