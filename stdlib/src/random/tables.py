"""Writes tables.rs: the layers of the ziggurats for normal and exponential numbers, from their definition.

A ziggurat covers the area under a falling curve f with 256 layers of equal area v: the bottom one, of which the
tail beyond r is part, and 255 boxes on top of it. x[i] is the width of layer i; the widths follow from one another by
x[i + 1] * (f(x[i]) - f(x[i + 1])) = v, and r is the one for which the topmost box ends at the curve's top. See
Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables", Journal of Statistical Software 5 (8), 2000.

The numbers are to be numpy's, so the tables must be its to the last bit. Its exponential tables were made with many
digits, its normal ones with doubles, in just the steps below; the one height that came out a bit higher than today's
`exp` has it is put right. Where numpy is installed, the tables are looked for in its library: the script fails if they
are not there.

Regenerate with mpmath and numpy installed:  python stdlib/src/random/tables.py
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


def table(name, kind, values):
    check(values, "Q" if kind == "u64" else "d")
    rows = "\n".join(f"    {value!r}," for value in values)
    return f"#[rustfmt::skip]\npub(super) const {name}: [{kind}; 256] = [\n{rows}\n];\n"


lines = ["//! The layers of the ziggurats. `python stdlib/src/random/tables.py` writes this file.\n"]
for name, bits, (r, keep, width, height) in (("normal", 52, normal_layers()), ("exponential", 53, exponential_layers())):
    lines += [
        f"/// Where the tail of the {name} ziggurat begins.",
        f"pub(super) const {name.upper()}_TAIL: f64 = {r!r};\n",
        f"/// A draw of {bits} bits below this lies under the curve whatever its height.",
        table(f"{name.upper()}_KEEP", "u64", keep),
        f"/// Widths of the layers, for a draw of {bits} bits.",
        table(f"{name.upper()}_WIDTH", "f64", width),
        "/// The curve's height at the right end of each layer.",
        table(f"{name.upper()}_HEIGHT", "f64", height),
    ]
pathlib.Path(__file__).with_name("tables.rs").write_text("\n".join(lines).rstrip() + "\n")
