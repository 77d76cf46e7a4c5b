"""The heartbeat channel."""

import statistics
import time

from judge import case, expect, limits


def beat(c, body):
    """Echo a body, given as frames; return the seconds it took."""
    start = time.perf_counter()
    c.sockets["hb"].send_multipart(body)
    expect(c.sockets["hb"].poll(2000), "no echo within 2 s")
    got = c.sockets["hb"].recv_multipart()
    expect(got == body, f"{len(body)} frames of {sum(map(len, body))} bytes come back as {len(got)} of {sum(map(len, got))}")
    return time.perf_counter() - start


@case
def hb_echo_bytes(kernel):
    """byte-exact, also nothing, binary, large and in parts"""
    with kernel.client(channels=("hb",)) as c:
        for body in ([b""], [b"ping"], [bytes(range(256))], [b"x" * 1_000_000], [b"a", b"", b"c"]):
            beat(c, body)


@case
def hb_while_busy(kernel):
    """an echo within 1 ms while a cell spins"""
    with kernel.client(channels=("shell", "control", "iopub", "hb")) as c:
        cell = c.start("for {}")
        c.running(cell)
        try:
            times = [beat(c, [b"ping"]) * 1000 for _ in range(100)]
        finally:
            c.request("control", "interrupt_request")
            c.finish(cell)
    return limits.at_most(statistics.median(times), 1, "ms", "median of 100")


@case
def hb_20_clients(kernel):
    """20 at once, each its own echo"""
    clients = [kernel.client(channels=("hb",)) for _ in range(20)]
    try:
        for i, c in enumerate(clients):
            c.sockets["hb"].send(b"%d" % i)
        for i, c in enumerate(clients):
            expect(c.sockets["hb"].poll(2000) and c.sockets["hb"].recv() == b"%d" % i, f"no echo for client {i}")
    finally:
        for c in clients:
            c.close()
