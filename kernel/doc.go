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
// 500 cells sent at once by a client on ZeroMQ sockets, on two quiet cores that
// it shares with the kernel and the worker, medians of five: 4,000 empty ones a
// second, 2,700 definitions, 2,000 that print or have a result. Of the processor,
// an empty one takes 0.15 ms in either process, one with a result 0.22 in this
// one and 0.38 in the worker, a quarter of it each for compiling, for collecting
// garbage and for waking threads.
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
