"""Writes layers.txt: what the layers of numpy's ziggurats, for normal and exponential numbers, fold to.

../layers.rs says what they are, and makes them. Here they are made a second time, and looked for in numpy's library: the
script fails if they are not there.

Regenerate with mpmath and numpy installed:  python stdlib/src/random/golden/layers.py
"""

import math
import pathlib
import struct

import mpmath
import numpy
from mpmath import mpf

mpmath.mp.dps = 60


def normal_layers():
    r, v = 3.6541528853610088, 0.0049286732339746519
    width, height = [0.0] * 256, [1.0] * 256
    width[255], height[255] = r, math.exp(-0.5 * r * r)
    width[0] = v / height[255]
    for i in range(254, 0, -1):
        width[i] = math.sqrt(-2 * math.log(v / width[i + 1] + height[i + 1]))
        height[i] = math.exp(-0.5 * width[i] * width[i])
        if i == 38:
            height[i] = math.nextafter(height[i], 1)
    scale = 2.0**52
    keep = [int(r * height[255] / v * scale), 0]
    keep += [round(width[i - 1] / width[i] * scale) for i in range(2, 256)]
    return r, keep, [x / scale for x in width], height


def exponential_layers():
    def layers(r):
        v = (r + 1) * mpmath.exp(-r)
        x = [mpf(0)] * 255 + [r]
        for i in range(254, 0, -1):
            x[i] = -mpmath.log(v / x[i + 1] + mpmath.exp(-x[i + 1]))
        x[0] = v * mpmath.exp(r)
        return x

    def gap(r):
        x = layers(r)
        return x[1] * (1 - mpmath.exp(-x[1])) - (r + 1) * mpmath.exp(-r)

    r = mpmath.findroot(gap, mpf("7.69711747013105"), tol=1e-40)
    x = layers(r)
    half = mpf(2) ** 52
    keep = [2 * int(r / x[0] * half), 0] + [2 * int(x[i - 1] / x[i] * half) for i in range(2, 256)]
    height = [1.0] + [float(mpmath.exp(-value)) for value in x[1:]]
    return float(r), keep, [float(value / (2 * half)) for value in x], height


def check(values, kind):
    folder = pathlib.Path(numpy.__file__).parent / "random"
    wanted = struct.pack(f"<256{kind}", *values)
    assert any(wanted in file.read_bytes() for file in folder.glob("_generator.*")), "numpy has another table"


def digest(values, kind):
    """All bits, in order: `layers_are_numpys` in ../tests.rs does the same."""
    check(values, kind)
    folded = 0
    for (bits,) in struct.iter_unpack("<Q", struct.pack(f"<256{kind}", *values)):
        folded = (folded * 31 + bits) % 2**64
    return folded


with open(pathlib.Path(__file__).with_suffix(".txt"), "w") as file:
    for name, (tail, keep, width, height) in (("normal", normal_layers()), ("exponential", exponential_layers())):
        print(name, repr(tail), digest(keep, "Q"), digest(width, "d"), digest(height, "d"), file=file)
