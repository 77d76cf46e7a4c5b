"""How kernels start, and when they refuse to."""

import os
import resource
import socket
import statistics

from judge import case, each, expect, limits
from zmtp import Peer


@case
def startup_time(launch):
    """the first kernel_info_reply within 25 ms of the start of the process"""
    times = []
    for _ in range(7):
        kernel = launch()
        with kernel.client(channels=("shell",)) as c:
            reply = c.request("shell", "kernel_info_request")
            times.append(1000 * (reply.arrived - kernel.started))
        kernel.kill()
    return limits.at_most(statistics.median(times), 25, "ms", f"best {min(times):.1f}, median")


@case
def first_cell_time(launch):
    """the first cell has run within 150 ms of the start of the process"""
    kernel = launch()
    with kernel.client() as c:
        cell = c.execute('fmt.Println("first")')
    return limits.at_most(1000 * (cell.messages[-1].arrived - kernel.started), 150, "ms")


@case
def empty_key(launch):
    """works, says once that nothing is signed"""
    kernel = launch(key="")
    kernel.check()
    expect(kernel.log().count("empty key") == 1, f"log: {kernel.log()}")


@case
def sha512_scheme(launch):
    """works"""
    launch(signature_scheme="hmac-sha512").check()


@case
def ipc_transport(launch):
    """works on five socket files of mode 0600"""
    kernel = launch(transport="ipc")
    kernel.check()
    modes = {path.stat().st_mode & 0o777 for path in kernel.folder.glob("socket-*")}
    expect(modes == {0o600}, f"modes {[oct(mode) for mode in modes]}")
    with kernel.client() as c:
        c.request("control", "shutdown_request", {"restart": False})
    kernel.wait()
    left = [path.name for path in kernel.folder.glob("socket-*")]
    expect(not left, f"left: {left}")


@case
def ipc_stale_socket_files(launch):
    """files that a killed kernel left are taken over"""
    ports = {f"{channel}_port": i + 1 for i, channel in enumerate(("shell", "iopub", "stdin", "control", "hb"))}
    kernel = launch(transport="ipc", **ports)
    kernel.check()
    kernel.kill()
    expect(list(kernel.folder.glob("socket-*")), "the killed kernel left no file: nothing to take over")
    launch(folder=kernel.folder, transport="ipc", **ports).check()


def refuses(kernel, want):
    """Expect that the kernel exits at once, nonzero, with a line that says why."""
    status, seconds = kernel.wait(5)
    log = kernel.log()
    expect(status not in (0, None) and status > 0, f"exit status {status}")
    expect(seconds < 2, f"exit after {seconds:.1f} s")
    expect(want in log, f"the log does not say {want!r}: {log!r}")
    expect("goroutine" not in log, f"a stack in the log: {log[:200]}")
    expect(kernel.connection["key"] not in log, "the key is in the log")
    return log.splitlines()[0][-100:]


@case
def unknown_scheme_refused(launch):
    """exit status not 0, at once, with a line that says why"""
    return refuses(launch(signature_scheme="hmac-torture"), "hmac-torture")


@each({channel: channel for channel in ("shell", "iopub", "stdin", "control", "hb")})
def port_taken_exits(launch, variant):
    """exit status not 0, at once, with a line that says which"""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        return refuses(launch(**{f"{variant}_port": port}), str(port))


@each(
    {
        "truncated": lambda file: file[: len(file) // 2],
        "empty": lambda file: b"",
        "binary": lambda file: os.urandom(512),
        "wrong_types": lambda file: file.replace(b'"shell_port": ', b'"shell_port": "x", "more": '),
        "array": lambda file: b"[1, 2, 3]",
        "no_key": lambda file: file.replace(b'"key"', b'"lock"'),
        "missing": lambda file: None,
    }
)
def connfile(launch, variant):
    """exit status not 0, at once, with a line that says why"""
    return refuses(launch(spoil=variant), "connection file")


@case
def few_descriptors(launch):
    """under a limit of 64 descriptors, 200 connections: those behind them are served"""
    kernel = launch(limits=[(resource.RLIMIT_NOFILE, 64)])
    kernel.check()
    before = cpu_seconds(kernel.pid)
    peers = [Peer(kernel, ("shell", "iopub", "control", "hb")[i % 4]) for i in range(200)]
    try:
        with kernel.client(channels=("shell",)) as c:
            c.sockets["shell"].poll(1000)  # while nothing can be accepted
        spent = cpu_seconds(kernel.pid) - before
    finally:
        for peer in peers:
            peer.close()
    expect(spent < 0.5, f"{spent:.1f} s of CPU in one second at the limit")
    kernel.check()
    return f"{spent:.2f} s of CPU at the limit"


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@case
def two_kernels(launch):
    """side by side, each with its own values"""
    one, two = launch(), launch()
    with one.client() as c, two.client() as d:
        c.execute("x := 1")
        expect(d.execute("x").status == "error", "the other kernel knows x")
