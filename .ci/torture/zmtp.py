"""ZMTP 3 by hand, for peers that libzmq would never be."""

import socket
import struct

from client import PATIENCE

MORE, LONG, COMMAND = 1, 2, 4


def greeting(mechanism=b"NULL", major=3, minor=0, server=0):
    return b"\xff" + bytes(8) + b"\x7f" + bytes([major, minor]) + mechanism.ljust(20, b"\0") + bytes([server]) + bytes(31)


def prop(name, value):
    return bytes([len(name)]) + name + struct.pack(">I", len(value)) + value


def ready(socket_type=b"DEALER", identity=b""):
    return b"\x05READY" + prop(b"Socket-Type", socket_type) + prop(b"Identity", identity)


def frame(body, flags=0, length=None):
    """A frame; `length` is what it claims, if not the truth."""
    length = len(body) if length is None else length
    if length > 255:
        return bytes([flags | LONG]) + struct.pack(">Q", length) + body
    return bytes([flags, length]) + body


def command(body, length=None):
    return frame(body, COMMAND, length)


class Peer:
    """A TCP connection to a channel of a kernel, which may stop reading."""

    def __init__(self, kernel, channel, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", kernel.connection[f"{channel}_port"]))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        """Send, or as much of it as the kernel takes before it hangs up."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def handshake(self, socket_type=b"DEALER", identity=b""):
        self.send(greeting() + command(ready(socket_type, identity)))
        self.read(64)
        self.read_frame()
        return self

    def read(self, n):
        data = b""
        while len(data) < n:
            part = self.socket.recv(n - len(data))
            if not part:
                raise EOFError(f"the kernel hung up after {len(data)} of {n} bytes")
            data += part
        return data

    def read_frame(self):
        flags = self.read(1)[0]
        length = struct.unpack(">Q", self.read(8))[0] if flags & LONG else self.read(1)[0]
        return flags, self.read(length)

    def dropped(self, timeout=PATIENCE):
        """Whether the kernel hangs up. What it sends before does not matter."""
        self.socket.settimeout(timeout)
        try:
            while self.socket.recv(65536):
                pass
            return True
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False
