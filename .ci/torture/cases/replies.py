"""Good messages."""

from judge import case, expect

# Every request with a reply, on either channel, and a content that it needs.
REQUESTS = {
    "kernel_info_request": {},
    "complete_request": {"code": "fmt.Prin", "cursor_pos": 8},
    "inspect_request": {"code": "fmt.Println", "cursor_pos": 11, "detail_level": 0},
    "is_complete_request": {"code": "1 +"},
    "history_request": {"hist_access_type": "tail", "n": 3, "output": False, "raw": True},
    "comm_info_request": {},
    "connect_request": {},
    "interrupt_request": {},
}


@case
def good_message(kernel):
    """a reply with status ok, a result"""
    with kernel.client() as c:
        info = c.request("shell", "kernel_info_request").content
        expect(info["status"] == "ok" and info["protocol_version"] >= "5.5", f"kernel_info_reply {info}")
        cell = c.execute('fmt.Println("torture"); 6 * 7')
        expect((cell.status, cell.result, cell.text()) == ("ok", "42", "torture\n"), f"{cell.error} {cell.result} {cell.text()!r}")


@case
def all_replies_and_iopub_signed(kernel):
    """every request has its reply and every frame a good signature"""
    seen = 0
    with kernel.client() as c:
        for request, content in REQUESTS.items():
            for channel in ("shell", "control"):
                reply = c.request(channel, request, content)
                expect(reply.type == request.replace("_request", "_reply"), f"{request} answered by {reply.type}")
                good = "incomplete" if request == "is_complete_request" else "ok"
                expect(reply.content["status"] == good, f"{reply.type}: {reply.content}")
                seen += 1
        seen += len(c.execute('display.Show(1); fmt.Println("x"); panic("on purpose")').messages)
        while c.sockets["iopub"].poll(200):
            c.recv("iopub")
            seen += 1
    return f"{seen} messages"


@case
def kernel_info_doubled(kernel):
    """two requests at once, two replies, on either channel"""
    with kernel.client() as c:
        for channel in ("shell", "control"):
            ids = [c.send(channel, "kernel_info_request") for _ in range(2)]
            for msg_id in ids:
                c.reply(msg_id, channel)


@case
def status_order(kernel):
    """busy, execute_input, stream, execute_result, idle: once each, in this order"""
    with kernel.client() as c:
        cell = c.execute('fmt.Println("x"); 1')
        order = [m.content.get("execution_state", m.type) for m in cell.messages]
        expect(order == ["busy", "execute_input", "stream", "execute_result", "idle"], " ".join(order))
    return " ".join(order)


@case
def stop_on_error_aborts(kernel):
    """the cells behind one that fails are aborted, the next ones run"""
    path, code = kernel.witness()
    with kernel.client() as c:
        failing = c.start('time.Sleep(200 * time.Millisecond); panic("on purpose")')
        behind = [c.start(code) for _ in range(5)]
        expect(c.reply(failing).content["status"] == "error", "the cell did not fail")
        seen = {c.reply(msg_id).content["status"] for msg_id in behind}
        expect(seen <= {"error", "aborted"} and not path.exists(), f"the cells behind it: {seen}")
        expect(c.execute("1").status == "ok", "the next cell does not run")
    return f"5 x {' '.join(seen)}"
