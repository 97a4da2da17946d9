//! What a cell showed when it was run, as HTML.

use std::collections::BTreeMap;

use crate::notebook::Output;
use crate::{escape, image, markdown, math, sanitize};

/// The outputs of a cell.
pub(crate) fn html(outputs: &[Output], markdown: &mut markdown::Surroundings<'_>) -> String {
    outputs
        .iter()
        .map(|output| match output {
            Output::Text(text) => pre("rhai-text", text),
            Output::Err(text) => errors(text),
            Output::Value(data) => format!(
                "<div class=\"rhai-value\">{}</div>\n",
                media(data, markdown)
            ),
            Output::Display(data) => {
                format!(
                    "<div class=\"rhai-display\">{}</div>\n",
                    media(data, markdown)
                )
            }
            Output::Error(text) => {
                format!(
                    "<div class=\"rhai-error\">{}</div>\n",
                    pre("", text).trim_end()
                )
            }
        })
        .collect()
}

/// The richest of a display's media that a page can show.
fn media(data: &BTreeMap<String, String>, around: &mut markdown::Surroundings<'_>) -> String {
    let plain = data.get("text/plain").map_or("", String::as_str);
    let html = |inner: &str| format!("<div class=\"rhai-html\">{inner}</div>");
    if let Some(content) = data.get("text/html").or_else(|| data.get("image/svg+xml")) {
        around.notes.left_out(sanitize::lost_in_output(content));
        return html(without_stills(&sanitize::output(content)).trim());
    }
    if let Some(content) = data.get("text/markdown") {
        return html(markdown::html(content, around).trim());
    }
    if let Some(content) = data.get("text/latex") {
        let tex = content.trim().trim_matches('$');
        let tex = tex.strip_prefix("\\displaystyle").unwrap_or(tex);
        return html(&sanitize::equation(&math::mathml(tex, true)));
    }
    for medium in ["image/png", "image/jpeg", "image/gif", "image/webp"] {
        let Some(content) = data.get(medium) else {
            continue;
        };
        if let Some(address) = image::embedded(medium, content) {
            return html(&format!(
                "<img src=\"{}\" alt=\"{}\">",
                escape(&address),
                escape(plain)
            ));
        }
    }
    pre("rhai-text", plain).trim_end().to_owned()
}

/// Text in which every blank counts.
fn pre(class: &str, text: &str) -> String {
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    // Browsers drop a line break that comes first.
    let first = if text.starts_with('\n') { "\n" } else { "" };
    format!("<pre{class}>{first}{}</pre>\n", escape(text))
}

/// Text of `debug`, with warnings apart.
fn errors(text: &str) -> String {
    const WARNING: &str = "warning: ";
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_warning = rest.starts_with(WARNING);
        let next = rest
            .match_indices(WARNING)
            .find_map(|(at, _)| rest[..at].ends_with('\n').then_some(at))
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(next);
        out.push_str(&match is_warning {
            true => pre("rhai-warning", piece.trim_end()),
            false => pre("rhai-text rhai-err", piece),
        });
        rest = after;
    }
    out
}

/// A plot without the still picture of itself, which is for Jupyter's notebooks that are not trusted.
fn without_stills(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<img class=\"rb-still\"") {
        out.push_str(&rest[..at]);
        // The text was written by the sanitiser, which quotes every value.
        let mut quoted = false;
        let end = rest[at..].find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        rest = end.map_or("", |end| &rest[at + end + 1..]);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_stand_apart() {
        assert_eq!(
            errors("a <b>\nwarning: one\n  more\nwarning: two\n"),
            "<pre class=\"rhai-text rhai-err\">a &lt;b&gt;\n</pre>\n<pre class=\"rhai-warning\">warning: one\n  more</pre>\n\
             <pre class=\"rhai-warning\">warning: two</pre>\n"
        );
        assert_eq!(
            errors("é\n"),
            "<pre class=\"rhai-text rhai-err\">é\n</pre>\n"
        );
    }

    #[test]
    fn a_first_line_break_stays() {
        assert_eq!(pre("x", "\na"), "<pre class=\"x\">\n\na</pre>\n");
    }

    #[test]
    fn stills_go() {
        assert_eq!(
            without_stills(
                "a<img class=\"rb-still\" alt=\"x > y\" src=\"data:image/png,\">b<img src=\"c.png\">"
            ),
            "ab<img src=\"c.png\">"
        );
    }
}
