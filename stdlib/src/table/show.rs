//! How a table looks: aligned columns of text, and HTML that follows the notebook's theme.

use rhai::Dynamic;
use unicode_width::UnicodeWidthStr;

use super::{Column, Table};
use crate::display::{Display, HTML, TEXT, escape_html};
use crate::fingerprint::Reader;
use crate::value::Shown;
use crate::{format, value};

/// Tables of more rows are abridged, to so many at either end.
const LONGEST: usize = 60;
const SHOWN: usize = 20;

impl Shown for Table {
    fn text(&self) -> String {
        let mut lines = Vec::new();
        if !self.inner.caption.is_empty() {
            lines.push(self.inner.caption.clone());
        }
        let columns: Vec<TextColumn> = self
            .inner
            .columns
            .iter()
            .map(|(name, column)| TextColumn::new(self, name, column))
            .collect();
        for line in 0..columns.first().map_or(0, |column| column.cells.len()) {
            let cells: Vec<String> = columns.iter().map(|column| column.padded(line)).collect();
            lines.push(cells.join("  ").trim_end().to_string());
        }
        if self.inner.columns.is_empty() {
            lines.push("(a table without columns)".into());
        } else if self.is_empty() {
            lines.push("(no rows)".into());
        } else if self.is_abridged() {
            lines.push(format!("({} rows)", self.len()));
        }
        lines.join("\n")
    }

    fn repr(&self) -> String {
        let rows = if self.len() == 1 { "row" } else { "rows" };
        format!(
            "table({} {rows}: {})",
            self.len(),
            self.names().collect::<Vec<_>>().join(", ")
        )
    }

    fn display(&self) -> Display {
        Display::default()
            .with(TEXT, self.text())
            .with(HTML, self.html())
    }

    fn read(&self, reader: &mut Reader<'_>) {
        reader.bytes(self.inner.caption.as_bytes());
        reader.word(self.len() as u64);
        for (name, column) in &self.inner.columns {
            reader.bytes(name.as_bytes());
            reader.bytes(column.format.as_bytes());
            column.values.iter().for_each(|value| reader.value(value));
        }
    }
}

impl Table {
    fn is_abridged(&self) -> bool {
        self.len() > LONGEST
    }

    /// The rows that are shown; none where a gap is.
    fn shown_rows(&self) -> Vec<Option<usize>> {
        if !self.is_abridged() {
            return (0..self.len()).map(Some).collect();
        }
        let end = self.len() - SHOWN..self.len();
        (0..SHOWN)
            .map(Some)
            .chain([None])
            .chain(end.map(Some))
            .collect()
    }

    /// The table as HTML: headers with scope, numbers to the right, colours of the notebook's theme where it has one.
    pub fn html(&self) -> String {
        const LINE: &str = "1px solid var(--jp-border-color2,rgba(128,128,128,.4))";
        // Notebooks would take what stands between two dollar signs for a formula, but for the two ignoring classes.
        let mut out = String::from(
            "<div class=\"rhai-table-box mathjax_ignore tex2jax_ignore\" tabindex=\"0\" style=\"overflow-x:auto;max-width:100%\">",
        );
        out.push_str(&format!(
            "<table class=\"rhai-table\" style=\"border-collapse:collapse;margin:.4em 0;color:var(--jp-content-font-color1,currentColor);\
             font-variant-numeric:tabular-nums;border-bottom:{LINE}\">"
        ));
        if !self.inner.caption.is_empty() {
            let caption = escape_html(&self.inner.caption);
            out.push_str(&format!("<caption style=\"text-align:left;padding:.2em 0;caption-side:top;color:inherit\">{caption}</caption>"));
        }
        let styles: Vec<String> = self
            .inner
            .columns
            .iter()
            .map(|(_, column)| {
                let (side, wrap) = match column.is_numeric() {
                    true => ("right", "pre"),
                    false => ("left", "pre-wrap"),
                };
                format!("text-align:{side};padding:.25em .8em;white-space:{wrap}")
            })
            .collect();
        out.push_str("<thead><tr>");
        for (name, style) in self.names().zip(&styles) {
            let name = escape_html(name);
            out.push_str(&format!(
                "<th scope=\"col\" style=\"{style};white-space:nowrap;border-bottom:{LINE}\">{name}</th>"
            ));
        }
        out.push_str("</tr></thead><tbody>");
        for row in self.shown_rows() {
            out.push_str("<tr>");
            match row {
                Some(row) => {
                    for ((_, column), style) in self.inner.columns.iter().zip(&styles) {
                        let cell = escape_html(&column.cell(row));
                        out.push_str(&format!("<td style=\"{style}\">{cell}</td>"));
                    }
                }
                None => {
                    let span = styles.len();
                    let words = self.gap();
                    out.push_str(&format!(
                        "<td colspan=\"{span}\" style=\"text-align:center;opacity:.7\">{words}</td>"
                    ));
                }
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table>");
        if self.is_abridged() || self.is_empty() {
            let words = if self.is_empty() {
                "no rows".into()
            } else {
                format!("{} rows", self.len())
            };
            out.push_str(&format!("<div style=\"opacity:.7\">{words}</div>"));
        }
        out.push_str("</div>");
        out
    }

    fn gap(&self) -> String {
        format!("… {} rows more …", self.len() - 2 * SHOWN)
    }
}

impl Column {
    /// Whether the values stand to the right: all numbers, or missing.
    fn is_numeric(&self) -> bool {
        let number = |v: &Dynamic| v.is_int() || v.is_float();
        self.values.iter().any(number) && self.values.iter().all(|v| number(v) || v.is_unit())
    }

    fn cell(&self, row: usize) -> String {
        let value = &self.values[row];
        if value.is_unit() {
            return String::new();
        }
        match format::format_value(value, &self.format) {
            Ok(text) if !self.format.is_empty() => text.trim().to_string(),
            _ => value::text(value),
        }
    }
}

/// A column's header and cells, a text each, and how wide they are.
struct TextColumn {
    cells: Vec<String>,
    width: usize,
    right: bool,
}

impl TextColumn {
    fn new(table: &Table, name: &str, column: &Column) -> Self {
        let mut cells = vec![one_line(name)];
        for row in table.shown_rows() {
            cells.push(row.map_or_else(|| "…".into(), |row| one_line(&column.cell(row))));
        }
        let width = cells.iter().map(|cell| cell.width()).max().unwrap_or(0);
        Self {
            cells,
            width,
            right: column.is_numeric(),
        }
    }

    fn padded(&self, line: usize) -> String {
        let cell = &self.cells[line];
        let fill = " ".repeat(self.width - cell.width());
        if self.right {
            format!("{fill}{cell}")
        } else {
            format!("{cell}{fill}")
        }
    }
}

fn one_line(text: &str) -> String {
    if !text.contains(['\n', '\r', '\t']) {
        return text.to_string();
    }
    text.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ")
}
