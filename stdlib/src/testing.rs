//! Running Rhai in this crate's own tests: an engine with the library, and a host that records.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rhai::{Dynamic, Engine, EvalAltResult, Scope, Token};

use crate::Library;
use crate::display::Display;
use crate::fault::Fault;
use crate::host::{self, Host, Stream, Unanswered};
use crate::value;

/// What a piece of code did.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// Its value, as it is inside a list; nothing for `()`.
    pub(crate) value: String,
    /// What it printed.
    pub(crate) printed: String,
    /// What it displayed and updated, with the ids.
    pub(crate) displays: Vec<(Display, Option<String>)>,
    /// What it was warned of.
    pub(crate) warnings: Vec<String>,
    /// The error it ended with: message, and hint in brackets.
    pub(crate) error: Option<String>,
}

/// The value of some code, as it is inside a list, or the error's message with the hint in brackets.
pub(crate) fn evaluate(code: &str) -> Result<String, String> {
    let run = run(code);
    match run.error {
        Some(error) => Err(error),
        None => Ok(run.value),
    }
}

/// Holds some code to its value, as it is inside a list.
///
/// # Panics
/// When it fails or gives another.
#[track_caller]
pub(crate) fn gives(code: &str, expected: &str) {
    assert_eq!(evaluate(code).as_deref(), Ok(expected), "{code}");
}

/// What some code prints, without the last line's end.
///
/// # Panics
/// When it fails.
pub(crate) fn printed(code: &str) -> String {
    let run = run(code);
    assert_eq!(run.error, None, "{code}");
    run.printed.trim_end_matches('\n').to_string()
}

/// Runs some code in a fresh engine.
pub(crate) fn run(code: &str) -> Run {
    Bench::new().run(code)
}

/// Runs the examples in the doc comments of a source file; says how many lines were checked.
///
/// # Panics
/// When an example does not do what its `// =>`, `// prints`, `// displays` or `// error:` says; `⏎` stands for a line's end.
pub(crate) fn check_examples(source: &str) -> usize {
    let mut checked = 0;
    let mut lines = source.lines().map(str::trim_start);
    while let Some(line) = lines.next() {
        if line != "/// ```rhai" {
            continue;
        }
        let block: Vec<&str> = lines
            .by_ref()
            .take_while(|l| *l != "/// ```")
            .map(|l| {
                l.trim_start_matches("///")
                    .strip_prefix(' ')
                    .unwrap_or_default()
            })
            .collect();
        checked += check_block(&block);
    }
    checked
}

fn check_block(block: &[&str]) -> usize {
    let mut bench = Bench::new();
    let mut pending = String::new();
    let mut checked = 0;
    for line in block {
        let (code, comment) = line.rsplit_once("// ").unwrap_or((line, ""));
        pending.push_str(code);
        pending.push('\n');
        let marks = ["=> ", "prints ", "displays ", "error: "];
        let Some(mark) = marks.iter().find(|mark| comment.starts_with(**mark)) else {
            continue;
        };
        let expected = &comment[mark.len()..];
        let run = bench.run(&std::mem::take(&mut pending));
        checked += 1;
        let error = run.error.clone().unwrap_or_default();
        if *mark == "error: " {
            assert!(error.contains(expected), "{line}\ngave {run:?}");
            continue;
        }
        assert_eq!(error, "", "{line}");
        let found = match *mark {
            "=> " => run.value,
            "prints " => run.printed.trim_end().to_string(),
            _ => run.displays[0]
                .0
                .get(crate::display::TEXT)
                .unwrap_or_default()
                .to_string(),
        };
        assert_eq!(found, expected.replace('⏎', "\n"), "{line}");
    }
    if !pending.trim().is_empty() {
        assert_eq!(bench.run(&pending).error, None, "{block:?}");
    }
    checked
}

/// An engine with the library, its variables, and the host that its code talks to.
pub(crate) struct Bench {
    engine: Engine,
    scope: Scope<'static>,
    host: Rc<Recorder>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let host = Rc::new(Recorder::default());
        host::install(host.clone());
        let mut engine = Engine::new_raw();
        Library::new().install(&mut engine);
        engine.on_print(|text| host::current().text(Stream::Out, &format!("{text}\n")));
        engine.set_max_expr_depths(0, 0);
        // As in a session: Rhai's optimiser writes constants into texts by its own rules.
        // As in a session: words that Rhai only reserves are names.
        let powers = crate::power::reader();
        #[allow(deprecated, reason = "volatile, as the session's use of it")]
        engine.on_parse_token(move |token, position, _| match powers(token, position) {
            Token::Reserved(name) if name.chars().all(char::is_alphabetic) => {
                Token::Identifier(name)
            }
            token => token,
        });
        Self {
            engine,
            scope: Scope::new(),
            host,
        }
    }

    pub(crate) fn run(&mut self, code: &str) -> Run {
        host::install(self.host.clone());
        let outcome = self
            .engine
            .eval_with_scope::<Dynamic>(&mut self.scope, code);
        let mut run = Run {
            printed: self.host.printed.take(),
            displays: self.host.displays.take(),
            warnings: self.host.warnings.take(),
            ..Run::default()
        };
        match outcome {
            Ok(value) if value.is_unit() => {}
            Ok(value) => run.value = value::repr(&value),
            Err(error) => run.error = Some(message(&error)),
        }
        run
    }
}

/// An error's message, with the hint in brackets.
fn message(error: &EvalAltResult) -> String {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => message(inner),
        EvalAltResult::ErrorRuntime(payload, _) => match payload.read_lock::<Fault>() {
            Some(fault) => match &fault.hint {
                Some(hint) => format!("{} [{hint}]", fault.message),
                None => fault.message.clone(),
            },
            None => value::text(payload),
        },
        other => other.to_string(),
    }
}

/// A host that keeps what it is told. Its clock moves only when code sleeps.
#[derive(Default)]
struct Recorder {
    printed: RefCell<String>,
    displays: RefCell<Vec<(Display, Option<String>)>>,
    warnings: RefCell<Vec<String>>,
    clock: Cell<f64>,
}

impl Host for Recorder {
    fn text(&self, _: Stream, text: &str) {
        self.printed.borrow_mut().push_str(text);
    }

    fn display(&self, display: &Display, id: Option<&str>) {
        self.displays
            .borrow_mut()
            .push((display.clone(), id.map(str::to_string)));
    }

    fn update(&self, display: &Display, id: &str) {
        self.display(display, Some(id));
    }

    fn clear(&self, _: bool) {
        self.printed.borrow_mut().clear();
    }

    fn ask(&self, _: &str, _: bool) -> Result<String, Unanswered> {
        Err(Unanswered::NotAllowed)
    }

    fn sleep(&self, seconds: f64) {
        self.clock.set(self.clock.get() + seconds);
    }

    fn now(&self) -> f64 {
        self.clock.get()
    }

    fn entropy(&self) -> u64 {
        0x1234_5678_9abc_def0
    }

    fn interrupted(&self) -> bool {
        false
    }

    fn warn(&self, message: &str) {
        self.warnings.borrow_mut().push(message.to_string());
    }
}
