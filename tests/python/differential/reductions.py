"""Sums, extremes and quantiles, over all elements and along an axis; running sums."""

from fractions import Fraction
from math import prod

import mpmath
import numpy as np

from .cases import DTYPES, RANDOM, SHAPES, case, values
from .judges import exact, reduction, whatever_zero


def axes(shape):
    """No axis, each of them, from the end too, and one that is not there."""
    found = [None]
    for axis in range(len(shape)):
        found += [axis, axis - len(shape)] if axis else [axis]
    if len(shape) == 1:
        found.append(1)
    return found


def reduce(name, function, judge_of, kinds=(None,)):
    for dtype in DTYPES:
        for number, shape in enumerate(SHAPES):
            for kind in kinds:
                a = values(dtype, shape, kind if dtype == "float64" else None, number)
                for axis in axes(shape):
                    judge = judge_of(axis)
                    if axis is None:
                        case(name, dtype, f"{name}(a)", {"a": a}, lambda a: function(a, axis=None), judge)
                        if 0 < np.size(a) < 200 and np.ndim(a):
                            case(name, dtype, f"{name}(a)", {"a": a.tolist()}, lambda a: function(np.array(a), axis=None), judge)
                    elif axis is not None:
                        case(name, dtype, f"{name}(a, {axis})", {"a": a}, lambda a, axis=axis: function(a, axis=axis), judge)


def variance(line, ddof=0):
    mean = sum(line) / len(line)
    return sum((x - mean) ** 2 for x in line) / Fraction(len(line) - ddof)


def deviation(line, ddof=0):
    square = variance(line, ddof)
    return mpmath.sqrt(mpmath.mpf(square.numerator) / square.denominator)


def close(truth):
    return lambda axis: reduction(truth, axis)


def sums():
    kinds = ("plain", "special", "positive", "unit")
    reduce("sum", np.sum, close(sum), kinds)
    reduce("prod", np.prod, close(prod), kinds)
    reduce("mean", np.mean, close(lambda line: sum(line) / Fraction(len(line))), kinds)
    reduce("var", np.var, close(variance), kinds)
    reduce("std", np.std, close(deviation), kinds)
    for dtype in DTYPES:
        for number, shape in enumerate(SHAPES):
            for ddof in (1, 2):
                for axis in axes(shape):
                    a = values(dtype, shape, number=number)
                    given = "()" if axis is None else axis
                    n = a.size if axis is None else a.shape[axis] if -len(shape) <= axis < len(shape) else 0
                    exactly = [reduction(lambda line, f=f: f(line, ddof), axis) if n > ddof else exact for f in (variance, deviation)]
                    case("var", dtype, f"var(a, {given}, {ddof})", {"a": a}, lambda a, x=axis, d=ddof: np.var(a, axis=x, ddof=d), exactly[0])
                    case("std", dtype, f"std(a, {given}, {ddof})", {"a": a}, lambda a, x=axis, d=ddof: np.std(a, axis=x, ddof=d), exactly[1])


def ptp(a, axis):
    # Numpy's ptp turns Python's whole numbers into its own.
    return np.max(a, axis=axis) - np.min(a, axis=axis) if np.asarray(a).dtype == object else np.ptp(a, axis=axis)


def extremes():
    for name, function in {
        "min": np.min, "max": np.max, "ptp": ptp, "argmin": np.argmin, "argmax": np.argmax, "all": np.all, "any": np.any,
        "count_nonzero": np.count_nonzero, "median": np.median,
    }.items():
        reduce(name, function, lambda axis: whatever_zero(exact), (None, "special", "whole"))


def quantiles():
    for dtype in DTYPES:
        for number, shape in enumerate(SHAPES):
            for kind in (None, "special", "whole"):
                a = values(dtype, shape, kind if dtype == "float64" else None, number)
                single = RANDOM.choice([0.0, 1.0, 0.5, 0.25, 0.9, RANDOM.random()])
                for q in (np.float64(single), np.array([0.0, 0.3, 1.0]), np.array([[0.5], [0.125]]), np.float64(1.5)):
                    for axis in axes(shape):
                        along = "" if axis is None else f", {axis}"
                        case("quantile", dtype, f"quantile(a, q{along})", {"a": a, "q": q}, lambda a, q, x=axis: np.quantile(a, q, axis=x), whatever_zero(exact))
                        case("percentile", dtype, f"percentile(a, q{along})", {"a": a, "q": q * 100}, lambda a, q, x=axis: np.percentile(a, q, axis=x), whatever_zero(exact))


def running():
    for dtype in DTYPES:
        for number, shape in enumerate(SHAPES):
            for name, function in {"cumsum": np.cumsum, "cumprod": np.cumprod}.items():
                for kind in (None, "special"):
                    a = values(dtype, shape, kind if dtype == "float64" else None, number)
                    for axis in axes(shape):
                        along = "" if axis is None else f", {axis}"
                        case(name, dtype, f"{name}(a{along})", {"a": a}, lambda a, f=function, x=axis: f(a, axis=x), exact)
            a = values(dtype, shape, number=number)
            case("diff", dtype, "diff(a)", {"a": a}, np.diff, exact)


sums()
extremes()
quantiles()
running()
