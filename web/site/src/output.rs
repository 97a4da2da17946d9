//! What a cell showed when it was run, as HTML.

use std::collections::BTreeMap;

use crate::notebook::Output;
use crate::shown::MEDIA;
use crate::{escape, image, markdown, math, places, sanitize, terminal};

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
            Output::Error(text) => explained("rhai-error", text),
        })
        .collect()
}

/// The richest of a display's media that a page can show.
fn media(data: &BTreeMap<String, String>, around: &mut markdown::Surroundings<'_>) -> String {
    let shown = MEDIA.iter().find_map(|medium| {
        let content = data.get(*medium)?;
        shown_as(medium, content, data, around)
    });
    shown.unwrap_or_else(|| pre("rhai-text", "").trim_end().to_owned())
}

fn shown_as(
    medium: &str,
    content: &str,
    data: &BTreeMap<String, String>,
    around: &mut markdown::Surroundings<'_>,
) -> Option<String> {
    let inner = match medium {
        "text/html" | "image/svg+xml" => {
            around.notes.left_out(sanitize::lost_in_output(content));
            let html = without_stills(&sanitize::output(content));
            places::with_images(&html, &BTreeMap::new(), around.notes)
        }
        "text/markdown" => markdown::html(content, around),
        "text/latex" => sanitize::equation(&math::mathml(bare(content), true)),
        "text/plain" | "application/json" => {
            return Some(pre("rhai-text", content).trim_end().to_owned());
        }
        _ => {
            let address = image::embedded(medium, content)?;
            let plain = data.get("text/plain").map_or("", String::as_str);
            format!(
                "<img src=\"{}\" alt=\"{}\">",
                escape(&address),
                escape(plain)
            )
        }
    };
    Some(format!("<div class=\"rhai-html\">{}</div>", inner.trim()))
}

/// TeX without what stands around it.
fn bare(tex: &str) -> &str {
    let tex = tex.trim().trim_matches('$');
    let tex = tex.strip_prefix("\\[").unwrap_or(tex);
    let tex = tex.strip_suffix("\\]").unwrap_or(tex);
    tex.strip_prefix("\\displaystyle").unwrap_or(tex)
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
    format!("<pre{class}>{first}{}</pre>\n", terminal::html(text))
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
            true => explained("rhai-warning", piece.trim_end()),
            false => pre("rhai-text rhai-err", piece),
        });
        rest = after;
    }
    out
}

/// A diagnostic: what lines up under the cell's own text stays as it is, the sentences wrap as sentences.
fn explained(class: &str, text: &str) -> String {
    let mut out = format!("<div class=\"{class}\">");
    let mut in_code = false;
    for (index, line) in text
        .strip_suffix('\n')
        .unwrap_or(text)
        .split('\n')
        .enumerate()
    {
        let is_code = line
            .trim_start()
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start()
            .starts_with('|');
        match (in_code, is_code) {
            (false, true) => out.push_str("<pre>"),
            (true, true) => out.push('\n'),
            (true, false) => out.push_str("</pre>"),
            (false, false) => {}
        }
        in_code = is_code;
        if is_code {
            out.push_str(&escape(line));
            continue;
        }
        let hint = line.strip_prefix("hint");
        let hint = hint.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
        let name = match index {
            0 => "rhai-message",
            _ if hint => "rhai-hint",
            _ => "rhai-where",
        };
        out.push_str(&format!("<div class=\"{name}\">{}</div>", escape(line)));
    }
    if in_code {
        out.push_str("</pre>");
    }
    out + "</div>\n"
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
            "<pre class=\"rhai-text rhai-err\">a &lt;b&gt;\n</pre>\n<div class=\"rhai-warning\"><div class=\"rhai-message\">warning: one</div>\
             <div class=\"rhai-where\">  more</div></div>\n\
             <div class=\"rhai-warning\"><div class=\"rhai-message\">warning: two</div></div>\n"
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
