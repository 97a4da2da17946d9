//! A site: a page for each notebook, the list of them, and the files they share.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::contents::Contents;
use crate::notebook::{self, Kind, Notebook, Unreadable};
use crate::page::{self, Neighbour, Page, Place};
use crate::{cell, escape, markdown};

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
    /// The name of its file: `open-vs-closed.ipynb`.
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
    /// Images beside the notebooks that pages show: which notebook, and the path below its folder and below the site's.
    pub images: BTreeSet<(usize, String)>,
}

/// Makes a site of notebooks. One notebook becomes `index.html`; of several, each becomes a page with the name of its file,
/// and `index.html` lists them, unless one of them is called so.
///
/// # Errors
/// When one is no notebook: which, and why.
pub fn build(sources: &[Source<'_>], options: &Options<'_>) -> Result<Site, (usize, Unreadable)> {
    let names = names(sources, options.named);
    let pages: HashMap<String, String> = sources
        .iter()
        .zip(&names)
        .map(|(source, name)| (source.name.to_owned(), page::url(&format!("{name}.html"))))
        .collect();
    let mut images = BTreeSet::new();
    let mut files = Vec::new();
    let mut made = Vec::new();
    for (index, (source, name)) in sources.iter().zip(&names).enumerate() {
        let notebook = notebook::read(source.text).map_err(|problem| (index, problem))?;
        let (page, shown) = page_of(&notebook, source.name, name, &pages);
        images.extend(shown.into_iter().map(|path| (index, path)));
        files.extend(page.notebook.clone().map(|path| File {
            path,
            text: notebook.source,
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
        images,
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
        let stem = source
            .name
            .rsplit_once('.')
            .map_or(source.name, |(stem, _)| stem);
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

fn page_of(
    notebook: &Notebook,
    file: &str,
    name: &str,
    pages: &HashMap<String, String>,
) -> (Page, Vec<String>) {
    let mut contents = Contents::default();
    let mut images = Vec::new();
    let mut description = None;
    let mut body = String::new();
    let none = Default::default();
    for each in &notebook.cells {
        let attachments = match &each.kind {
            Kind::Markdown(attachments) => attachments,
            _ => &none,
        };
        let is_prose = matches!(each.kind, Kind::Markdown(_));
        let mut of_output = None;
        let mut around = markdown::Surroundings {
            attachments,
            pages,
            contents: is_prose.then_some(&mut contents),
            images: &mut images,
            description: if is_prose {
                &mut description
            } else {
                &mut of_output
            },
        };
        match &each.kind {
            Kind::Markdown(_) => body += &markdown::html(&each.source, &mut around),
            Kind::Code { id, label, outputs } => {
                body += &cell::html(each, id, label, outputs, &mut around);
            }
            Kind::Raw => {}
        }
    }
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let first = contents
        .headings
        .iter()
        .find(|heading| !heading.text.is_empty());
    let title = notebook
        .title
        .clone()
        .or_else(|| first.map(|heading| heading.text.clone()))
        .unwrap_or_else(|| stem.to_owned());
    let has_title = contents.headings.iter().any(|heading| heading.level == 1);
    if !has_title {
        body.insert_str(0, &format!("<h1>{}</h1>\n", escape(&title)));
    }
    let page = Page {
        path: format!("{name}.html"),
        title,
        description: abridged(&description.unwrap_or_default()),
        lang: notebook
            .lang
            .clone()
            .filter(|lang| is_language(lang))
            .unwrap_or_else(|| "en".into()),
        notebook: Some(format!("{name}.ipynb")),
        contents: contents.html(),
        body,
    };
    (page, images)
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
