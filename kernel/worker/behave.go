package worker

import (
	"crypto/rand"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// markVariable is the environment variable by which a worker, and whatever it
// starts, is recognized.
const markVariable = "UNRAVEL_WORKER"

func newMark() string { return markVariable + "=" + rand.Text() }

// maxStack is how large the stack of a goroutine may grow. Interpreted code is
// stopped before; compiled code that calls itself without end kills the worker,
// in half the time and memory that Go's own bound takes.
const maxStack = 256 << 20

// behave prepares the process for what cells do.
func behave() {
	debug.SetTraceback("none") // one line says why a worker died
	debug.SetMaxStack(maxStack)
	goFirst()
	// Caught, not ignored: programs that cells start would inherit that. Ctrl-C
	// is the kernel's business, a hangup means that the kernel is about to go,
	// and a pipe that nobody reads is an error like any other.
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, os.Interrupt, syscall.SIGHUP, syscall.SIGPIPE)
}

// terminated returns a channel that is closed when somebody asks the process to
// end: the system does if the kernel's process is gone.
func terminated() <-chan struct{} {
	terms := make(chan os.Signal, 1)
	signal.Notify(terms, syscall.SIGTERM)
	return inBackground(func() { <-terms })
}

// endDescendants ends what the cells have started.
func endDescendants() {
	if value := os.Getenv(markVariable); value != "" {
		endMarked(markVariable + "=" + value)
	}
}
