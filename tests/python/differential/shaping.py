"""Joining arrays and giving them other axes."""

import numpy as np

from .cases import DTYPES, RANDOM, SHAPES, case, values
from .judges import exact


def joined():
    for dtype in DTYPES:
        for number, shape in enumerate(SHAPES[1:]):
            other = DTYPES[number % 3]
            a, b = values(dtype, shape, number=number), values(other, shape, number=number)
            for axis in range(-1, len(shape) + 1):
                case("concat", dtype, f"concat([a, b], {axis})", {"a": a, "b": b}, lambda a, b, x=axis: np.concatenate([a, b], x), exact)
                case("stack", dtype, f"stack([a, b], {axis})", {"a": a, "b": b}, lambda a, b, x=axis: np.stack([a, b], x), exact)
            longer = values(other, (shape[0] + 2, *shape[1:]), number=number)
            case("concat", dtype, "concat([a, b])", {"a": a, "b": longer}, lambda a, b: np.concatenate([a, b]), exact)
            case("stack", dtype, "stack([a, b])", {"a": a, "b": longer}, lambda a, b: np.stack([a, b]), exact)


def reshaped():
    for dtype in DTYPES:
        for number, shape in enumerate(SHAPES):
            a = np.asarray(values(dtype, shape, number=number))
            size = a.size
            for new in ([size], [1, size], [-1], [size, -1], [2, -1], [-1, 3], [size + 1], [1, 1, size], [-1, -1]):
                case("reshape", dtype, f"reshape(a, {new})", {"a": a}, lambda a, new=new: np.reshape(a, new), exact)
            case("transpose", dtype, "transpose(a)", {"a": a}, lambda a: np.transpose(a), exact)
            case("flatten", dtype, "flatten(a)", {"a": a}, lambda a: a.flatten(), exact)
            for n in (0, 1, 3, -1):
                case("repeat", dtype, f"repeat(a, {n})", {"a": a}, lambda a, n=n: np.repeat(a, n), exact)
                if shape:
                    case("tile", dtype, f"tile(a, {n})", {"a": a}, lambda a, n=n: np.tile(a, n), exact)
            other = values(DTYPES[number % 3], SHAPES[(number * 7 + 3) % len(SHAPES)], number=number)
            if size * np.asarray(other).size < 20_000:
                case("outer", dtype, "outer(a, b)", {"a": a, "b": other}, lambda a, b: np.outer(a, b), exact)


joined()
reshaped()
