"""The reader's own functions on elements, and pairs."""

import numpy as np

from .cases import DTYPES, SHAPES, case, values
from .judges import exact


def functions():
    for dtype in DTYPES:
        for number, shape in enumerate(shape for shape in SHAPES * 3 if len(shape) == 1 or len(shape) == 2):
            a = values(dtype, shape, "plain" if dtype == "float64" else "small", number)
            twice = "|x| x + x" if dtype != "bool" else "|x| !x"
            numpys = (lambda a: a + a) if dtype != "bool" else (lambda a: ~a)
            # Of nothing, nobody knows of what type it would have been.
            if a.shape[0]:
                case("map", dtype, f"map(a, {twice})", {"a": a}, lambda a, f=numpys: f(a), exact)
                case("apply", dtype, f"apply(a, {twice})", {"a": a}, lambda a, f=numpys: f(a), exact)
            kept = "|x| x > 0" if dtype != "bool" else "|x| x"
            if len(shape) == 1:
                case("filter", dtype, f"a.filter({kept})", {"a": a}, lambda a: a[a > 0], exact)
            case("for (x, i)", dtype, "let all = []; for (x, i) in a { all.push(x); all.push(i); } all", {"a": a},
                 lambda a: [part for i, x in enumerate(a) for part in (x, i)], exact)
            b = values(DTYPES[number % 3], (3,), number=number)
            case("zip", dtype, "let all = []; for p in zip(a, b) { all.push(p[0]); all.push(p[1]); } all", {"a": a, "b": b},
                 lambda a, b: [x for pair in zip(a, b) for x in pair], exact)
            case("enumerate", dtype, "let all = []; for p in enumerate(a) { all.push(p[0]); all.push(p[1]); } all", {"a": a},
                 lambda a: [x for pair in enumerate(a) for x in pair], exact)


functions()
