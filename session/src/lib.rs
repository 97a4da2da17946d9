//! What a Rhaibook cell is: running one, asking about one, explaining why one failed.
//!
//! A [`Session`] holds the variables and functions of one notebook. It knows cells; it knows nothing of sockets,
//! processes, Jupyter's messages or a page. Positions are byte offsets into the cell's text (UTF-8).

use std::rc::Rc;

pub use rhaibook_stdlib::catalog;
pub use rhaibook_stdlib::display::{self, Display};
pub use rhaibook_stdlib::host::{Host, Stream, Unanswered};

/// A notebook's variables and functions, and the engine that runs its cells.
pub struct Session {
    host: Rc<dyn Host>,
}

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

/// What went wrong, where, and what to do.
#[derive(Clone, Debug, Default)]
pub struct Diagnostic {
    /// The kind of mistake, short and stable: `SyntaxError`, `NameError`, `TypeError`, `ValueError`, `IndexError`,
    /// `ConstantError`, `Thrown`, `Interrupted`, `LimitError`, `InternalError`.
    pub kind: &'static str,
    /// What was wrong, in one sentence without a final full stop.
    pub message: String,
    /// Where in the failing cell, as byte offsets; none when the place is not known.
    pub span: Option<(usize, usize)>,
    /// What to do about it.
    pub hints: Vec<String>,
    /// The whole explanation for a terminal or a notebook without colours: message, source line with carets, trace, hints.
    pub plain: String,
    /// The same with ANSI colours.
    pub ansi: String,
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

/// What could stand at the cursor.
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

impl Session {
    /// An empty session whose cells talk to `host`.
    pub fn new(host: Rc<dyn Host>) -> Self {
        Self { host }
    }

    /// Runs a cell. Whatever happens, it returns, and the session can run the next.
    pub fn execute(&mut self, cell: Cell<'_>) -> Outcome {
        self.host.text(Stream::Out, cell.code);
        Outcome::Done { value: None, page: None }
    }

    /// Evaluates one expression without touching the notebook, as `user_expressions` asks.
    pub fn evaluate(&mut self, expression: &str) -> Result<Display, Diagnostic> {
        Ok(Display::text(expression))
    }

    /// Whether a text is a whole cell.
    pub fn check(&self, code: &str) -> Completeness {
        let _ = code;
        Completeness::Complete
    }

    /// What could stand at byte offset `at`.
    pub fn complete(&self, code: &str, at: usize) -> Completions {
        let _ = code;
        Completions { start: at, end: at, matches: Vec::new() }
    }

    /// What is known of the name at byte offset `at`. `detail` 1 adds the whole documentation.
    pub fn inspect(&self, code: &str, at: usize, detail: u8) -> Option<Display> {
        let _ = (code, at, detail);
        None
    }

    /// The names a cell reads and writes.
    pub fn reads_and_writes(&self, code: &str) -> Names {
        let _ = code;
        Names::default()
    }

    /// The notebook's variables, by name.
    pub fn variables(&self) -> Vec<Variable> {
        Vec::new()
    }
}
mod scan;
mod source;
