//! Calls on large arrays, stopped at their first, second, … look at whether the reader pressed Stop: each ends there, leaves
//! everything as it was, and gives the right value when it is called again.

use std::cell::Cell;
use std::rc::Rc;

use rhai::{AST, Dynamic, Engine, Scope};
use rhaibook_stdlib::Library;
use rhaibook_stdlib::array::{self, Array, View};
use rhaibook_stdlib::compute::parallel::set_threads;
use rhaibook_stdlib::host::{self, Host};

mod calls;

/// Calls of the list that never ask: they make nothing, or go through an array once without writing.
const AT_ONCE: &[&str] = &[
    "zeros(n)",
    "eye(side)",
    "array(x)",
    "x.to_string()",
    "0.5 in x",
    "sum(i)",
    "min(i)",
    "argmax(x)",
    "argmin(i)",
    "count_nonzero(i)",
];

#[test]
fn a_stopped_call_ends_at_its_next_question() {
    let notebook = Notebook::new();
    let failed: Vec<String> = calls::CASES
        .iter()
        .filter_map(|code| stopped(&notebook, code).err())
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Stops the call at several moments; what went wrong, if something did.
fn stopped(notebook: &Notebook, code: &str) -> Result<(), String> {
    let call = notebook.engine.compile(code).expect("compiles");
    let mut scope = notebook.scope.clone();
    set_threads(Some(1));
    let (wanted, questions) = notebook.run(&mut scope, &call, None);
    let wanted = wanted.map_err(|error| format!("{code}: {error}"))?;
    if (questions == 0) != AT_ONCE.contains(&code) {
        return Err(format!("{code} asks {questions} times whether to stop"));
    }
    for (threads, moments) in [(1, &[0, 1, 2, 5][..]), (2, &[3])] {
        set_threads(Some(threads));
        for &after in moments {
            match notebook.run(&mut scope, &call, Some(after)).0 {
                Err(error) if error.contains("terminated") => {}
                Err(error) => return Err(format!("{code}: {error}")),
                // Where there are other threads, they may be done with all before this one asks.
                Ok(_) if threads == 1 && after < questions => {
                    return Err(format!(
                        "{code} goes on after question {after} of {questions}"
                    ));
                }
                Ok(found) if found != wanted => {
                    return Err(format!(
                        "{code} gives something else, stopped after {after}"
                    ));
                }
                Ok(_) => {}
            }
        }
        if notebook.run(&mut scope, &call, None).0 != Ok(wanted.clone()) {
            return Err(format!("{code} gives something else once more"));
        }
    }
    Ok(())
}

/// Changes to a variable `v`, and what it is before.
const CHANGES: &[(&str, &str)] = &[
    ("x", "v[b] = 0.0"),
    ("x", "v[b] = y[b]"),
    ("x", "v[1..n] = v[0..n - 1]"),
    ("x", "v[0..half] = 1.0"),
    ("i", "v[0..half] = 0.5"),
    ("i", "v[b] = 0.5"),
    ("b", "v[0..half] = true"),
    ("x", "v[i] = y"),
    ("x", "v[p] = q"),
    ("m", "v[b[0..rows]] = m[0]"),
    ("m", "v[m > 0.5] = 2"),
    ("m", "v[1] = 3"),
    ("x", "v.set(3, 2.5)"),
    ("x + 1.0", "v[0..half] = 1.0"),
    ("x", "v.sort()"),
];

#[test]
fn a_stopped_change_changes_all_or_nothing() {
    let notebook = Notebook::new();
    let mut scope = notebook.scope.clone();
    let many = "let p = rng(5).integers(0, n, 2200000); let q = rng(6).random(2200000);";
    notebook
        .engine
        .run_with_scope(&mut scope, many)
        .expect("runs");
    let compiled = |code: &str| notebook.engine.compile(code).expect("compiles");
    let look = compiled("v");
    for (start, change) in CHANGES {
        // Shared with another variable, and not.
        for shared in ["", "let u = v;"] {
            let kept = scope.len();
            let setup = compiled(&format!(
                "let v = {start}; if v.ndim > 0 {{ v[0] = v[0]; }} {shared}"
            ));
            let change = compiled(change);
            let start = |scope: &mut Scope<'static>| {
                scope.rewind(kept);
                notebook
                    .engine
                    .run_ast_with_scope(scope, &setup)
                    .expect("runs");
                notebook.run(scope, &look, None).0.expect("is there")
            };
            let before = start(&mut scope);
            notebook.run(&mut scope, &change, None).0.expect("changes");
            let changed = notebook.run(&mut scope, &look, None).0.expect("is there");
            assert!(before != changed, "{change:?} changes something");
            for after in [0, 1, 2, 5, 12] {
                start(&mut scope);
                let (ended, _) = notebook.run(&mut scope, &change, Some(after));
                let now = notebook.run(&mut scope, &look, None).0.expect("is there");
                let wanted = if ended.is_ok() { &changed } else { &before };
                assert!(now == *wanted, "{change:?} stopped after {after}, {shared}");
                notebook.run(&mut scope, &change, None).0.expect("changes");
            }
            scope.rewind(kept);
        }
    }
}

struct Notebook {
    engine: Engine,
    scope: Scope<'static>,
    reader: Rc<Reader>,
}

impl Notebook {
    fn new() -> Self {
        set_threads(Some(1));
        let reader = Rc::new(Reader::default());
        host::install(reader.clone());
        let mut engine = Engine::new_raw();
        Library::new().install(&mut engine);
        let mut scope = Scope::new();
        engine
            .run_with_scope(&mut scope, &calls::setup(400_000, 600, 600))
            .expect("runs");
        array::settle().expect("nobody stops it");
        Self {
            engine,
            scope,
            reader,
        }
    }

    /// What the code gives, or its error, when Stop is pressed after so many questions; and how many there were.
    fn run(
        &self,
        scope: &mut Scope<'static>,
        code: &AST,
        stop_after: Option<usize>,
    ) -> (Result<String, String>, usize) {
        self.reader.asked.set(0);
        self.reader.stop_after.set(stop_after);
        let kept = scope.len();
        let ended = self
            .engine
            .eval_ast_with_scope::<Dynamic>(scope, code)
            .and_then(|value| array::settle().map(|()| value));
        let asked = self.reader.asked.get();
        self.reader.stop_after.set(None);
        scope.rewind(kept);
        let ended = match ended {
            Ok(value) => Ok(written(&value)),
            Err(error) => Err(error.to_string().to_lowercase()),
        };
        (ended, asked)
    }
}

/// The value with all its digits; of arrays the type, the shape and what comes of all bits, in their order.
fn written(value: &Dynamic) -> String {
    if let Some(array) = value.read_lock::<Array>() {
        let bits: Vec<u64> = match array.view() {
            View::Floats(x) => x.iter().map(|x| x.to_bits()).collect(),
            View::Ints(x) => x.iter().map(|n| *n as u64).collect(),
            View::Bools(x) => x.iter().map(|b| u64::from(*b)).collect(),
        };
        let mixed = bits.iter().fold(0u64, |mixed, bits| {
            (mixed ^ bits)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(23)
        });
        return format!("{} {:?} {mixed:x}", array.dtype().name(), array.shape());
    }
    if let Ok(list) = value.as_array_ref() {
        return list.iter().map(written).collect::<Vec<_>>().join(", ");
    }
    value.to_string()
}

/// A host whose reader presses Stop after so many questions.
#[derive(Default)]
struct Reader {
    asked: Cell<usize>,
    stop_after: Cell<Option<usize>>,
}

impl Host for Reader {
    fn interrupted(&self) -> bool {
        let asked = self.asked.get();
        self.asked.set(asked + 1);
        self.stop_after.get().is_some_and(|after| asked >= after)
    }
}
