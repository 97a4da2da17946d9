//! A value as front ends show it: the same thing in several media types.

/// One value in several media types, the plain text first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Display {
    /// Media type and content, in order of increasing richness. JSON types hold JSON text; nothing is base64.
    pub data: Vec<(&'static str, String)>,
}

/// Plain text: every display has one.
pub const TEXT: &str = "text/plain";
/// HTML, with no scripts in it.
pub const HTML: &str = "text/html";
/// A drawing.
pub const SVG: &str = "image/svg+xml";
/// Markdown.
pub const MARKDOWN: &str = "text/markdown";
/// LaTeX.
pub const LATEX: &str = "text/latex";
/// JSON.
pub const JSON: &str = "application/json";

impl Display {
    /// A display of plain text only.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            data: vec![(TEXT, text.into())],
        }
    }

    /// The same with one more medium.
    pub fn with(mut self, medium: &'static str, content: impl Into<String>) -> Self {
        self.data.push((medium, content.into()));
        self
    }

    /// The content in one medium.
    pub fn get(&self, medium: &str) -> Option<&str> {
        self.data
            .iter()
            .find(|(m, _)| *m == medium)
            .map(|(_, content)| content.as_str())
    }
}

/// Text made safe for HTML, in elements and in quoted attributes.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
