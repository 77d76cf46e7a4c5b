"""What a kernel owes when nothing is wrong."""

import statistics
import time

from judge import case, expect, limits


def median_ms(n, work):
    """The median of n runs in milliseconds, after a few that warm up."""
    times = []
    for i in range(-3, n):
        start = time.perf_counter()
        work(i)
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times[3:])


@case
def kernel_info_latency(kernel):
    """a reply within 5 ms"""
    with kernel.client(channels=("shell",)) as c:
        ms = median_ms(100, lambda _: c.request("shell", "kernel_info_request"))
    return limits.at_most(ms, 5, "ms")


@case
def execute_latency(kernel):
    """a cell whose text changes: reply and idle within 1.6 ms"""
    with kernel.client() as c:
        ms = median_ms(100, lambda i: c.execute(f"{i} + 1"))
    return limits.at_most(ms, 1.6, "ms")


@case
def complete_latency(kernel):
    """a warm completion within 1 ms"""
    with kernel.client(channels=("shell",)) as c:
        content = {"code": "strings.ToUp", "cursor_pos": 12}
        first = time.perf_counter()
        matches = c.request("shell", "complete_request", content).content["matches"]
        first = 1000 * (time.perf_counter() - first)
        expect("ToUpper" in matches, f"matches {matches}")
        ms = median_ms(100, lambda _: c.request("shell", "complete_request", content))
    return limits.at_most(first, 100, "ms", "first") + ", " + limits.at_most(ms, 1, "ms", "warm")


@case
def queue_500_executes_in_order(kernel):
    """500 cells sent at once: 3,000 a second, in order"""
    rates = []
    with kernel.client() as c:
        for _ in range(3):
            start = time.perf_counter()
            ids = [c.start(str(i)) for i in range(500)]
            replies = [c.recv("shell") for _ in ids]
            rates.append(500 / (time.perf_counter() - start))
            expect([m.parent["msg_id"] for m in replies] == ids, "replies out of order")
            results = []
            while len(results) < 500:
                m = c.recv("iopub")
                if m.type == "execute_result":
                    results.append(m.content["data"]["text/plain"])
            expect(results == [str(i) for i in range(500)], "results out of order")
    return limits.at_least(max(rates), 3000, "cells/s")


@case
def idle_rss(launch):
    """90 MB of all processes together after one cell"""
    kernel = launch()
    kernel.check()
    mb = min(kernel.rss() for _ in range(5))
    return limits.at_most(mb, 90, "MB", f"{len(kernel.processes())} processes")
