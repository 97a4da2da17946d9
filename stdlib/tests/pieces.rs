//! Functions that work on large arrays in pieces, held to the plain loop they stand for, whatever the number of threads.

use std::rc::Rc;

use rhai::{Dynamic, Engine, Scope};
use rhaibook_stdlib::Library;
use rhaibook_stdlib::array::{Array, Elements, View};
use rhaibook_stdlib::compute::parallel::set_threads;
use rhaibook_stdlib::host;

/// What the functions are given, and what stands on their lines.
struct Data {
    x: Vec<f64>,
    i: Vec<i64>,
    b: Vec<bool>,
    /// Rows of the matrix that `x` is.
    rows: usize,
}

impl Data {
    fn new(rows: usize, columns: usize) -> Self {
        let n = rows * columns;
        let odd = [f64::NAN, -0.0, 0.0, f64::INFINITY, 1e-310];
        let x = |at: usize| match at * 31 % 1009 {
            part @ 0..5 if n > 5000 => odd[part],
            part => (part as f64 - 500.0) * 0.37,
        };
        Self {
            x: (0..n).map(x).collect(),
            i: (0..n)
                .map(|at| at as i64 * 37 % n as i64 - n as i64 / 2)
                .collect(),
            b: (0..n).map(|at| at * 7 % 11 < 4).collect(),
            rows,
        }
    }

    fn columns(&self) -> usize {
        self.x.len() / self.rows
    }
}

type Plain = fn(&Data) -> Elements;

/// Expressions over `x`, `m` (the same as a matrix), `i` and `b`, and the loops they stand for.
const CASES: &[(&str, Plain)] = &[
    ("x[b]", |d| {
        floats(d.x.iter().zip(&d.b).filter(|(_, b)| **b).map(|(x, _)| *x))
    }),
    ("i[b]", |d| {
        ints(d.i.iter().zip(&d.b).filter(|(_, b)| **b).map(|(x, _)| *x))
    }),
    ("x[i]", |d| {
        floats(
            d.i.iter()
                .map(|i| d.x[i.rem_euclid(d.x.len() as i64) as usize]),
        )
    }),
    ("nonzero(b)", |d| {
        ints((0..d.b.len()).filter(|i| d.b[*i]).map(|i| i as i64))
    }),
    ("nonzero(x)", |d| {
        ints((0..d.x.len()).filter(|i| d.x[*i] != 0.0).map(|i| i as i64))
    }),
    ("diff(x)", |d| floats(d.x.windows(2).map(|x| x[1] - x[0]))),
    ("diff(i)", |d| ints(d.i.windows(2).map(|x| x[1] - x[0]))),
    ("diff(m, 1, 0)", |d| {
        floats((d.columns()..d.x.len()).map(|at| d.x[at] - d.x[at - d.columns()]))
    }),
    ("flatten(diff(m))", |d| {
        let inside = (1..d.x.len()).filter(|at| at % d.columns() > 0);
        floats(inside.map(|at| d.x[at] - d.x[at - 1]))
    }),
    ("cumsum(x)", |d| {
        floats(d.x.iter().scan(-0.0, |sum, x| {
            *sum += x;
            Some(*sum)
        }))
    }),
    ("cumsum(i)", |d| {
        ints(d.i.iter().scan(0, |sum, x| {
            *sum += x;
            Some(*sum)
        }))
    }),
    ("flatten(cumsum(m, 0))", |d| {
        let mut sums = d.x.clone();
        (d.columns()..sums.len()).for_each(|at| sums[at] = sums[at - d.columns()] + d.x[at]);
        floats(sums.into_iter())
    }),
    ("flatten(cumsum(m, 1))", |d| {
        let mut sums = d.x.clone();
        (0..sums.len())
            .filter(|at| at % d.columns() > 0)
            .for_each(|at| sums[at] += sums[at - 1]);
        floats(sums.into_iter())
    }),
    ("sum(m, 0)", |d| {
        floats((0..d.columns()).map(|k| {
            d.x[k..]
                .iter()
                .step_by(d.columns())
                .fold(0.0, |sum, x| sum + x)
        }))
    }),
    ("mean(m, 0)", |d| {
        floats((0..d.columns()).map(|k| {
            d.x[k..]
                .iter()
                .step_by(d.columns())
                .fold(0.0, |sum, x| sum + x)
                / d.rows as f64
        }))
    }),
    (
        "[sum(i), count_nonzero(b), argmin(i), argmax(i), min(i), max(i)]",
        |d| {
            let place = |wanted: i64| d.i.iter().position(|i| *i == wanted).unwrap() as i64;
            let (low, high) = (*d.i.iter().min().unwrap(), *d.i.iter().max().unwrap());
            let trues = d.b.iter().filter(|b| **b).count() as i64;
            ints([d.i.iter().sum(), trues, place(low), place(high), low, high].into_iter())
        },
    ),
    ("[argmin(x), argmax(x), argmin(b), argmax(b)]", |d| {
        let nan = d.x.iter().position(|x| x.is_nan());
        let place = |wanted: f64| d.x.iter().position(|x| *x == wanted).unwrap();
        let low = nan.unwrap_or_else(|| place(d.x.iter().copied().fold(f64::INFINITY, f64::min)));
        let high =
            nan.unwrap_or_else(|| place(d.x.iter().copied().fold(f64::NEG_INFINITY, f64::max)));
        let truth = |wanted| d.b.iter().position(|b| *b == wanted).unwrap_or(0);
        ints(
            [low, high, truth(false), truth(true)]
                .map(|at| at as i64)
                .into_iter(),
        )
    }),
    ("array([any(b), all(b), any(b & !b), all(b | !b)])", |d| {
        Elements::Bools(vec![
            d.b.contains(&true),
            !d.b.contains(&false),
            false,
            true,
        ])
    }),
    ("sorted(x)", |d| {
        let mut x = d.x.clone();
        x.sort_by(|a, b| {
            a.partial_cmp(b)
                .unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
        });
        floats(x.into_iter())
    }),
    ("searchsorted(sorted(x), x)", |d| {
        // Equal ones share the place of the first.
        let mut places: Vec<usize> = (0..d.x.len()).collect();
        places.sort_by(|i, j| {
            let (a, b) = (d.x[*i], d.x[*j]);
            a.partial_cmp(&b)
                .unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
        });
        let mut found = vec![0; d.x.len()];
        let mut first = 0;
        for (k, place) in places.iter().enumerate() {
            let (x, before) = (d.x[*place], d.x[places[first]]);
            if x != before && !(x.is_nan() && before.is_nan()) {
                first = k;
            }
            found[*place] = first as i64;
        }
        ints(found.into_iter())
    }),
    ("sorted(b)", |d| {
        let mut b = d.b.clone();
        b.sort();
        Elements::Bools(b)
    }),
    ("argsort(x)", |d| {
        let mut places: Vec<i64> = (0..d.x.len() as i64).collect();
        places.sort_by(|i, j| {
            let (a, b) = (d.x[*i as usize], d.x[*j as usize]);
            a.partial_cmp(&b)
                .unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
        });
        ints(places.into_iter())
    }),
    ("flatten(sorted(m))", |d| {
        let mut x = d.x.clone();
        for row in x.chunks_mut(d.columns()) {
            row.sort_by(|a, b| {
                a.partial_cmp(b)
                    .unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
            });
        }
        floats(x.into_iter())
    }),
    ("flatten(transpose(m))", |d| {
        floats((0..d.x.len()).map(|at| d.x[at % d.rows * d.columns() + at / d.rows]))
    }),
    ("[dot(x, x * 0.5), sum(x * (x * 0.5))]", |d| {
        // The tree of a sum, written down plainly.
        fn sum(x: &[f64]) -> f64 {
            if x.len() < 8 {
                return x.iter().fold(0.0, |sum, x| sum + x);
            }
            if x.len() > 128 {
                let (left, right) = x.split_at(x.len() / 2 / 8 * 8);
                return sum(left) + sum(right);
            }
            let whole = x.len() / 8 * 8;
            let strand = |k: usize| {
                x[k + 8..whole]
                    .iter()
                    .step_by(8)
                    .fold(x[k], |sum, x| sum + x)
            };
            let s: Vec<f64> = (0..8)
                .map(|k| if whole > 8 + k { strand(k) } else { x[k] })
                .collect();
            let start = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
            x[whole..].iter().fold(start, |sum, x| sum + x)
        }
        let products: Vec<f64> = d.x.iter().map(|x| x * (x * 0.5)).collect();
        floats([sum(&products), sum(&products)].into_iter())
    }),
    ("flatten(matmul(m, transpose(m[0..1])))", |d| {
        let first = &d.x[..d.columns()];
        floats(
            d.x.chunks(d.columns())
                .map(|row| row.iter().zip(first).fold(0.0, |sum, (x, y)| sum + x * y)),
        )
    }),
    ("flatten(matmul(m[0..1], transpose(m)))", |d| {
        let first = &d.x[..d.columns()];
        floats(
            d.x.chunks(d.columns())
                .map(|row| first.iter().zip(row).fold(0.0, |sum, (x, y)| sum + x * y)),
        )
    }),
    ("slice(x, (), (), -3)", |d| {
        floats(d.x.iter().rev().step_by(3).copied())
    }),
    ("slice(i, 1, -1, 2)", |d| {
        ints(d.i.iter().take(d.i.len() - 1).skip(1).step_by(2).copied())
    }),
    ("where(b, x, -x)", |d| {
        floats(d.x.iter().zip(&d.b).map(|(x, b)| if *b { *x } else { -x }))
    }),
    ("round(x, 1)", |d| {
        floats(d.x.iter().map(|x| {
            if x.is_finite() {
                (x * 10.0).round_ties_even() / 10.0
            } else {
                *x
            }
        }))
    }),
    ("sqrt(x)", |d| floats(d.x.iter().map(|x| x.sqrt()))),
    ("histogram(i, [-1000000.0, -3.0, 0.0, 5.0])[0]", |d| {
        let within =
            |low: i64, high: i64| d.i.iter().filter(|i| (low..high).contains(*i)).count() as i64;
        ints([within(-1_000_000, -3), within(-3, 0), within(0, 6)].into_iter())
    }),
    ("histogram(i, 4)[0]", |d| {
        let (low, high) = (
            *d.i.iter().min().unwrap() as f64,
            *d.i.iter().max().unwrap() as f64,
        );
        let (low, high) = if low == high {
            (low - 0.5, high + 0.5)
        } else {
            (low, high)
        };
        let edges: Vec<f64> = (0..5)
            .map(|k| {
                if k < 4 {
                    low + k as f64 * ((high - low) / 4.0)
                } else {
                    high
                }
            })
            .collect();
        let mut counts = [0; 4];
        d.i.iter()
            .for_each(|i| counts[(0..4).rev().find(|k| edges[*k] <= *i as f64).unwrap()] += 1);
        ints(counts.into_iter())
    }),
    ("flip(x)", |d| floats(d.x.iter().rev().copied())),
    ("flatten(flip(m))", |d| {
        floats(d.x.chunks(d.columns()).rev().flatten().copied())
    }),
    ("concat([x, i, b])", |d| {
        let others =
            d.i.iter()
                .map(|i| *i as f64)
                .chain(d.b.iter().map(|b| f64::from(u8::from(*b))));
        floats(d.x.iter().copied().chain(others))
    }),
    ("flatten(concat([m, m], 1))", |d| {
        floats(
            d.x.chunks(d.columns())
                .flat_map(|row| [row, row])
                .flatten()
                .copied(),
        )
    }),
    ("tile(i, 3)", |d| {
        ints(d.i.iter().chain(&d.i).chain(&d.i).copied())
    }),
    ("repeat(b, 3)", |d| {
        Elements::Bools(d.b.iter().flat_map(|b| [*b; 3]).collect())
    }),
];

#[test]
fn whatever_the_number_of_threads_it_is_what_the_plain_loop_gives() {
    host::install(Rc::new(host::Nobody));
    let mut engine = Engine::new_raw();
    Library::new().install(&mut engine);
    for (rows, columns) in [(1, 1), (1, 7), (7, 1), (13, 100), (300, 1001), (2, 140_000)] {
        let data = Data::new(rows, columns);
        let mut scope = Scope::new();
        scope.push("x", Array::from_floats(data.x.clone()));
        scope.push("m", Array::shaped_floats(data.x.clone(), &[rows, columns]));
        scope.push("i", Array::from_ints(data.i.clone()));
        scope.push("b", Array::from_bools(data.b.clone()));
        for (expression, plain) in CASES {
            let wanted = bits(&plain(&data).view());
            for threads in [1, 2, 5, 16] {
                set_threads(Some(threads));
                let found: Dynamic = engine.eval_with_scope(&mut scope, expression).unwrap();
                let found = Array::from_value("what was found", &found).unwrap();
                assert!(
                    bits(&found.view()) == wanted,
                    "{expression} of {rows} × {columns} with {threads} threads"
                );
            }
        }
    }
}

fn floats(x: impl Iterator<Item = f64>) -> Elements {
    Elements::Floats(x.collect())
}

fn ints(x: impl Iterator<Item = i64>) -> Elements {
    Elements::Ints(x.collect())
}

/// The type, and the elements' bits; of nans, that they are.
fn bits(view: &View<'_>) -> (&'static str, Vec<u64>) {
    let float = |x: &f64| if x.is_nan() { u64::MAX } else { x.to_bits() };
    let bits = match view {
        View::Floats(x) => x.iter().map(float).collect(),
        View::Ints(x) => x.iter().map(|i| *i as u64).collect(),
        View::Bools(x) => x.iter().map(|b| u64::from(*b)).collect(),
    };
    (view.dtype().name(), bits)
}
