"""Many cells."""

import time

from judge import case, expect

CELLS = 2000
WARM_UP = 300
GROWTH = 25  # megabytes, for any number of cells

# Cells of the kinds that people write, new text every time.
KINDS = (
    "x := {i}; x * 2",
    'fmt.Println("cell", {i})',
    "func double(n int) int {{ return 2 * n * {i} }}\ndouble(3)",
    "type T struct {{ n, m int }}\nT{{ {i}, 1 }}",
    "var s []int; for j := range {i} % 50 {{ s = append(s, j) }}; len(s)",
    "undefined{i}",
)


def collect(c):
    c.execute("runtime.GC(); debug.FreeOSMemory()")


@case
def soak(launch):
    """no growth of the processes over all cells"""
    kernel = launch()
    with kernel.client() as c:
        start, before = 0.0, 0.0
        for i in range(-WARM_UP, CELLS):
            if i == 0:
                collect(c)
                before, start = kernel.rss(), time.perf_counter()
            c.execute(KINDS[i % len(KINDS)].format(i=i + WARM_UP))
        seconds = time.perf_counter() - start
        collect(c)
        after = kernel.rss()
    expect(after - before < GROWTH, f"{before:.0f} MB after {WARM_UP} cells, {after:.0f} MB after {CELLS:,} more")
    return f"{CELLS:,} cells, {before:.0f} -> {after:.0f} MB, {1000 * seconds / CELLS:.1f} ms each"
