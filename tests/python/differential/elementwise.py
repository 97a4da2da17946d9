"""Operators and functions that work element by element."""

import mpmath
import numpy as np

from .cases import DTYPES, PAIRS, SHAPES, case, values
from .judges import exact, whatever_zero, within

mp = mpmath.mp

ARITHMETIC = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.true_divide,
    "%": np.mod,
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
LOGIC = {"&": np.bitwise_and, "|": np.bitwise_or, "^": np.bitwise_xor}


def arrays_only(a, b):
    """Whether it is the library that answers: two plain numbers are the language's own business."""
    return isinstance(a, np.ndarray) or isinstance(b, np.ndarray)


def pairs(name, dtype, code, function, judge, kinds=(None, None), only_arrays=False, others=DTYPES):
    for number, (left, right) in enumerate(PAIRS):
        other = others[number % len(others)]
        a, b = values(dtype, left, kinds[0], number), values(other, right, kinds[1], number + 1)
        if not only_arrays or arrays_only(a, b):
            case(name, dtype, code, {"a": a, "b": b}, function, judge)


def power(x, y):
    if x == 0 or (x < 0 and y != int(y)):
        raise ValueError
    return mp.power(x, y)


def of_two():
    for dtype in DTYPES:
        for symbol, function in {**ARITHMETIC, **LOGIC}.items():
            pairs(symbol, dtype, f"a {symbol} b", lambda a, b, f=function: f(a, b), exact, only_arrays=True)
        for kinds in [(None, None), ("positive" if dtype == "float64" else None, None)]:
            pairs("**", dtype, "a ** b", lambda a, b: a**b, within(2, power), kinds, only_arrays=True)
            pairs("pow", dtype, "pow(a, b)", lambda a, b: np.power(a, np.asarray(b, float)), within(2, power), kinds)
        pairs("minimum", dtype, "minimum(a, b)", lambda a, b: np.minimum(a, b), whatever_zero(exact))
        pairs("maximum", dtype, "maximum(a, b)", lambda a, b: np.maximum(a, b), whatever_zero(exact))
        pairs("hypot", dtype, "hypot(a, b)", lambda a, b: np.hypot(a, b), within(1, mp.hypot))
        pairs("atan2", dtype, "atan2(a, b)", lambda a, b: np.arctan2(a, b), within(1, mp.atan2))
        for number, (left, right) in enumerate(PAIRS):
            mask = values("bool", PAIRS[-1 - number][0], number=number)
            a, b = values(dtype, left, number=number), values(DTYPES[number % 3], right, number=number + 2)
            case("where", dtype, "where(mask, a, b)", {"mask": mask, "a": a, "b": b}, lambda mask, a, b: np.where(mask, a, b), exact)
        for number, shape in enumerate(SHAPES):
            a = values(dtype, shape, number=number)
            low, high = sorted([values(DTYPES[number % 2], (), "small" if number % 2 else "plain") for _ in range(2)])
            case("clip", dtype, "clip(a, low, high)", {"a": a, "low": low, "high": high}, lambda a, low, high: np.clip(a, low, high), whatever_zero(exact))


def unary(name, code, function, judge, kinds=None):
    for dtype in DTYPES:
        for number, shape in enumerate(SHAPES):
            kind = kinds[number % len(kinds)] if kinds and dtype == "float64" else None
            a = values(dtype, shape, kind, number)
            case(name, dtype, code, {"a": a}, lambda a: function(a), judge)
            # A plain list does as well, but for operators.
            if f"{name}(" in code and 0 < np.size(a) < 200 and np.ndim(a):
                case(name, dtype, code, {"a": a.tolist()}, lambda a: function(np.array(a)), judge)


def log(base=None):
    def function(x):
        if x <= 0:
            raise ValueError
        return mp.log(x) if base is None else mp.log(x) / mp.log(base)

    return function


def log1p(x):
    if x <= -1:
        raise ValueError
    return mp.log1p(x)


def arc(function):
    def inside(x):
        if abs(x) > 1:
            raise ValueError
        return function(x)

    return inside


def exp(x):
    # Far outside, all that matters is that it overflows or vanishes.
    return mp.exp(min(max(x, -800), 800))


def sinh(x):
    return mp.sinh(min(max(x, -800), 800))


def cosh(x):
    return mp.cosh(min(max(x, -800), 800))


def expm1(x):
    return mp.expm1(min(max(x, -800), 800))


def acosh(x):
    if x < 1:
        raise ValueError
    return mp.acosh(x)


def atanh(x):
    if abs(x) >= 1:
        raise ValueError
    return mp.atanh(x)


def cbrt(x):
    return mp.sign(x) * mp.cbrt(abs(x))


def of_one():
    unary("negative", "-a", np.negative, exact)
    unary("not", "!a", np.invert, exact)
    for name, function in {
        "abs": np.abs, "floor": np.floor, "ceil": np.ceil, "trunc": np.trunc, "sign": np.sign, "isnan": np.isnan,
        "isfinite": np.isfinite, "isinf": np.isinf, "sqrt": np.sqrt,
    }.items():
        unary(name, f"{name}(a)", function, exact)
    unary("round", "round(a)", np.round, exact)
    for digits in (-3, -1, 1, 2, 5, 15):
        unary("round", f"round(a, {digits})", lambda a, digits=digits: np.round(a, digits), exact, ("plain", "special", "positive", "wide"))
    some, curves = ("plain", "special", "wide", "unit"), ("plain", "special", "unit", "positive")
    for name, numpys, truth, limit, kinds in [
        ("exp", np.exp, exp, 1, curves),
        ("expm1", np.expm1, expm1, 1, some),
        ("log", np.log, log(), 1, ("positive", "special", "wide", "unit")),
        ("log1p", np.log1p, log1p, 1, ("unit", "special", "wide", "positive")),
        ("log2", np.log2, log(2), 1, ("positive", "special", "wide", "unit")),
        ("log10", np.log10, log(10), 1, ("positive", "special", "wide", "unit")),
        ("sin", np.sin, mp.sin, 1, some),
        ("cos", np.cos, mp.cos, 1, some),
        ("tan", np.tan, mp.tan, 2, some),
        ("asin", np.arcsin, arc(mp.asin), 1, ("unit", "special", "unit", "plain")),
        ("acos", np.arccos, arc(mp.acos), 1, ("unit", "special", "unit", "plain")),
        ("atan", np.arctan, mp.atan, 1, some),
        ("sinh", np.sinh, sinh, 2, curves),
        ("cosh", np.cosh, cosh, 2, curves),
        ("tanh", np.tanh, mp.tanh, 1, curves),
        ("asinh", np.arcsinh, mp.asinh, 1, some),
        ("acosh", np.arccosh, acosh, 1, ("positive", "special", "wide", "positive")),
        ("atanh", np.arctanh, atanh, 1, ("unit", "special", "unit", "plain")),
        ("cbrt", np.cbrt, cbrt, 1, ("positive", "special", "wide", "unit")),
    ]:
        unary(name, f"{name}(a)", numpys, within(limit, truth), kinds)


of_two()
of_one()
