"""Counting into bins, between points, through points."""

import mpmath
import numpy as np

from .cases import DTYPES, RANDOM, SHAPES, case, values
from .judges import exact, near


def binned():
    for dtype in DTYPES:
        for number, shape in enumerate(SHAPES):
            a = values(dtype, shape, ("plain", "unit", "whole", "positive")[number % 4] if dtype == "float64" else ("small", "medium", "digits")[number % 3], number)
            bins = (1, 2, 10, 7, 50)[number % 5]
            case("histogram", dtype, f"histogram(a, {bins})", {"a": a}, lambda a, bins=bins: list(np.histogram(a, bins)), exact)
            edges = np.sort(values("float64", (4,), "plain"))
            case("histogram", dtype, "histogram(a, edges)", {"a": a, "edges": edges}, lambda a, edges: list(np.histogram(a, edges)), exact)
        for bins in (0, -1):
            a = values(dtype, (5,), number=0)
            case("histogram", dtype, f"histogram(a, {bins})", {"a": a}, lambda a, bins=bins: list(np.histogram(a, bins)), exact)


def between():
    for dtype in DTYPES:
        for number, shape in enumerate(SHAPES):
            n = 1 + number % 6
            xs = np.sort(RANDOM.choice(50, n, replace=False)) - 25.0 if number % 2 else np.sort(RANDOM.normal(0, 10, n))
            ys = values(dtype, (n,), "plain" if dtype == "float64" else "small", number)
            for kind in ("plain", "special", "whole"):
                x = values("float64", shape, kind)
                case("interp", dtype, "interp(x, xs, ys)", {"x": x, "xs": xs, "ys": ys}, lambda x, xs, ys: np.interp(x, xs, ys), exact)
        case("interp", dtype, "interp(x, xs, ys)", {"x": 1.0, "xs": np.zeros(0), "ys": values(dtype, (0,))}, lambda x, xs, ys: np.interp(x, xs, ys), exact)
        case("interp", dtype, "interp(x, xs, ys)", {"x": 1.0, "xs": np.arange(2.0), "ys": values(dtype, (3,))}, lambda x, xs, ys: np.interp(x, xs, ys), exact)


def polynomials():
    for dtype in DTYPES:
        for number, shape in enumerate(SHAPES):
            c = values(dtype, (number % 6,), "plain" if dtype == "float64" else "small", number)
            other = DTYPES[number % 3]
            x = values(other, shape, "plain" if other == "float64" else "small", number)
            case("polyval", dtype, "polyval(c, x)", {"c": c, "x": x}, lambda c, x: np.polyval(c, x), exact)


def fitted():
    def system(x, degree):
        return mpmath.matrix([[mpmath.mpf(float(t)) ** (degree - k) for k in range(degree + 1)] for t in x])

    for dtype in DTYPES:
        for number in range(20):
            degree = number % 4
            n = degree + 1 + number % 7
            x = values(dtype, (n,), "plain" if dtype == "float64" else "medium", 0)
            if dtype == "bool":
                degree, x = number % 2, np.arange(max(n, 2)) % 2 == 0
            y = values("float64", (len(x),), "plain")

            def coefficients(x, y, degree=degree):
                A, b = system(np.asarray(x, dtype=float), degree), mpmath.matrix(y.tolist())
                return list(mpmath.lu_solve(A.T * A, A.T * b))

            def bound(x, y, degree=degree):
                # The scaled system's condition decides how much of the 53 bits is left.
                A = np.vander(np.asarray(x, dtype=float), degree + 1)
                scale = np.sqrt((A * A).sum(0))
                scale[scale == 0] = 1
                condition = np.linalg.cond(A / scale)
                return [condition * condition * 2.0**-50 * np.linalg.norm(y) / s * len(x) for s in scale]

            case("polyfit", dtype, f"polyfit(x, y, {degree})", {"x": x, "y": y}, lambda x, y, d=degree: np.polyfit(x.astype(float), y, d), near(coefficients, bound))


binned()
between()
polynomials()
fitted()
