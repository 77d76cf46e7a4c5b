#!/usr/bin/python3
"""Writes detest.json: where the test problems for solvers of ODEs end.

    python3 testdata/detest.py >testdata/detest.json

The problems that are not stiff are those of DETEST (T. E. Hull, W. H. Enright,
B. M. Fellen, A. E. Sedgwick, "Comparing numerical methods for ordinary
differential equations", SIAM J. Numer. Anal. 9, 1972) but for the five bodies of
C5, from 0 to 20: by Gragg's extrapolation of order 16 in long doubles, at two step
sizes, whose difference is kept as "off". The stiff ones are by Radau of solve_ivp
at rtol 1e-12; there "off" is the difference from rtol 1e-11. Needs Debian's
python3-scipy.
"""

import json
import platform

import numpy as np
import scipy
from scipy.integrate import solve_ivp

L = np.longdouble
END = 20


def a(t, u):
    return np.array(u, dtype=L)


def chain(rates):
    """c1: what leaves one value enters the next."""
    def f(_, u):
        out = np.array(rates, dtype=L) * u[:-1]
        return np.concatenate([-out, [0]]) + np.concatenate([[0], out])
    return f


def heat(_, u):
    padded = np.concatenate([[0], u, [0]])
    return padded[:-2] - 2 * u + padded[2:]


def torus(_, u):
    r = np.sqrt(u[0] ** 2 + u[1] ** 2)
    return a(0, [-u[1] - u[0] * u[2] / r, u[0] - u[1] * u[2] / r, u[0] / r])


def bodies(_, u):
    r = np.sqrt(u[0] ** 2 + u[1] ** 2) ** 3
    return a(0, [u[2], u[3], -u[0] / r, -u[1] / r])


def bessel(t, u):
    return a(0, [u[1], -(u[1] / (t + 1) + (1 - L("0.25") / (t + 1) ** 2) * u[0])])


def first(d):
    return [1] + [0] * (d - 1)


def orbit(e):
    return [1 - L(e), 0, 0, np.sqrt((1 + L(e)) / (1 - L(e)))]


PROBLEMS = [
    ("A1", lambda t, u: -u, [1]),
    ("A2", lambda t, u: -(u**3) / 2, [1]),
    ("A3", lambda t, u: u * np.cos(t), [1]),
    ("A4", lambda t, u: u / 4 * (1 - u / 20), [1]),
    ("A5", lambda t, u: (u - t) / (u + t), [4]),
    ("B1", lambda t, u: a(t, [2 * (u[0] - u[0] * u[1]), -(u[1] - u[0] * u[1])]), [1, 3]),
    ("B2", lambda t, u: a(t, [-u[0] + u[1], u[0] - 2 * u[1] + u[2], u[1] - u[2]]), [2, 0, 1]),
    ("B3", lambda t, u: a(t, [-u[0], u[0] - u[1] ** 2, u[1] ** 2]), [1, 0, 0]),
    ("B4", torus, [3, 0, 0]),
    ("B5", lambda t, u: a(t, [u[1] * u[2], -u[0] * u[2], -L("0.51") * u[0] * u[1]]), [0, 1, 1]),
    ("C1", chain([1] * 9), first(10)),
    ("C2", chain(range(1, 10)), first(10)),
    ("C3", heat, first(10)),
    ("C4", heat, first(51)),
    ("D1", bodies, orbit("0.1")),
    ("D2", bodies, orbit("0.3")),
    ("D3", bodies, orbit("0.5")),
    ("D4", bodies, orbit("0.7")),
    ("D5", bodies, orbit("0.9")),
    ("E1", bessel, [L("0.6713967071418030"), L("0.09540051444747446")]),
    ("E2", lambda t, u: a(t, [u[1], (1 - u[0] ** 2) * u[1] - u[0]]), [2, 0]),
    ("E3", lambda t, u: a(t, [u[1], u[0] ** 3 / 6 - u[0] + 2 * np.sin(L("2.78535") * t)]), [0, 0]),
    ("E4", lambda t, u: a(t, [u[1], L("0.032") - L("0.4") * u[1] ** 2]), [30, 0]),
    ("E5", lambda t, u: a(t, [u[1], np.sqrt(1 + u[1] ** 2) / (25 - t)]), [0, 0]),
]


def gragg(f, t, h, u):
    """One step of the order 16: the midpoint rule in 2, 4, ... 16 parts."""
    rows = []
    for j in range(1, 9):
        part = h / (2 * j)
        before, now = u, u + part * f(t, u)
        for i in range(1, 2 * j):
            before, now = now, before + 2 * part * f(t + i * part, now)
        row = [(before + now + part * f(t + h, now)) / 2]
        for k, last in enumerate(rows[-1] if rows else []):
            ratio = (L(j) / (j - 1 - k)) ** 2
            row.append(row[k] + (row[k] - last) / (ratio - 1))
        rows.append(row)
    return rows[-1][-1]


def solve(f, u0, steps):
    u, h = np.array(u0, dtype=L), L(END) / steps
    for i in range(steps):
        u = gragg(f, i * h, h, u)
    return u


def robertson(_, u):
    slow, fast = -0.04 * u[0] + 1e4 * u[1] * u[2], 3e7 * u[1] ** 2
    return [slow, -slow - fast, fast]


def hires(_, u):
    meet = 280 * u[5] * u[7]
    return [
        -1.71 * u[0] + 0.43 * u[1] + 8.32 * u[2] + 0.0007,
        1.71 * u[0] - 8.75 * u[1],
        -10.03 * u[2] + 0.43 * u[3] + 0.035 * u[4],
        8.32 * u[1] + 1.71 * u[2] - 1.12 * u[3],
        -1.745 * u[4] + 0.43 * u[5] + 0.43 * u[6],
        -meet + 0.69 * u[3] + 1.71 * u[4] - 0.43 * u[5] + 0.69 * u[6],
        meet - 1.81 * u[6],
        -meet + 1.81 * u[6],
    ]


def oregonator(_, u):
    return [
        77.27 * (u[1] + u[0] * (1 - 8.375e-6 * u[0] - u[1])),
        (u[2] - (1 + u[0]) * u[1]) / 77.27,
        0.161 * (u[0] - u[2]),
    ]


STIFF = [
    ("van der Pol, mu = 1000", lambda _, u: [u[1], 1000 * (1 - u[0] ** 2) * u[1] - u[0]], [2, 0], 2000),
    ("Robertson, late", robertson, [1, 0, 0], 1e8),
    ("HIRES", hires, [1, 0, 0, 0, 0, 0, 0, 0.0057], 321.8122),
    ("Oregonator", oregonator, [1, 2, 3], 360),
]


def radau(f, u0, t1, tolerance):
    return solve_ivp(f, (0, t1), u0, method="Radau", rtol=tolerance, atol=tolerance * 1e-6).y[:, -1]


def entry(name, u0, t1, exact, other):
    return {
        "name": name,
        "u0": [float(x) for x in u0],
        "t1": t1,
        "exact": [float(x) for x in exact],
        "off": float(np.max(np.abs(exact - other))),
    }


def main():
    problems = []
    for n, f, u0 in PROBLEMS:
        steps = 5000 if n == "D5" else 1000  # which passes close to the sun
        problems.append(entry(n, u0, END, solve(f, u0, steps), solve(f, u0, steps * 7 // 10)))
    stiff = [entry(n, u0, t1, radau(f, u0, t1, 1e-12), radau(f, u0, t1, 1e-11)) for n, f, u0, t1 in STIFF]
    made = f"SciPy {scipy.__version__}, NumPy {np.__version__}, Python {platform.python_version()}"
    print(json.dumps({"made": made, "problems": problems, "stiff": stiff}, indent=1))


main()
