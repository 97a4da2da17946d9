//! What the session is asked with and what it answers: plain values, for every host alike.

use std::collections::{BTreeMap, BTreeSet};

use rhaibook_stdlib::display::Display;

/// A cell to run.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// What the reader knows the cell by, for messages: the execution count in a notebook. `in cost, cell [3] line 2`.
    pub label: &'a str,
    /// The cell's text.
    pub code: &'a str,
}

/// How a cell ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It ran to its end; the value of its last expression, unless that is `()` or ends in a semicolon.
    Done {
        /// What the cell shows as its result.
        value: Option<Display>,
        /// Text for the pager, as `?name` asks for.
        page: Option<Display>,
    },
    /// It failed.
    Failed(Diagnostic),
    /// It was asked to stop, and did.
    Interrupted(Diagnostic),
}

/// What went wrong, where, and what to do; a quiet warning is one too.
#[derive(Clone, Debug, Default)]
pub struct Diagnostic {
    /// The code of the kind of mistake, which never changes: `R020`. `explain R020` tells more.
    pub code: &'static str,
    /// The name that front ends show: `SyntaxError`, `NameError`, `TypeError`, `ValueError`, `IndexError`,
    /// `ConstantError`, `Thrown`, `Interrupted`, `LimitError`, `InternalError`; `Warning`.
    pub kind: &'static str,
    /// What was wrong, in one sentence without a final full stop.
    pub message: String,
    /// Where in the failing cell, as byte offsets; none when the place is not known.
    pub span: Option<(usize, usize)>,
    /// Other places in the cell that belong to it.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub hints: Vec<String>,
    /// Texts of which hints tell, each with the part of the cell that it replaces; the likeliest comes first.
    pub fixes: Vec<Fix>,
    /// The calls that led to it, the innermost first; the last is in the cell itself.
    pub trace: Vec<Call>,
    /// For a mistake of Rhaibook's own: what to report.
    pub report: Option<String>,
    /// The whole explanation for a terminal or a notebook without colours: message, source line with carets, trace, hints.
    pub plain: String,
    /// The same with ANSI colours.
    pub ansi: String,
}

/// A text to put in the place of a part of the cell, which repairs a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it replaces, as byte offsets; both are the same where something is only missing.
    pub span: (usize, usize),
    /// The text.
    pub text: String,
}

/// A place in the failing cell that explains the mistake, such as the bracket that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Byte offsets.
    pub span: (usize, usize),
    /// What is there, in a few words.
    pub text: String,
}

/// A place that was running when a cell failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The cell, as the reader knows it.
    pub cell: String,
    /// The line in it, from 1.
    pub line: Option<usize>,
    /// The function; none at the cell's top level.
    pub function: Option<String>,
}

/// Whether a text is a whole cell.
#[derive(Clone, Debug)]
pub enum Completeness {
    /// It can be run.
    Complete,
    /// More must follow; the indent the next line should begin with.
    Incomplete {
        /// Spaces.
        indent: String,
    },
    /// No continuation makes it valid.
    Invalid(Vec<Diagnostic>),
}

/// What could go at the cursor.
#[derive(Clone, Debug, Default)]
pub struct Completions {
    /// Where the text to be replaced begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The candidates, best first.
    pub matches: Vec<Completion>,
}

/// One candidate.
#[derive(Clone, Debug)]
pub struct Completion {
    /// The text to insert.
    pub text: String,
    /// `function`, `variable`, `keyword`, `property`, `magic` or `module`.
    pub kind: &'static str,
    /// A short signature or the kind of the variable's value.
    pub signature: String,
}

/// A variable of the notebook.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// The kind of its value, without article: `array`, `number`, `text`.
    pub kind: String,
    /// The value, abridged to one line.
    pub summary: String,
    /// Whether it was made by `const`.
    pub constant: bool,
}

/// The names a cell reads and writes, from its text alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Variables and functions it uses but does not make first.
    pub reads: Vec<String>,
    /// Variables and functions it makes or changes.
    pub writes: Vec<String>,
}

/// What a run did with names; functions are written `f()`. Names and fingerprints, never values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// What the run may depend on: what its text reads, what functions read as they ran, and what closures among these
    /// have captured and may call. Names that were looked for in vain are among them.
    pub reads: BTreeSet<String>,
    /// What the run made or redefined, whatever was there before.
    pub makes: BTreeSet<String>,
    /// Names that were not there, and for which the explanation of the failure looked among all names, and among what
    /// other cells are to make.
    pub wanted: BTreeSet<String>,
    /// The run may depend on all names there are: a magic, `eval`.
    pub whole: bool,
    /// Of each name that the run may have changed, and each it may depend on: its fingerprint afterwards, none when it is
    /// not there. One that begins with `~` says nothing: the value can be changed without being named.
    pub values: BTreeMap<String, Option<String>>,
}
