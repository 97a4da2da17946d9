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
    /// What the reader knows it by.
    pub label: String,
    /// The line of the file that its code begins on, from 1.
    pub(crate) line: usize,
    /// Its text.
    pub code: String,
    /// What the reader answers to `input`.
    pub answers: Vec<String>,
    pub(crate) printed: Vec<String>,
    pub(crate) printed_words: Vec<String>,
    pub(crate) complained: Vec<String>,
    pub(crate) value: Vec<String>,
    pub(crate) value_words: Vec<String>,
    pub(crate) error: Option<Vec<String>>,
    pub(crate) warnings: Vec<String>,
    pub(crate) displays: Vec<String>,
    pub(crate) page: Vec<String>,
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
}

/// The phrases of a text, which commas part.
pub(crate) fn phrases(text: &str) -> Vec<String> {
    text.split(',')
        .map(|phrase| phrase.trim().to_string())
        .filter(|phrase| !phrase.is_empty())
        .collect()
}
