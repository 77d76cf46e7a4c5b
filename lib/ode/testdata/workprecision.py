#!/usr/bin/python3
"""Writes workprecision.json: what solve_ivp of SciPy takes and delivers.

    python3 testdata/workprecision.py >testdata/workprecision.json

For each problem: the state at the end by DOP853 at rtol 1e-13, and for RK45 and
RK23 at falling tolerances (rtol = atol) the evaluations of the right side and the
largest error in a component at the end. For each stiff problem: the state at the
end by Radau at rtol 1e-10, and the evaluations of Radau at rtol 1e-5 and atol 1e-9,
of which SciPy does not count those for differences, and its error. Needs Debian's
python3-scipy.
"""

import json
import math
import platform

import numpy
import scipy
from scipy.integrate import solve_ivp


def lorenz(_, u):
    return [10 * (u[1] - u[0]), u[0] * (28 - u[2]) - u[1], u[0] * u[1] - 8 / 3 * u[2]]


def vanderpol(_, u):
    return [u[1], (1 - u[0] ** 2) * u[1] - u[0]]


def brusselator(_, u):
    return [1 + u[0] ** 2 * u[1] - 4 * u[0], 3 * u[0] - u[0] ** 2 * u[1]]


def hares(_, u):
    return [u[0] * (1 - u[1]), u[1] * (u[0] - 1)]


def kepler(_, u):
    r = (u[0] ** 2 + u[1] ** 2) ** 1.5
    return [u[2], u[3], -u[0] / r, -u[1] / r]


PROBLEMS = [
    ("Lorenz", lorenz, [1, 1, 1], 2),
    ("van der Pol", vanderpol, [2, 0], 10),
    ("Brusselator", brusselator, [1.5, 3], 10),
    ("hares and lynxes", hares, [2, 1], 10),
    ("Kepler, eccentricity 1/2", kepler, [0.5, 0, 0, math.sqrt(3)], 10),
]


def robertson(_, u):
    slow, fast = -0.04 * u[0] + 1e4 * u[1] * u[2], 3e7 * u[1] ** 2
    return [slow, -slow - fast, fast]


def relaxation(_, u):
    return [u[1], 100 * (1 - u[0] ** 2) * u[1] - u[0]]


STIFF = [
    ("Robertson's reaction", robertson, [1, 0, 0], 40),
    ("van der Pol, mu = 100", relaxation, [2, 0], 200),
]


def curve(f, u0, t1, method, exact):
    for tolerance in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8):
        sol = solve_ivp(f, (0, t1), u0, method=method, rtol=tolerance, atol=tolerance)
        error = float(numpy.max(numpy.abs(sol.y[:, -1] - exact)))
        yield {"tolerance": tolerance, "evaluations": sol.nfev, "error": error}


def main():
    problems = []
    for name, f, u0, t1 in PROBLEMS:
        exact = solve_ivp(f, (0, t1), u0, method="DOP853", rtol=1e-13, atol=1e-14).y[:, -1]
        curves = {m: list(curve(f, u0, t1, m, exact)) for m in ("RK45", "RK23")}
        problems.append({"name": name, "u0": u0, "t1": t1, "exact": list(exact), "curves": curves})
    stiff = []
    for name, f, u0, t1 in STIFF:
        exact = solve_ivp(f, (0, t1), u0, method="Radau", rtol=1e-10, atol=1e-13).y[:, -1]
        sol = solve_ivp(f, (0, t1), u0, method="Radau", rtol=1e-5, atol=1e-9)
        error = float(numpy.max(numpy.abs(sol.y[:, -1] - exact)))
        radau = {"tolerance": 1e-5, "evaluations": sol.nfev, "error": error}
        stiff.append({"name": name, "u0": u0, "t1": t1, "exact": list(exact), "curves": {"Radau": [radau]}})
    made = f"SciPy {scipy.__version__}, NumPy {numpy.__version__}, Python {platform.python_version()}"
    print(json.dumps({"made": made, "problems": problems, "stiff": stiff}, indent=1))


main()
