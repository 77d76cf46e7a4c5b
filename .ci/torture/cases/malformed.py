"""Messages that break the protocol: some are cut off, some are signed and wrong."""

from client import DELIMITER, PATIENCE
from judge import Failed, each, expect


def survive(c):
    """Expect that the client which sent the bad message is served."""
    expect(c.execute("1").status == "ok", "a good cell after it does not run")


@each(
    {
        "no_delimiter": lambda frames: frames[1:],
        "delimiter_only": lambda frames: [DELIMITER],
        "one_empty_frame": lambda frames: [b""],
        "missing_two_frames": lambda frames: frames[:-2],
        "delimiter_sig_only": lambda frames: frames[:2],
    }
)
def cut(kernel, variant):
    """ignored"""
    with kernel.client() as c:
        good = c.frames(c.header("kernel_info_request"), {})
        for channel in ("shell", "control", "stdin"):
            c.sockets[channel].send_multipart(variant(good))
        survive(c)


# What each makes of header, metadata and content of an execute_request.
SPOILED = {
    "header_not_json": lambda h, c: (b"{not json", c),
    "header_is_array": lambda h, c: ([1, 2], c),
    "header_is_null": lambda h, c: (None, c),
    "header_empty_frame": lambda h, c: (b"", c),
    "header_wrong_types": lambda h, c: (h | {"msg_id": 7, "session": [], "date": {}}, c),
    "content_not_json": lambda h, c: (h, b"{not json"),
    "content_is_array": lambda h, c: (h, [c]),
    "content_is_null": lambda h, c: (h, None),
    "content_invalid_utf8": lambda h, c: (h, b'{"code": "' + c["code"].replace('"', "`").encode() + b'\xff"}'),
    "no_msg_type": lambda h, c: ({k: v for k, v in h.items() if k != "msg_type"}, c),
    "unknown_msg_type": lambda h, c: (h | {"msg_type": "torture_request"}, c),
    "reply_type_as_request": lambda h, c: (h | {"msg_type": "execute_reply"}, c),
    "missing_code": lambda h, c: (h, {"silent": False}),
    "code_is_number": lambda h, c: (h, {"code": 7}),
}


@each(SPOILED)
def signed(kernel, variant):
    """ignored or answered with status error, nothing runs"""
    path, code = kernel.witness()
    with kernel.client() as c:
        for channel in ("shell", "control"):
            header, content = variant(c.header("execute_request"), {"code": code})
            if header is None:
                header = b"null"
            if content is None:
                content = b"null"
            c.sockets[channel].send_multipart(c.frames(header, content))
        figure = answered(c)
        survive(c)
    expect(not path.exists(), "the cell ran")
    return figure


def answered(c):
    """What came before the answer to a cell sent behind the message."""
    asked = c.start("1")
    while True:
        m = c.recv("shell", PATIENCE)
        if m.parent.get("msg_id") == asked:
            return "ignored"
        if m.content.get("status") != "error":
            raise Failed(f"{m.type} with {m.content}")
        return f"{m.type}: {m.content.get('ename')}: {m.content.get('evalue')}"[:90]
