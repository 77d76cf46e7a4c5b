"""Messages that somebody without the key has made, changed or copied."""

import uuid

from judge import case, each, expect


def unsigned(signature):
    return lambda c, frames: [frames[0], signature(frames[1]), *frames[2:]]


def other_key(c, frames):
    return [frames[0], c.sign(frames[2:], key=uuid.uuid4().bytes), *frames[2:]]


def tampered(c, frames):
    return [*frames[:-1], frames[-1].replace(b'"silent": false', b'"silent": true ')]


@each(
    {
        "wrong": unsigned(lambda good: b"0" * 64),
        "empty": unsigned(lambda good: b""),
        "nonhex": unsigned(lambda good: b"z" * 64),
        "prefix": unsigned(lambda good: good[:32]),
        "other_key": other_key,
        "tampered_content": tampered,
    }
)
def sig(kernel, variant):
    """ignored, not executed"""
    path, code = kernel.witness()
    with kernel.client() as c:
        good = c.frames(c.header("execute_request"), {"code": code, "silent": False})
        for channel in ("shell", "control"):
            c.sockets[channel].send_multipart(variant(c, good))
        expect(c.execute("1").status == "ok", "a good cell after it does not run")
        expect(not path.exists(), "the cell ran")


def counting(kernel):
    path, _ = kernel.witness()
    return path, f'f, _ := os.OpenFile("{path}", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); f.WriteString("x"); f.Close()'


@case
def replay_executed_once(kernel):
    """the second copy of a message is refused"""
    path, code = counting(kernel)
    with kernel.client() as c:
        frames = c.frames(c.header("execute_request"), {"code": code, "silent": False})
        for channel in ("shell", "shell", "control"):
            c.sockets[channel].send_multipart(frames)
        c.execute("1")
        expect(path.read_text() == "x", f"ran {len(path.read_text())} times")


@case
def replay_from_other_connection(kernel):
    """the copy is refused, wherever it comes from"""
    path, code = counting(kernel)
    with kernel.client() as c, kernel.client() as eavesdropper:
        frames = c.frames(c.header("execute_request"), {"code": code, "silent": False})
        c.sockets["shell"].send_multipart(frames)
        c.execute("1")
        eavesdropper.sockets["shell"].send_multipart(frames)
        eavesdropper.execute("1")
        expect(path.read_text() == "x", f"ran {len(path.read_text())} times")
