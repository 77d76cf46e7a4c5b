#!/usr/bin/python3
"""ode.Integrate beside SciPy's solve_ivp on the Lorenz system, on one core.

    .ci/bench/ode.py [--rounds N] [--rtol R] [--atol A] [--t1 T] [-o FILE]

Both use Dormand and Prince's pair with the same tolerances and save every step
(ours with its interpolants, SciPy's without), and take turns. Prints steps per
second, minimum and median of wall time, and the ratios. With -o the result
is also written to a file. Needs Debian's python3-scipy.
"""

import argparse
import os
import platform
import re
import statistics
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy
import scipy
from scipy.integrate import solve_ivp

HERE = Path(__file__).resolve().parent


def lorenz(_, u):
    x, y, z = u
    return [10 * (y - x), x * (28 - z) - y, x * y - 8 / 3 * z]


def theirs(o):
    start = time.perf_counter()
    sol = solve_ivp(lorenz, (0, o.t1), [1, 1, 1], method="RK45", rtol=o.rtol, atol=o.atol)
    return time.perf_counter() - start, len(sol.t) - 1, sol.nfev


def ours(process):
    process.stdin.write("\n")
    process.stdin.flush()
    wall, steps, evaluations, *_ = process.stdout.readline().split()
    return float(wall), int(steps), int(evaluations)


def measure(o, binary):
    command = [binary, str(o.rtol), str(o.atol), str(o.t1)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        runs = [(ours(process), theirs(o)) for _ in range(2 + o.rounds)][2:]  # the first two warm up
        process.stdin.close()
    return zip(*runs)


def report(o, us, them):
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    go = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, text=True).stdout.strip()
    yield f"{date.today()}, {model[1] if model else platform.processor()}; {go}; SciPy {scipy.__version__}, NumPy {numpy.__version__}, Python {platform.python_version()}."
    yield f"Lorenz system, rtol {o.rtol:g}, atol {o.atol:g}, to t = {o.t1:g}.\n"
    yield "| who | steps | evaluations | min ms | median ms | steps/s (median) |\n|---|---|---|---|---|---|"
    rates = []
    for name, runs in (("unravel", us), ("SciPy RK45", them)):
        walls, steps, evaluations = [r[0] for r in runs], runs[0][1], runs[0][2]
        middle = statistics.median(walls)
        rates.append((steps / min(walls), steps / middle))
        yield f"| {name} | {steps} | {evaluations} | {min(walls) * 1e3:.2f} | {middle * 1e3:.2f} | {steps / middle:,.0f} |"
    yield f"\nSteps per second, ours / SciPy's: {rates[0][1] / rates[1][1]:.0f} (median), {rates[0][0] / rates[1][0]:.0f} (best)."


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--rounds", type=int, default=9)
    args.add_argument("--rtol", type=float, default=1e-6)
    args.add_argument("--atol", type=float, default=1e-9)
    args.add_argument("--t1", type=float, default=50)
    args.add_argument("-o", help="file for the result")
    o = args.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        binary = os.path.join(folder, "ode")
        subprocess.run(["go", "build", "-o", binary, str(HERE / "ode.go")], check=True, cwd=HERE)
        us, them = measure(o, binary)
    text = "\n".join(report(o, us, them))
    print(text)
    if o.o:
        Path(o.o).write_text(f"# The solver beside SciPy\n\nWritten by `.ci/bench/ode.py`. The two take turns.\n\n{text}\n")


main()
