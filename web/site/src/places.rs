//! Where the links and images of a page lead: anchors in it, other pages, files beside the notebooks. All of it is done in
//! HTML that the sanitiser has written, so that Markdown and HTML of the author's own are treated alike.

use std::collections::{BTreeMap, HashMap};

use crate::contents::Contents;
use crate::notes::Notes;
use crate::tags::{self, Change, Tag};
use crate::{escape, image, link, page};

/// Prose whose images are here or beside it. What would have to be fetched from elsewhere becomes a link, and an image that
/// is nowhere its words.
pub(crate) fn with_images(
    html: &str,
    attachments: &BTreeMap<String, String>,
    notes: &mut Notes,
) -> String {
    // How much of the text is left where the link ends that is open.
    let mut open_until = usize::MAX;
    tags::changed(html, |tag| {
        if tag.name == "a" {
            let end = tag.rest.find("</a>");
            open_until = end.map_or(0, |end| tag.rest.len() - end);
        }
        if tag.name != "img" {
            return Change::No;
        }
        let words = tag.get("alt").unwrap_or_default().to_owned();
        let Some(address) = tag.remove("src") else {
            return Change::To(escape(&words));
        };
        if let Some(name) = address.strip_prefix("attachment:") {
            let decoded = link::decoded(name);
            let kept = attachments
                .get(name)
                .or_else(|| attachments.get(decoded.as_deref()?));
            let Some(kept) = kept else {
                notes.say(format!(
                    "there is no attachment `{name}`, so its words are shown instead"
                ));
                return Change::To(missing(&words));
            };
            tag.attributes.insert(0, ("src", kept.clone()));
            return Change::Yes;
        }
        if image::is_harmless(&address) {
            return Change::No;
        }
        let words = if words.is_empty() { "an image" } else { &words };
        notes.say(format!(
            "the image {address} is neither in the notebook nor beside it, so its words are shown instead"
        ));
        if tag.rest.len() < open_until && link::is_harmless(&address) {
            let address = escape(&address);
            return Change::To(format!(
                "<a href=\"{address}\" rel=\"noopener\">{}</a>",
                escape(words)
            ));
        }
        Change::To(escape(words))
    })
}

/// The words of an image that is not there.
fn missing(words: &str) -> String {
    let words = if words.is_empty() { "an image" } else { words };
    format!("<em class=\"rhai-missing\">{}</em>", escape(words))
}

/// Prose that is in an output, which has no places of its own.
pub(crate) fn without_ids(html: &str) -> String {
    tags::changed(html, |tag| {
        let (id, name) = (tag.remove("id"), tag.remove("name"));
        if id.is_some() || name.is_some() {
            Change::Yes
        } else {
            Change::No
        }
    })
}

/// Takes in the ids that the author of some prose has given. They go before those of headings, which are made up.
pub(crate) fn with_own_ids(html: &str, contents: &mut Contents) -> String {
    tags::changed(html, |tag| {
        let (id, name) = (tag.remove("id"), tag.remove("name"));
        let Some(given) = id.or(name) else {
            return Change::No;
        };
        if let Some(anchor) = contents.own(&given) {
            tag.attributes.insert(0, ("id", anchor));
        }
        Change::Yes
    })
}

/// Gives the headings of some prose their anchors.
pub(crate) fn with_headings(html: &str, contents: &mut Contents) -> String {
    tags::changed(html, |tag| {
        let level = tag
            .name
            .strip_prefix('h')
            .and_then(|level| level.parse().ok());
        let Some(level @ 1..=6) = level else {
            return Change::No;
        };
        let end = tag.rest.find(&format!("</{}>", tag.name));
        let text = tags::words(&tag.rest[..end.unwrap_or(0)]);
        let own = tag.remove("id");
        let anchor = contents.add(level, &text, own.as_deref());
        tag.attributes.insert(0, ("id", anchor));
        Change::Yes
    })
}

/// A page of the site, to those who lead to it.
pub(crate) struct Goal<'a> {
    /// Its file.
    pub(crate) path: &'a str,
    pub(crate) contents: &'a Contents,
}

/// What there is around a page.
pub(crate) struct Surroundings<'a> {
    /// The folder its notebook lies in, as its name has it.
    pub(crate) folder: &'a str,
    /// The pages of the site, by their notebooks' names and by their own.
    pub(crate) pages: &'a HashMap<String, Goal<'a>>,
    pub(crate) contents: &'a Contents,
    /// The files that it names, and how each is named in it.
    pub(crate) files: &'a mut BTreeMap<String, Named>,
}

/// A file that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// As it stands in the notebook.
    pub(crate) written: String,
    pub(crate) is_image: bool,
    /// The cell that names it.
    pub(crate) cell: usize,
}

/// A part of a page with its links and images led to where they are in the site. `prose` says so of links that lead nowhere.
pub(crate) fn led(
    html: &str,
    around: &mut Surroundings<'_>,
    notes: &mut Notes,
    prose: bool,
) -> String {
    tags::changed(html, |tag| {
        let is_image = tag.name == "img";
        let attribute = if is_image { "src" } else { "href" };
        if !is_image && tag.name != "a" {
            return Change::No;
        }
        let Some(address) = tag.get(attribute).map(str::to_owned) else {
            return Change::No;
        };
        if let Some(fragment) = address.strip_prefix('#') {
            return to_anchor(tag, fragment, around.contents, notes, prose);
        }
        if !link::is_relative(&address) {
            return Change::No;
        }
        let (path, rest) = link::parted(&address);
        let Some(file) = link::file(around.folder, path) else {
            return Change::No;
        };
        if let Some(goal) = around.pages.get(&file).filter(|_| !is_image) {
            let mut to = page::url(goal.path);
            if let Some((_, fragment)) = rest.split_once('#').filter(|(_, at)| !at.is_empty()) {
                match goal.contents.find(fragment) {
                    Some(anchor) => to += &format!("#{}", page::url(anchor)),
                    None => {
                        notes.say(format!(
                            "the link {address} leads to no heading or anchor of {path}"
                        ));
                        to += &format!("#{fragment}");
                    }
                }
            }
            tag.set(attribute, to);
            return Change::Yes;
        }
        if link::is_notebook(&file) {
            notes.say(format!(
                "the link {address} is shown as text: {path} is not among the notebooks of this site"
            ));
            tag.remove(attribute);
            return Change::Yes;
        }
        let named = Named {
            written: address.clone(),
            is_image,
            cell: notes.cell(),
        };
        around.files.entry(file.clone()).or_insert(named);
        let target = in_site(&file);
        if link::decoded(path)
            .as_deref()
            .map(|path| path.trim_start_matches("./"))
            == Some(&target)
        {
            return Change::No;
        }
        tag.set(attribute, format!("{}{rest}", page::url(&target)));
        Change::Yes
    })
}

fn to_anchor(
    tag: &mut Tag<'_>,
    fragment: &str,
    contents: &Contents,
    notes: &mut Notes,
    prose: bool,
) -> Change {
    if fragment.is_empty() || fragment.eq_ignore_ascii_case("top") {
        return Change::No;
    }
    let Some(anchor) = contents.find(fragment) else {
        if prose {
            notes.say(format!(
                "the link #{fragment} leads to no heading or anchor of this notebook"
            ));
        }
        return Change::No;
    };
    let to = format!("#{}", page::url(anchor));
    if tag.get("href") == Some(&to) {
        return Change::No;
    }
    tag.set("href", to);
    Change::Yes
}

/// Where a file has its place below the site's folder: what lies above the notebooks has a folder of its own.
pub(crate) fn in_site(file: &str) -> String {
    file.replace("../", "_up/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_in_a_link_makes_no_link_of_its_own() {
        let attachments = BTreeMap::new();
        let mut notes = Notes::default();
        let html = "<a href=\"x\"><img src=\"https://e.org/a.png\" alt=\"one\"></a> <img src=\"https://e.org/b.png\" alt=\"\"> \
                    <img src=\"//e.org/c.png\" alt=\"three\"><img alt=\"four\"><img src=\"attachment:no\" alt=\"five\">";
        assert_eq!(
            with_images(html, &attachments, &mut notes),
            "<a href=\"x\">one</a> <a href=\"https://e.org/b.png\" rel=\"noopener\">an image</a> three\
             four<em class=\"rhai-missing\">five</em>"
        );
        assert_eq!(notes.list.len(), 4);
    }
}
