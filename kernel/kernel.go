package kernel

import (
	"context"
	"errors"
	"log/slog"
	"os/user"
	"sync"
	"sync/atomic"

	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// Options configures a kernel. Only Interpreter is required.
type Options struct {
	// Interpreter makes the interpreter. It runs in the background while the
	// kernel already answers what does not need it.
	Interpreter func() (interpreter.Interpreter, error)

	Version     string       // of the implementation, as kernel_info tells it
	Logger      *slog.Logger // nil: nothing is logged
	HistoryFile string       // cells are appended to it; empty: memory only
}

// Kernel runs cells for frontends. Make one with [New], serve it once.
type Kernel struct {
	options  Options
	log      *slog.Logger
	session  string
	username string

	ready chan struct{} // closed once interp or interpErr is set
	// Set before ready is closed.
	interp    interpreter.Interpreter
	interpErr error

	history *history
	shells  *shells
	comms   comms
	gauges  gauges

	// Set by Serve before anything runs.
	wire     *wire
	activity *activity
	stop     context.CancelFunc // ends Serve

	asking   sync.Mutex               // held while a cell asks a person
	question atomic.Pointer[question] // that waits for its answer; nil: none

	mu     sync.Mutex
	served bool
	cancel context.CancelFunc // ends the running cell; nil if none runs

	count atomic.Int64 // cells counted so far; the executor alone counts
}

// New returns a kernel and starts to build its interpreter.
func New(o Options) *Kernel {
	k := &Kernel{
		options:  o,
		log:      o.Logger,
		session:  protocol.NewID(),
		username: username(),
		ready:    make(chan struct{}),
		shells:   newShells(),
	}
	if k.log == nil {
		k.log = slog.New(slog.DiscardHandler)
	}
	k.history = openHistory(o.HistoryFile, k.log)
	return k
}

// build makes the interpreter. A panic in it becomes the error that every cell
// reports: the kernel still answers.
func (k *Kernel) build() {
	defer close(k.ready)
	defer func() {
		if r := recover(); r != nil {
			k.interpErr = panicError(k.log, "interpreter", r)
		}
	}()
	if k.options.Interpreter == nil {
		k.interpErr = errors.New("kernel: New: no interpreter in the options")
		return
	}
	k.interp, k.interpErr = k.options.Interpreter()
}

// interpreter waits for the interpreter, or for the end of ctx.
func (k *Kernel) interpreter(ctx context.Context) (interpreter.Interpreter, error) {
	select {
	case <-k.ready:
		return k.interp, k.interpErr
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Interrupt stops the running cell: its context ends, its reply is an error
// named Interrupted, and its values stay. Also stopped is what runs beside the
// cells, such as what hears a slider.
//
// It may be called from any goroutine, for instance one that waits for SIGINT;
// the same happens when a frontend sends interrupt_request.
func (k *Kernel) Interrupt() {
	k.mu.Lock()
	if k.cancel != nil {
		k.cancel()
	}
	k.mu.Unlock()
	select {
	case <-k.ready:
		if i, ok := k.interp.(interpreter.Interrupter); ok {
			i.Interrupt()
		}
	default: // nothing has run
	}
}

// begin notes that a cell runs, and returns the context that Interrupt ends
// and a function to call when the cell is over.
func (k *Kernel) begin(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	k.mu.Lock()
	k.cancel = cancel
	k.mu.Unlock()
	return ctx, func() {
		k.mu.Lock()
		k.cancel = nil
		k.mu.Unlock()
		cancel()
	}
}

func username() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "kernel"
}
