"""Linear algebra, and statistics of pairs."""

from fractions import Fraction

import mpmath
import numpy as np

from .cases import DTYPES, RANDOM, case, values
from .judges import exact, near

EPSILON = Fraction(1, 2**52)


def fractions(x):
    x = np.asarray(x)
    return np.array([Fraction(n) for n in x.ravel().tolist()], dtype=object).reshape(x.shape)


def products(a, b):
    return np.dot(fractions(a), fractions(b)) if np.asarray(a).size and np.asarray(b).size else np.dot(np.asarray(a), np.asarray(b))


def rounding(a, b):
    """What rounding may take from a sum of products whose terms are added in a tree."""
    a, b = np.asarray(a), np.asarray(b)
    n = a.shape[-1] if a.ndim else 1
    return products(np.abs(a), np.abs(b)) * (EPSILON * (4 + max(n, 1).bit_length()))


def kinds(dtype):
    return {"float64": ("plain", "unit", "positive", "whole"), "int64": ("small", "medium"), "bool": (None,)}[dtype]


def multiplied():
    shapes = [((3,), (3,)), ((1,), (1,)), ((0,), (0,)), ((17,), (17,)), ((130,), (130,)), ((1100,), (1100,)), ((3,), (4,)), ((2, 3), (3,)),
              ((3,), (3, 2)), ((2, 3), (3, 4)), ((2, 3), (2, 3)), ((1, 1), (1, 1)), ((7, 2), (2, 7)), ((20, 30), (30, 10)), ((0, 3), (3, 2)),
              ((2, 0), (0, 3)), ((5, 5), (5,)), ((40, 1), (1, 40))]
    for dtype in DTYPES:
        for number, (left, right) in enumerate(shapes):
            others = (dtype, "int64" if dtype == "float64" else "float64", "bool") if number % 2 else (dtype,)
            for other in others:
                kind, another = kinds(dtype)[number % len(kinds(dtype))], kinds(other)[number % len(kinds(other))]
                pair = {"a": values(dtype, left, kind, number), "b": values(other, right, another, number)}
                judge = near(products, rounding) if "float64" in (dtype, other) else exact
                case("dot", dtype, "dot(a, b)", pair, lambda a, b: np.dot(a, b), judge)
                case("matmul", dtype, "matmul(a, b)", pair, lambda a, b: np.matmul(a, b), judge)


def norms():
    def truth(a):
        squares = sum(Fraction(x.item()) ** 2 for x in np.ravel(a))
        return [mpmath.sqrt(mpmath.mpf(squares.numerator) / squares.denominator)]

    def bound(a):
        return [truth(a)[0] * mpmath.mpf(2) ** -52 * (2 + np.size(a).bit_length())]

    for dtype in DTYPES:
        for number, shape in enumerate([(1,), (0,), (2,), (3,), (5,), (17,), (130,), (1100,), (2, 3), (1, 1), (7, 2), (3, 1), (1, 4), (0, 3), (4, 5), (5,), (6,)]):
            a = values(dtype, shape, kinds(dtype)[number % len(kinds(dtype))], number)
            case("norm", dtype, "norm(a)", {"a": a}, lambda a: np.linalg.norm(a.astype(float)), near(truth, bound))


def solved():
    mpmath.mp.dps = 60

    def matrix(a):
        return mpmath.matrix(np.asarray(a, dtype=float).tolist())

    def condition(a):
        inverse = np.linalg.inv(np.asarray(a, dtype=float))
        return float(np.abs(inverse).sum(1).max() * np.abs(np.asarray(a, dtype=float)).sum(1).max())

    def solution(A, b):
        b = np.asarray(b, dtype=float)
        columns = [b] if b.ndim == 1 else list(b.T)
        found = [np.array(list(mpmath.lu_solve(matrix(A), mpmath.matrix(column.tolist()))), dtype=object) for column in columns]
        return found[0] if b.ndim == 1 else np.stack(found, 1)

    def solution_bound(A, b):
        x = solution(A, b)
        size = max(abs(entry) for entry in x.ravel())
        return np.full(x.shape, size * condition(A) * 2.0**-52 * len(A) * 4, dtype=object)

    def inverse(A):
        return np.array((matrix(A) ** -1).tolist(), dtype=object)

    def inverse_bound(A):
        exact_inverse = inverse(A)
        return np.full(exact_inverse.shape, max(abs(x) for x in exact_inverse.ravel()) * condition(A) * 2.0**-52 * len(A) * 4, dtype=object)

    def determinant(A):
        return [mpmath.det(matrix(A))]

    def determinant_bound(A):
        rows = [mpmath.sqrt(sum(mpmath.mpf(float(x)) ** 2 for x in row)) for row in np.asarray(A, dtype=float)]
        return [mpmath.fprod(rows) * 2.0**-52 * len(A) * 8]

    for dtype in DTYPES:
        for number in range(18):
            n = 1 + number % 7
            while True:
                kind = {"float64": ("plain", "unit", "positive")[number % 3], "int64": "small", "bool": None}[dtype]
                A = values(dtype, (n, n), kind, 0 if dtype == "bool" else number)
                if abs(np.linalg.det(A.astype(float))) > 1e-9:
                    break
            b = values("float64", (n,) if number % 2 else (n, 2), "plain")
            case("solve", dtype, "solve(A, b)", {"A": A, "b": b}, lambda A, b: np.linalg.solve(A, b), near(solution, solution_bound))
            case("inv", dtype, "inv(A)", {"A": A}, lambda A: np.linalg.inv(A), near(inverse, inverse_bound))
            case("det", dtype, "det(A)", {"A": A}, lambda A: np.linalg.det(A), near(determinant, determinant_bound))
        for A in (np.zeros((2, 2)), np.ones((3, 3)), np.ones((2, 3)), np.zeros((3,))):
            A = A.astype(dtype)
            case("solve", dtype, "solve(A, b)", {"A": A, "b": np.ones(len(A))}, lambda A, b: np.linalg.solve(A, b), exact)
            case("inv", dtype, "inv(A)", {"A": A}, lambda A: np.linalg.inv(A), exact)
            case("det", dtype, "det(A)", {"A": A}, lambda A: np.linalg.det(A), exact)


def paired():
    def correlation(a, b):
        a, b = fractions(a), fractions(b)
        a, b = a - a.sum() / len(a), b - b.sum() / len(b)
        square = (a * a).sum() * (b * b).sum()
        r = mpmath.mpf(0)
        if square:
            top = (a * b).sum()
            r = (mpmath.mpf(top.numerator) / top.denominator) / mpmath.sqrt(mpmath.mpf(square.numerator) / square.denominator)
        return [1, r, r, 1]

    for dtype in DTYPES:
        for number, n in enumerate([2, 3, 4, 5, 8, 17, 40, 130, 1100, 3, 4, 6, 7, 9, 12, 2, 25, 1]):
            a = values(dtype, (n,), kinds(dtype)[number % len(kinds(dtype))], 0)
            b = values("float64", (n,), "plain")
            if n > 1 and len(np.unique(a)) == 1:
                a = a.copy()
                a[0] = not a[0] if dtype == "bool" else a[0] + 1
            judge = near(correlation, lambda a, b: [0, 2.0**-50, 2.0**-50, 0]) if n > 1 else exact
            case("corrcoef", dtype, "corrcoef(a, b)", {"a": a, "b": b}, lambda a, b: np.corrcoef(a, b), judge)


multiplied()
norms()
solved()
paired()
