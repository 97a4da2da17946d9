//! Broken cells: files of mistakes, each with what must be said of it.
//!
//! ```text
//! === what the mistake is
//! let price = 3.0;                  cells that run before, each followed by a line of ---
//! ---
//! prce * 2
//! ! R020 1:1 no variable `prce` ~ did you mean `price`?
//! ```
//!
//! Under the last cell, each at the beginning of a line:
//!
//! | mark | meaning |
//! |---|---|
//! | `! R020 1:1 words ~ words` | it fails with this code at this line and column, both from 1, and the explanation has these words |
//! | `? R101 1:3 words ~ words` | a quiet warning with this code at this place and these words; one mark for each warning |
//! | `= text` | its value as plain text: for what is no mistake here, and shall not be taken for one |
//! | `< text` | before it runs, the reader has this answer ready for `input`; or `stop`, the reader presses Stop |
//!
//! The place is left out, as `-`, where there is none in the cell.

use rhaibook_session::Diagnostic;

use crate::notebook::Notebook;
use crate::wording::{faults_of_style, foreign_names, has, indented};

/// One broken cell, and what must be said of it.
#[derive(Debug, Default)]
pub struct Broken {
    /// What the mistake is.
    pub title: String,
    /// The line of the file on which it begins.
    pub line: usize,
    /// The cells; the last is the broken one.
    pub cells: Vec<String>,
    answers: Vec<String>,
    stop: bool,
    error: Option<Said>,
    warnings: Vec<Said>,
    value: Option<String>,
}

/// What is said at a place.
#[derive(Debug)]
struct Said {
    code: String,
    place: String,
    words: Vec<String>,
}

/// Reads a file of broken cells.
///
/// # Panics
/// When the file is none; the message says where.
pub fn read(file: &str, text: &str) -> Vec<Broken> {
    let mut all: Vec<Broken> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let place = || format!("{file}:{}", at + 1);
        if let Some(title) = line.strip_prefix("=== ") {
            all.push(Broken {
                title: title.trim().to_string(),
                line: at + 1,
                cells: vec![String::new()],
                ..Broken::default()
            });
            continue;
        }
        let Some(broken) = all.last_mut() else {
            assert!(
                line.is_empty() || line.starts_with("// "),
                "{}: text before any `=== title`",
                place()
            );
            continue;
        };
        if let Some(rest) = line.strip_prefix("! ") {
            broken.error = Some(said(rest, &place()));
        } else if let Some(rest) = line.strip_prefix("? ") {
            broken.warnings.push(said(rest, &place()));
        } else if let Some(rest) = line.strip_prefix("= ") {
            broken.value = Some(rest.to_string());
        } else if line == "< stop" {
            broken.stop = true;
        } else if let Some(rest) = line.strip_prefix("< ") {
            broken.answers.push(rest.to_string());
        } else if line == "---" {
            broken.cells.push(String::new());
        } else {
            let marked =
                broken.error.is_some() || !broken.warnings.is_empty() || broken.value.is_some();
            assert!(
                !marked || line.trim().is_empty(),
                "{}: code under the marks",
                place()
            );
            let cell = broken.cells.last_mut().expect("there is one");
            cell.push_str(line);
            cell.push('\n');
        }
    }
    for broken in &mut all {
        for cell in &mut broken.cells {
            cell.truncate(cell.trim_end_matches('\n').len());
        }
        assert!(
            broken.error.is_some() || !broken.warnings.is_empty() || broken.value.is_some(),
            "{file}:{}: nothing is expected of it",
            broken.line
        );
    }
    all
}

fn said(text: &str, place: &str) -> Said {
    let mut parts = text.splitn(3, ' ');
    let (Some(code), Some(at)) = (parts.next(), parts.next()) else {
        panic!("{place}: a mark has a code, a place and words");
    };
    let words = parts.next().unwrap_or("");
    Said {
        code: code.to_string(),
        place: at.to_string(),
        words: words
            .split(" ~ ")
            .map(|w| w.trim().to_string())
            .filter(|w| !w.is_empty())
            .collect(),
    }
}

impl Broken {
    /// Runs the cells in a fresh notebook; what is otherwise than expected.
    pub fn check(&self) -> Vec<String> {
        let mut notebook = Notebook::new();
        let (last, before) = self.cells.split_last().expect("there is one");
        for (i, cell) in before.iter().enumerate() {
            notebook.run(&(i + 1).to_string(), cell);
        }
        for answer in &self.answers {
            notebook.answer(answer);
        }
        if self.stop {
            notebook.stop_after(2_000);
        }
        let ran = notebook.run(&self.cells.len().to_string(), last);
        let warnings = notebook.session.warnings();
        let mut wrong = Vec::new();
        match (&self.error, ran.diagnostic()) {
            (None, None) => {}
            (None, Some(found)) => wrong.push(format!("it failed:\n{}", indented(&found.plain))),
            (Some(said), None) => wrong.push(format!(
                "expected {} {:?}; it ran, with the value {:?} and the warnings {:?}",
                said.code,
                said.words,
                ran.value(),
                ran.warnings()
            )),
            (Some(said), Some(found)) => {
                wrong.extend(said.compare(found, last));
                wrong.extend(faults_of_style(&found.message, ""));
                let said = format!("{}\n{}", found.message, found.hints.join("\n"));
                wrong.extend(foreign_names(&said));
                wrong.extend(found.hints.iter().filter_map(|hint| fault_of_hint(hint)));
            }
        }
        let mut others: Vec<&Diagnostic> = warnings.iter().collect();
        for said in &self.warnings {
            let same = |d: &&Diagnostic| d.code == said.code;
            match others.iter().position(same) {
                Some(at) => wrong.extend(said.compare(others.remove(at), last)),
                None => wrong.push(format!("expected a warning {} {:?}", said.code, said.words)),
            }
        }
        for warning in others {
            wrong.push(format!("an unexpected warning: {}", warning.plain));
        }
        for warning in &warnings {
            wrong.extend(foreign_names(&warning.plain));
        }
        if let Some(value) = &self.value {
            let got = ran.value().unwrap_or("(none)");
            if got != value {
                wrong.push(format!("expected the value {value}, got {got}"));
            }
        }
        wrong
    }
}

impl Said {
    fn compare(&self, found: &Diagnostic, code: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        if found.code != self.code {
            wrong.push(format!("expected {}, got {}", self.code, found.code));
        }
        let place = found
            .span
            .map_or("-".to_string(), |(start, _)| line_and_column(code, start));
        if place != self.place {
            wrong.push(format!("expected it at {}, got {place}", self.place));
        }
        for words in &self.words {
            if !has(&found.plain, words) {
                wrong.push(format!("{words:?} is missing"));
            }
        }
        if !wrong.is_empty() {
            wrong.push(format!("it says\n{}", indented(&found.plain)));
        }
        wrong
    }
}

/// Line and column of a place, both from 1, in characters.
pub fn line_and_column(code: &str, at: usize) -> String {
    let before = &code[..at.min(code.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{line}:{column}")
}

/// A hint is a sentence: it ends like one, unless it ends in code.
fn fault_of_hint(hint: &str) -> Option<String> {
    let ends = hint.ends_with(['.', '?', '`', '!']);
    (!ends).then(|| format!("a hint is no sentence: {hint:?}"))
}
