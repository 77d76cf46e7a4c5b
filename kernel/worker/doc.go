// Package worker is the process boundary of the kernel: the kernel's process
// holds what must not die, sockets and history, and a worker process holds the
// interpreter and all that cells can break.
//
//	kernel ── Process ══ pipes ══ Serve ── interpreter
//
// [Process] is an [interpreter.Interpreter] in the kernel's process, [Serve] the
// main loop of a worker. A program that starts a Process calls Serve when it is
// run with the argument "worker":
//
//	p, err := worker.Start(worker.Options{})
//
// # Why a process
//
// A Go program cannot survive concurrent map writes, a stack that overflows in
// compiled code, memory that runs out, or the signal that the system sends when
// it does. Each of these ends a worker, and becomes an error of the cell, named
// [Died], that tells the cause and which values are lost. A fresh worker takes
// over; the frontend has not lost its kernel. The worker offers itself to the
// system as the first to go when memory is short.
//
// # Why frames, and not a library for calls
//
// What goes over the pipes is mostly printed text, a line at a time. A frame
// has a header of 13 bytes and carries text as it is; text that is printed
// while the one before it is being written becomes one frame with it. So
// 100,000 lines are some hundred system calls. Whatever else is said is JSON,
// as it is on its way to the frontend anyway. No length is believed: a body
// grows as it arrives.
//
// # Why some frames are written where they are made
//
// To hand a frame to the goroutine that writes costs a thread that wakes up. A
// cell, its end, a question and its answer are short, and somebody waits for
// them: they are written at once. Text follows the same rule when it comes
// alone. 100 MB of it, in lines of 1,000 bytes, take 0.9 s to a client on two
// cores that have other work; 0.55 s of the processor in the kernel's process
// and 0.35 s in the worker's.
//
// # Why the end of a cell comes last
//
// All that a worker says goes through one queue, and the end of a cell with it.
// What compiled code and other programs write to descriptors 1 and 2 comes over
// pipes of its own: before the end of the cell is passed on, these are read
// until they are empty. What was written before is then either delivered or in
// hand of a reader that holds the lock. No timing is involved.
//
// # Why a cell waits in its print
//
// The worker sends at most 1 MB of output that the kernel has not dealt with,
// and then makes the printing goroutine wait. The kernel's side need not bound
// what it reads, and can read on: answers to questions pass a cell by that
// prints faster than anybody reads.
//
// # Why outputs are counted by the garbage collector
//
// Goroutines outlive their cell, and what they say belongs to it. The kernel's
// side keeps the output of a cell until the worker's garbage collector finds
// that nobody can say anything on it any more.
//
// # Why everything carries a mark
//
// A worker leads a process group of its own, so that Ctrl-C in a terminal does
// not reach it, and is ended with the group. Programs that cells start can leave
// it. On Linux they are found by an environment variable that they inherit, and
// end with the worker. A kernel that is killed can end nothing: its worker
// finds that its pipe has ended, or is told by the system, ends what it has
// started, and itself. Only if both are killed in the same moment does a program
// of a cell live on.
//
// # Other systems
//
// Descriptors other than the standard ones can be handed down on Unix alone. On
// Windows the frames go over the standard input and output of the worker, which
// then gets others; what compiled code writes to the descriptors themselves is
// not seen, and text on the way to the standard error may come after the reply.
// What a worker has started is not ended with it, except on Linux and, within
// its group, on other Unix systems.
package worker
