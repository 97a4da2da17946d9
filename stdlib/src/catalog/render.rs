//! An entry as people read it: in a terminal, in Markdown, in a notebook.

use std::fmt::Write;

use super::{Details, Entry};
use crate::display::escape_html;

/// For a terminal and for `text/plain`.
pub fn render_text(entry: &Entry) -> String {
    text(entry, &entry.details())
}

fn text(entry: &Entry, details: &Details) -> String {
    let mut out = entry.signatures.join("\n");
    out.push_str("\n\n");
    let _ = writeln!(out, "{}", plain(entry.summary));
    if !details.text.is_empty() {
        let _ = writeln!(out, "\n{}", plain(details.text));
    }
    if !details.arguments.is_empty() {
        out.push_str("\nArguments\n");
        let width = details
            .arguments
            .iter()
            .map(|(name, _)| name.chars().count())
            .max()
            .unwrap_or(0);
        for (name, meaning) in &details.arguments {
            let _ = writeln!(out, "  {name:width$}  {}", plain(meaning));
        }
    }
    if says_something(details.errors) {
        let _ = writeln!(out, "\nErrors\n  {}", plain(details.errors));
    }
    if !details.example.is_empty() {
        out.push_str("\nExample\n");
        for line in details.example.lines() {
            let _ = writeln!(out, "{}", format!("  {line}").trim_end());
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// For the reference and for `text/markdown`. Headings begin at the third level.
pub fn render_markdown(entry: &Entry) -> String {
    markdown(entry, &entry.details())
}

fn markdown(entry: &Entry, details: &Details) -> String {
    let mut out = format!(
        "### `{}`\n\n```rhai\n{}\n```\n\n{}\n",
        entry.name,
        entry.signatures.join("\n"),
        entry.summary
    );
    if !details.text.is_empty() {
        let _ = write!(out, "\n{}\n", details.text);
    }
    if !details.arguments.is_empty() {
        out.push('\n');
        for (name, meaning) in &details.arguments {
            let _ = writeln!(out, "- `{name}`: {meaning}");
        }
    }
    if says_something(details.errors) {
        let _ = write!(out, "\n**Errors:** {}\n", details.errors);
    }
    if !details.example.is_empty() {
        let _ = write!(out, "\n```rhai\n{}\n```\n", details.example);
    }
    out
}

/// For `text/html`: no scripts, no styles of its own.
pub fn render_html(entry: &Entry) -> String {
    html(entry, &entry.details())
}

fn html(entry: &Entry, details: &Details) -> String {
    let mut out = format!(
        "<pre><code>{}</code></pre>",
        escape_html(&entry.signatures.join("\n"))
    );
    let _ = write!(out, "<p>{}</p>", inline_html(entry.summary));
    for paragraph in details.text.split("\n\n").filter(|p| !p.is_empty()) {
        let _ = write!(out, "<p>{}</p>", inline_html(paragraph));
    }
    if !details.arguments.is_empty() {
        out.push_str("<ul>");
        for (name, meaning) in &details.arguments {
            let _ = write!(
                out,
                "<li><code>{}</code>: {}</li>",
                escape_html(name),
                inline_html(meaning)
            );
        }
        out.push_str("</ul>");
    }
    if says_something(details.errors) {
        let _ = write!(out, "<p><b>Errors:</b> {}</p>", inline_html(details.errors));
    }
    if !details.example.is_empty() {
        let _ = write!(
            out,
            "<pre><code>{}</code></pre>",
            escape_html(details.example)
        );
    }
    out
}

/// "None." is what the declaration of a function that never fails says; readers need not read it.
fn says_something(errors: &str) -> bool {
    !matches!(errors, "" | "None." | "None")
}

/// Without Markdown's back-ticks.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

fn inline_html(text: &str) -> String {
    let mut out = String::new();
    for (i, part) in text.split('`').enumerate() {
        let part = escape_html(part);
        if i % 2 == 1 {
            let _ = write!(out, "<code>{part}</code>");
        } else {
            out.push_str(&part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Kind;
    use std::sync::LazyLock;

    static CLIP: LazyLock<Entry> = LazyLock::new(|| Entry {
        name: "clip",
        group: "Arrays",
        kind: Kind::Function,
        signatures: vec!["clip(a, lo, hi)"],
        summary: "Limits values to `lo` ≤ a < `hi`.",
        runs: true,
    });

    fn details(errors: &'static str) -> Details {
        Details {
            text: "",
            arguments: vec![("a", "an array or a number"), ("lo", "the least")],
            errors,
            example: "clip(5, 0, 3) // => 3",
        }
    }

    const FAILS: &str = "When `lo` is above `hi`.";

    #[test]
    fn text_lines_the_arguments_up() {
        assert_eq!(
            text(&CLIP, &details(FAILS)),
            "clip(a, lo, hi)\n\nLimits values to lo ≤ a < hi.\n\nArguments\n  a   an array or a number\n  lo  the least\n\n\
             Errors\n  When lo is above hi.\n\nExample\n  clip(5, 0, 3) // => 3"
        );
    }

    #[test]
    fn html_is_escaped_outside_and_inside_code() {
        let shown = html(&CLIP, &details(FAILS));
        assert!(
            shown.contains("<code>lo</code> ≤ a &lt; <code>hi</code>"),
            "{shown}"
        );
        assert!(shown.contains("// =&gt; 3"), "{shown}");
    }

    #[test]
    fn none_is_not_shown_as_an_error() {
        assert!(!markdown(&CLIP, &details("None.")).contains("Errors"));
    }
}
