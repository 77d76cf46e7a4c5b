"""How kernels end."""

import signal
import statistics
import time

from judge import case, expect, limits


def shut_down(kernel, c):
    """Ask for the end; return the seconds to the end of the process."""
    start = time.perf_counter()
    reply = c.request("control", "shutdown_request", {"restart": False}).content
    expect(reply["status"] == "ok" and reply["restart"] is False, f"{reply}")
    status, _ = kernel.wait(5)
    expect(status == 0, f"exit status {status}: {kernel.last_words()}")
    seconds = time.perf_counter() - start
    kernel.wait_nobody()
    return seconds


@case
def shutdown_reply_and_exit(launch):
    """reply and end within 100 ms"""
    times = []
    for _ in range(5):
        kernel = launch()
        with kernel.client() as c:
            c.execute("x := 1")
            times.append(1000 * shut_down(kernel, c))
    return limits.at_most(statistics.median(times), 100, "ms", "median of 5")


@case
def shutdown_reply_20_runs(launch):
    """the reply is seen every time, even from a kernel that has just started"""
    for _ in range(20):
        kernel = launch()
        with kernel.client(channels=("control",)) as c:
            shut_down(kernel, c)


@case
def shutdown_on_shell(launch):
    """the same on the shell channel, as old clients ask"""
    kernel = launch()
    with kernel.client() as c:
        reply = c.request("shell", "shutdown_request", {"restart": True}).content
        expect(reply["status"] == "ok" and reply["restart"] is True, f"{reply}")
        kernel.wait(5)
        kernel.wait_nobody()


@case
def shutdown_while_busy(launch):
    """a cell that spins does not hold the end up"""
    kernel = launch()
    with kernel.client() as c:
        c.running(c.start("for {}"))
        return f"{1000 * shut_down(kernel, c):.0f} ms"


@case
def last_output_before_exit(launch):
    """output, reply and idle of the last cell arrive, though the end follows at once"""
    want = "".join(f"{i}\n" for i in range(20_000))
    for _ in range(5):
        kernel = launch()
        with kernel.client() as c:
            cell = c.start("for i := range 20000 { fmt.Println(i) }")
            c.running(cell)
            c.reply(cell)
            shut_down(kernel, c)
            got = ""
            while (m := c.recv("iopub", 1)).content.get("execution_state") != "idle" or m.parent.get("msg_id") != cell:
                got += m.content["text"] if m.type == "stream" else ""
            expect(got == want, f"{len(got)} of {len(want)} bytes")


@case
def sigterm_exits(launch):
    """within 5 s, nobody left"""
    kernel = launch()
    kernel.check()
    kernel.process.send_signal(signal.SIGTERM)
    _, seconds = kernel.wait(5)
    kernel.wait_nobody()
    return f"{1000 * seconds:.0f} ms"


@case
def parent_death_exits(launch):
    """a kernel whose launcher is killed ends within 5 s"""
    shell = ["sh", "-c", 'JPY_PARENT_PID=$$ "$@" & wait', "sh"]
    kernel = launch(wrapper=shell)
    kernel.check()
    start = time.perf_counter()
    kernel.process.kill()
    kernel.wait()
    kernel.wait_nobody()
    return f"{1000 * (time.perf_counter() - start):.0f} ms"
