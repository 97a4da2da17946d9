//! Why a cell failed, in the reader's words.
//!
//! An error of Rhai's becomes an [`Explanation`]: what was wrong, where, and what to do. [`render`] turns that into the
//! text a reader sees.

mod calls;
mod caught;
mod idioms;
mod parse;
mod render;
mod runtime;
pub(crate) mod words;

use std::rc::Rc;

use rhai::Position;

use crate::Diagnostic;
use crate::notebook::Notebook;
use crate::scan;
use crate::source::Source;

pub(crate) use caught::caught;
pub(crate) use parse::explain as explain_parse_error;
pub(crate) use runtime::{at, explain as explain_failure};

/// What is said about a failure.
#[derive(Debug, Default)]
pub(crate) struct Explanation {
    /// `NameError`, `TypeError`, …: the names Python's readers know.
    pub(crate) kind: &'static str,
    /// What was wrong: no final full stop.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) hints: Vec<String>,
}

impl Explanation {
    pub(crate) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hints: Vec::new(),
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    pub(crate) fn hints(mut self, hints: impl IntoIterator<Item = String>) -> Self {
        self.hints.extend(hints);
        self
    }
}

/// A place in a cell, and the function it is in.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) source: Rc<Source>,
    /// Byte offsets in the source; none when only the cell is known.
    pub(crate) span: Option<(usize, usize)>,
    /// The name of the function, none at the cell's top level.
    pub(crate) function: Option<String>,
}

impl Frame {
    pub(crate) fn at(source: &Rc<Source>, position: Position, function: Option<String>) -> Self {
        let span = source
            .offset(position)
            .map(|start| span_at(&source.code, start));
        Self {
            source: source.clone(),
            span,
            function,
        }
    }
}

/// The token at an offset, so that the whole name is underlined.
fn span_at(code: &str, start: usize) -> (usize, usize) {
    let rest = code.get(start..).unwrap_or("");
    let next = start + rest.chars().next().map_or(1, char::len_utf8);
    let end = scan::tokens(code)
        .into_iter()
        .find(|t| t.start <= start && start < t.end)
        // A long text or comment is pointed at where it begins.
        .map(|t| if t.start == start { t.end } else { next })
        .unwrap_or(next);
    let line_end = rest.find('\n').map_or(code.len(), |i| start + i);
    (start, end.min(line_end.max(next)).max(next))
}

/// Puts explanation and places together. `frames` holds the innermost place first; its last is in the cell itself.
pub(crate) fn finish(explanation: Explanation, frames: &[Frame]) -> Diagnostic {
    let plain = render::render(&explanation, frames, &render::Plain);
    let ansi = render::render(&explanation, frames, &render::Ansi);
    Diagnostic {
        kind: explanation.kind,
        message: explanation.message,
        // What is missing at the end of the text has no width.
        span: frames.last().and_then(|f| {
            let end = f.source.code.len();
            f.span.map(|(from, to)| (from.min(end), to.min(end)))
        }),
        hints: explanation.hints,
        plain,
        ansi,
    }
}

/// What explanations may look up.
pub(crate) struct Surroundings<'a> {
    pub(crate) notebook: &'a Notebook,
    /// The cell that was run.
    pub(crate) source: &'a Rc<Source>,
}

impl Surroundings<'_> {
    /// The names a reader may have meant: variables, functions, and the library.
    pub(crate) fn near_name(&self, wanted: &str) -> Option<String> {
        let mut names: Vec<&str> = self
            .notebook
            .scope
            .iter_raw()
            .map(|(name, ..)| name)
            .collect();
        names.extend(self.notebook.functions().map(|(_, f)| f.name()));
        // The reader's own names come first: a slip for one of them is likelier.
        words::near(wanted, names.into_iter())
            .or_else(|| words::near(wanted, library_names()))
            .map(str::to_string)
    }
}

/// The names of the library's functions.
pub(crate) fn library_names() -> impl Iterator<Item = &'static str> {
    use rhaibook_stdlib::catalog::{ENTRIES, Kind};
    ENTRIES
        .iter()
        .filter(|e| e.kind == Kind::Function)
        .map(|e| e.name)
}
