"""Messages that keep to the protocol and that nobody sends."""

from judge import case, each, expect

DEEP = b"[" * 100_000 + b"]" * 100_000
ROOM = 500  # megabytes that such a message may cost


def bounded(kernel, before):
    grown = kernel.rss() - before
    expect(grown < ROOM, f"{grown:.0f} MB more than before")
    return f"{grown:+.0f} MB"


@each(
    {
        "content": lambda h, c: (h, b'{"code": "1", "more": ' + DEEP + b"}", {}),
        "metadata": lambda h, c: (h, c, b'{"more": ' + DEEP + b"}"),
    }
)
def deep_json_100k(kernel, variant):
    """alive, memory bounded"""
    before = kernel.rss()
    with kernel.client() as c:
        header, content, metadata = variant(c.header("execute_request"), {"code": "1"})
        c.sockets["shell"].send_multipart(c.frames(header, content, metadata))
        expect(c.execute("1").status == "ok", "a good cell after it does not run")
    return bounded(kernel, before)


@each(
    {
        "lone_surrogate": b'{"code": "len(\\"\\ud800\\")"}',
        "nul_in_code": b'{"code": "len(\\"a\\u0000b\\")"}',
    }
)
def odd(kernel, variant):
    """answered"""
    with kernel.client() as c:
        header = c.header("execute_request")
        c.sockets["shell"].send_multipart(c.frames(header, variant))
        return c.reply(header["msg_id"]).content["status"]


@case
def metadata_10MB(kernel):
    """answered, memory bounded"""
    before = kernel.rss()
    with kernel.client() as c:
        msg_id = c.send("shell", "kernel_info_request", metadata={"more": "x" * 10_000_000})
        expect(c.reply(msg_id).content["status"] == "ok", "no good reply")
    return bounded(kernel, before)


def plain(c, header=None, **more):
    return c.frames(header or c.header("execute_request"), {"code": "6 * 7", "silent": False}, **more)


@each(
    {
        "version_99": lambda c: plain(c, c.header("execute_request", version="99.0")),
        "version_4": lambda c: plain(c, c.header("execute_request", version="4.0")),
        "no_version_no_date": lambda c: plain(c, c.header("execute_request", version=None, date=None)),
        "date_garbage": lambda c: plain(c, c.header("execute_request", date="the day before")),
        "buffers_1000": lambda c: plain(c, buffers=[b"buffer"] * 1000),
    }
)
def unusual(kernel, variant):
    """executed as ever"""
    with kernel.client() as c:
        c.sockets["shell"].send_multipart(variant(c))
        reply = c.recv("shell").content
        expect(reply["status"] == "ok", f"{reply}")
        while (m := c.recv("iopub")).type != "execute_result":
            pass
        expect(m.content["data"]["text/plain"] == "42", f"{m.content}")


@case
def identities_routed_back(kernel):
    """the frames before the delimiter come back as they went"""
    with kernel.client() as c:
        hops = [b"hop-1", b"\0\xff", b"hop-3"]
        c.sockets["shell"].send_multipart([*hops, *c.frames(c.header("kernel_info_request"), {})])
        got = c.recv("shell").identities
        expect(got == hops, f"{got}")


@case
def comm_open_unknown_target(kernel):
    """comm_close at once"""
    with kernel.client() as c:
        msg_id = c.send("shell", "comm_open", {"comm_id": "torture", "target_name": "nobody", "data": {}})
        while (m := c.recv("iopub")).type != "comm_close":
            pass
        expect(m.parent["msg_id"] == msg_id and m.content["comm_id"] == "torture", f"{m.content}")
        c.send("shell", "comm_msg", {"comm_id": "torture", "data": {}})
        c.send("shell", "comm_close", {"comm_id": "torture", "data": {}})
        info = c.request("shell", "comm_info_request").content
        expect(info["comms"] == {}, f"comms {info['comms']}")
