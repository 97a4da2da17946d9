"""Where arrays differ from numpy on purpose: at most 20 entries, each with its reason and with what is given instead. An entry
that no case needs any more fails the test."""

import numpy as np

from .encoding import Raised


class Difference:
    def __init__(self, reason, applies, instead):
        self.reason = reason
        # Of a case, whether the difference may concern it.
        self.applies = applies
        # Of a case, what takes the place of numpy's function of the inputs.
        self.instead = instead


def raises(case):
    def function(**inputs):
        raise Raised("on purpose")

    return function


def with_floats(case):
    """The same with truth values made floats first."""
    return lambda **inputs: case.numpy(**{name: np.asarray(x, dtype=float)[()] if truths(x) else x for name, x in inputs.items()})


def truths(x):
    return np.asarray(x).dtype == bool


def in_whole_numbers(case):
    """The same in Python's whole numbers, which have no end; an error where 64 bits don't hold the result."""

    def function(**inputs):
        exact = {name: np.asarray(x).astype(object) if np.asarray(x).dtype == np.int64 else x for name, x in inputs.items()}
        result = case.numpy(**exact)
        for n in np.ravel(np.asarray(result, dtype=object)):
            if not -(2**63) <= n < 2**63:
                raise OverflowError("more than 64 bits")
        return np.asarray(result, dtype=object).astype(np.int64)

    return function


def assigned_as_floats(case):
    def function(**inputs):
        blank = {**inputs, "a": np.zeros(inputs["a"].shape), "x": np.ones(np.shape(inputs["x"]))}
        result = case.numpy(**{**inputs, "a": inputs["a"].astype(float)})
        return result if case.numpy(**blank).any() else inputs["a"]

    return function


def quantiles_of_floats(case):
    return lambda a, q: case.numpy(a.astype(float), q)


def never_infinite(case):
    def function(a):
        result = np.asarray(case.numpy(a))
        return np.where(np.isinf(result) & np.isfinite(a), a, result)[()]

    return function


def to_tens(case):
    tens = 10 ** -int(case.code.split(",")[1].strip(" )"))

    def rounded(n):
        whole, rest = divmod(int(n), tens)
        up = 2 * rest > tens or (2 * rest == tens and whole % 2)
        result = (whole + up) * tens
        if not -(2**63) <= result < 2**63:
            raise OverflowError("more than 64 bits")
        return result

    return lambda a: np.array([rounded(n) for n in np.ravel(a).tolist()], dtype=np.int64).reshape(np.shape(a))


def has(case, test):
    return any(test(np.asarray(x)) for x in case.inputs.values() if x is not None)


def of(*names):
    return lambda case: case.function in names


FLOAT_FUNCTIONS = of(
    "sqrt", "exp", "expm1", "log", "log1p", "log2", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "hypot",
    "atan2", "round", "asinh", "acosh", "atanh", "cbrt",
)
WHOLE = of("+", "-", "*", "**", "sum", "prod", "cumsum", "cumprod", "ptp", "diff", "dot", "matmul", "outer", "abs", "negative", "polyval")
ASSIGNED = of("a[i] = x", "a[i..j] = x", "a[mask] = x", "a[list] = x", "a[i] += x", "a[mask] += x")

DIFFERENCES = [
    Difference(
        "functions of truth values give float64, for there is no float16",
        lambda case: FLOAT_FUNCTIONS(case) and has(case, truths),
        with_floats,
    ),
    Difference(
        "whole numbers never wrap: what 64 bits don't hold is an error",
        lambda case: WHOLE(case) and has(case, lambda x: x.dtype == np.int64),
        in_whole_numbers,
    ),
    Difference(
        "a whole number has no remainder by zero: an error, where numpy gives 0",
        lambda case: case.function == "%" and not has(case, lambda x: x.dtype == float) and not np.all(case.inputs["b"]),
        raises,
    ),
    Difference(
        "whole numbers to a negative power are floats, where numpy raises an error",
        lambda case: case.function == "**" and has(case, lambda x: x.dtype == np.int64 and (x < 0).any()),
        lambda case: lambda a, b: np.asarray(a, dtype=float) ** b,
    ),
    Difference(
        "! turns truth values around and nothing else, where numpy's ~ flips the bits of whole numbers",
        lambda case: case.function == "not" and case.dtype == "int64",
        raises,
    ),
    Difference(
        "a statistic of too few values is an error that says so, where numpy warns and gives nan",
        of("mean", "median", "std", "var", "quantile", "percentile", "corrcoef"),
        raises,
    ),
    Difference(
        "an array of whole numbers that is given a float becomes one of floats, where numpy cuts the float",
        lambda case: ASSIGNED(case) and case.dtype == "int64" and np.asarray(case.inputs["x"]).dtype == float,
        assigned_as_floats,
    ),
    Difference(
        "an array of truth values takes no numbers, which numpy turns into truth values",
        lambda case: ASSIGNED(case) and case.dtype == "bool" and not truths(case.inputs["x"]),
        raises,
    ),
    Difference(
        "quantiles of whole numbers are computed with floats, where numpy's differences of large ones wrap",
        lambda case: case.function in ("quantile", "percentile") and case.dtype == "int64",
        quantiles_of_floats,
    ),
    Difference(
        "a float too large to have digits to round stays what it is, where numpy's becomes infinite",
        lambda case: case.function == "round" and case.dtype == "float64",
        never_infinite,
    ),
    Difference(
        "whole numbers are rounded to tens exactly, where numpy goes through floats",
        lambda case: case.function == "round" and case.dtype == "int64" and ", -" in case.code,
        to_tens,
    ),
    Difference(
        "to repeat something a negative number of times is an error even where there is nothing to repeat",
        of("repeat", "tile"),
        raises,
    ),
]
