//! Why a cell failed, in the reader's words.
//!
//! An error of Rhai's becomes an [`Explanation`]: what was wrong, where, and what to do. [`render`] turns that into the
//! text a reader sees.

mod advice;
mod calls;
mod caught;
mod elsewhere;
mod idioms;
pub mod kinds;
mod names;
mod operators;
mod parse;
mod render;
mod runtime;
pub(crate) mod words;
mod written;

use std::rc::Rc;

use rhai::Position;

use crate::notebook::Notebook;
use crate::outcome::{Call, Diagnostic, Fix, Label};
use crate::source::Source;
pub(crate) use advice::Advice;
pub(crate) use caught::caught;
pub(crate) use kinds::Kind;
pub(crate) use names::top_level;
pub(crate) use parse::{explain as explain_parse_error, open_bracket, open_comment};
pub(crate) use runtime::{at, explain as explain_failure};

/// What is said about a failure.
#[derive(Debug)]
pub(crate) struct Explanation {
    /// Which kind of mistake it is.
    pub(crate) kind: &'static Kind,
    /// What was wrong: no final full stop.
    pub(crate) message: String,
    /// Other places in the cell that belong to it.
    pub(crate) labels: Vec<Label>,
    /// What to do about it.
    pub(crate) hints: Vec<String>,
    /// The texts of which the hints tell.
    pub(crate) fixes: Vec<Fix>,
    /// For a mistake of ours: what to report.
    pub(crate) report: Option<String>,
}

impl Explanation {
    pub(crate) fn new(kind: &'static Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            labels: Vec::new(),
            hints: Vec::new(),
            fixes: Vec::new(),
            report: None,
        }
    }

    pub(crate) fn hint(mut self, advice: impl Into<Advice>) -> Self {
        let advice = advice.into();
        self.hints.push(advice.sentence);
        self.fixes.extend(advice.fix);
        self
    }

    pub(crate) fn hints<A: Into<Advice>>(self, advice: impl IntoIterator<Item = A>) -> Self {
        advice.into_iter().fold(self, Self::hint)
    }

    /// Points at another place of the cell that explains the first.
    pub(crate) fn label(mut self, span: (usize, usize), text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
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
        let span = source.offset(position).map(|start| source.span_at(start));
        Self {
            source: source.clone(),
            span,
            function,
        }
    }
}

/// Puts explanation and places together. `frames` holds the innermost place first; its last is in the cell itself.
pub(crate) fn finish(explanation: Explanation, frames: &[Frame]) -> Diagnostic {
    let plain = render::render(&explanation, frames, &render::Plain);
    let ansi = render::render(&explanation, frames, &render::Ansi);
    let call = |frame: &Frame| Call {
        cell: frame.source.label.clone(),
        line: frame.span.map(|(start, _)| frame.source.line_of(start)),
        function: frame.function.clone(),
    };
    Diagnostic {
        code: explanation.kind.code,
        kind: explanation.kind.family,
        message: explanation.message,
        // What is missing at the end of the text has no width.
        // What is innermost in the cell itself is nearest to the cause.
        span: frames.last().and_then(|cell| {
            let in_cell = frames.iter().filter(|f| f.source.id == cell.source.id);
            let end = cell.source.code.len();
            in_cell
                .filter_map(|f| f.span)
                .next()
                .map(|(from, to)| (from.min(end), to.min(end)))
        }),
        labels: explanation.labels,
        hints: explanation.hints,
        // A fix is for the cell that was run, not for a function of an earlier one.
        fixes: match (frames.first(), frames.last()) {
            (Some(inner), Some(cell)) if inner.source.id == cell.source.id => explanation.fixes,
            _ => Vec::new(),
        },
        trace: frames.iter().map(call).collect(),
        report: explanation.report,
        plain,
        ansi,
    }
}

/// What explanations may look up.
pub(crate) struct Surroundings<'a> {
    pub(crate) notebook: &'a Notebook,
    /// The cell that was run.
    pub(crate) source: &'a Rc<Source>,
    /// What was said of loops in which nothing changes.
    pub(crate) standing_still: Vec<String>,
}

impl Surroundings<'_> {
    /// Whether a name that is there may be offered instead of a wrong one.
    fn offers(&self, name: &str) -> bool {
        let offered = self.notebook.offered.as_ref();
        offered.is_none_or(|names| names.contains(name))
    }

    /// The name of a function the reader may have meant, called with values of these kinds.
    pub(crate) fn near_function(&self, wanted: &str, kinds: &[&str]) -> Option<String> {
        self.notebook.wanted.borrow_mut().insert(wanted.to_string());
        let own = self.notebook.functions().map(|(_, f)| f.name());
        let fits = |name: &&str| {
            let first = kinds.first();
            first.is_none_or(|kind| calls::takes_first(name, kind))
        };
        words::near(wanted, own.filter(|name| self.offers(&format!("{name}()"))))
            .or_else(|| words::near(wanted, library_names().filter(fits)))
            .map(str::to_string)
    }

    /// The names a reader may have meant: variables, functions, and the library.
    pub(crate) fn near_name(&self, wanted: &str) -> Option<String> {
        self.notebook.wanted.borrow_mut().insert(wanted.to_string());
        let mut names: Vec<&str> = self
            .notebook
            .scope
            .iter_raw()
            .map(|(name, ..)| name)
            .filter(|name| self.offers(name))
            .collect();
        let functions = self.notebook.functions().map(|(_, f)| f.name());
        names.extend(functions.filter(|name| self.offers(&format!("{name}()"))));
        // The reader's own names come first: a slip for one of them is likelier.
        words::near(wanted, names)
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
