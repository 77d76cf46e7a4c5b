"""Clients that do not read."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import zmq

from client import DELIMITER
from judge import case, expect, limits
from kernels import steady
from zmtp import LONG, MORE, Peer, frame

MB = 1_000_000
PRINT_200MB = 's := strings.Repeat("x", 999) + "\\n"; for range 200_000 { fmt.Print(s) }'
GIGABYTE = 1000


def print_200MB(c):
    cell = c.execute(PRINT_200MB, timeout=40)
    expect(len(cell.text()) == 200 * MB, f"the healthy client got {len(cell.text()):,} of 200,000,000 bytes")
    return cell.seconds


def costs_nothing(kernel, fault):
    """Expect that a fault, entered as a context, costs a healthy client no time
    (a half more is noise) and the kernel no gigabyte."""
    with kernel.client() as c:
        alone = min(print_200MB(c), print_200MB(c))
        before = kernel.rss()
        with fault:
            beside = print_200MB(c)
            grown = kernel.rss() - before
    expect(grown < GIGABYTE, f"{grown:.0f} MB more than before")
    return limits.at_most(beside / alone, 1.5, f"times the {alone:.2f} s alone") + f", {grown:+.0f} MB"


@contextlib.contextmanager
def stalled(kernel, n=1):
    """Subscribers that stop reading at once."""
    with contextlib.ExitStack() as stack:
        for _ in range(n):
            peer = stack.enter_context(Peer(kernel, "iopub", receive_buffer=4096))
            peer.handshake(b"SUB").send(frame(b"\x01"))
        yield


@case
def stalled_subscriber(kernel):
    """200 MB cost the healthy client nothing, and the kernel no gigabyte"""
    return costs_nothing(kernel, stalled(kernel))


@case
def stalled_subscribers_8(kernel):
    """the same beside eight of them"""
    return costs_nothing(kernel, stalled(kernel, 8))


@case
def stalled_shell_client(kernel):
    """4,000 replies that nobody reads: others are served meanwhile"""
    before = kernel.rss()
    with kernel.client() as c, Peer(kernel, "shell", receive_buffer=4096) as peer:
        peer.handshake()
        for _ in range(4000):
            parts = c.frames(c.header("kernel_info_request"), {})
            peer.send(b"".join(frame(part, MORE) for part in parts[:-1]) + frame(parts[-1]))
        expect(c.execute("6 * 7").result == "42", "no result")
        grown = kernel.rss() - before
    expect(grown < GIGABYTE, f"{grown:.0f} MB more than before")
    return f"{grown:+.0f} MB"


@case
def fast_producer_then_disconnect(kernel):
    """a client that starts a flood and goes: the next one is served"""
    before = kernel.rss()
    for _ in range(3):
        with kernel.client() as c:
            c.running(c.start(PRINT_200MB))
    kernel.check()
    after = steady(kernel.rss, before + GIGABYTE)
    expect(after < before + GIGABYTE, f"{before:.0f} MB before, {after:.0f} MB after")
    return f"{before:.0f} -> {after:.0f} MB"


STOPPED = """
import json, sys
from client import Client
c = Client(json.load(open(sys.argv[1])))
print("there", flush=True)
c.recv("shell", 60)
"""


@contextlib.contextmanager
def stopped(kernel):
    """Another process with a client, under SIGSTOP."""
    process = subprocess.Popen(
        [sys.executable, "-c", STOPPED, str(kernel.file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    try:
        expect(process.stdout.readline() == b"there\n", "the other client did not connect")
        process.send_signal(signal.SIGSTOP)
        yield
    finally:
        process.kill()
        process.wait()


@case
def stopped_client(kernel):
    """the same beside a client under SIGSTOP"""
    return costs_nothing(kernel, stopped(kernel))


@case
def half_message_then_silence(kernel):
    """a peer that stops in the middle of a large message: others are served"""
    with Peer(kernel, "shell") as peer:
        peer.handshake().send(frame(DELIMITER, MORE) + frame(bytes(MB), LONG, 400 * MB))
        kernel.check()


@case
def full_send_queue(kernel):
    """a client that floods requests and reads later: all replies, in order"""
    with kernel.client(channels=("shell",)) as c:
        ids = [c.send("shell", "kernel_info_request") for _ in range(5000)]
        got = [c.recv("shell").parent["msg_id"] for _ in ids]
        expect(got == ids, "replies missing or out of order")
        expect(not c.sockets["shell"].poll(50, zmq.POLLIN), "one reply too many")
