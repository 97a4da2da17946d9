"""Writes printing.txt: arrays and how numpy prints them, for the test in ../printing.rs.

Regenerate with numpy 2 installed:  python stdlib/src/array/tests/golden/printing.py
"""

import pathlib
import numpy as np

random = np.random.default_rng(7)
nan, inf = float("nan"), float("inf")
arrays = [
    [100, 300, 1500 / 2.8, 800, 2000],
    np.array([100, 300, 1500 / 2.8, 800, 2000]) * 1e6,
    [0.5, 1, 1.5], [1.0, 2.0], [0.1 + 0.2], [1 / 3, 2 / 3], [-0.0, 0.0], [0.0], [1e-5, 1], [1e-4, 0.05],
    [0.0001, 1000.0], [1e8], [99999999.0], [123456789.125, 1], [1e300, 1e-300], [1e16, 1], [-1e100, 2.5],
    [nan, 1.0], [inf, -inf, 1.5], [nan, nan], [-inf], [inf, 1e10], [nan, 1e-10, 100], [1.5, nan, -22.25],
    [0.123456789, 12.1], [123.123456785, 1], [0.000012345678912, 1.0], [1.123456785, 2.123456775], [5e-324, 1],
    [9.999999999, 1], [0.999999999], [99999.999999999, 1.0], [9.9999999996e9, 1.0], [1e22, 1e23],
    np.linspace(0, 1, 11), np.linspace(0, 1, 7), np.linspace(-3, 1000, 40), np.arange(30) / 8,
    np.arange(1001), np.arange(1000), np.arange(1001) / 7, np.arange(2000).reshape(40, 50), np.zeros((300, 4)),
    np.arange(12).reshape(3, 4) / 4, np.arange(24).reshape(2, 3, 4), np.zeros((2, 30)), np.arange(40).reshape(2, 20) * 1.1,
    np.arange(16).reshape(2, 2, 2, 2), np.arange(3000).reshape(10, 10, 30), np.arange(60) * 1000003, [-5, 10, 0], [7],
    [True, False], [True], np.arange(20) % 3 == 0, np.arange(6).reshape(2, 3) > 2, np.arange(1200) > 3,
    np.zeros(0), np.zeros((0, 3)), np.zeros((2, 0)), [[1.5, nan], [inf, 2]], [-9223372036854775808, 9223372036854775807],
    np.arange(2500).reshape(1, 2500), np.arange(1500).reshape(1500, 1) / 3, np.full(15, 12345.678), [[-1e-9, 1e9]],
]
for scale in range(-12, 14, 2):
    arrays.append(random.normal(size=9) * 10.0**scale)
    arrays.append(np.round(random.normal(size=7) * 10.0**scale, 3))
for _ in range(40):
    arrays.append(random.normal(size=int(random.integers(1, 30))) * 10.0 ** random.integers(-6, 10))
    arrays.append(10.0 ** random.uniform(-3, 3, size=int(random.integers(1, 12))))
    arrays.append(random.integers(-10 ** int(random.integers(1, 12)), 10 ** 12, size=int(random.integers(1, 30))))
    arrays.append(random.integers(0, 2**52, size=5) / 2.0 ** random.integers(1, 60, size=5))

blocks = []
for array in map(np.asarray, arrays):
    shape = " ".join(map(str, array.shape))
    values = " ".join(repr(x).lower() for x in array.ravel().tolist())
    text = str(array).replace("True", "true").replace("False", "false")
    blocks.append(f"{array.dtype} {shape}\n{values}\n{text}\n")
pathlib.Path(__file__).with_name("printing.txt").write_text("\n".join(blocks))
