//! How long after Stop a call on large arrays ends: each is stopped at several moments, and the longest wait is shown.
//!
//! `cargo bench -p rhaibook-stdlib --bench stopping -- NAME` measures those whose code holds NAME.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rhai::{Dynamic, Engine, Scope};
use rhaibook_stdlib::Library;
use rhaibook_stdlib::array;
use rhaibook_stdlib::display::Display;
use rhaibook_stdlib::host::{self, Host, Stream, Unanswered};

const SETUP: &str = "
    let n = 20000000;
    let x = rng(1).random(n); let y = rng(2).random(n); let i = rng(3).integers(-1000000, 1000000, n);
    let b = x > 0.5; let w = linspace(0.0, 1.0, n);
    let m = reshape(x[0..9000000], [3000, 3000]); let s = m[0..1000];
    let k = reshape(x[0..1000000], [1000, 1000]);
    let texts = []; for j in 0..300000 { texts.push(`text ${j % 1000}`); }
";

const CASES: &[&str] = &[
    "x + y",
    "x ** 1.7",
    "x ** y",
    "x % 0.3",
    "i * i",
    "i % 7",
    "i ** 2",
    "i < 5",
    "x < y",
    "b & (y > 0.5)",
    "m + m[0]",
    "m * reshape(m[0], [3000, 1])",
    "sum(x)",
    "sum(i)",
    "sum(m, 0)",
    "sum(m, 1)",
    "prod(x)",
    "prod(i * 0 + 1)",
    "mean(x)",
    "std(x)",
    "std(m, 0)",
    "std(m, 1)",
    "min(i)",
    "max(x)",
    "argmax(x)",
    "argmin(i)",
    "ptp(m, 0)",
    "median(x)",
    "median(m, 1)",
    "quantile(x, [0.1, 0.5, 0.9])",
    "quantile(m, 0.3, 0)",
    "all(x > 0.0)",
    "any(m > 2.0, 0)",
    "count_nonzero(i)",
    "cumsum(x)",
    "cumsum(i)",
    "cumprod(x)",
    "cumsum(m, 1)",
    "diff(x)",
    "diff(i)",
    "exp(x)",
    "log(x)",
    "sin(x * 1e3)",
    "sin(x * 1e300)",
    "tan(x)",
    "atan2(x, y)",
    "hypot(x, y)",
    "tanh(x)",
    "cbrt(x)",
    "abs(i)",
    "floor(x)",
    "round(x, 2)",
    "round(i, -2)",
    "sign(i)",
    "clip(i, 0, 10)",
    "maximum(i, 0)",
    "isnan(x)",
    "where(b, x, y)",
    "where(b, i, 0)",
    "sorted(x)",
    "sorted(i)",
    "sorted(texts)",
    "argsort(x)",
    "argsort(i)",
    "unique(x)",
    "unique(i)",
    "searchsorted(w, x)",
    "nonzero(b)",
    "flip(x)",
    "concat([x, y])",
    "concat([i, x])",
    "stack([x, y], 1)",
    "transpose(m)",
    "tile(x, 3)",
    "repeat(x, 3)",
    "outer(x[0..5000], y[0..5000])",
    "x[b]",
    "x[i]",
    "slice(x, (), (), -3)",
    "{ let v = x; v[b] = 0.0; }",
    "{ let v = x; v[0..10000000] = 1.0; }",
    "-x",
    "-i",
    "!b",
    "dot(x, y)",
    "dot(i, i)",
    "matmul(k, k)",
    "matmul(int(k * 10), int(k * 10))",
    "solve(k, k[0])",
    "inv(k)",
    "det(k)",
    "norm(x)",
    "histogram(x, 50)",
    "histogram(x, w[0..1000])",
    "interp(x, [0.0, 0.3, 1.0], [1.0, 5.0, 2.0])",
    "polyfit(x, y, 3)",
    "polyval([1.0, -2.0, 0.5], x)",
    "corrcoef(x, y)",
    "zeros(n)",
    "ones([n, 2])",
    "arange(n)",
    "arange(0.0, 1e7, 0.5)",
    "linspace(0.0, 1.0, n)",
    "logspace(0.0, 1.0, n)",
    "geomspace(1.0, 2.0, n)",
    "eye(5000)",
    "array(x)",
    "int(x)",
    "float(i)",
    "astype(x, \"bool\")",
    "x.to_list()",
    "array(texts.map(|t| 1.5))",
    "rng(1).random(n)",
    "rng(1).integers(0, 1000, n)",
    "rng(1).normal(0.0, 1.0, n)",
    "rng(1).lognormal(0.0, 1.0, n)",
    "rng(1).exponential(1.0, n)",
    "rng(1).choice(x, n)",
    "rng(1).choice(x[0..1000], n, ones(1000) / 1000.0)",
    "rng(1).shuffle(x)",
    "x.to_string()",
    "fmt(x[0..1000000], \".2f\")",
    "plot_xy(x, y)",
    "plot_xy(x, y, #{kind: \"scatter\"})",
    "hist(x, 50)",
    "x == y",
    "0.5 in x",
    "x[0..5000000].map(|v| v)",
    "table(#{x: x[0..300000], y: y[0..300000]})",
];

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
    engine.run_with_scope(&mut scope, SETUP).expect("runs");
    let mut slowest: Vec<(f64, &str)> = Vec::new();
    for code in CASES
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
    fn text(&self, _: Stream, _: &str) {}
    fn display(&self, _: &Display, _: Option<&str>) {}
    fn update(&self, _: &Display, _: &str) {}
    fn clear(&self, _: bool) {}
    fn ask(&self, _: &str, _: bool) -> Result<String, Unanswered> {
        Err(Unanswered::NotAllowed)
    }
    fn sleep(&self, _: f64) {}
    fn now(&self) -> f64 {
        0.0
    }
    fn entropy(&self) -> u64 {
        0
    }
    fn interrupted(&self) -> bool {
        self.stop_at.get().is_some_and(|at| Instant::now() >= at)
    }
    fn affords(&self, bytes: u64) -> bool {
        bytes <= 8 << 30
    }
    fn warn(&self, _: &str) {}
}
