//! A code cell: its source and its last output, readable as they are, and brought to life by the page's script.

use crate::escape;
use crate::notebook::{Cell, Output};
use crate::{markdown, output};

/// The element of a cell.
pub(crate) fn html(
    cell: &Cell,
    id: &str,
    label: &str,
    outputs: &[Output],
    around: &mut markdown::Surroundings<'_>,
) -> String {
    let mut attributes = format!(
        "cell=\"{}\" label=\"{}\" session=\"page\"",
        escape(id),
        escape(label)
    );
    for tag in ["readonly", "hide-output", "hide-source", "predict"] {
        if cell.tags.iter().any(|given| given == tag) {
            attributes += &format!(" {tag}");
        }
    }
    // A cell that the run left out must not run by itself in the page either, nor with all the others.
    if cell.tags.iter().any(|tag| tag == "skip-execution") {
        attributes += " live=\"skip\"";
    } else if cell.tags.iter().any(|tag| tag == "live-off") {
        attributes += " live=\"off\"";
    }
    if let Some(height) = cell.height.as_deref().filter(|height| is_length(height)) {
        attributes += &format!(" height=\"{height}\" style=\"--rhai-height:{height}\"");
    }
    let mut out = format!(
        "<rhai-cell {attributes}>\n<pre class=\"rhai-source\" translate=\"no\"><code>{}</code></pre>\n",
        escape(&cell.source)
    );
    let shown = output::html(outputs, around);
    if !shown.is_empty() {
        let region = format!(
            "<div class=\"rhai-output\" translate=\"no\" role=\"region\" aria-label=\"Output of cell {}\">\n{shown}</div>\n",
            escape(label)
        );
        // The reader is to guess first.
        out += &match cell.tags.iter().any(|tag| tag == "predict") {
            true => format!(
                "<details class=\"rhai-predict\"><summary>Show what it gives</summary>\n{region}</details>\n"
            ),
            false => region,
        };
    }
    out + "</rhai-cell>\n"
}

/// Whether a text is a length in CSS, such as `20em`.
fn is_length(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    unit.len() < text.len() && ["em", "rem", "px", "vh"].contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::is_length;

    #[test]
    fn heights_are_lengths() {
        assert!(is_length("20em") && is_length("1.5rem"));
        for text in ["", "em", "20", "20em;x", "-3em", "20%", "calc(1px)"] {
            assert!(!is_length(text), "{text}");
        }
    }
}
