"""Peers that never become peers."""

import contextlib
import os
import random
import socket

from client import PATIENCE
from judge import case, each, expect
from kernels import steady
from zmtp import Peer, command, frame, greeting, prop, ready

CHANNELS = ("shell", "control", "stdin", "iopub", "hb")


@each({channel: channel for channel in ("shell", "iopub", "control", "hb")})
def mute_tcp_peer(kernel, variant):
    """a new client is served while a connection says nothing, or half a greeting"""
    with Peer(kernel, variant), Peer(kernel, variant) as half:
        half.send(greeting()[:32])
        kernel.check()


# What a stranger says instead of a hand-shake.
STRANGERS = {
    "random": random.Random(1).randbytes(4096),
    "http": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "ssh": b"SSH-2.0-OpenSSH_9.2\r\n",
    "v1": b"\x01\x00" + b"\x02\x00x",
    "v2": b"\xff" + bytes(8) + b"\x7f\x01\x05\x00\x00",
    "curve_greeting": greeting(b"CURVE") + command(b"\x05HELLO" + bytes(194)),
    "plain_greeting": greeting(b"PLAIN") + command(b"\x05HELLO\x01u\x01p"),
    "ready_truncated_name": greeting() + command(b"\x05READY\x03abc"),
    "ready_truncated_value": greeting() + command(b"\x05READY\x01a\0\0"),
    "ready_without_type": greeting() + command(b"\x05READY"),
    "ready_unknown_type": greeting() + command(ready(b"TORTURE")),
    "ready_property_4GB": greeting() + command(b"\x05READY\x0bSocket-Type\xff\xff\xff\xff"),
    "ready_1MB": greeting() + command(ready() + prop(b"X-More", bytes(1 << 20))),
    "identity_300B": greeting() + command(ready(identity=bytes([1] * 300))),
    "short_command": greeting() + command(b"") + command(b"\x05"),
    "message_before_ready": greeting() + frame(b"too early"),
    "command_2_62": greeting() + command(b"", 1 << 62),
}


@each(STRANGERS)
def zmtp(kernel, variant):
    """refused on every port, no descriptor kept"""
    before = kernel.descriptors()
    with contextlib.ExitStack() as stack:
        peers = {channel: stack.enter_context(Peer(kernel, channel)) for channel in CHANNELS}
        for peer in peers.values():
            peer.send(variant)
        for channel, peer in peers.items():
            expect(peer.dropped(), f"not hung up on {channel}")
    after = steady(kernel.descriptors, before)
    expect(after <= before, f"{before} descriptors before, {after} after")
    return f"5 of 5 hung up, {before} -> {after} descriptors"


@case
def wrong_socket_types(kernel):
    """refused: nobody publishes, pushes or pairs here"""
    wrong = {"shell": b"PUB", "control": b"PUSH", "stdin": b"SUB", "iopub": b"DEALER", "hb": b"PAIR"}
    for channel, socket_type in wrong.items():
        with Peer(kernel, channel) as peer:
            peer.send(greeting() + command(ready(socket_type)))
            expect(peer.dropped(), f"{socket_type.decode()} not hung up on {channel}")


@case
def port_scan_1000(kernel):
    """1,000 connections that come and go: no descriptor kept"""
    before = kernel.descriptors()
    for i in range(1000):
        with Peer(kernel, CHANNELS[i % 5]) as peer:
            if i % 2:
                peer.send(os.urandom(i % 100))
    after = steady(kernel.descriptors, before)
    expect(after <= before, f"{before} descriptors before, {after} after")
    return f"{before} -> {after} descriptors"


@case
def handshakes_500_half_open(kernel):
    """a new client is served while 500 connections never greet"""
    port = kernel.connection["shell_port"]
    silent = [socket.create_connection(("127.0.0.1", port), PATIENCE) for _ in range(500)]
    try:
        kernel.check()
    finally:
        for s in silent:
            s.close()
