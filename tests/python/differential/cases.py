"""What a case is, and the numbers and shapes that cases are made of."""

import copy
import os
import warnings

import numpy as np

from .encoding import Raised

SEED = int(os.environ.get("SEED", "0")) or int.from_bytes(os.urandom(4), "big")
RANDOM = np.random.default_rng(SEED)

DTYPES = ("float64", "int64", "bool")

# Nothing to three axes; empty ones, single elements, and lengths at which sums and blocks are cut.
SHAPES = [
    (), (0,), (1,), (2,), (5,), (17,), (130,), (1100,), (1, 1), (2, 3), (3, 1), (1, 4), (0, 3), (2, 0), (4, 5), (2, 3, 4),
    (1, 2, 1), (3, 1, 2), (0, 2, 2), (7, 2),
]
# Pairs that broadcast, and some that do not.
PAIRS = [
    ((), ()), ((), (5,)), ((5,), ()), ((5,), (5,)), ((1,), (4,)), ((130,), (130,)), ((1100,), ()), ((0,), (0,)), ((0,), (1,)),
    ((3,), (4,)), ((2, 3), (3,)), ((2, 3), (2, 1)), ((3, 1), (1, 4)), ((2, 3, 4), (3, 1)), ((2, 3, 4), (2, 3, 4)), ((0, 3), (3,)),
    ((2, 3), (2,)), ((3,), (2, 3)), ((1, 1), (17,)), ((2, 1, 4), (1, 3, 1)), ((), (2, 3)), ((33, 40), (40,)),
]

SPECIAL = [
    np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 5e-324, -5e-324, 2.2250738585072014e-308, 1e-300,
    1.7976931348623157e308, -1.7976931348623157e308, 1e16, 4503599627370497.5, 9007199254740993.0, 0.1, 2.0 / 3.0,
]
FLOATS = ("plain", "special", "wide", "unit", "whole", "positive")
INTS = ("small", "medium", "huge", "digits")


def floats(kind, shape):
    if kind == "plain":
        x = RANDOM.normal(0.0, 10.0, shape)
    elif kind == "special":
        x = np.where(RANDOM.random(shape) < 0.6, RANDOM.choice(SPECIAL, shape), RANDOM.normal(0.0, 2.0, shape))
    elif kind == "wide":
        x = 10.0 ** RANDOM.uniform(-300, 300, shape) * RANDOM.choice([-1.0, 1.0], shape)
    elif kind == "unit":
        x = RANDOM.uniform(-1.0, 1.0, shape)
    elif kind == "whole":
        x = RANDOM.integers(-7, 8, shape) / 2.0
    elif kind == "positive":
        x = 10.0 ** RANDOM.uniform(-4, 4, shape)
    else:
        raise ValueError(kind)
    return np.asarray(x, dtype=np.float64)


def ints(kind, shape):
    if kind == "small":
        x = RANDOM.integers(-9, 10, shape)
    elif kind == "medium":
        x = RANDOM.integers(-10_000, 10_000, shape)
    elif kind == "huge":
        x = RANDOM.integers(-(2**63), 2**63 - 1, shape)
    elif kind == "digits":
        x = RANDOM.integers(0, 10, shape)
    else:
        raise ValueError(kind)
    return np.asarray(x, dtype=np.int64)


def values(dtype, shape, kind=None, number=0):
    """An array, or a single number for the shape (). Without a kind, one after the other by `number`."""
    if dtype == "float64":
        x = floats(kind or FLOATS[number % len(FLOATS)], shape)
    elif dtype == "int64":
        x = ints(kind or ("small", "medium", "small", "huge", "digits")[number % 5], shape)
    else:
        x = np.asarray(RANDOM.random(shape) < (0.5, 0.9, 0.1, 1.0)[number % 4])
    return x[()] if shape == () else x


class Case:
    """Code, its inputs, and what numpy makes of the same."""

    def __init__(self, function, dtype, code, inputs, numpy, judge):
        self.function = function
        self.dtype = dtype
        self.code = code
        self.inputs = inputs
        self.numpy = numpy
        self.judge = judge
        self.expected = run(numpy, inputs)

    def __str__(self):
        with np.printoptions(threshold=40, edgeitems=6, floatmode="unique"):
            return f"{self.function} {self.dtype}: {self.code}  with {self.inputs}"


CASES = []


def case(function, dtype, code, inputs, numpy, judge):
    CASES.append(Case(function, dtype, code, inputs, numpy, judge))


def run(numpy, inputs):
    """What numpy gives for the inputs, or the error it raises, as a [`Raised`]."""
    inputs = {name: copy.deepcopy(value) for name, value in inputs.items()}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return plain(numpy(**inputs))
        except Exception as error:
            return Raised(f"{type(error).__name__}: {error}")


def plain(value):
    """The value in the three element types that there are here."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str):
        return value
    array = np.asarray(value)
    if array.dtype.kind in "iu" and array.dtype != np.int64:
        array = array.astype(np.int64)
    if array.dtype == object:
        array = array.astype(np.int64)
    return array[()] if array.shape == () else array
