//! A notebook's file, read: its cells with their outputs, in plain structs.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use serde_json::{Value, json};

use crate::image;

/// A notebook.
pub(crate) struct Notebook {
    pub(crate) cells: Vec<Cell>,
    /// The title its author gave it in the metadata.
    pub(crate) title: Option<String>,
    /// The language its prose is in, as BCP 47 has it.
    pub(crate) lang: Option<String>,
    /// The file without outputs, for readers who want to take it along.
    pub(crate) source: String,
}

/// One cell.
pub(crate) struct Cell {
    pub(crate) kind: Kind,
    pub(crate) source: String,
    pub(crate) tags: Vec<String>,
    /// How high source and output may grow, where the author says so.
    pub(crate) height: Option<String>,
}

/// What a cell is.
pub(crate) enum Kind {
    /// Prose; images that are kept in the cell, by name, as `data:` addresses.
    Markdown(BTreeMap<String, String>),
    /// Code: a name that stays the same while the notebook is edited, its number among the code cells, what a run showed.
    Code {
        id: String,
        label: String,
        outputs: Vec<Output>,
    },
    /// Text for other programs.
    Raw,
}

/// What a cell showed.
pub(crate) enum Output {
    /// Printed text.
    Text(String),
    /// Text of `debug` and of warnings.
    Err(String),
    /// The cell's value, by media type.
    Value(BTreeMap<String, String>),
    /// What `display` showed.
    Display(BTreeMap<String, String>),
    /// Why it failed.
    Error(String),
}

/// Why a text is not a notebook.
#[derive(Debug)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

/// Reads a notebook of format 4.
pub(crate) fn read(text: &str) -> Result<Notebook, Unreadable> {
    let mut root: Value = serde_json::from_str(text)
        .map_err(|e| Unreadable(format!("it is not valid JSON ({e})")))?;
    let metadata = root["metadata"].clone();
    let Some(cells) = root.get_mut("cells").and_then(Value::as_array_mut) else {
        return Err(Unreadable("it has no list of cells".into()));
    };
    let mut taken = HashSet::new();
    let mut count = 0;
    let read = cells
        .iter_mut()
        .map(|cell| {
            let kind = match cell["cell_type"].as_str() {
                Some("markdown") => Kind::Markdown(attachments(&cell["attachments"])),
                Some("code") => {
                    count += 1;
                    let id = identity(cell["id"].as_str(), count, &mut taken);
                    let outputs = cell["outputs"].as_array().map(Vec::as_slice);
                    let outputs = outputs.unwrap_or_default().iter().filter_map(output);
                    let outputs = outputs.collect();
                    cell["outputs"] = json!([]);
                    cell["execution_count"] = Value::Null;
                    Kind::Code {
                        id,
                        label: count.to_string(),
                        outputs,
                    }
                }
                _ => Kind::Raw,
            };
            Cell {
                kind,
                source: joined(&cell["source"]),
                tags: tags(&cell["metadata"]),
                height: text_of(&cell["metadata"]["rhaibook"]["height"]),
            }
        })
        .collect();
    let mut source = format!("{root:#}");
    source.push('\n');
    Ok(Notebook {
        cells: read,
        title: text_of(&metadata["title"]),
        lang: text_of(&metadata["lang"]),
        source,
    })
}

/// The id a cell has in the page: the notebook's own, where it has one that is usable and not taken.
fn identity(stored: Option<&str>, count: u64, taken: &mut HashSet<String>) -> String {
    let usable = |id: &&str| {
        (1..=64).contains(&id.len())
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let mut id = stored
        .filter(usable)
        .map_or_else(|| format!("c{count}"), str::to_owned);
    while !taken.insert(id.clone()) {
        id.push('x');
    }
    id
}

fn output(output: &Value) -> Option<Output> {
    Some(match output["output_type"].as_str()? {
        "stream" if output["name"] == "stderr" => Output::Err(joined(&output["text"])),
        "stream" => Output::Text(joined(&output["text"])),
        "execute_result" => Output::Value(bundle(&output["data"])),
        "display_data" => match warning(&output["data"]) {
            Some(text) => Output::Err(text),
            None => Output::Display(bundle(&output["data"])),
        },
        "error" => Output::Error(failure(output)),
        _ => return None,
    })
}

/// The text of a quiet warning, which a run gives as HTML too, for notebooks.
fn warning(data: &Value) -> Option<String> {
    let marked = joined(&data["text/html"]).starts_with("<pre class=\"rb-warning\"");
    let text = joined(&data["text/plain"]);
    (marked && text.starts_with("warning: ")).then(|| text + "\n")
}

/// An error's text: the traceback, where there is one.
fn failure(output: &Value) -> String {
    let lines = output["traceback"].as_array().map(Vec::as_slice);
    let lines: Vec<&str> = lines
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    if lines.is_empty() {
        let word = |key: &str| output[key].as_str().unwrap_or_default().to_owned();
        return format!("{}: {}", word("ename"), word("evalue"));
    }
    without_escapes(&lines.join("\n"))
}

/// A text without the sequences that colour it in a terminal.
fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(sequence) = rest.strip_prefix('[') {
            let end = sequence.find(|c: char| ('@'..='~').contains(&c));
            rest = end.map_or("", |end| &sequence[end + 1..]);
        }
    }
    out + rest
}

fn bundle(data: &Value) -> BTreeMap<String, String> {
    let media = data.as_object().into_iter().flatten();
    media
        .map(|(medium, content)| {
            let text = match content {
                Value::String(_) | Value::Array(_) if !medium.ends_with("json") => joined(content),
                json => json.to_string(),
            };
            (medium.clone(), text)
        })
        .collect()
}

/// The images that a cell holds, as addresses: `attachment:plot.png` in its text means one of them.
fn attachments(attachments: &Value) -> BTreeMap<String, String> {
    let named = attachments.as_object().into_iter().flatten();
    named
        .filter_map(|(name, media)| {
            let (medium, content) = media.as_object()?.iter().next()?;
            Some((name.clone(), image::embedded(medium, &joined(content))?))
        })
        .collect()
}

fn tags(metadata: &Value) -> Vec<String> {
    let tags = metadata["tags"].as_array().map(Vec::as_slice);
    let mut tags: Vec<String> = tags
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    // Jupyter's own words for the same.
    if metadata["editable"] == false {
        tags.push("readonly".into());
    }
    if metadata["jupyter"]["outputs_hidden"] == true {
        tags.push("hide-output".into());
    }
    if metadata["jupyter"]["source_hidden"] == true {
        tags.push("hide-source".into());
    }
    tags
}

fn text_of(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A text, which may be one string or a list of lines.
fn joined(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kept_where_they_can_be() {
        let code = |id: Value| json!({"cell_type": "code", "id": id, "source": "1", "metadata": {}, "outputs": []});
        let text = json!({"cells": [code(json!("a")), code(json!("a")), code(json!("\"><b>")), code(json!(null))]});
        let notebook = read(&text.to_string()).unwrap();
        let ids: Vec<&str> = notebook
            .cells
            .iter()
            .filter_map(|cell| match &cell.kind {
                Kind::Code { id, .. } => Some(id.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(ids, ["a", "ax", "c3", "c4"]);
    }

    #[test]
    fn warnings_are_told_from_other_displays() {
        let shown = |html: &str, text: &str| {
            let data = json!({"text/html": html, "text/plain": text});
            output(&json!({"output_type": "display_data", "data": data}))
        };
        let told = shown(
            "<pre class=\"rb-warning\" style=\"\">warning: one</pre>",
            "warning: one",
        );
        assert!(matches!(told, Some(Output::Err(text)) if text == "warning: one\n"));
        for (html, text) in [
            ("<pre>warning: one</pre>", "warning: one"),
            ("<pre class=\"rb-warning\">x</pre>", "x"),
        ] {
            assert!(
                matches!(shown(html, text), Some(Output::Display(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn colours_are_taken_out_of_tracebacks() {
        assert_eq!(
            without_escapes("\u{1b}[1;31merror\u{1b}[0m: no \u{1b}[4mx"),
            "error: no x"
        );
        assert_eq!(without_escapes("cut \u{1b}[12"), "cut ");
    }

    #[test]
    fn what_is_no_notebook_is_said() {
        for (text, words) in [("{", "JSON"), ("[]", "cells"), ("{\"cells\": 1}", "cells")] {
            let said = read(text).err().unwrap().to_string();
            assert!(said.contains(words), "{text}: {said}");
        }
    }
}
