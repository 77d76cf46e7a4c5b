"""Cells that break what runs them, and what is left of it."""

import os
import resource
import signal
import time

from judge import Skipped, case, each, expect
from kernels import marked

MB = 1 << 20
MAP_WRITES = "m := map[int]int{}; for range 8 { go func() { for { m[1]++ } }() }; select {}"


def fails(kernel, code, timeout=30):
    """Run a cell that breaks something: it ends with an error, the next runs."""
    pid = kernel.pid
    with kernel.client() as c:
        cell = c.execute(code, timeout=timeout)
        expect(cell.status == "error", f"status {cell.status}")
        errors = sum(m.type == "error" for m in cell.messages)
        expect(errors == 1, f"{errors} error messages, want 1")
        after = c.execute("6 * 7")
        expect(after.result == "42", f"the next cell: {after.result!r} {after.error}")
    expect(kernel.process.poll() is None and kernel.pid == pid, "the kernel is another process")
    return f"{cell.error} ({cell.seconds:.1f} s)".replace("\n", " ")[:150]


BREAKING = {
    "concurrent_map_writes": MAP_WRITES,
    "runaway_recursion": "func run(n int) int { return run(n+1) + 1 }\nrun(0)",
    "recursion_of_a_method": "type T struct{}\nfunc (t T) String() string { return fmt.Sprint(t) }\nfmt.Println(T{})",
    "os_exit": "os.Exit(3)",
    "os_exit_0": "os.Exit(0)",
    "log_fatal": 'log.Fatal("on purpose")',
    "kill_itself": "syscall.Kill(syscall.Getpid(), syscall.SIGKILL); time.Sleep(time.Hour)",
    "segfault": "syscall.Kill(syscall.Getpid(), syscall.SIGSEGV); time.Sleep(time.Hour)",
    "panic": 'panic("on purpose")',
    "nil_map": 'var m map[string]int; m["x"] = 1',
    "unlock": "var mu sync.Mutex; mu.Unlock()",
    "goexit": "runtime.Goexit()",
}


@each(BREAKING)
def dies(kernel, variant):
    """one error for the cell, the kernel stays, the next cell runs"""
    return fails(kernel, variant)


@case
def dies_panic_in_goroutine(kernel):
    """the kernel stays, values are kept, somebody says it"""
    with kernel.client() as c:
        c.execute("kept := 42")
        cell = c.execute('go func() { panic("in a goroutine") }(); time.Sleep(100 * time.Millisecond)')
        said = cell.error + cell.text("stderr") + cell.text()
        expect("in a goroutine" in said, f"nothing says it: {said!r}")
        expect((got := c.execute("kept").result) == "42", f"kept is {got}")


@case
def dies_out_of_memory(launch):
    """under a limit of 3 GB the cell fails, the kernel stays"""
    kernel = launch(limits=[(resource.RLIMIT_AS, 3000 * MB)])
    eat = "var eaten [][]byte; for { b := make([]byte, 64<<20); for i := 0; i < len(b); i += 4096 { b[i] = 1 }; eaten = append(eaten, b) }"
    return fails(kernel, eat)


@case
def dies_killed_idle(kernel):
    """SIGKILL of an idle worker: the next cell runs, or says what was lost"""
    workers = kernel.workers()
    if not workers:
        raise Skipped("there is no worker process")
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    with kernel.client() as c:
        first = c.execute("6 * 7")
        second = c.execute("6 * 7")
    expect(second.result == "42", f"the second cell: {second.error}")
    return first.status


@case
def dies_killed_busy(kernel):
    """SIGKILL of a busy worker ends the cell with an error, the kernel stays"""
    workers = kernel.workers()
    if not workers:
        raise Skipped("there is no worker process")
    with kernel.client() as c:
        cell = c.start("for {}")
        c.running(cell)
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        ended = c.finish(cell)
        expect(ended.status == "error", f"status {ended.status}")
    return f"{ended.error} ({ended.seconds:.1f} s)"[:150]


@case
def dies_10x_in_a_row(kernel):
    """a worker that dies again and again"""
    with kernel.client() as c:
        start = time.perf_counter()
        for _ in range(10):
            expect(c.execute("os.Exit(1)").status == "error", "status ok")
        return f"{100 * (time.perf_counter() - start):.0f} ms each"


@case
def dies_with_a_queue(kernel):
    """the cells behind one that kills the worker are aborted"""
    path, code = kernel.witness()
    with kernel.client() as c:
        ids = [c.start("time.Sleep(100 * time.Millisecond); os.Exit(1)"), *(c.start(code) for _ in range(5))]
        seen = {c.reply(msg_id).content["status"] for msg_id in ids}
        expect(seen <= {"error", "aborted"} and not path.exists(), f"{seen}, ran: {path.exists()}")


@case
def dies_output_before(kernel):
    """what a cell printed before it killed the worker arrives"""
    with kernel.client() as c:
        cell = c.execute("for i := range 10000 { fmt.Println(i) }; os.Exit(1)")
        want = "".join(f"{i}\n" for i in range(10_000))
        expect(cell.text() == want, f"{len(cell.text())} of {len(want)} bytes")


@case
def stdout_by_descriptor(kernel):
    """what is written past os.Stdout, to descriptor 1, arrives"""
    with kernel.client() as c:
        cell = c.execute('syscall.Write(1, []byte("past\\n")); exec.Command("echo", "child").Run(); time.Sleep(50 * time.Millisecond)')
        expect("past\n" in cell.text(), f"stdout {cell.text()!r}; {cell.error}")


START_GRANDCHILD = 'child := exec.Command("sleep", "600"); child.Start(); child.Process.Pid'


@each({"SIGKILL": signal.SIGKILL, "SIGTERM": signal.SIGTERM, "SIGHUP": signal.SIGHUP, "SIGQUIT": signal.SIGQUIT})
def leaves_nobody_after(launch, variant):
    """a kernel ended by this signal leaves no worker, though its cell spins"""
    kernel = launch()
    with kernel.client() as c:
        c.running(c.start("for {}"))
    kernel.process.send_signal(variant)
    status, _ = kernel.wait()
    start = time.perf_counter()
    kernel.wait_nobody()
    return f"status {status}, nobody after {1000 * (time.perf_counter() - start):.0f} ms"


@each({"SIGKILL": signal.SIGKILL, "SIGTERM": signal.SIGTERM})
def leaves_no_grandchild_after(launch, variant):
    """nor a process that a cell has started"""
    kernel = launch()
    with kernel.client() as c:
        cell = c.execute(START_GRANDCHILD)
        expect(cell.status == "ok", cell.error)
        expect(int(cell.result) in marked(kernel.mark), "the grandchild does not run")
    kernel.process.send_signal(variant)
    kernel.wait()
    kernel.wait_nobody()


@case
def leaves_no_grandchild_of_a_dead_worker(kernel):
    """a worker that is killed takes what its cells have started along"""
    workers = kernel.workers()
    if not workers:
        raise Skipped("there is no worker process")
    with kernel.client() as c:
        pid = int(c.execute(START_GRANDCHILD).result)
        os.kill(workers[0], signal.SIGKILL)
        c.execute("1")
        end = time.monotonic() + 5
        while pid in kernel.processes() and time.monotonic() < end:
            time.sleep(0.05)
        expect(pid not in kernel.processes(), "it runs on")


@case
def leaves_no_file(launch):
    """after SIGKILL and a second start no stale file is left in the temporary folder"""
    kernel = launch()
    kernel.check()
    kernel.process.kill()
    kernel.wait()
    kernel.wait_nobody()
    again = launch(folder=kernel.folder)
    again.check()
    with again.client() as c:
        c.request("control", "shutdown_request", {"restart": False})
    again.wait()
    left = sorted(p.name for p in kernel.folder.iterdir() if p.name not in ("data", "stderr", "connection.json"))
    expect(not left, f"left: {left}")
