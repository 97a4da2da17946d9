//! What HTML from a notebook may hold. Prose may hold text and equations; outputs may hold text, tables and drawings.
//!
//! The work is ammonia's: it parses as browsers do, drops what no list of `web/shown.json` names and writes what is left
//! again. The lists name no script, form, frame, animation or style sheet, and no class but those of the library's own displays.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use ammonia::{Builder, UrlRelative};

use crate::shown::list;
use crate::{escape, link, style};

/// HTML made from Markdown. Its ids and the addresses of its images are as they were given: `places.rs` sees to them.
pub(crate) fn prose(html: &str) -> String {
    let mut builder = builder(&["text", "math"]);
    builder
        .add_tag_attributes("a", ["name"])
        // Long lines scroll, and not every browser lets the keys reach what scrolls.
        .set_tag_attribute_value("pre", "tabindex", "0");
    for element in list("elements.places") {
        builder.add_tag_attributes(*element, ["id"]);
    }
    builder.attribute_filter(move |element, attribute, value| match attribute {
        "id" | "name" => Some(value.into()),
        "style" => style::of_prose(value).map(Cow::from),
        _ => attribute_of(element, attribute, value),
    });
    settled(&builder, html)
}

/// MathML made from TeX.
pub(crate) fn equation(mathml: &str) -> String {
    prose(mathml)
}

/// HTML that a cell has displayed.
pub(crate) fn output(html: &str) -> String {
    let mut builder = builder(&["text", "output", "math", "drawing"]);
    // As a drawing's own words for those who can't see it; in HTML it is not allowed to stand.
    builder.rm_clean_content_tags(["title"]);
    for drawn in list("elements.drawing") {
        builder.add_tag_attributes(*drawn, list("attributes.drawing"));
    }
    builder.attribute_filter(|element, attribute, value| match attribute {
        "style" => style::of_output(value).map(Cow::from),
        "id" => is_part(value).then_some(value.into()),
        _ if list("elements.drawing").contains(&element)
            && list("attributes.drawing").contains(&attribute) =>
        {
            is_drawn(value).then_some(value.into())
        }
        _ => attribute_of(element, attribute, value),
    });
    settled(&builder, html)
}

/// Whether an id may name a part of a drawing: those of the library's displays begin so, and none of the page's.
fn is_part(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    id.strip_prefix("rb-")
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(plain))
}

/// Whether an attribute of a drawing fetches nothing: the only addresses are of parts of the same drawing.
fn is_drawn(value: &str) -> bool {
    let known = |name: &str| {
        name.is_empty()
            || list("styles.functions").contains(&name)
            || list("transforms").contains(&name)
    };
    let address = value
        .strip_prefix("url(#")
        .and_then(|rest| rest.strip_suffix(')'));
    address.is_some_and(is_part)
        || (!value.contains(['\\', '@', ':']) && style::calls(value).all(known))
}

/// The elements in some HTML of an author's that prose does not show.
pub(crate) fn lost_in_prose(html: &str) -> BTreeSet<&'static str> {
    lost(html, &[])
}

/// The elements in the HTML of an output that it does not show. The library's drawings have style sheets for Jupyter.
pub(crate) fn lost_in_output(html: &str) -> BTreeSet<&'static str> {
    lost(html, &["svg", "style"])
}

fn lost(html: &str, shown: &[&str]) -> BTreeSet<&'static str> {
    let lower = html.to_ascii_lowercase();
    let named = |element: &&&str| {
        let ends = |(at, begun): (usize, &str)| {
            let rest = &lower[at + begun.len()..];
            !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
        };
        lower.match_indices(&format!("<{element}")).any(ends)
    };
    let elements = list("elements.lost").iter();
    elements
        .filter(|element| !shown.contains(element))
        .filter(named)
        .copied()
        .collect()
}

fn builder(elements: &[&str]) -> Builder<'static> {
    let mut builder = Builder::empty();
    let parts = elements
        .iter()
        .map(|part| list(&format!("elements.{part}")));
    builder
        .tags(parts.flatten().copied().collect())
        .clean_content_tags(list("elements.gone").iter().copied().collect())
        .generic_attributes(list("attributes.all").iter().copied().collect())
        .url_schemes(HashSet::from([
            "http",
            "https",
            "mailto",
            "data",
            "attachment",
        ]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener"))
        .strip_comments(true);
    for element in ["a", "img", "ol", "li", "progress", "meter"] {
        builder.add_tag_attributes(element, list(&format!("attributes.{element}")));
    }
    for math in list("elements.math") {
        builder.add_tag_attributes(*math, list("attributes.math"));
    }
    builder
}

/// An attribute that a list allows, if its value may stay too. Images are seen to in `places.rs`.
fn attribute_of<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let stays = match attribute {
        "href" => link::is_harmless(value),
        "src" => element == "img" && !value.contains(char::is_control),
        "class" => return classes(value).map(Cow::from),
        "tabindex" => value == "0",
        "role" => list("roles").contains(&value),
        "encoding" => value == "application/x-tex",
        _ => true,
    };
    stays.then_some(value.into())
}

/// The classes that may stay: those of the library's displays, of equations, and those that keep other programs from
/// taking dollars for equations.
fn classes(value: &str) -> Option<String> {
    let stays = |class: &&str| {
        list("classes.beginnings")
            .iter()
            .any(|beginning| class.starts_with(beginning))
            || list("classes.whole").contains(class)
    };
    let kept: Vec<&str> = value.split_ascii_whitespace().filter(stays).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

/// What stays the same when it is sanitised again, as text that a browser would read in another way than it was written
/// does not. Text that never comes to rest is shown as the text it is.
fn settled(builder: &Builder<'_>, html: &str) -> String {
    const PATIENCE: usize = 3;
    let mut before = builder.clean(html).to_string();
    for _ in 0..PATIENCE {
        let after = builder.clean(&before).to_string();
        if after == before {
            return after;
        }
        before = after;
    }
    format!("<pre>{}</pre>", escape(html))
}
