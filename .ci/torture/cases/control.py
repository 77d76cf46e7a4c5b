"""The control channel, signals, and cells that run for ever."""

import signal
import statistics
import time

from judge import case, each, expect, limits


@case
def control_answers_while_busy(kernel):
    """within 10 ms while a cell spins"""
    with kernel.client() as c:
        cell = c.start("for {}")
        c.running(cell)
        times = []
        try:
            for request in ["kernel_info_request", "usage_request", "comm_info_request"] * 10:
                start = time.perf_counter()
                c.request("control", request)
                times.append(1000 * (time.perf_counter() - start))
        finally:
            c.request("control", "interrupt_request")
            c.finish(cell)
    return limits.at_most(statistics.median(times), 10, "ms", f"worst {max(times):.0f} ms, median")


def interrupted(kernel, c, code, interrupt):
    """Run an endless cell and interrupt it; return the seconds to idle."""
    cell = c.start(code)
    c.running(cell)
    time.sleep(0.02)  # into its loop
    start = time.perf_counter()
    interrupt()
    ended = c.finish(cell, started=start)
    expect(ended.status == "error", f"the cell ended with {ended.status}")
    return ended.seconds


ENDLESS = {
    "busy_loop": "for {}",
    "sleep": "time.Sleep(time.Hour)",
    "channel": "<-make(chan int)",
    "select": "select {}",
    "printing": 'for { fmt.Print("x") }',
    "mutex": "var mu sync.Mutex; mu.Lock(); mu.Lock()",
}


@each(ENDLESS)
def interrupt(kernel, variant):
    """reply error, idle within 10 ms, values kept"""
    with kernel.client() as c:
        c.execute("kept := 42")
        times = [interrupted(kernel, c, variant, lambda: c.send("control", "interrupt_request")) for _ in range(5)]
        expect((got := c.execute("kept").result) == "42", f"kept is {got}")
    return limits.at_most(1000 * statistics.median(times), 10, "ms", "median of 5")


@case
def interrupt_by_sigint(kernel):
    """SIGINT does what interrupt_request does"""
    with kernel.client() as c:
        c.execute("kept := 42")
        seconds = interrupted(kernel, c, "for {}", lambda: kernel.process.send_signal(signal.SIGINT))
        expect((got := c.execute("kept").result) == "42", f"kept is {got}")
    return limits.at_most(1000 * seconds, 10, "ms")


@case
def interrupt_idle_20x(kernel):
    """nothing happens, whether by message or by signal"""
    with kernel.client() as c:
        c.execute("kept := 42")
        for _ in range(20):
            expect(c.request("control", "interrupt_request").content["status"] == "ok", "reply not ok")
            kernel.process.send_signal(signal.SIGINT)
            time.sleep(0.02)  # a signal is on its way for a while, and must not meet the cell
            expect((got := c.execute("kept").result) == "42", f"kept is {got}")


@case
def interrupt_queue(kernel):
    """an interrupt ends the running cell and aborts those behind it"""
    path, code = kernel.witness()
    with kernel.client() as c:
        ids = [c.start("for {}"), *(c.start(code) for _ in range(20))]
        c.running(ids[0])
        c.send("control", "interrupt_request")
        seen = [c.reply(msg_id).content["status"] for msg_id in ids]
        expect(set(seen) <= {"error", "aborted"}, f"{seen}")
        expect(not path.exists(), "a cell behind it ran")


@case
def interrupt_500x(kernel):
    """an interrupt at any moment of a cell: it ends, and the next one runs"""
    with kernel.client() as c:
        for i in range(500):
            cell = c.start("for i := range 1000 { _ = i }")
            c.send("control", "interrupt_request")
            c.finish(cell)
        c.sockets["control"].poll(100)
        expect(c.execute("6 * 7").result == "42", "no result")
