"""Kernels under test: started, looked at from outside, and never left behind."""

import atexit
import json
import os
import resource
import signal
import socket
import subprocess
import time
import uuid
from pathlib import Path

from client import PATIENCE, Client
from judge import Failed, expect

MARK = "UNRAVEL_TORTURE"  # in the environment of a kernel and of everything it starts
RUN = uuid.uuid4().hex


def free_ports(n):
    """Ports of loopback that nobody listens on now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(n)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def connection(folder, **changes):
    """The content of a connection file."""
    ports = zip(("shell", "iopub", "stdin", "control", "hb"), free_ports(5))
    file = {"transport": "tcp", "ip": "127.0.0.1", "signature_scheme": "hmac-sha256", "key": uuid.uuid4().hex}
    file |= {f"{channel}_port": port for channel, port in ports}
    if changes.get("transport") == "ipc":
        file["ip"] = f"{folder}/socket"
    return file | changes


def marked(mark):
    """The processes, on the whole machine, that carry a mark."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (entry / "environ").read_bytes() and "\nState:\tZ" not in (entry / "status").read_text():
                found.append(int(entry.name))
        except OSError:  # it has just ended, or is another user's
            continue
    return sorted(found)


def kill_marked(mark):
    for pid in marked(mark):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


atexit.register(kill_marked, RUN)


class Kernel:
    """A kernel process, on a connection file of its own.

    `changes` are keys of the file; `spoil` makes something else of its bytes,
    or None of it; `limits` are resource limits; `wrapper` is a command that
    starts the command line.
    """

    def __init__(self, binary, folder, spoil=bytes, limits=(), wrapper=(), **changes):
        self.mark = f"{RUN}-{uuid.uuid4().hex}"
        self.folder = Path(folder)
        self.connection = connection(self.folder, **changes)
        self.file = self.folder / "connection.json"
        self._write(spoil(json.dumps(self.connection).encode()))
        self.log_file = self.folder / "stderr"
        self.started = time.perf_counter()
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [*wrapper, binary, "kernel", "--connection-file", str(self.file)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self._environment(),
                start_new_session=True,
                preexec_fn=(lambda: [resource.setrlimit(what, (n, n)) for what, n in limits]) if limits else None,
            )

    def _write(self, content):
        if content is not None:
            descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as f:
                f.write(content)

    def _environment(self):
        data = str(self.folder / "data")
        return os.environ | {MARK: self.mark, "JUPYTER_DATA_DIR": data, "XDG_DATA_HOME": data, "TMPDIR": str(self.folder)}

    # As its clients see it.

    def client(self, **options):
        return Client(self.connection, **options)

    def check(self):
        """Expect that a brand-new client connects and runs a cell."""
        if self.process.poll() is not None:
            raise Failed(f"the kernel died, status {self.process.returncode}: {self.last_words()}")
        with self.client() as c:
            cell = c.execute("40 + 2")
            expect(cell.result == "42", f"a new client gets {cell.result!r} of 40 + 2; {cell.error}")

    def witness(self):
        """A file that is there once a cell with this code has run."""
        path = self.folder / uuid.uuid4().hex
        return path, f'os.WriteFile("{path}", nil, 0o600)'

    # As the operating system sees it.

    @property
    def pid(self):
        return self.process.pid

    def processes(self):
        return marked(self.mark)

    def workers(self):
        return [pid for pid in self.processes() if pid != self.pid and "worker" in command_line(pid)]

    def rss(self):
        """Megabytes of all its processes."""
        return sum(status(pid, "VmRSS") for pid in self.processes()) / 1024

    def descriptors(self):
        """Open file descriptors of the process with the sockets."""
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def log(self):
        return self.log_file.read_text(errors="replace")

    def last_words(self):
        lines = [line for line in self.log().splitlines() if line.strip()]
        return next((line for line in lines if line.startswith(("panic", "fatal", "runtime:"))), lines[-1] if lines else "no log")

    def wait(self, timeout=PATIENCE):
        """Expect the process to end; return its status and how long it took."""
        start = time.perf_counter()
        try:
            return self.process.wait(timeout), time.perf_counter() - start
        except subprocess.TimeoutExpired:
            raise Failed(f"the kernel runs on after {timeout:g} s") from None

    def wait_nobody(self, timeout=5.0):
        """Expect that nothing it has started is left."""
        end = time.monotonic() + timeout
        while left := self.processes():
            if time.monotonic() > end:
                raise Failed(f"left after {timeout:g} s: " + "; ".join(command_line(pid) for pid in left))
            time.sleep(0.02)
            self.process.poll()

    def kill(self):
        kill_marked(self.mark)
        self.process.wait()


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def status(pid, field):
    """A number of /proc/PID/status, 0 if the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(field + ":")), 0)


def steady(measure, at_most, timeout=PATIENCE):
    """Wait until a figure has come down; return the last one."""
    end = time.monotonic() + timeout
    while (value := measure()) > at_most and time.monotonic() < end:
        time.sleep(0.05)
    return value
