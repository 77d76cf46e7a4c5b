"""Cells that ask."""

import time

from judge import Failed, case, expect

ASK = "answer, err := bufio.NewReader(os.Stdin).ReadString('\\n')"


def asked(c, code=ASK):
    """Start a cell that asks; return its id and the question."""
    cell = c.start(code, allow_stdin=True)
    question = c.recv("stdin")
    expect(question.type == "input_request", f"{question.type} on stdin")
    expect(question.parent["msg_id"] == cell, "the question has another parent")
    return cell, question


def answer(c, question, value):
    c.send("stdin", "input_reply", {"value": value, "status": "ok"}, parent=question.header)


@case
def stdin_answered(kernel):
    """the cell reads what was typed, emoji and all, ten times over"""
    with kernel.client() as c:
        for i in range(10):
            cell, question = asked(c)
            answer(c, question, f"{i} 🙂")
            c.finish(cell)
            got = c.execute("answer").result
            expect(f"{i} 🙂" in got, f"the cell read {got!r}")


@case
def stdin_not_allowed(kernel):
    """no question, an error for the cell that asks"""
    with kernel.client() as c:
        cell = c.execute(f"{ASK}; if err != nil {{ panic(err) }}", allow_stdin=False)
        expect(cell.status == "error", f"status {cell.status}")
        c.silent("stdin", 0.05)
    return cell.error[:90]


@case
def stdin_interrupted(kernel):
    """an interrupt ends the question"""
    with kernel.client() as c:
        cell, _ = asked(c)
        start = time.perf_counter()
        c.send("control", "interrupt_request")
        c.finish(cell)
    return f"{1000 * (time.perf_counter() - start):.0f} ms"


@case
def stdin_stale_answer(kernel):
    """an answer to a question that was given up is not the next one's"""
    with kernel.client() as c:
        cell, old = asked(c)
        c.send("control", "interrupt_request")
        c.finish(cell)
        answer(c, old, "stale")
        cell, question = asked(c)
        answer(c, old, "stale")
        answer(c, question, "fresh")
        c.finish(cell)
        got = c.execute("answer").result
        expect("fresh" in got, f"the cell read {got!r}")


@case
def stdin_forged_answer(kernel):
    """an answer with a wrong signature is none"""
    with kernel.client() as c:
        cell, question = asked(c)
        forged = c.frames(c.header("input_reply"), {"value": "forged"}, parent=question.header)
        forged[1] = b"0" * 64
        c.sockets["stdin"].send_multipart(forged)
        answer(c, question, "good")
        c.finish(cell)
        got = c.execute("answer").result
        expect("good" in got, f"the cell read {got!r}")


@case
def stdin_client_gone(kernel):
    """a client that goes while it is asked: another interrupts the cell and is served"""
    with kernel.client() as c:
        asked(c)
    with kernel.client() as c:
        try:
            end = time.monotonic() + 8
            waiting = c.start("6 * 7")
            while time.monotonic() < end:
                c.request("control", "interrupt_request")
                if c.sockets["shell"].poll(200):
                    break
            status = c.reply(waiting).content["status"]
        except Failed as what:
            raise Failed(f"the next client: {what}") from None
    return f"its cell: {status}"
