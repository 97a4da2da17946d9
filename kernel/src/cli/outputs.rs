//! What cells show, kept as notebook outputs: streams joined, displays updated in place, cleared when asked.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use rhaibook_session::display::{Display, SVG};
use rhaibook_session::{Diagnostic, Stream};
use serde_json::{Map, Value, json};

/// The outputs of all cells run so far.
#[derive(Default)]
pub(super) struct Outputs {
    cells: Vec<Vec<Output>>,
    /// `clear_output` that waits for the next output.
    clear_next: bool,
}

struct Output {
    /// The id under which a later display replaces it, in this cell or another.
    id: Option<String>,
    json: Value,
}

impl Outputs {
    /// A new cell begins.
    pub(super) fn begin(&mut self) {
        self.clear_next = false;
        self.cells.push(Vec::new());
    }

    /// Text, joined to the text before it where that is of the same stream.
    pub(super) fn text(&mut self, stream: Stream, text: &str) {
        let name = match stream {
            Stream::Out => "stdout",
            Stream::Err => "stderr",
        };
        let cell = self.cell();
        if let Some(Output { json, .. }) = cell.last_mut()
            && json["output_type"] == "stream"
            && json["name"] == name
            && let Value::String(before) = &mut json["text"]
        {
            before.push_str(text);
            return;
        }
        cell.push(Output {
            id: None,
            json: json!({"output_type": "stream", "name": name, "text": text}),
        });
    }

    /// A rich value.
    pub(super) fn display(&mut self, display: &Display, id: Option<&str>) {
        let json = json!({"output_type": "display_data", "data": bundle(display), "metadata": {}});
        self.cell().push(Output {
            id: id.map(str::to_owned),
            json,
        });
    }

    /// Replaces what was shown under an id, in whatever cell.
    pub(super) fn update(&mut self, display: &Display, id: &str) {
        let mut shown = self
            .cells
            .iter_mut()
            .flatten()
            .filter(|output| output.id.as_deref() == Some(id))
            .peekable();
        if shown.peek().is_some() {
            let data = bundle(display);
            shown.for_each(|output| output.json["data"] = data.clone());
        }
    }

    /// Removes the cell's outputs, now or when the next comes.
    pub(super) fn clear(&mut self, wait: bool) {
        self.clear_next = wait;
        if !wait && let Some(cell) = self.cells.last_mut() {
            cell.clear();
        }
    }

    /// The cell's value.
    pub(super) fn result(&mut self, value: &Display, count: u64) {
        let json = json!({
            "output_type": "execute_result", "execution_count": count, "data": bundle(value), "metadata": {},
        });
        self.cell().push(Output { id: None, json });
    }

    /// Why the cell failed.
    pub(super) fn error(&mut self, diagnostic: &Diagnostic) {
        let traceback: Vec<&str> = diagnostic.ansi.lines().collect();
        let json = json!({
            "output_type": "error", "ename": diagnostic.kind, "evalue": diagnostic.message, "traceback": traceback,
        });
        self.cell().push(Output { id: None, json });
    }

    /// Something that is said of the cell takes the place of what it showed.
    pub(super) fn instead(&mut self, words: &str) {
        let data = json!({"text/markdown": format!("*{words}*"), "text/plain": words});
        let json = json!({"output_type": "display_data", "data": data, "metadata": {}});
        let cell = self.cell();
        cell.clear();
        cell.push(Output { id: None, json });
    }

    /// Each cell's outputs, in the order the cells ran.
    pub(super) fn take(&mut self) -> Vec<Vec<Value>> {
        std::mem::take(&mut self.cells)
            .into_iter()
            .map(|cell| cell.into_iter().map(|output| output.json).collect())
            .collect()
    }

    fn cell(&mut self) -> &mut Vec<Output> {
        if self.cells.is_empty() {
            self.cells.push(Vec::new());
        }
        let cell = self.cells.last_mut().expect("one was pushed");
        if std::mem::take(&mut self.clear_next) {
            cell.clear();
        }
        cell
    }
}

/// A display as Jupyter's map from media type to content; drawings get a PNG beside their SVG.
fn bundle(display: &Display) -> Value {
    let mut data = Map::new();
    for (medium, content) in &display.data {
        let json = *medium == "application/json" || medium.ends_with("+json");
        let parsed = if json {
            serde_json::from_str(content).ok()
        } else {
            None
        };
        data.insert(
            (*medium).into(),
            parsed.unwrap_or_else(|| content.as_str().into()),
        );
    }
    if let Some(svg) = display.get(SVG)
        && !data.contains_key("image/png")
        && let Some(png) = crate::png::png_of(svg)
    {
        data.insert("image/png".into(), BASE64_STANDARD.encode(png).into());
    }
    Value::Object(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(outputs: &mut Outputs) -> Vec<Vec<String>> {
        let text = |v: &Value| match v["output_type"].as_str() {
            Some("stream") => format!(
                "{}: {}",
                v["name"].as_str().unwrap(),
                v["text"].as_str().unwrap()
            ),
            _ => v["data"]["text/plain"].as_str().unwrap().to_owned(),
        };
        outputs
            .take()
            .iter()
            .map(|cell| cell.iter().map(text).collect())
            .collect()
    }

    #[test]
    fn streams_join_and_displays_update_across_cells() {
        let mut outputs = Outputs::default();
        outputs.begin();
        outputs.text(Stream::Out, "a\n");
        outputs.text(Stream::Out, "b\n");
        outputs.text(Stream::Err, "c\n");
        outputs.display(&Display::text("10 %"), Some("bar"));
        outputs.begin();
        outputs.update(&Display::text("100 %"), "bar");
        outputs.update(&Display::text("nothing"), "unknown");
        outputs.text(Stream::Out, "d\n");
        assert_eq!(
            texts(&mut outputs),
            [
                vec!["stdout: a\nb\n", "stderr: c\n", "100 %"],
                vec!["stdout: d\n"]
            ]
        );
    }

    #[test]
    fn clearing_may_wait_for_the_next_output() {
        let mut outputs = Outputs::default();
        outputs.begin();
        outputs.text(Stream::Out, "old\n");
        outputs.clear(true);
        outputs.text(Stream::Out, "new\n");
        outputs.begin();
        outputs.text(Stream::Out, "stays\n");
        outputs.clear(true);
        outputs.begin();
        outputs.text(Stream::Out, "gone\n");
        outputs.clear(false);
        assert_eq!(
            texts(&mut outputs),
            [vec!["stdout: new\n"], vec!["stdout: stays\n"], vec![]]
        );
    }

    #[test]
    fn json_is_kept_as_json() {
        let display = Display::text("x").with("application/json", "{\"a\": [1, 2]}");
        assert_eq!(bundle(&display)["application/json"], json!({"a": [1, 2]}));
    }
}
