"""A small Jupyter client over libzmq: it signs what it sends and checks what
it is sent, and lets a case spoil anything in between."""

import functools
import hashlib
import hmac
import json
import time
import uuid
from datetime import datetime, timezone

import zmq

from judge import Failed, expect

DELIMITER = b"<IDS|MSG>"
SOCKETS = {"shell": zmq.DEALER, "control": zmq.DEALER, "stdin": zmq.DEALER, "iopub": zmq.SUB, "hb": zmq.REQ}
PATIENCE = 8.0  # seconds in which a kernel serves anybody


class Message:
    """What a kernel sent. Only the headers are read at once: the clock of a
    case stands still while the rest is."""

    def __init__(self, frames):
        expect(DELIMITER in frames, f"no delimiter among {len(frames)} frames")
        cut = frames.index(DELIMITER)
        expect(len(frames) >= cut + 6, f"{len(frames) - cut} frames from the delimiter on, want 6")
        self.identities = frames[:cut]
        self.signature = frames[cut + 1]
        self.signed = frames[cut + 2 : cut + 6]
        self.buffers = frames[cut + 6 :]
        self.arrived = time.perf_counter()
        self.header = json.loads(self.signed[0])
        self.parent = json.loads(self.signed[1])

    @property
    def type(self):
        return self.header["msg_type"]

    @functools.cached_property
    def content(self):
        return json.loads(self.signed[3])


class Cell:
    """What came of a cell: the reply, and on IOPub everything of this parent."""

    def __init__(self, started, reply, messages):
        self.reply = reply.content
        self.messages = messages
        self.seconds = messages[-1].arrived - started

    @property
    def status(self):
        return self.reply["status"]

    def text(self, stream="stdout"):
        parts = (m.content for m in self.messages if m.type == "stream")
        return "".join(c["text"] for c in parts if c["name"] == stream)

    @property
    def result(self):
        for m in self.messages:
            if m.type == "execute_result":
                return m.content["data"]["text/plain"]
        return None

    @property
    def error(self):
        return f"{self.reply.get('ename', '')}: {self.reply.get('evalue', '')}"


class Client:
    """A frontend. With iopub it is connected once the kernel has welcomed it."""

    def __init__(self, connection, channels=("shell", "control", "stdin", "iopub"), identity=None, options=None, welcome=True):
        self.connection = connection
        self.key = connection["key"].encode()
        self.session = uuid.uuid4().hex
        self.context = zmq.Context()
        self.sockets = {}
        for channel in channels:
            self.sockets[channel] = self._socket(channel, identity or self.session.encode(), options or {})
        if "iopub" in channels and welcome:
            self._welcomed()

    def _socket(self, channel, identity, options):
        s = self.context.socket(SOCKETS[channel])
        s.linger = 0
        s.rcvhwm = s.sndhwm = 0
        s.reconnect_ivl = 1  # millisecond; 100 otherwise, which would hide what the kernel does
        if channel != "iopub":
            s.identity = identity
        if self.connection.get("curve_publickey") and "curve_serverkey" not in options:
            s.curve_publickey, s.curve_secretkey = zmq.curve_keypair()
            s.curve_serverkey = self.connection["curve_publickey"].encode()
        for option, value in options.items():
            setattr(s, option, value)
        s.connect(self.address(channel))
        if channel == "iopub":
            s.subscribe(b"")
        return s

    def _welcomed(self):
        try:
            m = self.recv("iopub")
        except Failed:
            self.close()
            raise
        expect(m.type == "iopub_welcome", f"first on iopub is {m.type}, want iopub_welcome")

    def address(self, channel):
        ip, port = self.connection["ip"], self.connection[f"{channel}_port"]
        return f"ipc://{ip}-{port}" if self.connection["transport"] == "ipc" else f"tcp://{ip}:{port}"

    def close(self):
        self.context.destroy(linger=0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # Sending.

    def header(self, msg_type, **changes):
        header = {
            "msg_id": uuid.uuid4().hex,
            "username": "torture",
            "session": self.session,
            "date": datetime.now(timezone.utc).isoformat(),
            "msg_type": msg_type,
            "version": "5.5",
        }
        header.update(changes)
        return {name: value for name, value in header.items() if value is not None}

    def sign(self, parts, key=None, scheme=None):
        key = self.key if key is None else key
        scheme = scheme or self.connection["signature_scheme"].removeprefix("hmac-")
        if not key:
            return b""
        digest = hmac.new(key, digestmod=getattr(hashlib, scheme))
        for part in parts:
            digest.update(part)
        return digest.hexdigest().encode()

    def frames(self, header, content, metadata=None, parent=None, buffers=()):
        """The frames of a message. Parts given as bytes are sent as they are."""
        parts = [p if isinstance(p, bytes) else json.dumps(p).encode() for p in (header, parent or {}, metadata or {}, content)]
        return [DELIMITER, self.sign(parts), *parts, *buffers]

    def send(self, channel, msg_type, content=None, **more):
        """Send a good message; return its id."""
        header = self.header(msg_type)
        self.sockets[channel].send_multipart(self.frames(header, content or {}, **more))
        return header["msg_id"]

    # Receiving.

    def recv(self, channel, timeout=PATIENCE):
        s = self.sockets[channel]
        if not s.poll(timeout * 1000):
            raise Failed(f"nothing on {channel} within {timeout:g} s")
        m = Message(s.recv_multipart())
        self.verify(m)
        return m

    def verify(self, m):
        good = self.sign(m.signed)
        expect(m.signature == good, f"{m.type} is signed {m.signature!r}, want {good!r}")

    def silent(self, channel, seconds):
        """Expect nothing to come."""
        s = self.sockets[channel]
        if s.poll(seconds * 1000):
            raise Failed(f"{Message(s.recv_multipart()).type} came on {channel}, want nothing")

    def reply(self, msg_id, channel="shell", timeout=PATIENCE):
        """The reply to a request; others are thrown away."""
        end = time.monotonic() + timeout
        while True:
            m = self.recv(channel, max(0, end - time.monotonic()))
            if m.parent.get("msg_id") == msg_id:
                return m

    def request(self, channel, msg_type, content=None, timeout=PATIENCE):
        return self.reply(self.send(channel, msg_type, content), channel, timeout)

    def execute(self, code, timeout=PATIENCE, **content):
        """Run a cell, to its reply and idle."""
        started = time.perf_counter()
        return self.finish(self.start(code, **content), timeout, started)

    def start(self, code, **content):
        """Send a cell off; return the id of its request."""
        request = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        return self.send("shell", "execute_request", request | content)

    def finish(self, msg_id, timeout=PATIENCE, started=None):
        """Collect a cell that was sent off."""
        started = started or time.perf_counter()
        end = time.monotonic() + timeout
        poller = zmq.Poller()
        for channel in ("shell", "iopub"):
            poller.register(self.sockets[channel], zmq.POLLIN)
        reply, messages, idle = None, [], False
        while reply is None or not idle:
            ready = dict(poller.poll(max(0, end - time.monotonic()) * 1000))
            if not ready:
                missing = [what for what, there in (("reply", reply), ("idle", idle)) if not there]
                raise Failed(f"no {' and no '.join(missing)} within {timeout:g} s; {len(messages)} messages on iopub")
            for s in ready:
                m = Message(s.recv_multipart())
                if m.parent.get("msg_id") != msg_id:
                    continue
                if s is self.sockets["shell"]:
                    reply = m
                    continue
                messages.append(m)
                idle = m.type == "status" and m.content["execution_state"] == "idle"
        for m in (reply, *messages):
            self.verify(m)
        return Cell(started, reply, messages)

    def running(self, msg_id, timeout=PATIENCE):
        """Wait until a cell that was sent off runs."""
        end = time.monotonic() + timeout
        while True:
            m = self.recv("iopub", max(0, end - time.monotonic()))
            if m.type == "execute_input" and m.parent["msg_id"] == msg_id:
                return
