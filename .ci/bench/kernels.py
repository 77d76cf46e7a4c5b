#!/usr/bin/python3
"""Our kernel beside ipykernel and xpython, through jupyter_client.

    .ci/bench/kernels.py BINARY [--rounds N] [-k PATTERN]

All three run at once; each work is done by one after the other (A B C, A B C),
so that whatever else the machine does meets them alike. Prints medians, and
ratios to ours. A kernel that dies in a work gets "died" and a new process.
"""

import argparse
import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from queue import Empty

import zmq
from jupyter_client import KernelManager

PATIENCE = 60  # seconds in which a kernel finishes any of the work
KERNELS = ("unravel", "python3", "xpython")


class Died(Exception):
    """The kernel has ended, or says nothing any more."""


GO = {
    "line": 'fmt.Println("{i}")',
    "cell": "{i} + 1",
    "complete": "strings.ToUp",
    "inspect": "strings.ToUpper",
    "prepare": "1",
    "loop": "for {}",
    "lines": "for i := range 100000 { fmt.Println(i) }",
    "megabytes": 's := strings.Repeat("x", 999) + "\\n"; for range 100000 { fmt.Print(s) }',
}
PYTHON = {
    "line": 'print("{i}")',
    "cell": "{i} + 1",
    "complete": "json.du",
    "inspect": "json.dumps",
    "prepare": "import json",
    "loop": "while True: pass",
    "lines": "for i in range(100000): print(i)",
    "megabytes": 's = "x" * 999 + "\\n"\nfor _ in range(100000): print(s, end="")',
}


class Kernel:
    """A running kernel and its client."""

    def __init__(self, name):
        self.name = name
        self.code = GO if name == "unravel" else PYTHON
        context = zmq.Context()
        context.setsockopt(zmq.RECONNECT_IVL, 1)  # ms; with 100, every start takes 100
        self.manager = KernelManager(kernel_name=name, context=context)
        start = time.perf_counter()
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.hb_channel.pause()
        self.reply(self.client.kernel_info())
        self.start_ms = 1000 * (time.perf_counter() - start)
        self._subscribed()
        self.run(self.code["prepare"])

    def _subscribed(self):
        """Wait until what the kernel publishes arrives."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.reply(self.client.kernel_info())
            with contextlib.suppress(Empty):
                return self.client.get_iopub_msg(timeout=0.1)
        raise Died

    def _get(self, get, end):
        """The next message, unless the kernel dies first."""
        while time.monotonic() < end:
            with contextlib.suppress(Empty):
                return get(timeout=1)
            if not self.manager.is_alive():
                break
        raise Died

    def reply(self, msg_id):
        end = time.monotonic() + PATIENCE
        while (m := self._get(self.client.get_shell_msg, end))["parent_header"].get("msg_id") != msg_id:
            pass
        return m["content"]

    def run(self, code):
        """Run a cell to its reply and idle; return what it published."""
        return self.finish(self.client.execute(code))

    def finish(self, msg_id, replied=False):
        """What a cell published, to its reply and idle. A second without a
        message after the reply ends the wait too: some kernels lose idle."""
        channels = {
            self.client.shell_channel.socket: self.client.get_shell_msg,
            self.client.iopub_channel.socket: self.client.get_iopub_msg,
        }
        messages, idle = [], False
        end = time.monotonic() + PATIENCE
        while not (replied and idle):
            ready = zmq.select(list(channels), [], [], 1)[0]
            if not ready:
                if replied:
                    return messages
                if not self.manager.is_alive() or time.monotonic() > end:
                    raise Died
            for m in (channels[s](timeout=1) for s in ready):
                if m["parent_header"].get("msg_id") != msg_id:
                    continue
                self.heard = time.perf_counter()
                replied = replied or m["msg_type"] == "execute_reply"
                idle = idle or m["content"].get("execution_state") == "idle"
                messages.append(m)
        return messages

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def timed_ms(work, *args):
    start = time.perf_counter()
    work(*args)
    return 1000 * (time.perf_counter() - start)


def median_ms(n, work):
    return statistics.median(timed_ms(work, i) for i in range(n))


# The works. Each is given a kernel and returns one figure or several, whose
# names are in WORKS.


def start(kernel):
    return kernel.start_ms


def memory(kernel):
    return sum(map(rss, tree(kernel.manager.provisioner.process.pid))) / 1024


def execute(kernel):
    return median_ms(100, lambda i: kernel.run(kernel.code["cell"].format(i=i)))


def complete(kernel):
    def ask(_=0):
        matches = kernel.reply(kernel.client.complete(kernel.code["complete"]))["matches"]
        if not matches:
            raise Died

    return timed_ms(ask), median_ms(50, ask)


def inspect(kernel):
    return median_ms(50, lambda _: kernel.reply(kernel.client.inspect(kernel.code["inspect"])))


def lines(kernel):
    start = time.perf_counter()
    messages = kernel.run(kernel.code["lines"])
    seconds = kernel.heard - start
    texts = [m["content"]["text"] for m in messages if m["msg_type"] == "stream"]
    lost = 100_000 - "".join(texts).count("\n")
    return seconds, len(texts), lost


def queue(kernel):
    start = time.perf_counter()
    ids = [kernel.client.execute(kernel.code["line"].format(i=i)) for i in range(500)]
    for msg_id in ids:
        kernel.reply(msg_id)
    seconds = time.perf_counter() - start
    kernel.finish(ids[-1], replied=True)
    return 500 / seconds


def megabytes(kernel):
    start = time.perf_counter()
    messages = kernel.run(kernel.code["megabytes"])
    seconds = kernel.heard - start
    lost = 100_000_000 - sum(len(m["content"]["text"]) for m in messages if m["msg_type"] == "stream")
    return seconds, lost


def interrupt(kernel):
    msg_id = kernel.client.execute(kernel.code["loop"])
    while kernel._get(kernel.client.get_iopub_msg, time.monotonic() + PATIENCE)["msg_type"] != "execute_input":
        pass
    time.sleep(0.1)

    def stop():
        kernel.manager.interrupt_kernel()
        kernel.finish(msg_id)

    return timed_ms(stop)


def shutdown(kernel):
    process = kernel.manager.provisioner.process

    def end():
        kernel.client.shutdown()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Died from None

    return timed_ms(end)


WORKS = {
    start: ["start to kernel_info, ms"],
    memory: ["idle RSS of all processes, MB"],
    execute: ["warm execute, ms"],
    complete: ["completion, first, ms", "completion, warm, ms"],
    inspect: ["inspect, warm, ms"],
    queue: ["500 queued executes, a second"],
    lines: ["100,000 lines, s", "100,000 lines, messages", "100,000 lines, lost"],
    megabytes: ["100 MB of output, s", "100 MB of output, lost bytes"],
    interrupt: ["endless loop, interrupt to idle, ms"],
    shutdown: ["shutdown to end of process, ms"],
}


def tree(pid):
    """A process and everything below it."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    return [pid, *(below for task in children for child in task.read_text().split() for below in tree(int(child)))]


def rss(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def one_round(works, figures):
    """Every work by every kernel; one that dies is noted and started again."""
    kernels = {name: Kernel(name) for name in KERNELS}
    try:
        for work, kernel in [(work, name) for work in works for name in KERNELS]:
            try:
                new = work(kernels[kernel])
            except Died:
                new = [None] * len(WORKS[work])
                kernels[kernel].close()
                kernels[kernel] = Kernel(kernel)
            for figure, value in zip(WORKS[work], new if isinstance(new, (list, tuple)) else [new]):
                figures[figure][kernel].append(value)
    finally:
        for kernel in kernels.values():
            kernel.close()


def median(values):
    """The median, None if the kernel died in any round."""
    return None if None in values else statistics.median(values)


def table(figures):
    """Lines of medians and of their ratios to ours."""
    yield " " * 38 + "".join(f"{name:>12}" for name in KERNELS) + "".join(f"{name + ' / ours':>18}" for name in KERNELS[1:])
    for figure, by_kernel in figures.items():
        ours, *others = values = [median(by_kernel[name]) for name in KERNELS]
        cells = ["died" if value is None else f"{value:,.5g}" for value in values]
        ratios = [f"{value / ours:.1f}" if ours and value is not None else "" for value in others]
        yield f"{figure:38}" + "".join(f"{cell:>12}" for cell in cells) + "".join(f"{ratio:>18}" for ratio in ratios)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=Path, help="the unravel command")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("-k", metavar="PATTERN", default="", help="only the works whose name matches")
    options = parser.parse_args()
    works = [work for work in WORKS if re.search(options.k, work.__name__)]
    folder = tempfile.mkdtemp(prefix="unravel-bench-")
    figures = {figure: {name: [] for name in KERNELS} for work in works for figure in WORKS[work]}
    try:
        subprocess.run([options.binary.resolve(), "install", "--prefix", folder], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.environ |= {
            "JUPYTER_PATH": f"{folder}/share/jupyter",
            "JUPYTER_DATA_DIR": f"{folder}/data",
            "JUPYTER_RUNTIME_DIR": f"{folder}/runtime",
            "IPYTHONDIR": f"{folder}/ipython",
        }
        for i in range(options.rounds):
            print(f"round {i + 1} of {options.rounds}", file=sys.stderr)
            one_round(works, figures)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(table(figures)))


if __name__ == "__main__":
    main()
