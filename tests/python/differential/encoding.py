"""Values as JSON that loses no bit, as tests/differential/src/encoding.rs writes and reads them."""

import struct

import numpy as np


class Raised(Exception):
    """An error in place of a value."""


class Panicked(Exception):
    """What must never happen."""


def encode(value):
    if value is None:
        return None
    if isinstance(value, str):
        return {"T": value}
    if isinstance(value, (bool, np.bool_)):
        return {"B": bool(value)}
    if isinstance(value, (int, np.integer)):
        return {"I": str(int(value))}
    if isinstance(value, (float, np.floating)):
        return {"F": _bits(float(value))}
    if isinstance(value, (list, tuple)):
        return {"L": [encode(item) for item in value]}
    shape = list(value.shape)
    if value.dtype == np.float64:
        return {"f": np.ascontiguousarray(value).astype(">f8").tobytes().hex(), "s": shape}
    if value.dtype == np.int64:
        return {"i": np.ascontiguousarray(value).astype(">i8").tobytes().hex(), "s": shape}
    assert value.dtype == np.bool_, value.dtype
    return {"b": "".join("1" if x else "0" for x in value.ravel()), "s": shape}


def decode(answer):
    """The value: numbers as numpy's, arrays, lists, text, or `None`; an error is returned, not raised."""
    if answer is None:
        return None
    for key, value in answer.items():
        if key == "E":
            return Raised(value)
        if key == "P":
            return Panicked(value)
        if key == "F":
            return np.float64(struct.unpack(">d", bytes.fromhex(value))[0])
        if key == "I":
            return np.int64(int(value))
        if key == "B":
            return np.bool_(value)
        if key in ("T", "O"):
            return value
        if key == "L":
            return [decode(item) for item in value]
        shape = answer["s"]
        if key == "f":
            array = np.frombuffer(bytes.fromhex(value), ">f8").astype(np.float64)
        elif key == "i":
            array = np.frombuffer(bytes.fromhex(value), ">i8").astype(np.int64)
        else:
            array = np.array([x == "1" for x in value], dtype=bool)
        # An array without axes is as good as its number; numpy does not keep them apart either.
        return array.reshape(shape)[()]
    raise ValueError(answer)


def _bits(x):
    return struct.pack(">d", x).hex()
