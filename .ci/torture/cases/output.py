"""Much output and much code."""

import hashlib

from judge import case, each, expect, limits
from kernels import steady

MB = 1_000_000


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def complete(cell, want):
    got = cell.text()
    expect(cell.status == "ok", cell.error)
    expect(len(got) == len(want), f"{len(got):,} of {len(want):,} bytes")
    expect(digest(got) == digest(want), "the bytes differ")


@case
def print_100k_lines(kernel):
    """all, in order, within 0.2 s, in less than 100 messages"""
    want = "".join(f"{i}\n" for i in range(100_000))
    with kernel.client() as c:
        cells = [c.execute("for i := range 100000 { fmt.Println(i) }") for _ in range(3)]
    for cell in cells:
        complete(cell, want)
    cell = min(cells, key=lambda cell: cell.seconds)
    streams = sum(m.type == "stream" for m in cell.messages)
    expect(streams < 100, f"{streams} messages")
    return limits.at_most(cell.seconds, 0.2, "s", f"{streams} messages,")


@case
def flush_20k_lines(kernel):
    """all, in order, though each is flushed"""
    want = "".join(f"line {i}\n" for i in range(20_000))
    with kernel.client() as c:
        cell = c.execute('for i := range 20000 { fmt.Fprintf(os.Stdout, "line %d\\n", i); os.Stdout.Sync() }')
    complete(cell, want)
    return f"{cell.seconds:.2f} s"


@case
def two_streams_20k_lines(kernel):
    """stdout and stderr by turns: all, each in order"""
    with kernel.client() as c:
        cell = c.execute("for i := range 10000 { fmt.Println(i); fmt.Fprintln(os.Stderr, i) }")
    want = "".join(f"{i}\n" for i in range(10_000))
    complete(cell, want)
    expect(cell.text("stderr") == want, "stderr differs")
    return f"{cell.seconds:.2f} s"


@each({"1MB": 1, "10MB": 10, "100MB": 100})
def output(kernel, variant):
    """every byte; 100 MB within 1.0 s"""
    line = "0123456789abcdef" * 62 + "torture\n"
    with kernel.client() as c:
        code = f'line := strings.Repeat("0123456789abcdef", 62) + "torture\\n"; for range {variant * 1000} {{ fmt.Print(line) }}'
        cells = [c.execute(code, timeout=30) for _ in range(2)]
    for cell in cells:
        complete(cell, line * (variant * 1000))
    best = min(cell.seconds for cell in cells)
    return limits.at_most(best, 1.0, "s", f"{len(cells[0].messages)} messages,") if variant == 100 else f"{best:.2f} s"


@case
def output_bounded(kernel):
    """300 MB printed: the processes keep none of it"""
    before = kernel.rss()
    with kernel.client() as c:
        cell = c.execute('s := strings.Repeat("x", 1_000_000); for range 300 { fmt.Print(s) }', timeout=30)
        expect(len(cell.text()) == 300 * MB, f"{len(cell.text()):,} bytes")
    after = steady(kernel.rss, before + 100, timeout=2)
    expect(after < before + 400, f"{before:.0f} MB before, {after:.0f} MB after")
    return f"{before:.0f} -> {after:.0f} MB"


@each({"1MB": 1, "10MB": 10, "100MB": 100})
def code(kernel, variant):
    """a cell of that size runs"""
    with kernel.client() as c:
        cell = c.execute(f"len(`{'x' * (variant * MB)}`)", timeout=60)
        expect(cell.result == str(variant * MB), f"{cell.result!r} {cell.error[:200]}")
    return f"{cell.seconds:.2f} s"


@case
def late_output(kernel):
    """output of a goroutine that outlives its cell arrives, with that cell as parent"""
    with kernel.client() as c:
        cell = c.start('go func() { time.Sleep(300 * time.Millisecond); fmt.Println("late") }()')
        c.finish(cell)
        c.execute("1")
        while (m := c.recv("iopub")).type != "stream":
            pass
        expect(m.content["text"] == "late\n" and m.parent["msg_id"] == cell, f"{m.content} of {m.parent}")
