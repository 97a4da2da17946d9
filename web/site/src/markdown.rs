//! Prose: Markdown to HTML that is safe to show.

use std::collections::{BTreeMap, HashMap, HashSet};

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::contents::Contents;
use crate::{escape, image, link, math, sanitize};

/// What a piece of prose is read with.
pub(crate) struct Surroundings<'a> {
    /// The images the cell holds, by name.
    pub(crate) attachments: &'a BTreeMap<String, String>,
    /// The pages of the site, by the notebooks' files.
    pub(crate) pages: &'a HashMap<String, String>,
    /// The headings of the page so far; none for what is not the page's own prose.
    pub(crate) contents: Option<&'a mut Contents>,
    /// The files that the page's images name.
    pub(crate) images: &'a mut Vec<String>,
    /// The page's first paragraph, once it was found.
    pub(crate) description: &'a mut Option<String>,
}

/// The HTML of a piece of Markdown.
pub(crate) fn html(markdown: &str, around: &mut Surroundings<'_>) -> String {
    let markdown = math::with_dollars(markdown);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH;
    let events: Vec<Event<'_>> = money(Parser::new_ext(&markdown, options).collect());
    if around.description.is_none() {
        *around.description = first_paragraph(&events);
    }
    let mut out = Vec::with_capacity(events.len());
    let mut rest = events.into_iter().peekable();
    while let Some(event) = rest.next() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let inner = until(&mut rest, |event| {
                    matches!(event, Event::End(TagEnd::Heading(_)))
                });
                let level = number(level);
                let contents = around.contents.as_deref_mut();
                let anchor = contents.map(|contents| contents.add(level, &plain(&inner)));
                let id = anchor
                    .map_or_else(String::new, |anchor| format!(" id=\"{}\"", escape(&anchor)));
                out.push(raw(format!("<h{level}{id}>")));
                out.extend(inner.into_iter().map(|event| shown(event, around)));
                out.push(raw(format!("</h{level}>\n")));
            }
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => {
                let inner = until(&mut rest, |event| {
                    matches!(event, Event::End(TagEnd::Image))
                });
                out.push(picture(&dest_url, &title, &plain(&inner), around));
            }
            event @ Event::Start(Tag::Table(_)) => {
                // A wide table scrolls by itself, also by keyboard, and the page stays where it is.
                out.push(raw(
                    "<div class=\"rhai-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table\">".into(),
                ));
                out.push(event);
            }
            Event::End(TagEnd::Table) => {
                out.push(event);
                out.push(raw("</div>\n".into()));
            }
            event => out.push(shown(event, around)),
        }
    }
    let mut text = String::new();
    html::push_html(&mut text, out.into_iter());
    let none = HashSet::new();
    let anchors = around
        .contents
        .as_deref()
        .map_or(&none, |contents| &contents.anchors);
    sanitize::prose(&text, anchors)
}

/// An event as it is to be written.
fn shown<'e>(event: Event<'e>, around: &mut Surroundings<'_>) -> Event<'e> {
    match event {
        Event::InlineMath(tex) => raw(math::mathml(&tex, false)),
        Event::DisplayMath(tex) => raw(math::mathml(&tex, true)),
        Event::TaskListMarker(done) => Event::Text(if done { "☑ " } else { "☐ " }.into()),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let page = link::to_page(&dest_url, around.pages);
            if page.is_none() && link::is_notebook(&dest_url) {
                return raw("<a>".into());
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url: page.map_or(dest_url, CowStr::from),
                title,
                id,
            })
        }
        event => event,
    }
}

fn raw<'e>(html: String) -> Event<'e> {
    Event::InlineHtml(html.into())
}

/// An image: in the page, beside it, or, where it would have to be fetched from elsewhere, a link to it.
fn picture<'e>(
    address: &str,
    title: &str,
    words: &str,
    around: &mut Surroundings<'_>,
) -> Event<'e> {
    let kept = address
        .strip_prefix("attachment:")
        .and_then(|name| around.attachments.get(name));
    let address = kept.map_or(address, String::as_str);
    if !image::is_harmless(address) {
        let words = if words.is_empty() { "an image" } else { words };
        return raw(format!(
            "<a href=\"{}\">{}</a>",
            escape(address),
            escape(words)
        ));
    }
    around.images.extend(image::file(address));
    let title = if title.is_empty() {
        String::new()
    } else {
        format!(" title=\"{}\"", escape(title))
    };
    raw(format!(
        "<img src=\"{}\" alt=\"{}\"{title}>",
        escape(address),
        escape(words)
    ))
}

/// The events up to one, which is taken too.
fn until<'e>(
    rest: &mut impl Iterator<Item = Event<'e>>,
    is_end: impl Fn(&Event<'e>) -> bool,
) -> Vec<Event<'e>> {
    rest.take_while(|event| !is_end(event)).collect()
}

/// What stands between two dollars and is followed by a digit are two sums of money: "from $3 to-$5".
fn money(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut out: Vec<Event<'_>> = Vec::with_capacity(events.len());
    for event in events {
        let digit =
            matches!(&event, Event::Text(text) if text.starts_with(|c: char| c.is_ascii_digit()));
        if digit && let Some(Event::InlineMath(tex)) = out.last() {
            let text = format!("${tex}$");
            out.pop();
            out.push(Event::Text(text.into()));
        }
        out.push(event);
    }
    out
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}

/// The words of some events.
pub(crate) fn plain(events: &[Event<'_>]) -> String {
    let mut out = String::new();
    for event in events {
        match event {
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => {
                out.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

fn first_paragraph(events: &[Event<'_>]) -> Option<String> {
    let start = events
        .iter()
        .position(|event| matches!(event, Event::Start(Tag::Paragraph)))?;
    let end = events[start..]
        .iter()
        .position(|event| matches!(event, Event::End(TagEnd::Paragraph)))?;
    let text = plain(&events[start..start + end]);
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}
