"""Writes format.tsv: values, format specifications and what Python's format() makes of them.

Regenerate: python3 golden/format.py   (Python 3.11 or later; the output is the same on every run)

Each line is kind, value, specification and "=" with the text, or "!" where Python raises ValueError; floats are given
by their bits. Left out: what differs by design (no specification on a bool: Rhai's `true` is Python's `True`).
"""

import pathlib
import random
import struct

FLOATS = [
    0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 0.125, 0.375, 0.1, 0.2, 0.3, 0.1 + 0.2, 1 / 3, -2 / 3, 9.5, 99.5, 999.5,
    0.95, 0.995, 0.05, 0.005, 0.0001, 0.00001, 0.00012345, 1e-5, 9.9999e-5, 1e15, 1e16, 1e17, 123456789012345678.0,
    9999999999999998.0, 1e21, 1e22, 1e23, 1e100, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 1234.5678,
    -1234.5678, 999999.5, 1000000.0, 999999.9999, 123456.0, 1234567.0, 535.7142857142858, 1607.142857142857, 100.0,
    3.0 / 1e6, 0.20 / 1e6, 1e-7, -1e-7, -0.4, -0.04, -0.004, 12.0, 1e5, 1e6, 65.0, 2.675, 1.005, 0.5000000000000001,
    4503599627370496.5, 4503599627370497.5, float("nan"), float("inf"), float("-inf"), -float("nan"),
]
INTS = [
    0, 1, -1, 7, 9, 10, 42, -42, 65, 97, 99, 100, 255, 256, 999, 1000, -1000, 1234, 12345, 123456, 1234567, -1234567,
    1000000, 10**9, 2**31, 2**53, 2**53 + 1, 2**63 - 1, -(2**63), -(2**63) + 1, 0x1F600, 0x10FFFF, 0x110000, 8364,
]
TEXTS = ["", "a", "API", "self-host", "Open self-host (Llama/Qwen)", "naïve café", "日本語", "👍🏽 ok", "e\u0301te\u0301", "0", "-1.5"]
FIXED = [
    "", ",.1f", "7.1f", "9,.0f", "11,.0f", ",.0f", "34s", "5.2f", ".2f", "+.2%", ">10", "e", "x", ".0f", ".0e", ".1g",
    "g", "G", "n", "c", "d", "b", "o", "X", "#b", "#o", "#x", "#X", "_b", "_x", ",x", "010,", "010_", "=+10", "*^15",
    "<10", "^10", "010", "-010.3f", "+010.3f", " 010.3f", "#.0f", "#g", "#.3g", "#e", "#.0e", "z.1f", "z.0f", "z", "%",
    ".0%", "#.0%", ".3", ".17", ".1", ".0", "_", ",", "_.2f", ".2s", ".0s", "5c", "+c", "s", "05", ">05", "<05", "0<5",
    "x<05", "🙂^9", "00", "000010,", ",_", "_,", ",,", ".", ".f", "1.", "f1", "y", "ff", "=5", "zd", "#d", "#c", "#s",
    "+s", "zs", " s", ",s", ",n", ",c", "#,.3f", "020,.2f", "#012x", "#012_x", "+#012_b", "0=20,.2f", "*=20,.2f", "#",
    "#.5", "+", " ", "+,.3e", ",.10g", ",e", "016,e", ".20f", ".50g", ".25e",
]


def random_spec(rng):
    spec = ""
    if rng.random() < 0.5:
        spec += rng.choice(["", "", "*", "0", " ", "é", "<", "x"]) + rng.choice("<>^=")
    spec += rng.choice(["", "", "", "+", "-", " "])
    spec += rng.choice(["", "", "", "", "", "z"])
    spec += rng.choice(["", "", "", "#"])
    spec += rng.choice(["", "", "0"])
    spec += rng.choice(["", "", str(rng.randrange(1, 30))])
    spec += rng.choice(["", "", "", ",", "_"])
    spec += rng.choice(["", "", "." + str(rng.randrange(0, 20))])
    return spec + rng.choice(["", "", *"bcdeEfFgGnosxX%%fffgges"])


def random_value(rng):
    roll = rng.random()
    if roll < 0.3:
        return rng.choice(FLOATS)
    if roll < 0.45:
        return rng.uniform(-1, 1) * 10.0 ** rng.randrange(-12, 20)
    if roll < 0.55:
        return struct.unpack("<d", rng.getrandbits(64).to_bytes(8, "little"))[0]
    if roll < 0.6:
        return rng.randrange(-4000, 4000) / 2.0 ** rng.randrange(1, 8)
    if roll < 0.75:
        return rng.choice(INTS)
    if roll < 0.85:
        return rng.randrange(-(10 ** rng.randrange(1, 19)), 10 ** rng.randrange(1, 19))
    if roll < 0.88:
        return rng.random() < 0.5
    return rng.choice(TEXTS)


def line(value, spec):
    try:
        expected = "=" + format(value, spec)
    except (ValueError, OverflowError):
        expected = "!"
    if isinstance(value, float):
        shown = struct.pack(">d", value).hex()
    else:
        shown = str(value)
    return "\t".join([type(value).__name__, shown, spec, expected])


def main():
    rng = random.Random(2)
    pairs = [(value, spec) for spec in FIXED for value in [*rng.sample(FLOATS, 9), *rng.sample(INTS, 6), *rng.sample(TEXTS, 3), True]]
    pairs += [(value, spec) for value in FLOATS for spec in ["", ".0f", ".1f", ".3g", ".2%", ".1e", ".6"]]
    pairs += [(random_value(rng), random_spec(rng)) for _ in range(5000)]
    pairs += [(rng.randrange(10**13, 10**17) / 8, "") for _ in range(300)]
    lines = [line(value, spec) for value, spec in pairs if not (isinstance(value, bool) and spec == "")]
    # A character outside Unicode's scalar values can't be written to the file, nor read from it.
    lines = [text for text in dict.fromkeys(lines) if "\n" not in text and "\r" not in text and "\0" not in text]
    head = "# Written by format.py, which says how to regenerate it.\n"
    path = pathlib.Path(__file__).with_name("format.tsv")
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
