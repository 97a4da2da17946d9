"""Making arrays, and looking at what one is."""

import mpmath
import numpy as np

from .cases import DTYPES, RANDOM, SHAPES, case, values
from .judges import exact, near, within

mp = mpmath.mp


def nested(a):
    return np.asarray(a).tolist()


def from_lists():
    for dtype in DTYPES:
        for number, shape in enumerate(SHAPES):
            a = values(dtype, shape, number=number)
            case("array", dtype, "array(a)", {"a": nested(a)}, lambda a: np.array(a), exact)
            case("to_list", dtype, "a.to_list()", {"a": np.asarray(a)}, lambda a: a.tolist(), exact)
            case("shape", dtype, "a.shape", {"a": np.asarray(a)}, lambda a: list(a.shape), exact)
            case("ndim", dtype, "a.ndim", {"a": np.asarray(a)}, lambda a: a.ndim, exact)
            case("dtype", dtype, "a.dtype", {"a": np.asarray(a)}, lambda a: str(a.dtype), exact)
            case("len", dtype, "a.len()", {"a": np.asarray(a)}, lambda a: len(a), exact)
            case("array", dtype, "array([a, b])", {"a": np.asarray(a), "b": values(DTYPES[number % 3], shape, number=number)},
                 lambda a, b: np.array([a, b]), exact)
            case("array", dtype, "array([a, b])", {"a": np.asarray(a), "b": values(DTYPES[number % 3], SHAPES[number - 1])},
                 lambda a, b: np.array([a, b]), exact)
            for name, to in {"float": float, "int": int, "bool": bool}.items():
                case("astype", dtype, f'astype(a, "{name}")', {"a": np.asarray(values(dtype, shape, "plain" if dtype == "float64" else None, number))},
                     lambda a, to=to: a.astype(to), exact)


def filled():
    for number in range(20):
        size = [0, 1, 2, 7, 130][number % 5]
        shape = [size] if number < 5 else [int(n) for n in RANDOM.integers(0, 5, number % 4)]
        given = size if number < 5 else shape
        for name, function in {"zeros": np.zeros, "ones": np.ones}.items():
            case(name, "float64", f"{name}(shape)", {"shape": given}, lambda shape, f=function: f(shape), exact)
        for dtype in DTYPES:
            x = values(dtype, (), number=number)
            case("full", dtype, "full(shape, x)", {"shape": given, "x": x}, lambda shape, x: np.full(shape, x), exact)
        case("eye", "float64", "eye(n)", {"n": number}, lambda n: np.eye(n), exact)
    for name, function in {"zeros": np.zeros, "ones": np.ones, "eye": np.eye}.items():
        case(name, "float64", f"{name}(-1)", {}, lambda f=function: f(-1), exact)
    for dtype in DTYPES:
        case("full", dtype, "full([2, -1], x)", {"x": values(dtype, ())}, lambda x: np.full([2, -1], x), exact)


def spaced():
    for number in range(40):
        a, b = (int(n) for n in RANDOM.integers(-30, 30, 2))
        step = int(RANDOM.integers(-4, 5))
        case("arange", "int64", "arange(a)", {"a": a}, lambda a: np.arange(a), exact)
        case("arange", "int64", "arange(a, b)", {"a": a, "b": b}, lambda a, b: np.arange(a, b), exact)
        case("arange", "int64", "arange(a, b, step)", {"a": a, "b": b, "step": step}, lambda a, b, step: np.arange(a, b, step), exact)
        x, y, gap = (float(n) for n in RANDOM.normal(0, 10, 3))
        if number % 2:
            x, y, gap = round(x, 1), round(y, 1), round(gap / 10, 1)
        case("arange", "float64", "arange(x)", {"x": x}, lambda x: np.arange(x), exact)
        case("arange", "float64", "arange(x, y)", {"x": x, "y": y}, lambda x, y: np.arange(x, y), exact)
        case("arange", "float64", "arange(x, y, gap)", {"x": x, "y": y, "gap": gap}, lambda x, y, gap: np.arange(x, y, gap), exact)
        n = number % 20 if number else 1000
        case("linspace", "float64", "linspace(x, y, n)", {"x": x, "y": y, "n": n}, lambda x, y, n: np.linspace(x, y, n), exact)
        case("linspace", "int64", "linspace(a, b, n)", {"a": a, "b": b, "n": n}, lambda a, b, n: np.linspace(a, b, n), exact)
        case("linspace", "float64", "linspace(x, y)", {"x": x, "y": y}, lambda x, y: np.linspace(x, y), exact)

        def powers(x, y, n):
            return [mp.power(10, mp.mpf(float(exponent))) for exponent in np.linspace(x, y, n)]

        def two_ulps(x, y, n):
            return [mp.mpf(float(np.spacing(10.0**exponent))) * 2 for exponent in np.linspace(x, y, n)]

        case("logspace", "float64", "logspace(x, y, n)", {"x": x, "y": y, "n": n}, lambda x, y, n: np.logspace(x, y, n), near(powers, two_ulps))
        case("logspace", "int64", "logspace(x, y, n)", {"x": a % 9, "y": b % 11, "n": n}, lambda x, y, n: np.logspace(x, y, n), near(powers, two_ulps))

        def geometric(x, y, n):
            ratio = mp.mpf(y) / mp.mpf(x)
            return [mp.mpf(x) * mp.power(ratio, mp.mpf(i) / max(n - 1, 1)) for i in range(n)]

        def some_ulps(x, y, n):
            # The logarithms of the ends are rounded, and their error grows with their size.
            size = 2 + 6 * max(abs(np.log10(abs(x))), abs(np.log10(abs(y))), 1.0)
            return [abs(term) * mp.mpf(2) ** -52 * size for term in geometric(x, y, n)]

        sign = 1 if number % 2 else -1
        ends = {"x": sign * 10.0 ** RANDOM.uniform(-5, 5), "y": sign * 10.0 ** RANDOM.uniform(-5, 5), "n": n}
        case("geomspace", "float64", "geomspace(x, y, n)", ends, lambda x, y, n: np.geomspace(x, y, n), near(geometric, some_ulps))
        ends = {"x": 1 + abs(a), "y": 1 + abs(b), "n": n}
        case("geomspace", "int64", "geomspace(x, y, n)", ends, lambda x, y, n: np.geomspace(x, y, n), near(geometric, some_ulps))
    case("arange", "int64", "arange(1, 5, 0)", {}, lambda: np.arange(1, 5, 0), exact)
    case("linspace", "float64", "linspace(0, 1, -1)", {}, lambda: np.linspace(0, 1, -1), exact)
    case("geomspace", "float64", "geomspace(0, 1, 3)", {}, lambda: np.geomspace(0, 1, 3), exact)


from_lists()
filled()
spaced()
