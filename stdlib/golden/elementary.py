"""Writes elementary.tsv: what elementary functions make of numbers, to many digits; and the tables of ../src/elementary/.

Regenerate: python3 golden/elementary.py         (with mpmath; the output is the same on every run)
The terms of the polynomials: python3 golden/elementary.py terms
More cases, here for two functions, and how far off the worst is:
    python3 golden/elementary.py cases 1000000 sin pow > cases.tsv
    ELEMENTARY_CASES=$PWD/cases.tsv cargo test --release -p rhaibook-stdlib elementary -- --nocapture

Each line is a function, the bits of its arguments, those of the float nearest to the exact result, and by how much the
exact result is farther from zero than that float, in units of the float's last place.
"""

import math
import pathlib
import random
import struct
import sys

from mpmath import mp, mpf

HERE = pathlib.Path(__file__).parent
# More than any cancellation in the references takes, twice.
mp.prec = 340

ONE = {
    "exp": mp.exp, "expm1": mp.expm1, "log": mp.log, "log1p": mp.log1p, "log2": lambda x: mp.log(x) / mp.ln2,
    "log10": lambda x: mp.log(x) / mp.ln10, "sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "asin": mp.asin, "acos": mp.acos,
    "atan": mp.atan, "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh, "asinh": mp.asinh, "acosh": mp.acosh,
    "atanh": mp.atanh, "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
}  # fmt: skip
TWO = {"hypot": lambda x, y: mp.sqrt(x * x + y * y), "atan2": mp.atan2}
# The worst that were met among millions.
HARD = {
    "sin": [(-1.13668627476341e+267,), (219.15721488729332,), (3.88503346558638,)],
    "cos": [(107.62550056167319,), (0.8141892230547868,), (0.8184378016922138,)],
    "tan": [(1005252.3345526725,), (-4.0758814371186184e+273,), (-8.231974244307927e+148,)],
    "pow": [
        (4.459489831554969e+221, -1.3886413171355578),
        (2.1192849526609904e-303, 1.0150550842391282),
        (2.541637203978694e-119, 2.5962698478911004),
    ],
    "asin": [(0.5040359296632168,), (0.5291152742239403,), (0.513407170281116,)],
    "acos": [(0.5620298077019932,), (0.5616124843115535,), (0.5473423610773789,)],
    "atan": [(0.4240902136986759,), (0.42721735786294324,), (0.4240612910421874,)],
    "atan2": [
        (0.7162570567405112, 1.7291975013395267),
        (0.18831878430540305, 0.4546417630959697),
        (0.7534570754661575, 1.8190062902533766),
    ],
    "sinh": [(-9.423207663517124,), (-9.416834122540767,), (9.358081733569158,)],
    "cosh": [(15.623971810182677,), (-9.43283194986172,), (-14.94793938161621,)],
    "tanh": [(-0.37394554515594064,), (-0.3727273660854715,), (0.3673751159835166,)],
    "asinh": [(-0.35139617616860597,), (-0.3475909068276324,), (0.3468122144312473,)],
    "acosh": [(1.0596790761580968,), (1.0583796489087665,), (1.0293165457775983,)],
    "atanh": [(0.12142310779306009,), (0.16700001515699103,), (-0.12188000314908343,)],
}


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def from_bits(n):
    return struct.unpack("<d", struct.pack("<Q", n))[0]


def power(x, y):
    size = mp.exp(mpf(y) * mp.log(abs(mpf(x))))
    return -size if x < 0 and y % 2 == 1 else size


def nearest(exact):
    """The float nearest to a number, and the rest in units of its last place, away from zero."""
    size = abs(exact)
    if size == 0:
        return 0.0, 0.0
    exponent = mp.floor(mp.log(size, 2))
    if mpf(2) ** exponent > size:
        exponent -= 1
    unit = mpf(2) ** max(int(exponent) - 52, -1074)
    if size >= mpf(2) ** 1024 - unit / 2:
        return math.copysign(math.inf, exact), 0.0
    whole = mp.nint(size / unit)
    return math.copysign(float(whole * unit), exact), float(size / unit - whole)


class Numbers:
    """Random numbers of the kinds that are hard for one function or another."""

    def __init__(self, seed):
        self.rng = random.Random(seed)

    def sign(self):
        return self.rng.choice([-1.0, 1.0])

    def any(self):
        """Of every size."""
        while True:
            x = from_bits(self.rng.getrandbits(64))
            if math.isfinite(x):
                return x

    def between(self, a, b):
        return self.rng.uniform(a, b)

    def size(self, low, high):
        """Between two powers of two."""
        return self.sign() * 2.0 ** self.rng.uniform(low, high)

    def tiny(self):
        return self.sign() * from_bits(self.rng.randrange(1, 1 << 52))

    def near(self, x, low=-52, high=-1):
        return x * (1 + self.size(low, high))

    def quarters(self):
        """A float next to a whole number of quarters of a turn."""
        x = math.floor(2.0 ** self.rng.uniform(0, 53)) * (math.pi / 2)
        return self.sign() * (x + self.rng.randint(-2, 2) * math.ulp(x))

    def usual(self):
        r = self.rng
        return r.choice([
            self.any, self.tiny, lambda: r.uniform(-1, 1), lambda: r.uniform(-10, 10), lambda: r.gauss(0, 100),
            lambda: r.uniform(-750, 750), lambda: self.size(-60, 0), lambda: self.size(-3, 20),
            lambda: float(r.randint(-99, 99)),
        ])()  # fmt: skip

    def one(self, name):
        r = self.rng
        if name in ("sin", "cos", "tan"):
            return r.choice([
                self.usual, self.quarters, self.quarters, lambda: r.uniform(0, math.pi), lambda: self.near(1e6, -20, -3),
                lambda: self.size(20, 1023.9),
            ])()  # fmt: skip
        if name in ("asin", "acos", "atanh"):
            return r.choice([
                lambda: r.uniform(-1, 1), lambda: self.sign() * (1 - 2.0 ** r.uniform(-53, -1)),
                lambda: r.uniform(0.45, 0.55), lambda: self.size(-60, 0), self.tiny,
            ])()  # fmt: skip
        if name == "acosh":
            return r.choice([
                lambda: 1 + 2.0 ** r.uniform(-52, 0), lambda: r.uniform(1, 10), lambda: 2.0 ** r.uniform(0, 60),
                lambda: 1 + abs(self.any()),
            ])()  # fmt: skip
        if name in ("log", "log2", "log10"):
            return abs(r.choice([self.usual, lambda: self.near(1.0)])()) or 1.0
        if name == "log1p":
            return r.choice([lambda: abs(self.usual()), lambda: r.uniform(-1, 1), lambda: self.near(-0.5)])()
        if name in ("exp", "expm1", "sinh", "cosh"):
            return r.choice([
                self.usual, lambda: r.uniform(-746, 711), lambda: r.uniform(709, 711), lambda: r.uniform(-1, 1),
            ])()  # fmt: skip
        if name == "tanh":
            return r.choice([self.usual, lambda: r.uniform(-3, 3), lambda: r.uniform(10, 25)])()
        return self.usual()

    def two(self, name):
        r = self.rng
        if name != "pow":
            x = r.choice([self.usual, lambda: self.size(-501, -499), lambda: self.size(499, 501), self.any])()
            y = r.choice([
                lambda: self.near(x), lambda: x * self.size(-3, 3), lambda: x * self.size(-70, 70), self.usual,
                lambda: self.near(x * (math.sqrt(2) - 1), -52, -20),
            ])()  # fmt: skip
            return (x, y) if math.isfinite(y) and x != 0 and y != 0 else (x or 1.0, 1.0)
        if r.random() < 0.3:
            base = float(r.randint(1, 60))
            return r.choice([self.near(base), self.sign() * base]), float(r.randint(-70, 70))
        x = abs(r.choice([self.any, lambda: self.size(-20, 20), lambda: self.near(1.0), self.tiny])()) or 2.0
        exponent = r.choice([
            lambda: r.uniform(-746, 710), lambda: r.uniform(-746, -707), lambda: r.uniform(709.7, 709.8),
            lambda: r.uniform(-3, 3),
        ])()  # fmt: skip
        y = exponent / math.log(x) if x != 1 else 1e300
        return (x, y) if math.isfinite(y) else (x, 0.5)


def line(name, arguments):
    exact = power(*arguments) if name == "pow" else {**ONE, **TWO}[name](*map(mpf, arguments))
    if abs(exact) < mpf(2) ** -1100:
        return None
    result, rest = nearest(exact)
    return "\t".join([name, *(f"{bits(x):016x}" for x in arguments), f"{bits(result):016x}", f"{rest:.3f}"])


def cases(n, names):
    for name in names:
        numbers = Numbers(name)
        for arguments in HARD.get(name, []):
            yield line(name, arguments)
        for _ in range(n):
            if name in ONE:
                x = numbers.one(name)
                # The rest overflows, which other tests look at.
                if name in ("exp", "expm1", "sinh", "cosh") and abs(x) > 800:
                    continue
                arguments = (x,)
            else:
                arguments = numbers.two(name)
                if name == "pow":
                    x, y = arguments
                    if abs(y * math.log(abs(x))) > 800 or x < 0 and y != math.floor(y):
                        continue
            text = line(name, arguments)
            if text:
                yield text


def fit(f, low, high, n):
    """`n` terms of a polynomial that meets `f` where Chebyshev's has its zeros."""
    low, high = mpf(low), mpf(high)
    x = [(low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    solved = mp.lu_solve(mp.matrix([[v**j for j in range(n)] for v in x]), mp.matrix([f(v) for v in x]))
    return [float(c) for c in solved]


def terms():
    tiny = mpf(10) ** -12
    root = mp.sqrt
    eighth, quarter, half = mp.tan(mp.pi / 8) + mpf("1e-4"), mp.pi / 4 + mpf("1e-6"), mp.ln2 / 2 + mpf("1e-5")
    near, step = mpf("0.00401"), mp.ln2 / 256
    yield "SINE", fit(lambda z: (mp.sin(root(z)) / root(z) - 1) / z, tiny, quarter**2, 6)
    yield "COSINE", fit(lambda z: (mp.cos(root(z)) - 1 + z / 2) / z**2, tiny, quarter**2, 6)
    yield "SLOPE", fit(lambda z: (mp.atan(root(z)) / root(z) - 1) / z, tiny, eighth**2, 11)
    yield "CHORD", fit(lambda z: (mp.asin(root(z)) / root(z) - 1) / z, tiny, 0.25, 13)
    yield "SINH", fit(lambda z: (mp.sinh(root(z)) / root(z) - 1) / z, tiny, half**2, 6)
    yield "COSH", fit(lambda z: (mp.cosh(root(z)) - 1 - z / 2) / z**2, tiny, half**2, 6)
    yield "START", fit(mp.cbrt, root(mpf(1) / 2), root(mpf(2)), 5)
    yield "LOG_TERMS", fit(lambda x: (mp.log(1 + x) - x + x * x / 2) / x**3, -near, near, 6)
    yield "EXP_TERMS", fit(lambda x: (mp.exp(x) - 1 - x) / x**2, -step, step, 4)


def tables():
    """The tables of `pow`: see power.rs."""
    first = 0x3FE68AAB00000000
    rounded = lambda x, places: float(mp.nint(x * mpf(2) ** places) / mpf(2) ** places)
    inverse, log, log_rest, power, power_rest = [], [], [], [], []
    for i in range(128):
        low, high = from_bits(first + (i << 45)), from_bits(first + (i + 1 << 45))
        inverse.append(1.0 if low <= 1 <= high else rounded(2 / (mpf(low) + mpf(high)), 12))
        exact = -mp.log(mpf(inverse[-1]))
        log.append(rounded(exact, 42))
        log_rest.append(float(exact - mpf(log[-1])))
        exact = mpf(2) ** (mpf(i) / 128)
        power.append(bits(float(exact)) - (i << 45))
        power_rest.append(float((exact - mpf(float(exact))) / mpf(float(exact))))
    hexed = lambda n: "0x" + "_".join(f"{n:016x}"[i : i + 4] for i in range(0, 16, 4))
    shown = [
        ("INVERSE", "`1/c`, a multiple of 2^-12.", "f64", map(repr, inverse)),
        ("LOG", "`log(c)`, a multiple of 2^-42.", "f64", map(repr, log)),
        ("LOG_REST", "What `LOG` lacks.", "f64", map(repr, log_rest)),
        ("ROOT", "The bits of `2^(i/128)`, less `i` in the highest seven places of the mantissa.", "u64", map(hexed, power)),
        ("ROOT_REST", "What `ROOT` lacks, as a share of it.", "f64", map(repr, power_rest)),
    ]
    text = "//! Tables for `pow`. Written by stdlib/golden/elementary.py, which says how to regenerate them.\n"
    for name, doc, kind, values in shown:
        text += f"\n/// {doc}\npub(super) static {name}: [{kind}; 128] = [\n"
        text += "".join(f"    {value},\n" for value in values) + "];\n"
    return text


if __name__ == "__main__":
    every = [*ONE, *TWO, "pow"]
    match sys.argv[1:]:
        case ["terms"]:
            for name, values in terms():
                print(name, *values, sep="\n    ")
        case ["cases", n, *names]:
            for text in cases(int(n), names or every):
                print(text)
        case _:
            heading = "# Written by elementary.py, which says how to regenerate it.\n"
            (HERE / "elementary.tsv").write_text(heading + "".join(text + "\n" for text in cases(200, every)))
            (HERE / "../src/elementary/power_tables.rs").write_text(tables())
