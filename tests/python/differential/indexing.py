"""Reading parts of arrays and writing to them."""

import numpy as np

from .cases import DTYPES, RANDOM, SHAPES, case, values
from .judges import exact

LINES = [shape for shape in SHAPES if shape]


def index_of(n):
    return int(RANDOM.integers(-n - 1, n + 1)) if n else 0


def ends(n):
    return tuple(int(x) for x in RANDOM.integers(-n - 2, n + 3, 2))


def placed(a, index, x):
    a = np.array(a)
    a[index] = x
    return a


def read():
    for dtype in DTYPES:
        for number, shape in enumerate(LINES * 2):
            a = values(dtype, shape, number=number)
            n = shape[0]
            i = index_of(n)
            case("a[i]", dtype, f"a[{i}]", {"a": a}, lambda a, i=i: a[i], exact)
            i, j = ends(n)
            case("a[i..j]", dtype, f"a[{i}..{j}]", {"a": a}, lambda a, i=i, j=j: a[i:j], exact)
            if j != -1:
                case("a[i..=j]", dtype, f"a[{i}..={j}]", {"a": a}, lambda a, i=i, j=j: a[i : j + 1], exact)
            mask = values("bool", shape if number % 2 else shape[:1], number=number)
            case("a[mask]", dtype, "a[mask]", {"a": a, "mask": mask}, lambda a, mask: a[mask], exact)
            wrong = values("bool", (n + 2,), number=number)
            case("a[mask]", dtype, "a[mask]", {"a": a, "mask": wrong}, lambda a, mask: a[mask], exact)
            places = [index_of(n) if number % 5 == 0 else int(RANDOM.integers(-n, n)) for _ in range(number % 6)] if n else []
            case("a[list]", dtype, "a[places]", {"a": a, "places": places}, lambda a, places: a[np.array(places, dtype=int)], exact)
            grid = RANDOM.integers(0, max(n, 1), (2, 3))
            case("a[list]", dtype, "a[places]", {"a": a, "places": grid}, lambda a, places: a[places], exact)
            case("for", dtype, "let all = []; for x in a { all.push(x); } all", {"a": a}, lambda a: list(a), exact)
            case("contains", dtype, "x in a", {"a": a, "x": values(dtype, (), number=number)}, lambda a, x: bool((a == x).any()), exact)
            step = int(RANDOM.integers(-4, 5))
            case("slice", dtype, f"slice(a, {i}, {j}, {step})", {"a": a}, lambda a, i=i, j=j, step=step: a[i:j:step], exact)
            case("slice", dtype, f"slice(a, (), {j}, {step})", {"a": a}, lambda a, j=j, step=step: a[:j:step], exact)
            case("slice", dtype, f"slice(a, {i}, (), {step})", {"a": a}, lambda a, i=i, step=step: a[i::step], exact)
            case("slice", dtype, "slice(a, (), (), -1)", {"a": a}, lambda a: a[::-1], exact)
        for number in range(20):
            shape = (int(RANDOM.integers(1, 5)), int(RANDOM.integers(1, 5)))
            m = values(dtype, shape, number=number)
            i, j = index_of(shape[0]), index_of(shape[1])
            case("at", dtype, f"m.at({i}, {j})", {"m": m}, lambda m, i=i, j=j: m[i, j], exact)
            x = values(dtype, (), "plain" if dtype == "float64" else "small")
            case("set", dtype, f"let v = m; v.set({i}, {j}, x); v", {"m": m, "x": x}, lambda m, x, i=i, j=j: placed(m, (i, j), x), exact)
            case("row", dtype, f"row(m, {i})", {"m": m}, lambda m, i=i: m[i], exact)
            case("col", dtype, f"col(m, {j})", {"m": m}, lambda m, j=j: m[:, j], exact)


def write():
    for dtype in DTYPES:
        for number, shape in enumerate(LINES * 2):
            a = values(dtype, shape, number=number)
            n, inner = shape[0], shape[1:]
            other = DTYPES[(number // 2) % 3]
            one = values(other, (), number=number)
            i = index_of(n)
            case("a[i] = x", dtype, f"let v = a; v[{i}] = x; v", {"a": a, "x": one}, lambda a, x, i=i: placed(a, i, x), exact)
            i = int(RANDOM.integers(-n, n)) if n else 0
            case("a[i] = x", dtype, f"let v = a; v[{i}] = v[{i}]; let w = v; w[{i}] = v[0]; [v, a]", {"a": a}, lambda a, i=i: [a, a] if len(a) else a[i], exact)
            i, j = ends(n)
            span = len(range(*slice(i, j).indices(n)))
            case("a[i..j] = x", dtype, f"let v = a; v[{i}..{j}] = x; v", {"a": a, "x": one}, lambda a, x, i=i, j=j: placed(a, slice(i, j), x), exact)
            line = values(other, (span, *inner) if number % 4 else (span + 1, *inner), number=number)
            case("a[i..j] = x", dtype, f"let v = a; v[{i}..{j}] = x; v", {"a": a, "x": line}, lambda a, x, i=i, j=j: placed(a, slice(i, j), x), exact)
            mask = values("bool", shape, number=number)
            case("a[mask] = x", dtype, "let v = a; v[mask] = x; v", {"a": a, "mask": mask, "x": one}, lambda a, mask, x: placed(a, mask, x), exact)
            some = values(other, (int(mask.sum()),), number=number)
            case("a[mask] = x", dtype, "let v = a; v[mask] = x; v", {"a": a, "mask": mask, "x": some}, lambda a, mask, x: placed(a, mask, x), exact)
            places = [int(RANDOM.integers(-n, n)) for _ in range(number % 5)] if n else []
            many = values(other, (len(places), *inner), number=number)
            case("a[list] = x", dtype, "let v = a; v[places] = x; v", {"a": a, "places": places, "x": many},
                 lambda a, places, x: placed(a, np.array(places, dtype=int), x), exact)
            if dtype != "bool" and n:
                i = int(RANDOM.integers(-n, n))
                case("a[i] += x", dtype, f"let v = a; v[{i}] += x; v", {"a": a, "x": values("float64", (), "plain")},
                     lambda a, x, i=i: placed(a, i, a[i] + x), exact)
                case("a[mask] += x", dtype, "let v = a; v[mask] += x; v", {"a": a, "mask": mask, "x": values("float64", (), "plain")},
                     lambda a, mask, x: placed(a, mask, a[mask] + x), exact)


read()
write()
