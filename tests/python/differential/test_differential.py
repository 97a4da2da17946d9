"""The arrays of cells against numpy, case by case, and the native build against WebAssembly.

The cases are made afresh in each run from SEED, which is printed; the same seed makes the same cases. NumPy is the judge where
its results are exact, mpmath where they are rounded.
"""

import collections
import json
import os
import pathlib
import subprocess

import numpy as np
import pytest

from . import elementwise, functional, indexing, linear, making, ordering, printing, randomness, reductions, shaping, statistics  # noqa: F401
from .cases import CASES, SEED, run
from .encoding import Panicked, decode, encode
from .exceptions import DIFFERENCES

NATIVE = os.environ.get("RHAIBOOK_DIFFERENTIAL", "rhaibook-differential")
FUNCTIONS = sorted({case.function for case in CASES})
FEWEST = 15


def lines():
    cases = [{"code": case.code, "with": {name: encode(value) for name, value in case.inputs.items()}} for case in CASES]
    return "".join(json.dumps(case) + "\n" for case in cases).encode()


def answered(command):
    done = subprocess.run(command, input=lines(), capture_output=True, timeout=600)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    answers = done.stdout.decode().splitlines()
    assert len(answers) == len(CASES)
    return answers


@pytest.fixture(scope="session")
def native():
    print(f"SEED={SEED}: {len(CASES)} cases")
    return answered([NATIVE])


def wrong(case, answer):
    """What is wrong with an answer, if anything is, and which difference excused it, if one was needed."""
    found = decode(answer)
    trouble = case.judge(case, case.expected, found)
    if trouble is None:
        return None, None
    for difference in DIFFERENCES:
        if difference.applies(case) and not isinstance(found, Panicked):
            instead = run(difference.instead(case), case.inputs)
            if case.judge(case, instead, found) is None:
                return None, difference
    return trouble, None


@pytest.fixture(scope="session")
def verdicts(native):
    return [wrong(case, json.loads(answer)) for case, answer in zip(CASES, native)]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_as_numpy(function, verdicts):
    troubles = [f"{case}\n    {trouble}" for case, (trouble, _) in zip(CASES, verdicts) if trouble and case.function == function]
    assert not troubles, f"SEED={SEED}: {len(troubles)} cases\n" + "\n".join(troubles[:4])


def test_there_are_enough_cases():
    counts = collections.Counter((case.function, case.dtype) for case in CASES)
    assert {pair: n for pair, n in counts.items() if n < FEWEST} == {}


def test_every_difference_is_needed(verdicts):
    used = {id(difference) for _, difference in verdicts if difference}
    assert [difference.reason for difference in DIFFERENCES if id(difference) not in used] == []
    assert len(DIFFERENCES) <= 20


@pytest.mark.parametrize("elements, threads", [(0, 5), (0, 1)])
def test_recorded_chains_and_threads_give_the_same_bits(native, elements, threads):
    assert differing(native, answered([NATIVE, str(elements), str(threads)])) == []


def test_webassembly_gives_the_same_bits(native):
    script = pathlib.Path(__file__).parents[2] / "differential" / "run.mjs"
    assert differing(native, answered(["node", str(script), os.environ["RHAIBOOK_DIFFERENTIAL_WASM"]])) == []


def differing(some, others):
    """The first cases whose answers differ; nan is nan whatever its sign and payload."""
    return [
        f"{case}: {one[:200]} and {other[:200]}"
        for case, one, other in zip(CASES, some, others)
        if one != other and not same(decode(json.loads(one)), decode(json.loads(other)))
    ][:4]


def same(one, other):
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, (np.ndarray, np.generic)):
        if np.shape(one) != np.shape(other) or np.asarray(one).dtype != np.asarray(other).dtype:
            return False
        if np.asarray(one).dtype != np.float64:
            return bool((one == other).all())
        bits = np.asarray(one).view(np.int64) == np.asarray(other).view(np.int64)
        return bool((bits | (np.isnan(one) & np.isnan(other))).all())
    return str(one) == str(other)
