// Package kernel is the Jupyter kernel: it takes requests from frontends, runs
// cells through an [interpreter.Interpreter], and tells frontends what the
// cells say.
//
// # Life of a request
//
// A goroutine per channel receives and decodes. What comes on shell goes through
// the main shell or the subshell that it names: a queue with a goroutine, which
// answers questions and passes cells on to the one executor. What comes on
// control is answered where it arrives, so that a kernel whose cell spins still
// answers, interrupts and shuts down. Every request is wrapped the same way:
//
//	busy → handler → everything it said → its reply → idle
//
// # Why questions overtake cells
//
// Completion, inspection, history, comms and the like need no interpretation,
// and whoever waits for an experiment wants to go on writing. So a question does
// not wait for the cells in front of it. It overtakes nothing else, and no cell
// overtakes a question: what is sent while no cell runs or waits is handled in
// order. A frontend that needs the state after a cell asks after its reply.
//
// Cells themselves run one after another, whichever shell they come from,
// because the interpreter runs one program at a time. A subshell is therefore no
// way to run two cells at once.
//
// # Why busy is said again
//
// A request beside a cell ends with an idle of its own, which some frontends
// take for that of the kernel. The cell's busy follows it, once more.
//
// # Why idle is last
//
// Everything broadcast goes through one queue with one writer: status, text,
// figures, errors. Idle is put into the queue after the handler has returned,
// so nothing of the request can come behind it; no timing is involved. Printed
// text is gathered into larger messages, and whatever is not text ends the
// gathering: order is kept. A cell that prints faster than frontends read waits
// in its print.
//
// # Why a reply goes through the queue of broadcasts
//
// A frontend that goes on at the reply of a cell must have all that the cell has
// said. The reply therefore stands in the queue behind it, and is sent when the
// network has taken the rest; the next cell runs meanwhile. Only a cell that
// failed waits for its reply, which decides what becomes of those behind it.
//
// # What a cell costs
//
// 500 cells "1" sent at once, on two cores that have other work, minima of
// interleaved runs: 250 ms, in which each takes 200 microseconds of this process
// and 270 of the worker; of an empty cell, 135 ms, 150 and 120. Before replies
// were queued, the history gathered and the process kept to one thread, a cell
// took 390 ms, 440 and 360. The worker's part is mostly the compiler.
//
// # Why the interpreter starts in the background
//
// Symbol tables take longer to build than a frontend likes to wait for
// kernel_info. Requests that need the interpreter wait for it; the others do
// not.
//
// # Where to start
//
// [New] and [ServeConnectionFile] make a kernel for Jupyter; [Kernel.Connect]
// gives a frontend in the same process. Requests have a file each.
package kernel
