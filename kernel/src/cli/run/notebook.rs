//! A notebook file: read, checked, filled with outputs and written back, with what it holds besides left alone.

use std::collections::HashSet;
use std::path::Path;

use serde::Serialize;
use serde_json::error::Category;
use serde_json::ser::PrettyFormatter;
use serde_json::{Map, Value, json};

use super::super::Failure;

/// A notebook of format 4, whole.
pub(in crate::cli) struct Notebook {
    root: Map<String, Value>,
}

/// A cell to run.
pub(super) struct CodeCell {
    /// Its place among all cells, markdown too.
    pub(super) index: usize,
    /// Its place among the code cells, those that are not run too, from 1.
    pub(super) number: u64,
    pub(super) source: String,
    /// The tag `raises-exception`: it is meant to fail.
    pub(super) may_fail: bool,
    /// The tag `predict`: the reader is to guess its output, so that none is stored.
    pub(super) guessed: bool,
}

/// A cell of a script.
pub(super) struct Piece {
    /// `code`, `markdown` or `raw`.
    pub(super) kind: &'static str,
    pub(super) source: String,
    tags: Value,
}

impl Piece {
    /// A cell of code.
    pub(super) fn code(source: impl Into<String>) -> Self {
        Self {
            kind: "code",
            source: source.into(),
            tags: Value::Null,
        }
    }

    /// An empty cell of the kind and with the tags that its mark names: ` [markdown]`, ` tags=["raises-exception"]`.
    pub(super) fn titled(title: &str) -> Self {
        let kind = if title.contains("[markdown]") || title.contains("[md]") {
            "markdown"
        } else if title.contains("[raw]") {
            "raw"
        } else {
            "code"
        };
        let tags = title.split_once("tags=").and_then(|(_, list)| {
            let list = &list[..=list.find(']')?];
            serde_json::from_str::<Vec<String>>(list).ok()
        });
        Self {
            kind,
            source: String::new(),
            tags: tags.map_or(Value::Null, Value::from),
        }
    }
}

impl Notebook {
    /// Reads a notebook; what is not a Rhai notebook is refused in one line.
    pub(in crate::cli) fn parse(text: &str, file: &str) -> Result<Self, Failure> {
        let root: Value =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| {
                Failure::unusable(match e.classify() {
                    _ if text.trim().is_empty() => format!("{file} is not a notebook: it is empty"),
                    Category::Eof => format!(
                        "{file} is not a whole notebook: it breaks off at line {}; copy or download it again",
                        e.line()
                    ),
                    _ => format!("{file} is not a notebook: it is not valid JSON ({e})"),
                })
            })?;
        let Value::Object(root) = root else {
            return Err(Failure::unusable(format!(
                "{file} is not a notebook: it is JSON, but not an object with cells"
            )));
        };
        let notebook = Self { root };
        notebook.validate().map_err(|what| {
            Failure::unusable(format!("{file} is not a notebook I can run: {what}"))
        })?;
        if let Some(language) = notebook.other_language() {
            return Err(Failure::unusable(format!(
                "{file} is a notebook for {language}, not Rhai; open it in JupyterLab and choose the Rhai kernel to change that"
            )));
        }
        Ok(notebook)
    }

    /// A notebook of the cells of a script.
    pub(super) fn from_cells(cells: Vec<Piece>) -> Self {
        let cells: Vec<Value> = cells
            .into_iter()
            .map(|Piece { kind, source, tags }| {
                let metadata = match tags {
                    Value::Null => json!({}),
                    tags => json!({"tags": tags}),
                };
                match kind {
                    "code" => json!({"cell_type": kind, "execution_count": null, "metadata": metadata, "outputs": [], "source": source}),
                    _ => json!({"cell_type": kind, "metadata": metadata, "source": source}),
                }
            })
            .collect();
        let Value::Object(root) =
            json!({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        else {
            unreachable!("an object was written")
        };
        Self { root }
    }

    /// The cells to run: code that is more than blanks and not tagged `skip-execution`.
    pub(super) fn code_cells(&self) -> Vec<CodeCell> {
        let mut found = Vec::new();
        let mut number = 0;
        for (index, cell) in self.cells().iter().enumerate() {
            number += u64::from(cell["cell_type"] == "code");
            if cell["cell_type"] != "code" || has_tag(cell, "skip-execution") {
                continue;
            }
            let source = joined(&cell["source"]);
            if !source.trim().is_empty() {
                found.push(CodeCell {
                    index,
                    number,
                    source,
                    may_fail: has_tag(cell, "raises-exception"),
                    guessed: has_tag(cell, "predict"),
                });
            }
        }
        found
    }

    /// The outputs that are stored with a cell.
    pub(super) fn outputs(&self, index: usize) -> &[Value] {
        self.cells()[index]["outputs"]
            .as_array()
            .map_or(&[], Vec::as_slice)
    }

    /// The execution count that is stored with a cell.
    pub(super) fn count(&self, index: usize) -> Option<u64> {
        self.cells()[index]["execution_count"].as_u64()
    }

    /// Removes what earlier runs left: outputs, counts and the times at which cells ran.
    pub(super) fn clear(&mut self) {
        for cell in self.cells_mut() {
            if cell["cell_type"] == "code" && !has_tag(cell, "skip-execution") {
                cell["outputs"] = json!([]);
                cell["execution_count"] = Value::Null;
                if let Some(metadata) = cell["metadata"].as_object_mut() {
                    metadata.remove("execution");
                }
            }
        }
    }

    /// Puts a run's outputs into a cell.
    pub(super) fn fill(&mut self, index: usize, count: u64, outputs: Vec<Value>) {
        let cell = &mut self.cells_mut()[index];
        cell["execution_count"] = count.into();
        cell["outputs"] = outputs.into();
    }

    /// The file's text, laid out as Jupyter lays it out, so that saving it there changes nothing.
    pub(in crate::cli) fn to_text(&self) -> String {
        let mut root = self.root.clone();
        complete(&mut root);
        for cell in root["cells"].as_array_mut().into_iter().flatten() {
            split(&mut cell["source"]);
            for output in cell
                .get_mut("outputs")
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                if let Some(text) = output.get_mut("text") {
                    split(text);
                }
                for (medium, content) in output
                    .get_mut("data")
                    .and_then(Value::as_object_mut)
                    .into_iter()
                    .flatten()
                {
                    if medium.starts_with("text/")
                        || medium == "image/svg+xml"
                        || medium == "application/javascript"
                    {
                        split(content);
                    }
                }
            }
        }
        let mut root = Value::Object(root);
        root.sort_all_objects();
        let mut out = Vec::new();
        let mut writer =
            serde_json::Serializer::with_formatter(&mut out, PrettyFormatter::with_indent(b" "));
        root.serialize(&mut writer)
            .expect("JSON is written to memory");
        out.push(b'\n');
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    fn cells(&self) -> &[Value] {
        self.root["cells"]
            .as_array()
            .expect("checked when it was read")
    }

    fn cells_mut(&mut self) -> &mut [Value] {
        self.root["cells"]
            .as_array_mut()
            .expect("checked when it was read")
    }

    fn validate(&self) -> Result<(), String> {
        let Some(version) = self.root.get("nbformat").and_then(Value::as_u64) else {
            return Err("it has no nbformat number".into());
        };
        if version != 4 {
            return Err(format!(
                "its format is {version}, and I know format 4; open and save it in JupyterLab"
            ));
        }
        let Some(cells) = self.root.get("cells").and_then(Value::as_array) else {
            return Err("it has no list of cells".into());
        };
        for (i, cell) in cells.iter().enumerate() {
            let number = i + 1;
            if !matches!(
                cell["cell_type"].as_str(),
                Some("code" | "markdown" | "raw")
            ) {
                return Err(format!("cell {number} is not a code, markdown or raw cell"));
            }
            let source = &cell["source"];
            if !(source.is_string()
                || source
                    .as_array()
                    .is_some_and(|lines| lines.iter().all(Value::is_string)))
            {
                return Err(format!("cell {number} has no source text"));
            }
        }
        Ok(())
    }

    /// The language the notebook names, where that isn't Rhai.
    fn other_language(&self) -> Option<String> {
        let metadata = self.root.get("metadata")?;
        let (spec, info) = (&metadata["kernelspec"], &metadata["language_info"]);
        let named = [&spec["language"], &info["name"], &spec["name"]];
        let language = named
            .into_iter()
            .find_map(Value::as_str)
            .filter(|name| !name.is_empty())?;
        (!language.eq_ignore_ascii_case("rhai")).then(|| language.to_owned())
    }
}

/// The text of a `source` or `text`, which may be one string or a list of lines.
pub(super) fn joined(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

/// A file's name for messages.
pub(in crate::cli) fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn has_tag(cell: &Value, tag: &str) -> bool {
    cell["metadata"]["tags"]
        .as_array()
        .is_some_and(|tags| tags.iter().any(|t| t == tag))
}

/// Adds what format 4.5 demands and what tells Jupyter which kernel this is, where it is missing.
fn complete(root: &mut Map<String, Value>) {
    if root
        .get("nbformat_minor")
        .and_then(Value::as_u64)
        .is_none_or(|minor| minor < 5)
    {
        root.insert("nbformat_minor".into(), 5.into());
    }
    if !root.get("metadata").is_some_and(Value::is_object) {
        root.insert("metadata".into(), json!({}));
    }
    let metadata = root["metadata"]
        .as_object_mut()
        .expect("it was made an object");
    metadata
        .entry("kernelspec")
        .or_insert_with(|| json!({"display_name": "Rhai", "language": "rhai", "name": "rhai"}));
    // As Jupyter does when a kernel has run the notebook.
    metadata.insert("language_info".into(), crate::front::language_info());

    let cells = root["cells"]
        .as_array_mut()
        .expect("checked when it was read");
    let mut taken: HashSet<String> = cells
        .iter()
        .filter_map(|cell| cell["id"].as_str())
        .filter(|id| valid_id(id))
        .map(str::to_owned)
        .collect();
    let mut seen = HashSet::new();
    for (i, cell) in cells.iter_mut().enumerate() {
        let kept = cell["id"]
            .as_str()
            .is_some_and(|id| valid_id(id) && seen.insert(id.to_owned()));
        if !kept {
            // By position, so that the same notebook gets the same ids every time.
            let mut id = format!("cell-{}", i + 1);
            while !taken.insert(id.clone()) {
                id.push('x');
            }
            seen.insert(id.clone());
            cell["id"] = id.into();
        }
        if !cell["metadata"].is_object() {
            cell["metadata"] = json!({});
        }
        if cell["cell_type"] == "code" {
            for (key, empty) in [("outputs", json!([])), ("execution_count", Value::Null)] {
                if cell.get(key).is_none() {
                    cell[key] = empty;
                }
            }
        }
    }
}

fn valid_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// One string into a list of lines, as notebook files hold text.
fn split(text: &mut Value) {
    if let Value::String(whole) = text {
        *text = whole.split_inclusive('\n').map(Value::from).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notebook(cells: Value) -> Notebook {
        let text = json!({"cells": cells, "metadata": {"mine": {"z": 1, "a": 2}}, "nbformat": 4, "nbformat_minor": 4});
        Notebook::parse(&text.to_string(), "x.ipynb").unwrap_or_else(|e| panic!("{}", e.message))
    }

    #[test]
    fn ids_are_kept_or_made_and_never_twice() {
        let code = |id: &str| json!({"cell_type": "code", "id": id, "metadata": {}, "source": "1", "outputs": []});
        let saved: Value = serde_json::from_str(
            &notebook(json!([code("a"), code("a"), code("no good"), code("cell-5"), {"cell_type": "raw", "source": []}]))
                .to_text(),
        )
        .unwrap();
        let ids: Vec<&str> = saved["cells"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids, ["a", "cell-2", "cell-3", "cell-5", "cell-5x"]);
        assert_eq!(saved["nbformat_minor"], 5);
        assert_eq!(saved["metadata"]["mine"], json!({"a": 2, "z": 1}));
    }

    #[test]
    fn saving_again_changes_nothing() {
        let once = notebook(
            json!([{"cell_type": "code", "source": "let a = 1;\na", "metadata": {"tags": ["t"]}}]),
        )
        .to_text();
        let twice = Notebook::parse(&once, "x.ipynb")
            .map(|n| n.to_text())
            .unwrap_or_default();
        assert_eq!(once, twice);
        assert!(
            once.contains("   \"source\": [\n    \"let a = 1;\\n\",\n    \"a\"\n   ]"),
            "{once}"
        );
    }

    #[test]
    fn what_an_earlier_run_left_is_cleared_but_not_in_skipped_cells() {
        let mut notebook = notebook(json!([
            {"cell_type": "code", "source": "1", "execution_count": 9, "outputs": [{"output_type": "stream"}],
             "metadata": {"execution": {"iopub.status.busy": "2024-01-01"}, "keep": true}},
            {"cell_type": "code", "source": "2", "execution_count": 4, "outputs": [],
             "metadata": {"tags": ["skip-execution"]}},
        ]));
        notebook.clear();
        assert_eq!(
            (
                notebook.count(0),
                notebook.outputs(0).len(),
                notebook.count(1)
            ),
            (None, 0, Some(4))
        );
        assert_eq!(notebook.cells()[0]["metadata"], json!({"keep": true}));
        assert_eq!(
            notebook
                .code_cells()
                .iter()
                .map(|c| c.index)
                .collect::<Vec<_>>(),
            [0]
        );
    }
}
