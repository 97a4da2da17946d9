//! The committed notebooks, as cells.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// A notebook's cells of code.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The name of its file, without `.ipynb`.
    pub name: String,
    /// Its cells of code, in order.
    pub cells: Vec<LessonCell>,
}

/// One cell of code.
#[derive(Clone, Debug)]
pub struct LessonCell {
    /// Its text.
    pub code: String,
    /// Its tags, such as `raises-exception`.
    pub tags: Vec<String>,
}

/// The notebooks of `notebooks/`, by name.
///
/// # Panics
/// When one cannot be read.
pub fn all() -> Vec<Lesson> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../notebooks");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("a folder of notebooks")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "ipynb"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("a notebook can be read");
            let notebook: Value = serde_json::from_str(&text).expect("a notebook is JSON");
            Lesson {
                name: path
                    .file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                cells: cells_of(&notebook),
            }
        })
        .collect()
}

fn cells_of(notebook: &Value) -> Vec<LessonCell> {
    let texts = |value: &Value| -> Vec<String> {
        match value {
            Value::String(text) => vec![text.clone()],
            Value::Array(items) => items
                .iter()
                .filter_map(|item| item.as_str().map(str::to_string))
                .collect(),
            _ => Vec::new(),
        }
    };
    let cells = notebook["cells"].as_array().into_iter().flatten();
    cells
        .filter(|cell| cell["cell_type"] == "code")
        .map(|cell| LessonCell {
            code: texts(&cell["source"]).concat(),
            tags: texts(&cell["metadata"]["tags"]),
        })
        .collect()
}
