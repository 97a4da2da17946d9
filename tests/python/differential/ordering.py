"""Sorting and searching."""

import numpy as np

from .cases import DTYPES, RANDOM, SHAPES, case, values
from .judges import exact, whatever_zero

LINES = [shape for shape in SHAPES if len(shape) == 1] + [(3,), (64,), (255,), (256,), (257,), (5000,), (4,), (9,), (31,), (70001,)]


def in_order():
    for dtype in DTYPES:
        for number, shape in enumerate(LINES):
            for kind in (None, "special", "whole"):
                a = values(dtype, shape, kind if dtype == "float64" else None, number)
                case("sorted", dtype, "sorted(a)", {"a": a}, lambda a: np.sort(a, kind="stable"), exact)
                case("argsort", dtype, "argsort(a)", {"a": a}, lambda a: np.argsort(a, kind="stable"), exact)
        for number, shape in enumerate(SHAPES):
            for kind in (None, "special"):
                a = values(dtype, shape, kind if dtype == "float64" else None, number)
                case("unique", dtype, "unique(a)", {"a": a}, lambda a: np.unique(a), whatever_zero(exact))
                case("nonzero", dtype, "nonzero(a)", {"a": a}, lambda a: np.nonzero(a)[0] if np.ndim(a) == 1 else list(np.nonzero(a)), exact)
                if shape:
                    case("flip", dtype, "flip(a)", {"a": a}, lambda a: np.flip(a, 0), exact)
            line = np.sort(values(dtype, (number,), number=number))
            other = DTYPES[number % 3]
            case("searchsorted", dtype, "searchsorted(a, x)", {"a": line, "x": values(other, shape, number=number)},
                 lambda a, x: np.searchsorted(a, x), exact)


in_order()
