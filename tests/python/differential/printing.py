"""How arrays print: as numpy's `str`, with bools in the language's lower case."""

import numpy as np

from .cases import DTYPES, RANDOM, SHAPES, case, values
from .judges import exact


def text(a):
    words = str(a)
    return words.replace("True", "true").replace("False", "false") if a.dtype == bool else words


def printed():
    shapes = [shape for shape in SHAPES if shape] + [(1000,), (1001,), (1500,), (40, 26), (6, 7), (30, 40), (3, 20), (2, 2, 2), (12, 100), (2, 3, 200)]
    for dtype in DTYPES:
        for shape in shapes:
            for kind in ("plain", "special", "wide", "unit", "whole", "positive") if dtype == "float64" else (None, "small", "huge", "medium", "digits"):
                a = values(dtype, shape, None if dtype == "bool" else kind, int(RANDOM.integers(4)))
                if dtype == "float64" and RANDOM.random() < 0.3:
                    a = np.round(a, int(RANDOM.integers(0, 6)))
                case("print", dtype, "a.to_string()", {"a": a}, lambda a: text(a), exact)


printed()
