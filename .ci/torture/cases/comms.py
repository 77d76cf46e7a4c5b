"""Comms: cells and code in the frontend talk, as widgets do."""

from judge import case, expect

SLIDER = """slider := widget.NewIntSlider("n", 0, 10, 5)
slider.OnChange(func(v int) {
	fmt.Println("moved to", v)
	for v == 9 {
	}
})
slider"""


def opened(cell):
    """The id of the comm that a cell has opened."""
    comms = [m for m in cell.messages if m.type == "comm_open"]
    expect(len(comms) == 1, f"{len(comms)} comms were opened, want 1")
    expect(comms[0].content["target_name"] == "jupyter.widget", f"{comms[0].content}")
    return comms[0].content["comm_id"]


def move(client, comm, value):
    """What a page says when its slider has been moved."""
    data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
    client.send("shell", "comm_msg", {"comm_id": comm, "data": data})


def hears(client, cell, text):
    """Wait for a cell to print a text."""
    said = ""
    while text not in said:
        m = client.recv("iopub")
        if m.type == "stream":
            expect(m.parent["msg_id"] == cell.messages[0].parent["msg_id"], f"{m.content} belongs to another cell")
            said += m.content["text"]


@case
def comm_calls_go(kernel):
    """a cell's function hears of changes, and prints below its cell"""
    with kernel.client() as c:
        cell = c.execute(SLIDER)
        comm = opened(cell)
        move(c, comm, 7)
        hears(c, cell, "moved to 7")
        expect((got := c.execute("slider.Value()").result) == "7", f"the value is {got}")


@case
def comm_interrupted(kernel):
    """an interrupt ends a function that spins, while no cell runs"""
    with kernel.client() as c:
        cell = c.execute(SLIDER)
        comm = opened(cell)
        move(c, comm, 9)
        hears(c, cell, "moved to 9")
        move(c, comm, 3)
        c.request("control", "interrupt_request")
        hears(c, cell, "moved to 3")


@case
def comm_outlived_by_page(kernel):
    """what a page says to a comm of a worker that died closes it"""
    with kernel.client() as c:
        comm = opened(c.execute(SLIDER))
        c.execute("syscall.Kill(syscall.Getpid(), syscall.SIGKILL); select {}")
        move(c, comm, 2)
        while (m := c.recv("iopub")).type != "comm_close":
            pass
        expect(m.content["comm_id"] == comm, f"{m.content}")
        opened(c.execute(SLIDER))
