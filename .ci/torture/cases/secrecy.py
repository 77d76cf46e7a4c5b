"""Who can reach the kernel, and what it tells."""

import os
import re
import socket
import stat
from pathlib import Path

from judge import case, expect
from kernels import command_line


@case
def iopub_welcome_jep65(kernel):
    """the first message of every subscriber is iopub_welcome, with its topic"""
    with kernel.client(channels=("iopub",), welcome=False) as c:
        welcome = c.recv("iopub")
        expect(welcome.type == "iopub_welcome", f"first is {welcome.type}")
        expect(welcome.content == {"subscription": ""}, f"content {welcome.content}")
        c.sockets["iopub"].subscribe(b"torture")
        again = c.recv("iopub")
        expect(again.type == "iopub_welcome" and again.content == {"subscription": "torture"}, f"then {again.content}")


@case
def loopback_only(kernel):
    """every listening socket of every process is bound to 127.0.0.1"""
    inodes = set()
    for pid in kernel.processes():
        for fd in Path(f"/proc/{pid}/fd").iterdir():
            if found := re.match(r"socket:\[(\d+)\]", os.readlink(fd)):
                inodes.add(found[1])
    bound = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            listens = fields[3] == "0A" or table.startswith("udp")
            if listens and fields[9] in inodes:
                bound.append(fields[1].split(":")[0])
    expect(len(bound) == 5, f"{len(bound)} listening sockets, want 5")
    addresses = {socket.inet_ntoa(bytes.fromhex(hexed)[::-1]) for hexed in bound if len(hexed) == 8}
    expect(addresses == {"127.0.0.1"} and all(len(hexed) == 8 for hexed in bound), f"bound to {bound}")


@case
def connection_file_0600_kept(kernel):
    """nobody opens the file to others"""
    mode = stat.S_IMODE(kernel.file.stat().st_mode)
    expect(mode == 0o600, f"mode {mode:o}")


@case
def key_not_in_log_or_argv(kernel):
    """not on a command line, not in an environment, not in the log"""
    with kernel.client() as c:
        frames = c.frames(c.header("execute_request"), {"code": "secret-code"})
        frames[1] = b"0" * 64
        c.sockets["shell"].send_multipart(frames)
        c.execute("1")
    key = kernel.connection["key"]
    for pid in kernel.processes():
        expect(key not in command_line(pid), f"on the command line of {pid}")
        expect(key.encode() not in Path(f"/proc/{pid}/environ").read_bytes(), f"in the environment of {pid}")
    expect(key not in kernel.log() and "secret-code" not in kernel.log(), "in the log")


@case
def key_not_readable_by_cells(kernel):
    """the files of the kernel's history and sockets are its user's alone"""
    data = kernel.folder / "data"
    open_to_others = [str(p) for p in data.rglob("*") if p.is_file() and p.stat().st_mode & 0o077]
    expect(not open_to_others, f"{open_to_others}")
