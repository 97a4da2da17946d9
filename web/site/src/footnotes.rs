//! Footnotes: numbered in the order in which a cell's text calls for them, and shown below it.

use std::collections::HashMap;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The footnotes of a piece of prose.
pub(crate) struct Footnotes<'e> {
    defined: HashMap<String, Vec<Event<'e>>>,
    /// Those that were called for, in order.
    called: Vec<String>,
    /// What the ids begin with; none where there are no ids.
    prefix: Option<String>,
}

impl<'e> Footnotes<'e> {
    /// Takes the definitions out of some prose.
    pub(crate) fn taken_from(
        events: Vec<Event<'e>>,
        prefix: Option<String>,
    ) -> (Self, Vec<Event<'e>>) {
        let mut defined: HashMap<String, Vec<Event<'e>>> = HashMap::new();
        let mut rest = Vec::with_capacity(events.len());
        let mut open: Vec<String> = Vec::new();
        for event in events {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => open.push(label.into_string()),
                Event::End(TagEnd::FootnoteDefinition) => drop(open.pop()),
                event => match open.last() {
                    Some(label) => defined.entry(label.clone()).or_default().push(event),
                    None => rest.push(event),
                },
            }
        }
        let footnotes = Self {
            defined,
            called: Vec::new(),
            prefix,
        };
        (footnotes, rest)
    }

    /// The HTML of a call for a footnote.
    pub(crate) fn call(&mut self, label: &str) -> String {
        let known = self.called.iter().position(|called| called == label);
        let number = known.unwrap_or(self.called.len()) + 1;
        if known.is_none() {
            self.called.push(label.to_owned());
        }
        let Some(prefix) = &self.prefix else {
            return format!("<sup>{number}</sup>");
        };
        let id = match known {
            Some(_) => String::new(),
            None => format!(" id=\"{prefix}-{number}-call\""),
        };
        format!("<sup><a{id} href=\"#{prefix}-{number}\">{number}</a></sup>")
    }

    /// The next footnote that was called for: its number and what is in it. They may call for others.
    pub(crate) fn next(&mut self, number: usize) -> Option<Vec<Event<'e>>> {
        let label = self.called.get(number - 1)?;
        Some(self.defined.remove(label).unwrap_or_default())
    }

    pub(crate) fn begin(&self, number: usize) -> String {
        match &self.prefix {
            Some(prefix) => format!("<li id=\"{prefix}-{number}\">\n"),
            None => "<li>\n".into(),
        }
    }

    /// The way back to where a footnote was called for.
    pub(crate) fn end(&self, number: usize) -> String {
        match &self.prefix {
            Some(prefix) => format!(
                "<p class=\"rhai-back\"><a href=\"#{prefix}-{number}-call\" aria-label=\"Back to the text\">↩</a></p></li>\n"
            ),
            None => "</li>\n".into(),
        }
    }
}

/// The footnotes that some Markdown defines, by their labels, each as it is written.
pub(crate) fn definitions(markdown: &str) -> Vec<(String, String)> {
    if !markdown.contains("[^") {
        return Vec::new();
    }
    let events = Parser::new_ext(markdown, Options::ENABLE_FOOTNOTES).into_offset_iter();
    events
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                Some((label.into_string(), markdown[range].to_owned()))
            }
            _ => None,
        })
        .collect()
}

/// The Markdown of a cell with the footnotes that it calls for and that another cell defines.
pub(crate) fn with_those_of_other_cells(markdown: &str, all: &[(String, String)]) -> String {
    let mut out = markdown.to_owned();
    if !markdown.contains("[^") {
        return out;
    }
    let own = definitions(markdown);
    for (label, text) in all {
        let called = markdown.contains(&format!("[^{label}]"));
        if called && !own.iter().any(|(known, _)| known == label) {
            out += &format!("\n\n{text}");
        }
    }
    out
}
