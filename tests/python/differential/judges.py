"""How an answer is held against what numpy gives: to the bit, or against the exact value."""

import math
from fractions import Fraction

import mpmath
import numpy as np

from .encoding import Panicked, Raised

mpmath.mp.prec = 160


def kind(value):
    if isinstance(value, np.ndarray):
        return f"array of {value.dtype} of shape {value.shape}"
    if isinstance(value, (Raised, Panicked)):
        return f"{type(value).__name__} ({value})"
    return {np.float64: "float", np.int64: "int", np.bool_: "bool"}.get(type(value), type(value).__name__)


def same_kind(expected, found):
    """A sentence where the two are not of one kind; nothing where they are."""
    if isinstance(found, Panicked):
        return f"a panic: {found}"
    if isinstance(expected, Raised) or isinstance(found, Raised):
        if isinstance(expected, Raised) and isinstance(found, Raised):
            return None
        return f"expected {kind(expected)}, found {kind(found)}: {shown(found)}, wanted {shown(expected)}"
    if kind(expected) != kind(found):
        return f"expected {kind(expected)}, found {kind(found)}: {shown(found)}"
    if isinstance(expected, list) and len(expected) != len(found):
        return f"expected {len(expected)} items, found {len(found)}"
    return None


def shown(value):
    with np.printoptions(threshold=30, edgeitems=5, floatmode="unique"):
        return str(value)


def exact(case, expected, found):
    """Bit by bit; nan is nan whatever its sign."""
    wrong = same_kind(expected, found)
    if wrong or isinstance(expected, Raised):
        return wrong
    if isinstance(expected, list):
        for i, (one, other) in enumerate(zip(expected, found)):
            if wrong := exact(case, one, other):
                return f"item {i}: {wrong}"
        return None
    if expected is None or isinstance(expected, str):
        return None if expected == found else f"expected\n{expected}\nfound\n{found}"
    one, other = np.asarray(expected), np.asarray(found)
    same = one == other
    if one.dtype == np.float64:
        same = (same & (np.signbit(one) == np.signbit(other))) | (np.isnan(one) & np.isnan(other))
    if not same.all():
        at = tuple(np.argwhere(~same)[0])
        return f"at {at}: expected {one[at]!r}, found {other[at]!r} ({(~same).sum()} of {same.size} differ)"
    return None


def whatever_zero(judge):
    """The same with all zeros counted as one: which of 0.0 and -0.0 is the smaller depends in numpy on whether the two met
    in a vector or in what was left over at its end."""

    def positive(value):
        if isinstance(value, list):
            return [positive(item) for item in value]
        return value + 0.0 if isinstance(value, (np.ndarray, np.floating)) and value.dtype == np.float64 else value

    return lambda case, expected, found: judge(case, positive(expected), positive(found))


def ulps_from(value, truth):
    """How far a float is from an exact value, in units of the exact value's last place."""
    nearest = float(truth)
    if math.isinf(nearest) and value == nearest:
        return 0
    unit = mpmath.mpf(2) ** 971 if math.isinf(nearest) else mpmath.mpf(math.ulp(nearest))
    if math.isinf(value):
        value = mpmath.mpf(2) ** 1024 * (1 if value > 0 else -1)
    return abs(mpmath.mpf(value) - truth) / unit


def within(limit, function):
    """Element by element within so many ulps of the exact value, which `function` gives for inputs as mpmath's numbers.
    Where an input or numpy's result is not finite, or the exact value is zero, the same as numpy."""

    def judge(case, expected, found):
        wrong = same_kind(expected, found)
        if wrong or isinstance(expected, Raised):
            return wrong
        inputs = np.broadcast_arrays(*[np.asarray(x, dtype=np.float64) for x in case.inputs.values()])
        lines = zip(*[x.ravel() for x in inputs], np.asarray(expected).ravel(), np.asarray(found).ravel())
        for *xs, wanted, given in lines:
            as_numpy = (wanted == given and np.signbit(wanted) == np.signbit(given)) or (np.isnan(wanted) and np.isnan(given))
            if np.isnan(wanted) or not np.isfinite(xs).all():
                if not as_numpy:
                    return f"{xs}: expected {wanted!r}, found {given!r}"
                continue
            try:
                truth = function(*[mpmath.mpf(float(x)) for x in xs])
            except (ZeroDivisionError, ValueError):
                truth = None
            if truth is None or not mpmath.isfinite(truth) or truth == 0:
                if not as_numpy:
                    return f"{xs}: expected {wanted!r}, found {given!r}"
                continue
            if 0.0 in xs:
                # The exact value knows no negative zero, which atan2 tells from zero.
                truth = abs(truth) * (-1 if np.signbit(wanted) else 1)
            if np.isnan(given) or (error := ulps_from(float(given), truth)) > limit:
                return f"{xs}: exactly {mpmath.nstr(truth, 20)}, found {given!r}, {mpmath.nstr(error, 4)} ulps away"
            if np.signbit(given) != (truth < 0):
                return f"{xs}: exactly {mpmath.nstr(truth, 20)}, found {given!r} of the other sign"
        return None

    return judge


def lanes(x, axis):
    """The lines of numbers that become one number each, and the shape of those."""
    x = np.asarray(x)
    if axis is None:
        return [x.ravel()], ()
    x = np.moveaxis(x, axis, -1)
    return list(x.reshape(-1, x.shape[-1]) if x.shape[-1] else [np.zeros(0)] * math.prod(x.shape[:-1])), x.shape[:-1]


def reduction(truth_of, axis=None):
    """Numpy's bits, or at least as close to the exact value, which `truth_of` gives for a line of fractions."""

    def judge(case, expected, found):
        wrong = exact(case, expected, found)
        if wrong is None or isinstance(expected, Raised) or same_kind(expected, found):
            return wrong
        lines, _ = lanes(case.inputs["a"], axis)
        for line, wanted, given in zip(lines, np.ravel(expected), np.ravel(found)):
            if not np.isfinite(wanted) or not np.isfinite(given) or not np.isfinite(line).all():
                if not (wanted == given or (np.isnan(wanted) and np.isnan(given))):
                    return f"of {shown(line)}: expected {wanted!r}, found {given!r}"
                continue
            truth = truth_of([Fraction(x.item()) for x in line])
            if distance(given, truth) > distance(wanted, truth):
                return f"of {shown(line)}: numpy's {wanted!r} is nearer to {mpmath.nstr(as_mp(truth), 20)} than {given!r}"
        return None

    return judge


def as_mp(truth):
    return mpmath.mpf(truth.numerator) / truth.denominator if isinstance(truth, Fraction) else truth


def distance(value, truth):
    return abs(mpmath.mpf(float(value)) - as_mp(truth))


def near(truth_of, bound_of):
    """As near to the exact value as numpy is, or within a bound for the rounding that the sum needs: both functions take the
    case's inputs and give arrays (of fractions or mpmath's numbers) of the result's shape."""

    def judge(case, expected, found):
        wrong = same_kind(expected, found)
        if wrong or isinstance(expected, Raised):
            return wrong
        wanted, given = np.ravel(expected), np.ravel(found)
        if not all(np.isfinite(np.asarray(x, dtype=float)).all() for x in case.inputs.values()) or not np.isfinite(wanted).all():
            finite = np.isfinite(wanted)
            same = (wanted == given) | (np.isnan(wanted) & np.isnan(given))
            return None if (same | finite).all() else f"expected {shown(expected)}, found {shown(found)}"
        truths, bounds = np.ravel(truth_of(**case.inputs)), np.ravel(bound_of(**case.inputs))
        for truth, bound, numpys, ours in zip(truths, bounds, wanted, given):
            error = distance(ours, truth)
            if not np.isfinite(ours) or error > max(distance(numpys, truth), as_mp(bound)):
                return f"exactly {mpmath.nstr(as_mp(truth), 20)}: numpy {numpys!r}, found {ours!r}, bound {float(bound):.3g}"
        return None

    return judge
