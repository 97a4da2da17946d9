//! How long after Stop a call on large arrays ends: each is stopped at several moments, and the longest wait is shown.
//!
//! `cargo bench -p rhaibook-stdlib --bench stopping -- NAME` measures those whose code holds NAME.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rhai::{Dynamic, Engine, Scope};
use rhaibook_stdlib::Library;
use rhaibook_stdlib::array;
use rhaibook_stdlib::host::{self, Host};

#[path = "../tests/calls/mod.rs"]
mod calls;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let wanted = arguments.iter().find(|word| !word.starts_with('-'));
    let clock = Rc::new(Clock::default());
    host::install(clock.clone());
    let mut engine = Engine::new_raw();
    Library::new().install(&mut engine);
    let watch = clock.clone();
    engine.on_progress(move |_| {
        watch
            .interrupted()
            .then(|| Dynamic::from(host::INTERRUPTED))
    });
    let mut scope = Scope::new();
    engine
        .run_with_scope(&mut scope, &calls::setup(20_000_000, 3000, 5000))
        .expect("runs");
    let mut slowest: Vec<(f64, &str)> = Vec::new();
    for code in calls::CASES
        .iter()
        .filter(|code| wanted.is_none_or(|w| code.contains(w.as_str())))
    {
        let program = engine.compile(code).expect("compiles");
        let kept = scope.len();
        let mut run = |stop: Option<Duration>| -> (Duration, bool) {
            clock.stop_at.set(stop.map(|after| Instant::now() + after));
            let begun = Instant::now();
            let ended = engine
                .eval_ast_with_scope::<Dynamic>(&mut scope, &program)
                .and_then(|value| array::settle().map(|()| value));
            let took = begun.elapsed();
            clock.stop_at.set(None);
            scope.rewind(kept);
            (took, ended.is_err())
        };
        let (whole, failed) = run(None);
        assert!(!failed, "{code} runs");
        let mut longest = 0.0f64;
        for part in [0.0, 0.1, 0.35, 0.6, 0.85] {
            let after = whole.mul_f64(part);
            let (took, _) = run(Some(after));
            longest = longest.max(took.saturating_sub(after).as_secs_f64());
        }
        slowest.push((longest * 1e3, code));
    }
    slowest.sort_by(|a, b| b.0.total_cmp(&a.0));
    eprintln!("{} cases", slowest.len());
    println!("milliseconds from Stop to the end, the longest first");
    for (milliseconds, code) in slowest {
        println!("{milliseconds:8.1}  {code}");
    }
}

/// A host whose reader presses Stop at a certain time.
#[derive(Default)]
struct Clock {
    stop_at: Cell<Option<Instant>>,
}

impl Host for Clock {
    fn interrupted(&self) -> bool {
        self.stop_at.get().is_some_and(|at| Instant::now() >= at)
    }
    fn affords(&self, bytes: u64) -> bool {
        bytes <= 8 << 30
    }
}
