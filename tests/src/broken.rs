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
//! | `= text` | its value as plain text: for what is not a mistake here, and shall not be taken for one |
//! | `> = text`, `> shows`, `> runs`, `> then R021` | what following the first hint gives: this value, one of several lines, none, or the next mistake |
//! | `> reason: words` | why a hint shows code that does not stand for the culprit |
//! | `< text` | before it runs, the reader has this answer ready for `input`; or `stop`, the reader presses Stop |
//!
//! The place is left out, as `-`, where there is none in the cell.
//!
//! Where a hint says what to write instead, the text is put in the culprit's place, and the cell runs again: `>` says what
//! that must give. A hint that begins with "Write" or "Did you mean" without such a text needs a reason.

use rhaibook_session::{Diagnostic, Fix};

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
    followed: Option<String>,
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
        } else if let Some(rest) = line.strip_prefix("> ") {
            broken.followed = Some(rest.trim_end().to_string());
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
        let (mut notebook, last) = self.prepared();
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
                wrong.extend(self.fault_of_following(found));
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

    /// A fresh notebook in which all cells but the last have run, and the last.
    fn prepared(&self) -> (Notebook, &str) {
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
        (notebook, last)
    }

    /// What following a hint gives, as a mark says it: `= value`, `shows`, `runs`, `then R021`.
    pub fn following(&self, fix: &Fix) -> String {
        let (mut notebook, last) = self.prepared();
        let (start, end) = fix.span;
        let cell = match (last.get(..start), last.get(end..)) {
            (Some(before), Some(behind)) => format!("{before}{}{behind}", fix.text),
            _ => return format!("no such place: {start} to {end}"),
        };
        let ran = notebook.run(&self.cells.len().to_string(), &cell);
        match (ran.diagnostic(), ran.value()) {
            (Some(found), _) => format!("then {}", found.code),
            (None, Some(value)) if value.contains('\n') => "shows".to_string(),
            (None, Some(value)) => format!("= {value}"),
            (None, None) => "runs".to_string(),
        }
    }

    /// The first text that the explanation offers, when the last cell runs as it is.
    pub fn first_fix(&self) -> Option<(Fix, Vec<String>)> {
        let (mut notebook, last) = self.prepared();
        let ran = notebook.run(&self.cells.len().to_string(), last);
        let found = ran.diagnostic()?;
        Some((found.fixes.first()?.clone(), found.hints.clone()))
    }

    fn fault_of_following(&self, found: &Diagnostic) -> Option<String> {
        let reason = self
            .followed
            .as_ref()
            .and_then(|mark| mark.strip_prefix("reason: "));
        let Some(first) = found.fixes.first() else {
            let promises = found
                .hints
                .iter()
                .any(|hint| hint.starts_with("Write `") || hint.starts_with("Did you mean"));
            return match (promises, &self.followed, reason) {
                (true, _, None) => Some(format!(
                    "a hint says what to write, and offers no text for it: {:?}",
                    found.hints
                )),
                (true, _, Some(words)) if words.split_whitespace().count() < 3 => {
                    Some(format!("{words:?} is no reason"))
                }
                (false, Some(mark), _) => Some(format!(
                    "nothing is to be followed, but it is marked {mark:?}"
                )),
                _ => None,
            };
        };
        let Some(wanted) = &self.followed else {
            return Some(format!(
                "no mark says what following {first:?} gives; it is `> {}`",
                self.following(first)
            ));
        };
        let got = self.following(first);
        if got != *wanted {
            return Some(format!(
                "following the hint gives {got:?}, not {wanted:?}: {first:?} of {:?}",
                found.hints
            ));
        }
        // What else is offered must be readable at least.
        found.fixes[1..].iter().find_map(|fix| {
            let got = self.following(fix);
            let unreadable = got
                .strip_prefix("then ")
                .and_then(rhaibook_session::kinds::find)
                .is_some_and(|kind| kind.family == "SyntaxError");
            unreadable.then(|| format!("following {fix:?} gives {got:?}"))
        })
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
