"""Writes round.tsv: numbers, digits and what Python's round() makes of them.

Regenerate: python3 golden/round.py   (any Python 3; the output is the same on every run)

Each line is kind, value, digits and "=" with the result, or "!" where Python raises OverflowError; floats are given by their
bits. Whole numbers beyond 64 bits, which are none here, are left out.
"""

import pathlib
import random
import struct

FLOATS = [
    0.0, -0.0, 2.675, -2.675, 1.005, 0.125, 0.375, 0.5, 1.5, 2.5, -0.5, 5.0, 15.0, 25.0, -5.0, 5.000000001, 4.999999999, 50.0,
    49.99999, 150.0, 250.0, 14.6, 96.0, 999.5, 0.95, 1e22, 1e23, 9.999999999999999e22, 5e22, 4503599627370495.5, 123456789.987654321,
    1.7976931348623157e308, -1.7976931348623157e308, 8.5e307, 5e-324, 2.2250738585072014e-308, 1e16, 0.1 + 0.2, 1 / 3,
    float("nan"), float("inf"), float("-inf"),
]
INTS = [0, 1, 4, 5, 6, 14, 15, 25, -15, -25, 1234, 1250, 1350, 999, 10**18, 5 * 10**17, 2**63 - 1, -(2**63)]
DIGITS = [0, 1, 2, 3, 5, 10, 17, 30, 310, 323, 324, 400, -1, -2, -3, -5, -16, -22, -23, -307, -308, -309, -400]


def bits(x):
    return format(struct.unpack("<Q", struct.pack("<d", x))[0], "016x")


rng = random.Random(2675)
cases = [(x, digits) for x in FLOATS + INTS for digits in DIGITS]
for _ in range(800):
    kind = rng.random()
    if kind < 0.4:
        x = rng.randrange(-10**6, 10**6) / 10 ** rng.randrange(0, 6) + 5 / 10 ** rng.randrange(1, 8)
    elif kind < 0.8:
        x = rng.uniform(-1, 1) * 10.0 ** rng.randrange(-12, 25)
    else:
        x = struct.unpack("<d", rng.getrandbits(64).to_bytes(8, "little"))[0]
    cases.append((x, rng.randrange(-25, 25)))

lines = ["# Written by round.py, which says how to regenerate it."]
for x, digits in cases:
    try:
        result = round(x, digits)
    except OverflowError:
        result = None
    if isinstance(x, int) and result is not None and not -(2**63) <= result < 2**63:
        result = None
    shown = (lambda n: str(n)) if isinstance(x, int) else bits
    lines.append("\t".join([type(x).__name__, shown(x), str(digits), "!" if result is None else "=" + shown(result)]))
pathlib.Path(__file__).with_suffix(".tsv").write_text("\n".join(lines) + "\n")
