//! Transcripts: files of Rhai cells with what each must do written under it.
//!
//! ```text
//! //# functions read the notebook's variables when they are called     a fresh notebook
//! //[1]                                                                a cell, and its label
//! let p = 3.0; fn cost(n) { p * n }
//! //[2]
//! cost(2.0)
//! //=> 6.0
//! ```
//!
//! Under a cell's code, each at the beginning of a line:
//!
//! | mark | meaning |
//! |---|---|
//! | `//| text` | a printed line, exactly |
//! | `//|? words, words` | the printed text has each of these phrases in it (instead of exact lines) |
//! | `//=> text` | the value, as plain text; a line for each of its lines |
//! | `//=>? words, words` | the value's plain text has each of these phrases in it |
//! | `//! words, words` | it fails, and the whole explanation has each of these phrases in it, in any case |
//! | `//? words, words` | a quiet warning with these phrases |
//! | `//@ text` | something shown besides the value, as plain text (one mark for each, `⏎` for a line break) |
//! | `//~ text` | a line on standard error, exactly |
//! | `//% words, words` | the pager's text has each of these phrases in it |
//! | `//< text` | before the cell runs, the reader has this answer ready for `input` |
//!
//! A cell without marks prints nothing, shows nothing, warns of nothing and succeeds.

use std::fmt::Write;

use crate::notebook::{Notebook, Ran, with_notebook};
use crate::wording::{contains, faults_of_style, foreign_names, has, indented, same};

/// A notebook of a transcript file: a title and cells.
#[derive(Debug)]
pub struct Story {
    /// What it is about.
    pub title: String,
    /// Its cells, in the order they run.
    pub cells: Vec<Expected>,
}

/// A cell of a transcript, and what it must do.
#[derive(Debug, Default)]
pub struct Expected {
    label: String,
    /// The line of the file that its code begins on, from 1.
    line: usize,
    code: String,
    answers: Vec<String>,
    printed: Vec<String>,
    printed_words: Vec<String>,
    complained: Vec<String>,
    value: Vec<String>,
    value_words: Vec<String>,
    error: Option<Vec<String>>,
    warnings: Vec<String>,
    displays: Vec<String>,
    page: Vec<String>,
}

/// Reads a transcript file.
///
/// # Panics
/// When the file isn't a transcript; the message says where.
pub fn read(file: &str, text: &str) -> Vec<Story> {
    let mut stories: Vec<Story> = Vec::new();
    let mut preamble = true;
    for (at, line) in text.lines().enumerate() {
        let place = || format!("{file}:{}", at + 1);
        if let Some(title) = line.strip_prefix("//#") {
            stories.push(Story {
                title: title.trim().to_string(),
                cells: Vec::new(),
            });
            preamble = true;
            continue;
        }
        let story = stories.last_mut();
        if let Some(label) = line.strip_prefix("//[") {
            let label = label
                .strip_suffix(']')
                .unwrap_or_else(|| panic!("{}: `//[n]` lacks its bracket", place()));
            let story =
                story.unwrap_or_else(|| panic!("{}: a cell before any `//# title`", place()));
            story.cells.push(Expected {
                label: label.to_string(),
                line: at + 2,
                ..Expected::default()
            });
            preamble = false;
            continue;
        }
        if preamble {
            assert!(
                line.trim().is_empty() || line.starts_with("// "),
                "{}: code outside a cell",
                place()
            );
            continue;
        }
        let cell = story
            .and_then(|story| story.cells.last_mut())
            .expect("a cell has begun");
        if !cell.expect(line) {
            let marked = cell.has_marks() && !line.trim().is_empty();
            assert!(
                !marked,
                "{}: code under the marks of cell [{}]",
                place(),
                cell.label
            );
            cell.code.push_str(line);
            cell.code.push('\n');
        }
    }
    for cell in stories.iter_mut().flat_map(|story| &mut story.cells) {
        cell.code.truncate(cell.code.trim_end_matches('\n').len());
    }
    stories
}

/// Runs a story in a fresh notebook; returns what went otherwise than expected.
pub fn play(file: &str, story: &Story) -> Vec<String> {
    with_notebook(|notebook: &mut Notebook| {
        let mut failures = Vec::new();
        for cell in &story.cells {
            for answer in &cell.answers {
                notebook.answer(answer);
            }
            let ran = notebook.run(&cell.label, &cell.code);
            let differences = cell.compare(&ran);
            if !differences.is_empty() {
                failures.push(report(file, story, cell, &ran, &differences));
            }
        }
        failures
    })
}

impl Expected {
    /// Takes a line if it is a mark.
    fn expect(&mut self, line: &str) -> bool {
        let text = |mark: &str| {
            let rest = line.strip_prefix(mark)?;
            Some(rest.strip_prefix(' ').unwrap_or(rest).to_string())
        };
        let words = |mark: &str| text(mark).map(|text| phrases(&text));
        if let Some(words) = words("//|?") {
            // The empty phrase, found in any text: `//|?` alone allows all.
            self.printed_words.push(String::new());
            self.printed_words.extend(words);
        } else if let Some(line) = text("//|") {
            self.printed.push(line);
        } else if let Some(words) = words("//=>?") {
            self.value_words.extend(words);
        } else if let Some(line) = text("//=>") {
            self.value.push(line);
        } else if let Some(words) = words("//!") {
            self.error.get_or_insert_default().extend(words);
        } else if let Some(words) = text("//?") {
            self.warnings.push(words);
        } else if let Some(shown) = text("//@") {
            self.displays.push(shown.replace('⏎', "\n"));
        } else if let Some(line) = text("//~") {
            self.complained.push(line);
        } else if let Some(words) = words("//%") {
            self.page.extend(words);
        } else if let Some(line) = text("//<") {
            self.answers.push(line);
            return true;
        } else {
            return false;
        }
        true
    }

    fn has_marks(&self) -> bool {
        let Self {
            printed,
            printed_words,
            complained,
            value,
            value_words,
            error,
            warnings,
            displays,
            page,
            ..
        } = self;
        let marks = [
            printed,
            printed_words,
            complained,
            value,
            value_words,
            warnings,
            displays,
            page,
        ];
        error.is_some() || marks.iter().any(|marks| !marks.is_empty())
    }

    /// What differs, each as "what: expected …, got …".
    fn compare(&self, ran: &Ran) -> Vec<String> {
        let mut differences = Vec::new();
        let printed = ran.printed();
        if self.printed_words.is_empty() {
            same("printed", &lines(&self.printed), &printed, &mut differences);
        }
        contains("printed", &self.printed_words, &printed, &mut differences);
        same(
            "on standard error",
            &lines(&self.complained),
            &ran.complained(),
            &mut differences,
        );
        if self.value_words.is_empty() {
            same(
                "value",
                &self.value.join("\n"),
                ran.value().unwrap_or(""),
                &mut differences,
            );
        }
        contains(
            "value",
            &self.value_words,
            ran.value().unwrap_or(""),
            &mut differences,
        );
        contains(
            "page",
            &self.page,
            ran.page().unwrap_or(""),
            &mut differences,
        );
        if self.page.is_empty() {
            same("page", "", ran.page().unwrap_or(""), &mut differences);
        }
        same(
            "shown",
            &self.displays.join("\n"),
            &ran.displays().join("\n"),
            &mut differences,
        );
        match (&self.error, ran.diagnostic()) {
            (None, None) => {}
            (None, Some(found)) => differences.push(format!(
                "expected no error\ngot:\n{}",
                indented(&found.plain)
            )),
            (Some(words), None) => {
                differences.push(format!("expected an error with {words:?}\ngot none"))
            }
            (Some(words), Some(found)) => {
                contains("error", words, &found.plain, &mut differences);
                differences.extend(faults_of_style(&found.message, &found.plain));
            }
        }
        let shown = format!("{printed}{}", ran.value().unwrap_or(""));
        differences.extend(foreign_names(&shown));
        let mut warnings = ran.warnings();
        for expected in &self.warnings {
            let words = phrases(expected);
            match warnings
                .iter()
                .position(|warning| words.iter().all(|word| has(warning, word)))
            {
                Some(at) => drop(warnings.remove(at)),
                None => differences.push(format!(
                    "expected a warning with {expected:?}\ngot {warnings:?}"
                )),
            }
        }
        if !warnings.is_empty() {
            differences.push(format!("unexpected warnings: {warnings:?}"));
        }
        differences
    }
}

fn phrases(text: &str) -> Vec<String> {
    text.split(',')
        .map(|phrase| phrase.trim().to_string())
        .filter(|phrase| !phrase.is_empty())
        .collect()
}

fn lines(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn report(file: &str, story: &Story, cell: &Expected, ran: &Ran, differences: &[String]) -> String {
    let mut out = format!(
        "{file}:{} cell [{}] of \"{}\"\n{}",
        cell.line,
        cell.label,
        story.title,
        indented(&cell.code)
    );
    for difference in differences {
        let _ = writeln!(out, "  {}", difference.trim_end());
    }
    if let (Some(found), false) = (
        ran.diagnostic(),
        differences.iter().any(|text| text.contains("rror")),
    ) {
        let _ = write!(out, "  it ended with\n{}", indented(&found.plain));
    }
    out
}
