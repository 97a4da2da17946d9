#!/usr/bin/env python3
"""Measures Jupyter kernels side by side and prints a Markdown table: `cargo xtask bench`, or

    python bench/kernels.py rhai python3 --cases 'vec_*' --repeat 3

All kernels are driven by one client in one run, and each figure is the median of --repeat runs. The times are those of
one machine at one time; what carries over is the last columns, peer / first kernel: above 1, the first is better.
"""

import argparse
import fnmatch
import statistics
import sys
import time

from cases import ENDLESS, FLOOD, FLOOD_LINES, NOTHING, SCALAR, VECTOR
from client import Died, Kernel
from jupyter_client.kernelspec import KernelSpecManager

MEASURES = ["start_ready", "start_first_result", "memory_idle", "roundtrip_p50", "roundtrip_p99", "flood_100k_lines", "interrupt"]
PEERS = ["rhai", "python3", "deno", "rust"]


class Figure:
    """A measured value with its unit, or the reason why there is none."""

    def __init__(self, value=None, unit="ms", problem=None, checksum=None):
        self.value, self.unit, self.problem, self.checksum = value, unit, problem, checksum

    def __str__(self):
        return f"**{self.problem}**" if self.problem else f"{self.value:,.2f} {self.unit}"


class Measurement:
    """The figures of one kernel, by case."""

    def __init__(self, name, wanted, repeat):
        self.name, self.wanted, self.repeat, self.figures = name, wanted, repeat, {}

    def run(self):
        self.start()
        if {"memory_idle", "roundtrip_p50", "roundtrip_p99", "flood_100k_lines"} & set(self.wanted):
            with Kernel(self.name) as kernel:
                self.idle_and_talk(kernel)
        if "interrupt" in self.wanted:
            with Kernel(self.name) as kernel:
                self.note("interrupt", lambda: Figure(self.median(lambda: kernel.interrupt_after(ENDLESS[kernel.language]) * 1e3)))
        todo = [case for case in (*SCALAR, *VECTOR) if case in self.wanted]
        while todo:
            with Kernel(self.name) as kernel:
                while todo and kernel.alive():
                    self.work(kernel, todo.pop(0))

    def start(self):
        if not {"start_ready", "start_first_result"} & set(self.wanted):
            return
        ready, first = [], []
        for _ in range(self.repeat):
            with Kernel(self.name) as kernel:
                ready.append(kernel.ready_after * 1e3)
                kernel.execute(NOTHING[kernel.language])
                first.append((time.perf_counter() - kernel.spawned) * 1e3)
        self.note("start_ready", lambda: Figure(statistics.median(ready)))
        self.note("start_first_result", lambda: Figure(statistics.median(first)))

    def idle_and_talk(self, kernel):
        kernel.settle()
        self.note("memory_idle", lambda: Figure(kernel.megabytes(), "MB"))
        times = sorted(kernel.execute(NOTHING[kernel.language]).seconds * 1e3 for _ in range(300))
        self.note("roundtrip_p50", lambda: Figure(times[150]))
        self.note("roundtrip_p99", lambda: Figure(times[296]))
        self.note("flood_100k_lines", lambda: self.flood(kernel))

    def flood(self, kernel):
        ran = kernel.execute(FLOOD[kernel.language], 120)
        arrived = ran.printed.count("\n")
        if arrived != FLOOD_LINES:
            return Figure(problem=f"{arrived:,} of {FLOOD_LINES:,} lines before idle")
        return Figure(ran.seconds * 1e3)

    def work(self, kernel, case):
        work = {**SCALAR, **VECTOR}[case].get(kernel.language)
        if work is None:
            return

        def run():
            for cell in filter(None, [work.setup]):
                self.expect_ok(kernel.execute(cell))
            runs = [self.expect_ok(kernel.execute(work.cell)) for _ in range(self.repeat)]
            printed = runs[-1].printed.strip()
            return Figure(statistics.median(ran.seconds * 1e3 for ran in runs), checksum=float(printed) if printed else None)

        self.note(case, run)

    def expect_ok(self, ran):
        if ran.status != "ok":
            raise RuntimeError(ran.problem.splitlines()[0] if ran.problem else ran.status)
        return ran

    def median(self, measure):
        return statistics.median(measure() for _ in range(self.repeat))

    def note(self, case, measure):
        if case not in self.wanted:
            return
        try:
            self.figures[case] = measure()
        except (Died, TimeoutError, RuntimeError, KeyError, ValueError) as problem:
            self.figures[case] = Figure(problem=f"{problem}"[:80])


def compare_checksums(first, others):
    """Kernels that differ in what they computed did not do the same work: the first one's time is then no figure."""
    for case, ours in first.items():
        for name, figures in others.items():
            theirs = figures.get(case)
            if ours.checksum is None or theirs is None or theirs.checksum is None:
                continue
            if abs(ours.checksum - theirs.checksum) > 1e-9 * max(abs(ours.checksum), abs(theirs.checksum), 1.0):
                ours.problem = f"result {ours.checksum!r}, {name} has {theirs.checksum!r}"


def table(results):
    (first, ours), *others = results.items()
    heads = ["case", *results, *(f"{name} / {first}" for name, _ in others)]
    yield f"| {' | '.join(heads)} |"
    yield "|---" + "|---:" * (len(heads) - 1) + "|"
    for case in [*MEASURES, *SCALAR, *VECTOR]:
        if not any(case in figures for figures in results.values()):
            continue
        cells = [str(figures.get(case, "–")) for figures in results.values()]
        for _, figures in others:
            pair = ours.get(case), figures.get(case)
            cells.append(f"{pair[1].value / pair[0].value:.2f}" if all(f and not f.problem for f in pair) else "–")
        yield f"| {case} | {' | '.join(cells)} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kernels", nargs="*", help=f"kernelspecs; by default those of {', '.join(PEERS)} that are installed")
    parser.add_argument("--cases", nargs="+", default=["*"], help="patterns of cases")
    parser.add_argument("--repeat", type=int, default=5, help="runs of which a figure is the median")
    options = parser.parse_args()
    installed = KernelSpecManager().find_kernel_specs()
    kernels = options.kernels or [name for name in PEERS if name in installed]
    missing = [name for name in kernels if name not in installed]
    if missing:
        parser.error(f"no kernel {missing[0]!r}; there are: {', '.join(sorted(installed))}")
    cases = [*MEASURES, *SCALAR, *VECTOR]
    wanted = [case for case in cases if any(fnmatch.fnmatch(case, pattern) for pattern in options.cases)]
    if not wanted:
        parser.error(f"no case matches; there are: {', '.join(cases)}")
    results = {}
    for name in kernels:
        print(f"measuring {name} …", file=sys.stderr)
        measurement = Measurement(name, wanted, options.repeat)
        try:
            measurement.run()
        except (Died, TimeoutError) as problem:
            print(f"{name}: {problem}", file=sys.stderr)
        results[name] = measurement.figures
    if len(kernels) > 1:
        first, *others = kernels
        compare_checksums(results[first], {name: results[name] for name in others})
    print("\n".join(table(results)))


if __name__ == "__main__":
    main()
