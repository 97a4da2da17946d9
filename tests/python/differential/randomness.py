"""The streams of random numbers."""

import mpmath
import numpy as np

from .cases import DTYPES, RANDOM, case, values
from .encoding import Raised
from .judges import exact, same_kind, ulps_from

SIZES = [(), (0,), (1,), (5,), (1000,), (2, 3), (3, 1, 2), (0, 4), (20_000,)]


def stream(name, dtype, code, inputs, numpy, judge=exact):
    seed = int(RANDOM.integers(0, 2 ** (1 + int(RANDOM.integers(0, 63)))))
    case(name, dtype, f"let g = rng({seed}); {code}", inputs, lambda **inputs: numpy(np.random.default_rng(seed), **inputs), judge)


def exponential_of_normals(case, expected, found):
    """Numpy's exp is the platform's: ours within 1 ulp of the exact value for the same normal number."""
    wrong = same_kind(expected[0], found[0]) or exact(case, expected[1:], found[1:])
    if wrong or isinstance(expected, Raised):
        return wrong
    for power, given in zip(np.ravel(found[1]), np.ravel(found[0])):
        if ulps_from(float(given), mpmath.exp(mpmath.mpf(float(power)))) > 1:
            return f"exp({power!r}) is not {given!r}"
    return None


def streams():
    for number in range(40):
        size = SIZES[number % len(SIZES)]
        shape = {"n": list(size)} if len(size) != 1 else {"n": size[0]}
        if size == ():
            stream("random", "float64", "[g.random(), g.random(), g.random(3)]", {}, lambda g: [g.random(), g.random(), g.random(3)])
        else:
            stream("random", "float64", "g.random(n)", shape, lambda g, n: g.random(n))
        low, high = sorted(int(x) for x in RANDOM.integers(-(2 ** int(RANDOM.integers(2, 62))), 2 ** int(RANDOM.integers(2, 62)), 2))
        low, high = [(low, high), (0, 10), (-5, 2**32 - 5), (0, 2**32 + 1), (7, 8), (-(2**63), 2**63 - 1), (0, 2**31), (3, 3)][number % 8]
        pair = {"low": low, "high": high, **shape}
        if size == ():
            stream("integers", "int64", "[g.integers(low, high), g.integers(low, high), g.integers(7), g.random()]", {"low": low, "high": high},
                   lambda g, low, high: [g.integers(low, high), g.integers(low, high), g.integers(7), g.random()])
        else:
            # What is left of 64 bits after 32 were drawn is kept for the next draw.
            stream("integers", "int64", "[g.integers(low, high, n), g.integers(0, 100, 3), g.random(2)]", pair,
                   lambda g, low, high, n: [g.integers(low, high, n), g.integers(0, 100, 3), g.random(2)])
            mean, sd = float(RANDOM.normal(0, 10)), float(RANDOM.exponential(3))
            two = {"mean": mean, "sd": sd if number % 7 else 0.0, **shape}
            stream("normal", "float64", "g.normal(mean, sd, n)", two, lambda g, mean, sd, n: g.normal(mean, sd, n))
            two = {**two, "sd": min(two["sd"], 2.0)}
            stream("lognormal", "float64", "let twin = rng(5); let h = rng(5); [h.lognormal(mean, sd, n), twin.normal(mean, sd, n)]", two,
                   lambda g, mean, sd, n: [np.random.default_rng(5).lognormal(mean, sd, n), np.random.default_rng(5).normal(mean, sd, n)],
                   exponential_of_normals)
            stream("exponential", "float64", "g.exponential(scale, n)", {"scale": abs(mean), **shape}, lambda g, scale, n: g.exponential(scale, n))
            stream("uniform", "float64", "g.uniform(low, high, n)", {"low": mean, "high": mean + sd, **shape}, lambda g, low, high, n: g.uniform(low, high, n))
        if number < 4:
            stream("normal", "float64", "g.normal(1.5, -1.0, 3)", {}, lambda g: g.normal(1.5, -1.0, 3))
            stream("integers", "int64", "g.integers(5, 2)", {}, lambda g: g.integers(5, 2))
            stream("exponential", "float64", "g.exponential(-1.0, 2)", {}, lambda g: g.exponential(-1.0, 2))
        for dtype in DTYPES:
            a = values(dtype, [(5,), (1,), (1000,), (2, 3), (0,), (12,)][number % 6], number=number)
            count = [3, 1, 0, 100][number % 4]
            stream("choice", dtype, "[g.choice(a, n), g.random()]", {"a": a, "n": count}, lambda g, a, n: [g.choice(a, n), g.random()])
            stream("choice", dtype, "g.choice(a)", {"a": a}, lambda g, a: g.choice(a))
            if a.shape[0] and a.ndim == 1:
                p = RANDOM.random(a.shape[0])
                p = p / p.sum()
                stream("choice", dtype, "g.choice(a, n, p)", {"a": a, "n": count, "p": p}, lambda g, a, n, p: g.choice(a, n, p=p))

            def shuffled(g, a):
                g.shuffle(a)
                return [a, g.random()]

            stream("shuffle", dtype, "[g.shuffle(a), g.random()]", {"a": a}, shuffled)
            stream("permutation", dtype, "g.permutation(a)", {"a": a}, lambda g, a: g.permutation(a))


streams()
