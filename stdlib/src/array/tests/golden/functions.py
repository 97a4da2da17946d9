"""Writes functions.txt: what numpy makes of expressions that read the same in both languages, for ../functions.rs.

A line that begins with `=` must come out to the last bit; one with `~` within a few units in the last place (the
functions there have another implementation).

Regenerate with numpy 2 installed:  python stdlib/src/array/tests/golden/functions.py
"""

import pathlib
import numpy as np

DATA = {
    "a": "rng(1).normal(0, 1, 5)",
    "b": "rng(2).normal(10, 3, 129)",
    "c": "rng(3).random(1000)",
    "d": "rng(4).normal(0, 1, 70001)",
    "k": "rng(5).integers(-1000, 1000, 9000)",
    "l": "rng(6).integers(-9, 9, 20)",
    "m": "rng(7).normal(0, 1, [13, 7])",
    "n": "rng(8).integers(0, 100, [4, 6])",
    "t": "rng(9).random([2, 3, 4])",
    "h": "rng(10).random(50) > 0.4",
}
EXACT = []
for x in DATA:
    EXACT += [f"{f}({x})" for f in "sum mean std var min max ptp argmin argmax all any count_nonzero median".split() if x + f != "hptp"]
    EXACT += [f"cumsum({x})[-1]"]
for x in "mnt":
    for f in "sum mean std var min max argmin argmax all any median prod".split():
        EXACT += [f"{f}({x}, {axis})" for axis in ((0, 1, 2) if x == "t" else (0, 1))]
    EXACT += [f"cumsum({x}, 0)", f"cumsum({x}, 1)", f"cumsum({x})", f"quantile({x}, 0.3, 0)", f"transpose({x})"]
EXACT += [f"{f}({x})" for f in "prod cumprod diff sort argsort unique flip".split() for x in "abl"]
EXACT += [f"diff({x})" for x in "mnth"] + ["diff(l, 2)", "diff(n, 1, 0)", "diff(n, 2, 1)", "diff(t, 1, 1)", "diff(t, 1, 0)", "diff(n, 9)"]
EXACT += [f"{f}({x})" for f in "sort cumsum cumprod".split() for x in "nt" if f + x != "cumprodn"]
EXACT += ["sort(d)", "sort(d)[70000]", "argsort(d)", "argsort(round(d, 1))", "argsort(round(d, 0))[-50:-1]"]
EXACT += [f"quantile({x}, {q})" for x in "abckl" for q in (0.001, 0.1, 0.5, 0.75, 0.9, 0.999)]
EXACT += [f"percentile({x}, {q})" for x in "abckl" for q in (2.5, 37, 99)]
EXACT += [f"round({x}, {d})" for x in "ablm" for d in (0, 2, -1)]
EXACT += [f"{f}({x})" for f in "floor ceil trunc sign sqrt abs".split() for x in "bln" if not (f == "sqrt" and x == "l")]
EXACT += [
    "linspace(0, 1, 7)", "linspace(-3, 1e6, 50)", "linspace(5, 5, 3)", "linspace(0.1, 0.7, 1)", "arange(0, 1, 0.1)",
    "arange(10, 0, -3)", "arange(-1.5, 2, 0.3)", "arange(5)", "a * b[0]", "a / 3", "l / 7", "l % 4", "l % -4", "a % 0.3",
    "a % -0.3", "b ** 2", "b ** 0.5", "b ** -1", "l ** 3", "l * 2.5", "n + l[0]", "m + m[0]", "m * reshape(arange(13), [13, 1])",
    "m > 0", "l == 3", "l != 3", "n <= 50", "clip(l, -3, 3)", "clip(a, -0.5, 0.5)", "minimum(a, 0)", "maximum(l, 2)",
    "where(l > 0, l, 0)", "where(a > 0, a, -a)", "searchsorted(sort(c), a)", "searchsorted([1, 2, 2, 3], [0, 2, 5])",
    "repeat(l, 2)", "tile(l, 2)", "outer(l, a)", "reshape(n, [6, 4])", "reshape(t, [4, -1])", "concat([n, n], 1)",
    "stack([a, a * 2], 1)", "nonzero(l)", "interp(a, linspace(-2, 2, 9), linspace(-2, 2, 9) ** 2)", "a[1:3]",
    "h & (c[0:50] > 0.5)", "h | (c[0:50] > 0.5)", "sum(h & h)", "isnan(a)", "isfinite(a)",
]
NEAR = [f"{f}({x})" for f in "exp expm1 sin cos tan atan sinh cosh tanh cbrt".split() for x in "abm"]
NEAR += [f"{f}(c)" for f in "log log1p log2 log10 asin acos atanh".split()]
NEAR += [
    "b ** 1.7", "2.0 ** a", "hypot(a, b[0:5])", "atan2(a, b[0:5])", "logspace(-3, 4, 20)", "geomspace(1, 5000, 9)",
    "geomspace(-2, -50, 5)", "dot(a, a)", "dot(c, c)", "dot(l, l)", "matmul(n, transpose(n))", "matmul(transpose(m), m)",
    "norm(b)", "det(matmul(transpose(m), m))", "inv(matmul(transpose(m), m))", "solve(matmul(transpose(m), m), m[0])",
    "polyfit(linspace(0, 1, 20), l, 3)", "polyfit(linspace(100, 200, 20), l, 1)", "polyval([1, -2, 3], a)", "corrcoef(a, b[0:5])",
    "histogram(b, 7)[0]", "histogram(b, 7)[1]", "histogram(l, [-9, -1, 0, 4])[0]", "histogram(d, 50)[0]",
]
names = {name: getattr(np, name) for name in dir(np)}
names |= {name: getattr(np.linalg, name) for name in "norm det inv solve".split()}
names |= {
    "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "atanh": np.arctanh, "atan2": np.arctan2, "rng": np.random.default_rng,
    "concat": np.concatenate, "nonzero": lambda x: np.nonzero(x)[0], "argsort": lambda x: np.argsort(x, kind="stable"),
    "sum": lambda x, *axis: np.sum(x, *axis),
}
for name, code in DATA.items():
    names[name] = eval(code, names)

lines = []
for mark, expressions in (("=", EXACT), ("~", NEAR)):
    for expression in expressions:
        with np.errstate(all="ignore"):
            value = eval(expression, names)
        numbers = " ".join(repr(x).lower() for x in np.ravel(value).tolist()[:60])
        rhai = expression.replace("sort(c)", "sorted(c)").replace(":", "..")
        rhai = "sorted" + rhai[4:] if rhai.startswith("sort(") else rhai
        lines.append(f"{mark} {rhai}\t{numbers}")
lines = [f"let {name} = {code};" for name, code in DATA.items()] + lines
pathlib.Path(__file__).with_name("functions.txt").write_text("\n".join(lines) + "\n")
