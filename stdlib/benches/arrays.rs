//! Array functions as a cell calls them, on a million elements: with the threads there are, and with one.
//!
//! `cargo bench -p rhaibook-stdlib --bench arrays -- NAME` runs those whose name holds NAME.

#![allow(
    missing_docs,
    reason = "criterion's macro makes a public function without any"
)]

use std::hint::black_box;
use std::rc::Rc;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use rhai::{Dynamic, Engine, Scope};
use rhaibook_stdlib::Library;
use rhaibook_stdlib::array;
use rhaibook_stdlib::compute::parallel::set_threads;
use rhaibook_stdlib::host;

/// What the expressions read.
const SETUP: &str = "
    let n = 1000000;
    let g = rng(7);
    let x = g.random(n); let y = g.random(n); let z = g.normal(0.0, 100.0, n);
    let w = linspace(0.0, 1.0, n);
    let i = g.integers(-1000, 1000, n); let j = g.integers(1, 100, n);
    let m = reshape(x, [1000, 1000]); let row = m[0];
    let b = x > 0.5;
    let a = array([0.25, 0.5, 0.75, 1.0, 1.25]);
";

/// Names, and the expressions they are measured by. Large results are forced by `settle` after each run.
const CASES: &[(&str, &str)] = &[
    ("add", "x + y"),
    ("add_number", "x + 1.5"),
    ("multiply", "x * y"),
    ("divide", "x / (y + 1.0)"),
    ("remainder", "x % 0.3"),
    ("power", "x ** 1.7"),
    ("square", "x ** 2"),
    ("add_ints", "i + j"),
    ("multiply_ints", "i * j"),
    ("remainder_ints", "i % j"),
    ("compare", "x < y"),
    ("compare_ints", "i < j"),
    ("logic", "b & (y > 0.5)"),
    ("add_row", "m + row"),
    ("axpy_sum", "sum(1500.0 + 2e-7 * x)"),
    ("cost_chain", "sum(minimum(3.0 * x, 0.5 + 0.2 * x))"),
    ("long_chain", "mean((((x * 2.0 + y) * x - y) / (y + 1.0)))"),
    ("long_chain_kept", "(((x * 2.0 + y) * x - y) / (y + 1.0))"),
    ("dot", "dot(x, y)"),
    ("sum", "sum(x)"),
    ("sum_ints", "sum(i)"),
    ("sum_axis_0", "sum(m, 0)"),
    ("sum_axis_1", "sum(m, 1)"),
    ("mean", "mean(x)"),
    ("std", "std(x)"),
    ("min", "min(x)"),
    ("min_ints", "min(i)"),
    ("argmin", "argmin(x)"),
    ("median", "median(x)"),
    ("quantile", "quantile(x, 0.9)"),
    ("count_nonzero", "count_nonzero(b)"),
    ("any", "any(x > 2.0)"),
    ("cumsum", "cumsum(x)"),
    ("cumprod", "cumprod(y + 0.5)"),
    ("diff", "diff(x)"),
    ("abs", "abs(z)"),
    ("sqrt", "sqrt(x)"),
    ("exp", "exp(x)"),
    ("exp_wide", "exp(z)"),
    ("expm1", "expm1(x)"),
    ("log", "log(x + 1.0)"),
    ("log1p", "log1p(x)"),
    ("log2", "log2(x + 1.0)"),
    ("log10", "log10(x + 1.0)"),
    ("sin", "sin(z)"),
    ("cos", "cos(z)"),
    ("tan", "tan(z)"),
    ("asin", "asin(x)"),
    ("acos", "acos(x)"),
    ("atan", "atan(z)"),
    ("atan2", "atan2(x, y)"),
    ("sinh", "sinh(x)"),
    ("cosh", "cosh(x)"),
    ("tanh", "tanh(x)"),
    ("hypot", "hypot(x, y)"),
    ("floor", "floor(z)"),
    ("round", "round(z)"),
    ("round_digits", "round(z, 2)"),
    ("sign", "sign(z)"),
    ("clip", "clip(z, -50.0, 50.0)"),
    ("minimum", "minimum(x, y)"),
    ("isnan", "isnan(x)"),
    ("where", "where(x < y, x, y)"),
    ("mask", "x[b]"),
    ("mask_mean", "mean(x[x > 0.5])"),
    ("fancy", "x[i]"),
    ("slice_step", "slice(x, (), (), -2)"),
    ("sorted", "sorted(x)"),
    ("sorted_ints", "sorted(i)"),
    ("argsort", "argsort(x)"),
    ("unique", "unique(i)"),
    ("searchsorted", "searchsorted(w, x)"),
    ("nonzero", "nonzero(b)"),
    ("flip", "flip(x)"),
    ("concat", "concat([x, y])"),
    ("transpose", "transpose(m)"),
    ("tile", "tile(row, 1000)"),
    ("repeat", "repeat(row, 1000)"),
    ("outer", "outer(row, row)"),
    ("matmul_200", "matmul(m[0..200], transpose(m[0..200]))"),
    ("histogram", "histogram(x, 50)"),
    ("interp", "interp(x, [0.0, 0.3, 1.0], [1.0, 5.0, 2.0])"),
    ("polyval", "polyval([1.0, -2.0, 0.5], x)"),
    ("corrcoef", "corrcoef(x, y)"),
    ("zeros", "zeros(n)"),
    ("arange", "arange(n)"),
    ("linspace", "linspace(0.0, 1.0, n)"),
    ("random", "rng(1).random(n)"),
    ("integers", "rng(1).integers(0, 1000, n)"),
    ("normal", "rng(1).normal(0.0, 1.0, n)"),
    ("lognormal", "rng(1).lognormal(0.0, 1.0, n)"),
    ("exponential", "rng(1).exponential(1.0, n)"),
    ("shuffle", "rng(1).shuffle(x)"),
    ("small_5", "(3.0 * a + a)[2]"),
];

fn arrays(criterion: &mut Criterion) {
    host::install(Rc::new(host::Nobody));
    let mut engine = Engine::new_raw();
    Library::new().install(&mut engine);
    let mut scope = Scope::new();
    engine.run_with_scope(&mut scope, SETUP).expect("runs");
    for (group, threads) in [("threads", None), ("one_thread", Some(1))] {
        let mut group = criterion.benchmark_group(group);
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(100))
            .measurement_time(Duration::from_millis(400));
        for (name, expression) in CASES {
            let program = engine.compile(expression).expect("compiles");
            group.bench_function(*name, |bencher| {
                set_threads(threads);
                bencher.iter(|| {
                    let value: Dynamic = engine
                        .eval_ast_with_scope(&mut scope, &program)
                        .expect("runs");
                    array::settle().expect("nobody stops it");
                    black_box(value)
                });
            });
        }
    }
}

criterion_group!(benches, arrays);
criterion_main!(benches);
