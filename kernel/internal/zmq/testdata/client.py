"""A client of libzmq: client.py TASK CONNECTION, where CONNECTION is JSON.

Prints what it saw, one line of JSON. An echo of every channel but IOPub is
expected at the other end, and for the shell message "publish" three messages
on IOPub.
"""
import json
import sys

import zmq

task, c = sys.argv[1], json.loads(sys.argv[2])
context = zmq.Context()


def connect(kind, channel, **options):
    s = context.socket(kind)
    s.linger = 0
    s.rcvtimeo = 10_000
    for name, value in options.items():
        setattr(s, name, value)
    if key := c.get("curve_serverkey"):
        s.curve_publickey, s.curve_secretkey = zmq.curve_keypair()
        s.curve_serverkey = key.encode()
    if c["transport"] == "ipc":
        s.connect("ipc://%s-%d" % (c["ip"], c[channel]))
    else:
        s.connect("tcp://%s:%d" % (c["ip"], c[channel]))
    return s


def echoes(s, message):
    s.send_multipart(message)
    return s.recv_multipart() == message


def everything():
    """Every channel, with messages of every shape."""
    seen = {}
    big = bytes(range(256)) * 10_000
    for channel in "shell_port", "control_port", "stdin_port":
        s = connect(zmq.DEALER, channel)
        seen[channel] = all(echoes(s, m) for m in ([b"a"], [b""], [b"a", b"", b"b"], [b"x" * 255, b"y" * 256], [b"h", big, b"t"]))
    beat = connect(zmq.REQ, "hb_port")
    seen["hb_port"] = all(echoes(beat, m) for m in ([b"ping"], [b""], [b"\x00\xff"], [b"a", b"", b"b"]))
    sub = connect(zmq.SUB, "iopub_port", subscribe=b"")
    seen["welcome"] = sub.recv_multipart()[1] == b"welcome"
    shell = connect(zmq.DEALER, "shell_port")
    shell.send(b"publish")
    seen["iopub_port"] = [sub.recv_multipart()[1] for _ in range(3)] == [b"0", b"1", b"2"]
    return seen


def beats():
    """A client that sends PINGs and leaves if nobody answers."""
    s = connect(zmq.DEALER, "shell_port", heartbeat_ivl=50, heartbeat_timeout=200, heartbeat_ttl=1000)
    events = s.get_monitor_socket(zmq.EVENT_DISCONNECTED)
    first = echoes(s, [b"a"])
    left = events.poll(1000)
    return {"first": first, "stays": not left, "later": echoes(s, [b"b"])}


def refused():
    """A client that must get no answer."""
    s = connect(zmq.DEALER, "shell_port", rcvtimeo=1000)
    s.send(b"a")
    try:
        s.recv()
        return {"refused": False}
    except zmq.Again:
        return {"refused": True}


print(json.dumps(globals()[task]()))
