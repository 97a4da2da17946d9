//! What cells answer natively: every transcript under `tests/cells`, and every example of the catalogue, a line of JSON
//! each. `web/page/tests/native.test.ts` runs them as WebAssembly and compares byte by byte.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use rhaibook_session::catalog::ENTRIES;
use rhaibook_tests::{on_big_stack, transcript};
use rhaibook_web::{Desk, Json, World};

/// A world in which nothing is left to chance.
#[derive(Default)]
struct Still {
    events: RefCell<Vec<String>>,
    answers: RefCell<VecDeque<String>>,
    /// How often somebody asked for the time, which is how it passes.
    asked: Cell<u32>,
}

impl World for Still {
    fn event(&self, json: &[u8]) {
        let text = String::from_utf8(json.to_vec()).expect("JSON is UTF-8");
        self.events.borrow_mut().push(text);
    }
    fn now(&self) -> f64 {
        self.asked.set(self.asked.get() + 1);
        f64::from(self.asked.get()) / 16.0
    }
    fn entropy(&self) -> u64 {
        7
    }
    fn interrupted(&self) -> bool {
        false
    }
    fn wants_output(&self) -> bool {
        false
    }
    fn sleep(&self, _: f64) {}
    fn ask(&self, prompt: &str, _: bool) -> Option<String> {
        self.events.borrow_mut().push(format!("asked {prompt}"));
        self.answers.borrow_mut().pop_front()
    }
    fn setting(&self, _: &str) -> Option<String> {
        None
    }
    fn texts(&self) -> Option<String> {
        None
    }
}

struct Asked {
    label: String,
    code: String,
    answers: Vec<String>,
}

fn main() {
    let mut stories: Vec<(String, Vec<Asked>)> = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cells");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("a folder of transcripts")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    for file in files {
        let name = file
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&file).expect("a transcript can be read");
        for story in transcript::read(&name, &text) {
            let cells = story.cells.into_iter().map(|cell| Asked {
                label: cell.label,
                code: cell.code,
                answers: cell.answers,
            });
            stories.push((format!("{name}: {}", story.title), cells.collect()));
        }
    }
    for entry in ENTRIES
        .iter()
        .filter(|entry| entry.runs && !entry.details().example.is_empty())
    {
        stories.push((
            format!("example of {} ({})", entry.name, entry.group),
            cells_of(entry.details().example),
        ));
    }
    for (name, cells) in &stories {
        println!("{}", on_big_stack(|| played(name, cells)));
    }
}

/// An example's cells end where a line says what they give.
fn cells_of(example: &str) -> Vec<Asked> {
    const MARKS: [&str; 4] = ["// => ", "// prints ", "// displays ", "// error: "];
    let mut codes = vec![String::new()];
    for line in example.lines() {
        let code = codes.last_mut().expect("there is one");
        code.push_str(line);
        code.push('\n');
        if MARKS.iter().any(|mark| line.contains(mark)) {
            codes.push(String::new());
        }
    }
    codes.retain(|code| !code.trim().is_empty());
    let numbered = codes.into_iter().enumerate();
    numbered
        .map(|(i, code)| Asked {
            label: (i + 1).to_string(),
            code,
            answers: Vec::new(),
        })
        .collect()
}

fn played(name: &str, cells: &[Asked]) -> String {
    let world = Rc::new(Still::default());
    let mut desk = Desk::new(world.clone());
    let mut json = Json::default();
    json.object(|o| {
        o.text("name", name);
        o.member("cells").list(cells, |json, cell| {
            world
                .answers
                .borrow_mut()
                .extend(cell.answers.iter().cloned());
            let ran = desk.execute(&cell.label, &cell.code);
            json.object(|o| {
                o.text("label", &cell.label).text("code", &cell.code);
                o.member("answers")
                    .list(&cell.answers, |json, answer| json.text(answer));
                o.member("events")
                    .list(world.events.take(), |json, event| json.text(&event));
                o.text("ran", &String::from_utf8(ran).expect("JSON is UTF-8"));
            });
        });
    });
    String::from_utf8(json.into_bytes()).expect("JSON is UTF-8")
}
