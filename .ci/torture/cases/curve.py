"""CURVE: the connection file has curve_publickey and curve_secretkey in Z85."""

import zmq

from client import Client
from judge import Failed, Skipped, case, expect


def curved(launch):
    """A kernel with CURVE, or a word on why there is none."""
    public, secret = (key.decode() for key in zmq.curve_keypair())
    kernel = launch(curve_publickey=public, curve_secretkey=secret)
    try:
        with Client(plain(kernel), channels=("shell",)) as c:
            c.request("shell", "kernel_info_request", timeout=1)
    except Failed:
        return kernel
    kernel.kill()
    raise Skipped("the kernel ignores curve_publickey")


def plain(kernel):
    return {name: value for name, value in kernel.connection.items() if not name.startswith("curve_")}


@case
def curve_every_channel(launch):
    """a client with the server's key is served on all five channels"""
    kernel = curved(launch)
    with kernel.client(channels=("shell", "control", "stdin", "iopub", "hb")) as c:
        expect(c.execute("6 * 7").result == "42", "no result")
        expect(c.request("control", "kernel_info_request").content["status"] == "ok", "no reply on control")
        c.sockets["hb"].send(b"beat")
        expect(c.sockets["hb"].poll(2000), "no echo")
        cell = c.execute('fmt.Print(strings.Repeat("x", 10_000_000))')
        expect(len(cell.text()) == 10_000_000, f"{len(cell.text())} of 10,000,000 bytes")


@case
def curve_refuses_null(launch):
    """a client without CURVE is not served"""
    with Client(plain(curved(launch)), channels=("shell", "hb")) as c:
        c.send("shell", "kernel_info_request")
        c.sockets["hb"].send(b"beat")
        c.silent("shell", 0.5)
        expect(not c.sockets["hb"].poll(200), "the heartbeat answers")


@case
def curve_refuses_other_server_key(launch):
    """a client that takes the kernel for another one is not served"""
    kernel = curved(launch)
    other, _ = zmq.curve_keypair()
    public, secret = zmq.curve_keypair()
    options = {"curve_publickey": public, "curve_secretkey": secret, "curve_serverkey": other}
    with kernel.client(channels=("shell",), options=options) as c:
        c.send("shell", "kernel_info_request")
        c.silent("shell", 0.5)
