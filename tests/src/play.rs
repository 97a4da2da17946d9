//! Playing a transcript: running its cells, and comparing.

use std::fmt::Write;

use rhaibook_session::{Cell, Completeness};

use crate::notebook::{Notebook, Ran, with_notebook};
use crate::transcript::{Expected, Story, phrases};
use crate::wording::{contains, faults_of_style, foreign_names, has, indented, same};

/// Runs a story in a fresh notebook; returns what went otherwise than expected.
pub fn play(file: &str, story: &Story) -> Vec<String> {
    with_notebook(|notebook: &mut Notebook| {
        let mut failures = Vec::new();
        for cell in &story.cells {
            for answer in &cell.answers {
                notebook.answer(answer);
            }
            let ran = notebook.run(&cell.label, &cell.code);
            let mut differences = cell.compare(&ran);
            differences.extend(contradictions(notebook, &cell.code, &ran));
            if !differences.is_empty() {
                failures.push(report(file, story, cell, &ran, &differences));
            }
        }
        failures
    })
}

/// Where what the session says of a cell without running it contradicts what running it did.
fn contradictions(notebook: &Notebook, code: &str, ran: &Ran) -> Vec<String> {
    let whole = matches!(
        notebook.session.check(Cell { label: "1", code }),
        Completeness::Complete
    );
    match ran.diagnostic() {
        // At a prompt, only a blank line tells where the body of a `%%` magic ends.
        None if !whole && !code.trim_start().starts_with("%%") => {
            vec!["it ran, and is said not to be a whole cell".to_string()]
        }
        // What follows a magic's name isn't looked at until it runs.
        Some(found)
            if found.kind == "SyntaxError" && whole && !code.trim_start().starts_with('%') =>
        {
            vec![format!(
                "it is said to be a whole cell, and is none:\n{}",
                indented(&found.plain)
            )]
        }
        _ => Vec::new(),
    }
}

impl Expected {
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
