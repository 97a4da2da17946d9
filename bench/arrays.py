#!/usr/bin/env python3
"""The expressions of stdlib/benches/arrays.rs in numpy, beside what criterion measured of ours.

    cargo bench -p rhaibook-stdlib --bench arrays      # first: all threads, and one
    python bench/arrays.py                             # a table: numpy, ours, and numpy / ours

numpy's figure is the median of twelve runs, criterion's the median of its samples. Both are of one machine and one day;
what carries over is their ratio, if nothing else ran. Needs numpy.
"""
import json, pathlib, statistics, sys, timeit

CRITERION = pathlib.Path(__file__).parent.parent / "target" / "criterion"

SETUP = """
import numpy as np
n = 1_000_000
g = np.random.default_rng(7)
x = g.random(n); y = g.random(n); z = g.normal(0.0, 100.0, n)
w = np.linspace(0.0, 1.0, n)
i = g.integers(-1000, 1000, n); j = g.integers(1, 100, n)
m = x.reshape(1000, 1000); row = m[0].copy()
b = x > 0.5
a = np.array([0.25, 0.5, 0.75, 1.0, 1.25])
"""

# Views are copied where ours are copies.
CASES = {
    "add": "x + y",
    "add_number": "x + 1.5",
    "multiply": "x * y",
    "divide": "x / (y + 1.0)",
    "remainder": "x % 0.3",
    "power": "x ** 1.7",
    "square": "x ** 2",
    "add_ints": "i + j",
    "multiply_ints": "i * j",
    "remainder_ints": "i % j",
    "compare": "x < y",
    "compare_ints": "i < j",
    "logic": "b & (y > 0.5)",
    "add_row": "m + row",
    "axpy_sum": "np.sum(1500.0 + 2e-7 * x)",
    "cost_chain": "np.sum(np.minimum(3.0 * x, 0.5 + 0.2 * x))",
    "long_chain": "np.mean(((x * 2.0 + y) * x - y) / (y + 1.0))",
    "long_chain_kept": "((x * 2.0 + y) * x - y) / (y + 1.0)",
    "dot": "np.dot(x, y)",
    "sum": "np.sum(x)",
    "sum_ints": "np.sum(i)",
    "sum_axis_0": "np.sum(m, 0)",
    "sum_axis_1": "np.sum(m, 1)",
    "mean": "np.mean(x)",
    "std": "np.std(x)",
    "min": "np.min(x)",
    "min_ints": "np.min(i)",
    "argmin": "np.argmin(x)",
    "median": "np.median(x)",
    "quantile": "np.quantile(x, 0.9)",
    "count_nonzero": "np.count_nonzero(b)",
    "any": "np.any(x > 2.0)",
    "cumsum": "np.cumsum(x)",
    "cumprod": "np.cumprod(y + 0.5)",
    "diff": "np.diff(x)",
    "abs": "np.abs(z)",
    "sqrt": "np.sqrt(x)",
    "exp": "np.exp(x)",
    "exp_wide": "np.exp(z)",
    "expm1": "np.expm1(x)",
    "log": "np.log(x + 1.0)",
    "log1p": "np.log1p(x)",
    "log2": "np.log2(x + 1.0)",
    "log10": "np.log10(x + 1.0)",
    "sin": "np.sin(z)",
    "cos": "np.cos(z)",
    "tan": "np.tan(z)",
    "asin": "np.arcsin(x)",
    "acos": "np.arccos(x)",
    "atan": "np.arctan(z)",
    "atan2": "np.arctan2(x, y)",
    "sinh": "np.sinh(x)",
    "cosh": "np.cosh(x)",
    "tanh": "np.tanh(x)",
    "hypot": "np.hypot(x, y)",
    "floor": "np.floor(z)",
    "round": "np.round(z)",
    "round_digits": "np.round(z, 2)",
    "sign": "np.sign(z)",
    "clip": "np.clip(z, -50.0, 50.0)",
    "minimum": "np.minimum(x, y)",
    "isnan": "np.isnan(x)",
    "where": "np.where(x < y, x, y)",
    "mask": "x[b]",
    "mask_mean": "np.mean(x[x > 0.5])",
    "fancy": "x[i]",
    "slice_step": "x[::-2].copy()",
    "sorted": "np.sort(x)",
    "sorted_ints": "np.sort(i)",
    "argsort": "np.argsort(x, kind='stable')",
    "unique": "np.unique(i)",
    "searchsorted": "np.searchsorted(w, x)",
    "nonzero": "np.nonzero(b)[0]",
    "flip": "np.flip(x).copy()",
    "concat": "np.concatenate([x, y])",
    "transpose": "m.T.copy()",
    "tile": "np.tile(row, 1000)",
    "repeat": "np.repeat(row, 1000)",
    "outer": "np.outer(row, row)",
    "matmul_200": "np.matmul(m[0:200], m[0:200].T)",
    "histogram": "np.histogram(x, 50)",
    "interp": "np.interp(x, [0.0, 0.3, 1.0], [1.0, 5.0, 2.0])",
    "polyval": "np.polyval([1.0, -2.0, 0.5], x)",
    "corrcoef": "np.corrcoef(x, y)",
    "zeros": "np.zeros(n)",
    "arange": "np.arange(n)",
    "linspace": "np.linspace(0.0, 1.0, n)",
    "random": "np.random.default_rng(1).random(n)",
    "integers": "np.random.default_rng(1).integers(0, 1000, n)",
    "normal": "np.random.default_rng(1).normal(0.0, 1.0, n)",
    "lognormal": "np.random.default_rng(1).lognormal(0.0, 1.0, n)",
    "exponential": "np.random.default_rng(1).exponential(1.0, n)",
    "shuffle": "np.random.default_rng(1).permutation(x)",
    "small_5": "(3.0 * a + a)[2]",
}


def ours(group, name):
    """Milliseconds, as criterion left them."""
    path = CRITERION / group / name / "new" / "estimates.json"
    return json.loads(path.read_text())["median"]["point_estimate"] / 1e6 if path.exists() else None


def main():
    names = {}
    exec(SETUP, names)
    print("| function | numpy | all threads | ratio | one thread | ratio |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, expression in CASES.items():
        if sys.argv[1:] and not any(part in name for part in sys.argv[1:]):
            continue
        calls = 1000 if name.startswith("small") else 1
        runs = timeit.Timer(expression, globals=names).repeat(12, calls)
        numpy = statistics.median(runs) / calls * 1e3
        cells = [f"{numpy:,.3f} ms"]
        for group in ("threads", "one_thread"):
            time = ours(group, name)
            cells += [f"{time:,.3f} ms", f"{numpy / time:.2f}"] if time else ["", ""]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


main()
