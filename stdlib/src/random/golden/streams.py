"""Writes streams.txt: what numpy's generator gives, for the test in ../tests.rs.

Regenerate with numpy 2 installed:  python stdlib/src/random/golden/streams.py
"""

import pathlib
import numpy as np

CALLS = [
    "random(5)", "integers(0, 10, 3)", "integers(0, 10)", "random()", "integers(0, 1000000007)", "normal(0, 1, 20)",
    "integers(-5, 6, 4)", "integers(0, 4294967296, 3)", "integers(0, 1)", "integers(7)", "normal(700, 80.5)",
    "integers(-9223372036854775808, 9223372036854775807, 2)", "integers(0, 5000000000, 4)", "exponential(2.5, 20)",
    "uniform(-3, 4.5, 3)", "choice(10, 6)", "integers(0, 3221225472, 5)",
    "shuffle(12)", "normal(1e6, 0.25, 3)", "random([2, 3])", "choice(3, 5, [0.2, 0.5, 0.3])",
]
seeds = [0, 1, 2, 7, 42, 123, 2024, 2**31 - 1, 2**32 - 1, 2**32, 2**32 + 5, 2**53 + 1, 2**62 + 12345, 2**63 - 1]
seeds += list(range(1000, 1040))


def values(generator, call):
    name, arguments = call[:-1].split("(", 1)
    arguments = eval(f"({arguments},)") if arguments else ()
    if name == "shuffle":
        numbers = np.arange(arguments[0])
        generator.shuffle(numbers)
        return numbers
    if name == "choice":
        return generator.choice(arguments[0], arguments[1], p=arguments[2] if len(arguments) > 2 else None)
    return getattr(generator, name)(*arguments)


lines = []
for seed in seeds:
    generator = np.random.default_rng(seed)
    for call in CALLS:
        numbers = np.ravel(values(generator, call)).tolist()
        call = call.replace("choice(10,", "choice(0..10,").replace("choice(3,", "choice(0..3,").replace("shuffle(12)", "shuffle(0..12)")
        call = call.replace("-9223372036854775808", "-9223372036854775807 - 1")
        lines.append(f"{seed} | {call} | {' '.join(map(repr, numbers))}")
# Long streams, to meet the rare branches of the ziggurats: only their sums' bits are kept.
for seed in range(5):
    for call in ("normal(0, 1, 200000)", "exponential(1, 200000)"):
        numbers = values(np.random.default_rng(seed), call)
        bits = int(np.bitwise_xor.reduce(numbers.view(np.uint64)))
        lines.append(f"{seed} | {call} | bits {bits}")
pathlib.Path(__file__).with_name("streams.txt").write_text("\n".join(lines) + "\n")
