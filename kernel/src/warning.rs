//! A quiet warning as a cell shows it: yellow in a notebook, where text on stderr would be as red as an error.

use rhaibook_session::Display;
use rhaibook_session::display::{HTML, escape_html};

/// The colours are transparent, so that they fit light pages and dark ones; the text keeps the page's own.
const STYLE: &str = "margin:0;padding:.4em .8em;border-left:3px solid #c98a00;background:rgba(255,193,7,.14);\
                     white-space:pre-wrap;font:inherit;font-family:var(--jp-code-font-family,monospace);\
                     font-size:var(--jp-code-font-size,inherit)";

/// What a terminal says.
pub(crate) fn text(message: &str) -> String {
    format!("warning: {message}\n")
}

/// What a notebook holds. The class tells whoever makes a page of it what this is.
pub(crate) fn display(message: &str) -> Display {
    let text = text(message);
    let text = text.trim_end();
    let html = format!(
        "<pre class=\"rb-warning\" style=\"{STYLE}\">{}</pre>",
        escape_html(text)
    );
    Display::text(text).with(HTML, html)
}

#[cfg(test)]
mod tests {
    use rhaibook_session::display::{HTML, TEXT};

    #[test]
    fn a_warning_is_text_and_html() {
        let shown = super::display("line 1: `a < b`");
        assert_eq!(shown.get(TEXT), Some("warning: line 1: `a < b`"));
        let html = shown.get(HTML).unwrap();
        assert!(html.starts_with("<pre class=\"rb-warning\""), "{html}");
        assert!(
            html.ends_with(">warning: line 1: `a &lt; b`</pre>"),
            "{html}"
        );
    }
}
