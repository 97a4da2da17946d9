//! Recorded chains: the same bits as step by step, whatever the number of threads, and no change that leaks.
//!
//! A failure prints the case, made small, and the seed; `PROPTEST_RNG_SEED=…` repeats a run.

use std::cell::RefCell;
use std::rc::Rc;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rhai::{Dynamic, Engine, Scope};
use rhaibook_stdlib::Library;
use rhaibook_stdlib::array::{self, Array, View, record_from};
use rhaibook_stdlib::compute::parallel::set_threads;
use rhaibook_stdlib::host::{self, Host};

/// Lengths around the limits at which arrays are worked on in another way, and some of several pieces.
const LENGTHS: [usize; 8] = [0, 1, 7, 1024, 1025, 5000, 32_769, 70_001];

#[test]
fn a_chain_gives_the_bits_of_its_steps() {
    let mut runner = TestRunner::new(Config {
        cases: 250,
        ..Config::default()
    });
    let case = (prop::sample::select(&LENGTHS[..]), floats(4), 0..SUMS.len());
    let holds = |(n, chain, sum): (usize, String, usize)| {
        // An empty array has no extremes.
        let sum = if n == 0 { "sum" } else { SUMS[sum] };
        let code = format!("let r = {chain}; [r, {sum}({chain})]");
        record_from(Some(usize::MAX));
        set_threads(Some(1));
        let wanted = Notebook::new(n).run(&code);
        for threads in [1, 2, 5, 16] {
            record_from(Some(0));
            set_threads(Some(threads));
            let found = Notebook::new(n).run(&code);
            prop_assert!(
                found == wanted,
                "{code} with {n} elements and {threads} threads"
            );
        }
        Ok(())
    };
    if let Err(failure) = runner.run(&case, holds) {
        panic!("{failure}");
    }
}

#[test]
fn a_change_to_one_variable_is_seen_by_no_other() {
    let mut runner = TestRunner::new(Config {
        cases: 150,
        ..Config::default()
    });
    let case = (
        prop::sample::select(vec![3usize, 2000]),
        prop::collection::vec(action(), 1..25),
    );
    let holds = |(n, actions): (usize, Vec<Action>)| {
        record_from(Some(0));
        let mut notebook = Notebook::new(n);
        let start: Vec<f64> = notebook.floats("y");
        let mut model = [start.clone(), start.clone(), start];
        notebook.run("let v0 = y; let v1 = y; let v2 = y; 0");
        let code: String = actions.iter().map(|a| a.code() + "\n").collect();
        // All in one statement, so that what is recorded stays so until somebody asks.
        notebook.run(&format!("{{ {code} }} 0"));
        actions.iter().for_each(|action| action.follow(&mut model));
        for (i, wanted) in model.iter().enumerate() {
            let found = notebook.floats(&format!("v{i}"));
            let differs = (0..n).find(|at| found[*at] != wanted[*at]);
            prop_assert_eq!(differs, None, "the first place of v{} after {}", i, code);
        }
        Ok(())
    };
    if let Err(failure) = runner.run(&case, holds) {
        panic!("{failure}");
    }
}

#[test]
fn warnings_come_from_recorded_steps_too() {
    record_from(Some(0));
    let mut notebook = Notebook::new(5000);
    notebook.run("let r = 1.0 / (y - y); let s = log(y - 1000.0); 0");
    array::settle().unwrap();
    assert_eq!(
        notebook.host.warnings.take(),
        [
            "division by zero: the result holds inf",
            "log(-1006.0) is nan"
        ]
    );
}

#[test]
fn what_is_recorded_is_done_when_the_statement_ends() {
    record_from(Some(0));
    let mut notebook = Notebook::new(5000);
    notebook.run("let r = x + 1.0; 0");
    array::settle().unwrap();
    // Settling again finds nothing to do, and the input is the reader's alone again.
    let r = notebook.floats("r");
    notebook.run("x[0] = 77.0; 0");
    assert_eq!(notebook.floats("r"), r);
}

/// What becomes of a chain at its end.
const SUMS: [&str; 6] = ["sum", "mean", "std", "min", "max", "count_nonzero"];

/// Expressions over `x`, `y` (floats), `i` (whole numbers) and `b` (truth values) that give floats.
fn floats(depth: u32) -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec!["x", "y", "x", "y", "(i * 1.0)"]).prop_map(str::to_string);
    leaf.prop_recursive(depth, 24, 3, |inner| {
        let number = prop::sample::select(vec!["0.0", "-0.0", "1.5", "-3", "2", "1e300"]);
        let operator = prop::sample::select(vec!["+", "-", "*", "/", "%", "**"]);
        let comparison = prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]);
        let pair = prop::sample::select(vec!["minimum", "maximum", "hypot", "atan2"]);
        let function = prop::sample::select(vec![
            "abs", "sqrt", "exp", "log", "floor", "ceil", "round", "sign", "-", "sin", "log1p",
        ]);
        prop_oneof![
            (inner.clone(), operator.clone(), inner.clone())
                .prop_map(|(a, o, b)| format!("({a} {o} {b})")),
            (inner.clone(), operator.clone(), number.clone())
                .prop_map(|(a, o, b)| format!("({a} {o} {b})")),
            (number.clone(), operator, inner.clone())
                .prop_map(|(a, o, b)| format!("({a} {o} {b})")),
            (pair, inner.clone(), inner.clone()).prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
            (function, inner.clone()).prop_map(|(f, a)| format!("{f}({a})")),
            (
                comparison.clone(),
                inner.clone(),
                inner.clone(),
                inner.clone()
            )
                .prop_map(|(c, a, b, d)| format!("where({a} {c} {b}, {b}, {d})")),
            (comparison, inner.clone(), number, inner.clone()).prop_map(|(c, a, n, d)| format!(
                "where(!(({a} {c} {n}) & (b | isnan({d}))), {n}, {d})"
            )),
            // The same twice: computed once.
            inner.clone().prop_map(|a| format!("({a} * {a})")),
            inner.prop_map(|a| format!("((x > 0.0) + {a} * b)")),
        ]
    })
}

/// What is done with one of three variables.
#[derive(Clone, Debug)]
enum Action {
    Copy { from: usize, to: usize },
    Element { of: usize, value: f64 },
    Span { of: usize, value: f64 },
    Add { from: usize, to: usize, value: f64 },
    AddTo { of: usize, value: f64 },
}

fn action() -> impl Strategy<Value = Action> {
    let value = (-8i32..8).prop_map(f64::from);
    prop_oneof![
        (0..3usize, 0..3usize).prop_map(|(from, to)| Action::Copy { from, to }),
        (0..3usize, value.clone()).prop_map(|(of, value)| Action::Element { of, value }),
        (0..3usize, value.clone()).prop_map(|(of, value)| Action::Span { of, value }),
        (0..3usize, 0..3usize, value.clone()).prop_map(|(from, to, value)| Action::Add {
            from,
            to,
            value
        }),
        (0..3usize, value).prop_map(|(of, value)| Action::AddTo { of, value }),
    ]
}

impl Action {
    fn code(&self) -> String {
        match self {
            Self::Copy { from, to } => format!("v{to} = v{from};"),
            Self::Element { of, value } => format!("v{of}[1] = {value:?};"),
            Self::Span { of, value } => format!("v{of}[0..2] = {value:?};"),
            Self::Add { from, to, value } => format!("v{to} = v{from} + {value:?};"),
            Self::AddTo { of, value } => format!("v{of} += {value:?};"),
        }
    }

    fn follow(&self, model: &mut [Vec<f64>; 3]) {
        match *self {
            Self::Copy { from, to } => model[to] = model[from].clone(),
            Self::Element { of, value } => model[of][1] = value,
            Self::Span { of, value } => model[of][..2].fill(value),
            Self::Add { from, to, value } => {
                model[to] = model[from].iter().map(|x| x + value).collect();
            }
            Self::AddTo { of, value } => model[of].iter_mut().for_each(|x| *x += value),
        }
    }
}

/// An engine with variables of a certain length.
struct Notebook {
    engine: Engine,
    scope: Scope<'static>,
    host: Rc<Listener>,
}

impl Notebook {
    fn new(n: usize) -> Self {
        let host = Rc::new(Listener::default());
        host::install(host.clone());
        let mut engine = Engine::new_raw();
        Library::new().install(&mut engine);
        engine.set_max_expr_depths(0, 0);
        let odd = [
            f64::NAN,
            f64::INFINITY,
            -0.0,
            0.0,
            f64::NEG_INFINITY,
            1e-310,
        ];
        let x = |at: usize| match at % 911 {
            5..=10 => odd[at % 911 - 5],
            part => (part as f64 - 400.0) * 0.37 + at as f64 * 1e-3,
        };
        let y = |at: usize| (at % 13) as f64 - 6.0;
        let mut scope = Scope::new();
        scope.push("x", Array::from_floats((0..n).map(x).collect()));
        scope.push("y", Array::from_floats((0..n).map(y).collect()));
        scope.push(
            "i",
            Array::from_ints((0..n).map(|at| at as i64 % 17 - 8).collect()),
        );
        scope.push(
            "b",
            Array::from_bools((0..n).map(|at| at % 3 == 0).collect()),
        );
        Self {
            engine,
            scope,
            host,
        }
    }

    /// What some code gives, every float by its bits (of nans, that they are).
    fn run(&mut self, code: &str) -> String {
        let value: Dynamic = match self.engine.eval_with_scope(&mut self.scope, code) {
            Ok(value) => value,
            Err(error) => return format!("error: {error}"),
        };
        bits(&value)
    }

    fn floats(&mut self, name: &str) -> Vec<f64> {
        let array: Array = self.scope.get_value(name).expect("a variable");
        // nan would not equal itself.
        array
            .floats()
            .iter()
            .map(|x| if x.is_nan() { 999.0 } else { *x })
            .collect()
    }
}

fn bits(value: &Dynamic) -> String {
    let float = |x: f64| if x.is_nan() { u64::MAX } else { x.to_bits() };
    if let Some(array) = value.read_lock::<Array>() {
        return match array.view() {
            View::Floats(x) => format!("{:?}", x.iter().map(|x| float(*x)).collect::<Vec<_>>()),
            other => format!("{other:?}"),
        };
    }
    if let Ok(list) = value.as_array_ref() {
        return list.iter().map(bits).collect::<Vec<_>>().join("; ");
    }
    match value.as_float() {
        Ok(x) => float(x).to_string(),
        Err(_) => format!("{value:?}"),
    }
}

/// A host that keeps what it is warned of.
#[derive(Default)]
struct Listener {
    warnings: RefCell<Vec<String>>,
}

impl Host for Listener {
    fn warn(&self, message: &str) {
        self.warnings.borrow_mut().push(message.to_string());
    }
}
