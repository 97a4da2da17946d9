//! How a table looks: aligned columns of text, and HTML that follows the notebook's theme.

use unicode_width::UnicodeWidthStr;

use super::cells::Cells;
use super::{Column, Table};
use crate::display::{Display, HTML, TEXT, escape_html};
use crate::fingerprint::Reader;
use crate::value::Shown;

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
            .names()
            .zip(self.all_cells(&self.shown_rows()))
            .map(|(name, cells)| TextColumn::new(name, cells))
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
    /// How large it is, in words: `3 rows, 2 columns`.
    pub fn size(&self) -> String {
        let counted = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let (rows, columns) = (self.len(), self.names().count());
        format!("{}, {}", counted(rows, "row"), counted(columns, "column"))
    }

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

    /// The texts of every column's cells.
    fn all_cells(&self, rows: &[Option<usize>]) -> Vec<Cells> {
        let cells =
            |(_, column): &(String, Column)| Cells::new(&column.values, &column.format, rows);
        self.inner.columns.iter().map(cells).collect()
    }

    /// The table as HTML: headers with scope, numbers to the right, colours of the notebook's theme where it has one.
    pub fn html(&self) -> String {
        const LINE: &str = "1px solid var(--jp-border-color2,rgba(128,128,128,.4))";
        // Notebooks would take what is between two dollar signs for a formula, but for the two ignoring classes.
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
        let rows = self.shown_rows();
        let columns: Vec<Cells> = self.all_cells(&rows);
        let styles: Vec<String> = columns
            .iter()
            .map(|cells| {
                let (side, wrap) = match cells.right {
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
        for (line, row) in rows.iter().enumerate() {
            out.push_str("<tr>");
            match row {
                Some(_) => {
                    for (cells, style) in columns.iter().zip(&styles) {
                        let cell = escape_html(&cells.texts[line]);
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

/// A column's header and cells, a text each, and how wide they are.
struct TextColumn {
    cells: Vec<String>,
    width: usize,
    right: bool,
}

impl TextColumn {
    fn new(name: &str, column: Cells) -> Self {
        let mut cells = vec![one_line(name)];
        cells.extend(column.texts.iter().map(|text| one_line(text)));
        let width = cells.iter().map(|cell| cell.width()).max().unwrap_or(0);
        Self {
            cells,
            width,
            right: column.right,
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
