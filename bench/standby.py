#!/usr/bin/env python3
"""What the standby costs and gives: cells with and without it, interrupts, recovery after kill -9, memory.

    python bench/standby.py [--sizes 0 100 1000] [--rounds 200]

Needs a kernel `rhai`, and for comparison `python3`, as `cargo xtask bench` installs them. The kernel with the standby and
the one without are driven in turn, in one run. Quantities are medians and 99th percentiles; sizes are megabytes held by
variables.
"""

import argparse
import time

from client import Kernel
from jupyter_client.kernelspec import NoSuchKernel

WITHOUT = ["--no-standby"]
PARTS = 10
BLOCK = 10
CELLS = {
    # The first cannot change a variable, so nothing is forked; the second may.
    "1+1": "1+1",
    "let x = 1;": "let x = 1;",
    "rewrite a tenth": "parts[{n}] += 1.0;",
}
ENDLESS = [
    "loop {}",
    "fn deep(x) { if x > 0 { deep(x - 1) } } loop { deep(300) }",
    'loop { print("flood") }',
    "sleep(60)",
    "let b = rng(1).normal(0.0, 1.0, 1000000); loop { (b * 2.0 + b.sin()).sum(); }",
]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--sizes", type=int, nargs="*", default=[0, 100, 1000])
    arguments.add_argument("--rounds", type=int, default=200)
    given = arguments.parse_args()
    print("| variables | cell | pause | with, p50 | p99 | without, p50 | p99 | with / without |")
    print("|---|---|---|---|---|---|---|---|")
    for size in given.sizes:
        round_trips(size, given.rounds)
    print()
    interrupts(given.rounds)
    recovery(given.sizes)
    memory()


def round_trips(size, rounds):
    memory = ["--memory", "6GB"]
    with Kernel("rhai", memory) as with_it, Kernel("rhai", [*memory, *WITHOUT]) as without:
        for kernel in (with_it, without):
            hold(kernel, size)
        for name, code in CELLS.items():
            if "parts" in code and size == 0:
                continue
            for pause in [0.05, 0]:
                n = rounds if "parts" not in code else rounds // 4
                times = {with_it: [], without: []}
                for _ in range(0, n, BLOCK):
                    for kernel in times:
                        times[kernel] += block(kernel, code, pause)
                (a, b), (c, d) = (percentiles(times[k]) for k in (with_it, without))
                print(
                    f"| {size} MB | {name} | {pause * 1e3:.0f} ms | {ms(a)} | {ms(b)} | {ms(c)} | {ms(d)} | {a / c:.2f} |",
                    flush=True,
                )
        print(f"| {size} MB | `%who` says | | {with_it.execute('%who').printed.splitlines()[-1][:80]} | | | | |")


def block(kernel, code, pause):
    """Some cells in a row for one kernel; the first one's time is not taken, since nothing came before it."""
    times = []
    for i in range(BLOCK + 1):
        ran = kernel.execute(code.format(n=i % PARTS))
        assert ran.status == "ok", ran.problem
        times.append(ran.seconds)
        time.sleep(pause)
    return times[1:]


def hold(kernel, size):
    n = size * 1_000_000 // 8 // PARTS
    ran = kernel.execute(f"let parts = []; for i in 0..{PARTS if n else 0} {{ parts.push(zeros({n}) + i); }}")
    assert ran.status == "ok", ran.problem


def interrupts(rounds):
    with Kernel("rhai") as kernel:
        times = [kernel.interrupt_after(ENDLESS[i % len(ENDLESS)], 0.05) for i in range(rounds)]
    p50, p99 = percentiles(times)
    print(f"interrupt until the reply, {rounds} times: p50 {ms(p50)}, p99 {ms(p99)}, slowest {ms(max(times))}")


def recovery(sizes):
    for size in sizes:
        with Kernel("rhai", ["--memory", "6GB"]) as kernel:
            hold(kernel, size)
            both = [kernel.killed("loop {}") for _ in range(20)]
        replied, next_cell = ([pair[i] for pair in both] for i in (0, 1))
        (a, b), (c, d) = percentiles(replied), percentiles(next_cell)
        print(f"kill -9 with {size} MB, 20 times: reply p50 {ms(a)} p99 {ms(b)}; the next cell's p50 {ms(c)} p99 {ms(d)}")


def memory():
    figures = []
    for name, options in [("rhai", []), ("rhai", WITHOUT), ("python3", [])]:
        try:
            with Kernel(name, options) as kernel:
                kernel.execute("1+1")
                time.sleep(1)
                figures.append(f"{' '.join([name, *options])} {kernel.megabytes():.1f} MB")
        except NoSuchKernel:
            pass
    print(f"memory of all processes, idle (PSS): {', '.join(figures)}")


def percentiles(times):
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]


def ms(seconds):
    return f"{seconds * 1e3:.2f} ms"


if __name__ == "__main__":
    main()
