//! Prose: Markdown to HTML that is safe to show.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeStream, html};

use crate::bare::{self, Piece};
use crate::footnotes::Footnotes;
use crate::notes::Notes;
use crate::{dollars, escape, math, places, sanitize};

/// What a piece of prose is read with.
pub(crate) struct Surroundings<'a> {
    /// The images the cell holds, by name.
    pub(crate) attachments: &'a BTreeMap<String, String>,
    /// It is the page's own prose, with places that links may lead to, and not what a cell shows.
    pub(crate) is_page: bool,
    /// The page's first paragraph, once it was found.
    pub(crate) description: &'a mut Option<String>,
    pub(crate) notes: &'a mut Notes,
}

/// The HTML of a piece of Markdown. The ids in it are those that the author gave: the headings have none yet.
pub(crate) fn html(markdown: &str, around: &mut Surroundings<'_>) -> String {
    let markdown = dollars::settled(markdown);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH;
    let events: Vec<Event<'_>> =
        TextMergeStream::new(Parser::new_ext(&markdown, options)).collect();
    if around.is_page && around.description.is_none() {
        *around.description = first_paragraph(&events);
    }
    for event in &events {
        if let Event::Html(html) | Event::InlineHtml(html) = event {
            around.notes.left_out(sanitize::lost_in_prose(html));
        }
    }
    let prefix = around
        .is_page
        .then(|| format!("footnote-{}", around.notes.cell()));
    let (mut footnotes, events) = Footnotes::taken_from(events, prefix);
    let mut out = Vec::with_capacity(events.len());
    write(events, &mut footnotes, &mut out);
    let mut number = 1;
    while let Some(inner) = footnotes.next(number) {
        if number == 1 {
            out.push(raw("<section class=\"rhai-footnotes\">\n<ol>\n".into()));
        }
        out.push(raw(footnotes.begin(number)));
        write(inner, &mut footnotes, &mut out);
        out.push(raw(footnotes.end(number)));
        number += 1;
    }
    if number > 1 {
        out.push(raw("</ol>\n</section>\n".into()));
    }
    let mut text = String::new();
    html::push_html(&mut text, out.into_iter());
    let text = places::with_images(&sanitize::prose(&text), around.attachments, around.notes);
    if around.is_page {
        text
    } else {
        places::without_ids(&text)
    }
}

/// The events as they are to be written.
fn write<'e>(events: Vec<Event<'e>>, footnotes: &mut Footnotes<'e>, out: &mut Vec<Event<'e>>) {
    // In code, links and images, an address is text.
    let mut closed = 0;
    for event in events {
        match event {
            Event::Start(Tag::Table(_)) => {
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
            Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. }) => {
                closed += 1;
                out.push(event);
            }
            Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image) => {
                closed -= 1;
                out.push(event);
            }
            Event::Text(text) if closed == 0 => {
                let pieces = bare::pieces(&text);
                if let [Piece::Text(_)] = pieces[..] {
                    out.push(Event::Text(text));
                    continue;
                }
                out.extend(pieces.into_iter().map(|piece| match piece {
                    Piece::Text(text) => Event::Text(text.to_owned().into()),
                    Piece::Link(words, address) => raw(format!(
                        "<a href=\"{}\">{}</a>",
                        escape(&address),
                        escape(words)
                    )),
                }));
            }
            Event::InlineMath(tex) => out.push(raw(math::mathml(&tex, false))),
            Event::DisplayMath(tex) => out.push(raw(math::mathml(&tex, true))),
            Event::TaskListMarker(done) => {
                out.push(Event::Text(if done { "☑ " } else { "☐ " }.into()));
            }
            Event::FootnoteReference(label) => out.push(raw(footnotes.call(&label))),
            event => out.push(event),
        }
    }
}

fn raw<'e>(html: String) -> Event<'e> {
    Event::InlineHtml(html.into())
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
