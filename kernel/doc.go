// Package kernel is the Jupyter kernel: it takes requests from frontends, runs
// cells through an [interpreter.Interpreter], and tells frontends what the
// cells say.
//
// # Life of a request
//
// A goroutine per channel receives and decodes. Shell requests wait in one
// queue for one executor, so cells run one after another; control requests are
// handled where they arrive, so that a kernel whose cell spins still answers,
// interrupts and shuts down. Every request is wrapped the same way:
//
//	busy → handler → everything it said → its reply → idle
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
