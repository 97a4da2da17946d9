"""The work given to each kernel: the same job in each language.

A case has a setup cell, which is not timed, and a cell, which is. Languages without a text for a case sit it out.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    cell: str
    setup: str = ""


NOTHING = {"python": "1+1", "rhai": "1+1", "rust": "1+1", "typescript": "1+1"}

FLOOD_LINES = 100_000
FLOOD = {
    "python": "for i in range(100000): print('line', i)",
    "rhai": "for i in 0..100000 { print(`line ${i}`) }",
    "rust": 'for i in 0..100000 { println!("line {i}"); }',
    "typescript": "for (let i = 0; i < 100000; i++) console.log('line ' + i)",
}

ENDLESS = {"python": "while True: pass", "rhai": "loop {}", "rust": "loop {}", "typescript": "while (true) {}"}

# The interpreter itself.
SCALAR = {
    "scalar_loop": {
        "python": Work("s = 0.0\nfor i in range(1000000):\n    s += (i % 7) * 1.5\ns"),
        "rhai": Work("let s = 0.0; for i in 0..1000000 { s += (i % 7) * 1.5; } s"),
    },
    "scalar_while": {
        "python": Work("s = 0.0\ni = 0\nwhile i < 1000000:\n    s += float(i % 7) * 1.5\n    i += 1\ns"),
        "rhai": Work("let s = 0.0; let i = 0; while i < 1000000 { s += (i % 7).to_float() * 1.5; i += 1; } s"),
    },
    "scalar_fib_25": {
        "python": Work("fib(25)", setup="def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)"),
        "rhai": Work("fib(25)", setup="fn fib(n) { if n < 2 { n } else { fib(n-1) + fib(n-2) } }"),
    },
    "scalar_cost_function": {
        "python": Work(
            "k = 0\nfor i in range(300000):\n    if cheaper(3e-6, 1500.0, 2e-7, i * 4000.0) == 'API': k += 1\nk",
            setup="def cheaper(p, F, m, n):\n    api = p * n\n    own = F + m * n\n"
            "    return 'API' if api < own else ('self-host' if own < api else 'TIE')",
        ),
        "rhai": Work(
            'let k = 0; for i in 0..300000 { if cheaper(3e-6, 1500.0, 2e-7, i * 4000.0) == "API" { k += 1; } } k',
            setup="fn cheaper(p, F, m, n) { let api = p * n; let own = F + m * n; "
            'if api < own { "API" } else if own < api { "self-host" } else { "TIE" } }',
        ),
    },
    "scalar_sieve": {
        "python": Work(
            "n = 300000\nsieve = [True] * n\ni = 2\nwhile i * i < n:\n    if sieve[i]:\n        j = i * i\n"
            "        while j < n:\n            sieve[j] = False\n            j += i\n    i += 1\nsum(sieve) - 2"
        ),
        "rhai": Work(
            "let n = 300000; let sieve = []; sieve.pad(n, true); let i = 2; while i * i < n { if sieve[i] { "
            "let j = i * i; while j < n { sieve[j] = false; j += i; } } i += 1; } "
            "let k = 0; for b in sieve { if b { k += 1; } } k - 2"
        ),
    },
    "scalar_strings": {
        "python": Work("s = ''\nfor i in range(200000):\n    s += str(i)\nlen(s)"),
        "rhai": Work('let s = ""; for i in 0..200000 { s += i; } s.len()'),
    },
    "scalar_word_count": {
        "python": Work("d = {}\nfor i in range(200000):\n    k = 'w' + str(i % 1000)\n    d[k] = d.get(k, 0) + 1\nlen(d)"),
        "rhai": Work('let d = #{}; for i in 0..200000 { let k = "w" + (i % 1000); d[k] = (d[k] ?? 0) + 1; } d.len()'),
    },
}


def vector(python, rhai=None, size=1_000_000, times=10):
    """An expression over x, y and w, `times` over. Inputs rotate and every result enters the sum that is printed, so that
    nothing can be skipped; the sums of two kernels must agree."""
    return {
        "python": Work(
            f"acc = 0.0\nfor k in range({times}):\n    x = X[k % 4]; y = Y[k % 3]\n    acc += float({python})\nprint(repr(acc))",
            setup=f"import numpy as np\ng = np.random.default_rng(7)\nX = [g.random({size}) for _ in range(4)]; "
            f"Y = [g.random({size}) for _ in range(4)]; w = np.linspace(0.0, 1.0, {size})",
        ),
        "rhai": Work(
            f"let acc = 0.0; for k in 0..{times} {{ let x = X[k % 4]; let y = Y[k % 3]; acc += {rhai or python}; }} print(acc);",
            setup=f"let g = rng(7); let X = []; let Y = []; for _k in 0..4 {{ X.push(g.random({size})); }} "
            f"for _k in 0..4 {{ Y.push(g.random({size})); }} let w = linspace(0.0, 1.0, {size});",
        ),
    }


# numpy's own ground: a million floats unless the name says otherwise.
VECTOR = {
    "vec_axpy": vector("(1500.0 + 2e-7 * x).sum()"),
    "vec_cost_chain": vector("np.minimum(3.0 * x, 0.5 + 0.2 * x).sum()", "minimum(3.0 * x, 0.5 + 0.2 * x).sum()"),
    "vec_long_chain": vector("(((x * 2.0 + y) * x - y) / (y + 1.0)).mean()"),
    "vec_dot": vector("np.dot(x, y)", "dot(x, y)"),
    "vec_sum": vector("x.sum()"),
    "vec_exp": vector("np.exp(x).sum()", "exp(x).sum()"),
    "vec_log": vector("np.log(x + 1.0).sum()", "log(x + 1.0).sum()"),
    "vec_mask_mean": vector("x[x > 0.5].mean()"),
    "vec_where": vector("np.where(x < y, x, y).sum()", "where(x < y, x, y).sum()"),
    "vec_cumsum": vector("np.dot(np.cumsum(x), w)", "dot(cumsum(x), w)"),
    "vec_sort": vector("np.dot(np.sort(x), w)", "dot(sorted(x), w)", times=3),
    "vec_argsort": vector("np.dot(np.argsort(x, kind='stable'), w)", "dot(argsort(x), w)", times=1),
    "vec_std": vector("x.std()"),
    "vec_quantile": vector("np.quantile(x, 0.9)", "quantile(x, 0.9)", times=3),
    "vec_random": vector("np.random.default_rng(k).random(1000000).sum()", "rng(k).random(1000000).sum()", times=3),
    "vec_normal": vector(
        "np.random.default_rng(k).normal(0.0, 1.0, 1000000).sum()", "rng(k).normal(0.0, 1.0, 1000000).sum()", times=3
    ),
    "vec_axpy_1e7": vector("(1500.0 + 2e-7 * x).sum()", size=10_000_000, times=2),
    "vec_small_5": vector("(3.0 * x + y)[2]", size=5, times=100_000),
}
