"""Clients that come and go, many at once, or under one name."""

import zmq

from judge import case, expect
from kernels import steady
from zmtp import Peer, command


@case
def client_churn_300(kernel):
    """300 clients one after the other: each is served, no descriptor kept"""
    kernel.check()
    before = kernel.descriptors()
    for _ in range(300):
        with kernel.client() as c:
            c.request("shell", "kernel_info_request")
    after = steady(kernel.descriptors, before)
    expect(after <= before, f"{before} descriptors before, {after} after")
    return f"{before} -> {after} descriptors"


@case
def clients_100_at_once(kernel):
    """100 of 100 are served"""
    clients = [kernel.client(welcome=False) for _ in range(100)]
    try:
        asked = [(c, c.start("6 * 7")) for c in clients]
        served = sum(c.reply(msg_id).content["status"] == "ok" for c, msg_id in asked)
    finally:
        for c in clients:
            c.close()
    expect(served == 100, f"{served} of 100")
    return f"{served} of 100"


@case
def zmtp_heartbeat_client(kernel):
    """PING is answered by PONG with its context; libzmq's heartbeats keep a client"""
    for channel in ("shell", "control", "stdin"):
        with Peer(kernel, channel) as peer:
            peer.handshake().send(command(b"\x04PING\x00\x64context"))
            got = peer.read_frame()
            expect(got == (4, b"\x04PONGcontext"), f"{got} on {channel}")
    with kernel.client(options={"heartbeat_ivl": 50, "heartbeat_timeout": 200}) as c:
        monitor = c.sockets["shell"].get_monitor_socket(zmq.EVENT_DISCONNECTED)
        expect(not monitor.poll(1000), "disconnected")
        expect(c.execute("1").status == "ok", "not served after 20 heartbeats")


@case
def reconnect_same_identity(kernel):
    """a client that comes back under its name is served"""
    for _ in range(20):
        with kernel.client(identity=b"torture-twin") as c:
            expect(c.request("shell", "kernel_info_request").content["status"] == "ok", "not served")


@case
def reply_not_leaked_to_twin_identity(kernel):
    """of two clients with one name the newest owns it: its replies go to no other"""
    stay_away = {"reconnect_ivl": -1}  # once dropped: libzmq would come back and be the newest
    with kernel.client(identity=b"torture-twin", channels=("shell",), options=stay_away) as old:
        old.request("shell", "kernel_info_request")
        with kernel.client(identity=b"torture-twin", channels=("shell",), options=stay_away) as new:
            for _ in range(10):
                new.request("shell", "kernel_info_request")
            old.silent("shell", 0.2)
