package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/unravel-go/unravel/install"
	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/protocol"
	"github.com/unravel-go/unravel/kernel/symbols"
	"github.com/unravel-go/unravel/kernel/worker"
)

type kernelCommand struct {
	ConnectionFile string `required:"" help:"The file that says where to listen." placeholder:"FILE"`
}

// Run serves a frontend until it shuts the kernel down or a signal does:
// SIGINT stops the running cell, SIGTERM ends the kernel in good order.
func (c kernelCommand) Run(ctx context.Context, io stdio) error {
	if _, err := protocol.ReadConnection(c.ConnectionFile); err != nil {
		return &failure{status: statusUsage, err: err, hint: "Jupyter writes this file and starts the kernel with it"}
	}
	surviveBrokenPipe() // nobody may read the log
	defer time.AfterFunc(settled, oneThread).Stop()
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	k := newKernel(kernelOptions{
		dir:     ".",
		history: historyFile(),
		log:     slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	go func() {
		for {
			select {
			case <-interrupts:
				k.Interrupt()
			case <-ctx.Done():
				return
			}
		}
	}()
	return kernel.ServeConnectionFile(ctx, k, c.ConnectionFile)
}

// kernelOptions is what kernels of this program differ in.
type kernelOptions struct {
	dir     string       // the folder of the notebook
	history string       // file of the history; empty: memory only
	log     *slog.Logger // nil: nothing is logged
	threads int          // that run cells; 0: as many as there are processors
}

// environment returns that of a kernel's cells, nil for this program's own.
func (o kernelOptions) environment() []string {
	const variable = "GOMAXPROCS"
	if o.threads == 0 || os.Getenv(variable) != "" {
		return nil
	}
	return append(os.Environ(), fmt.Sprintf("%s=%d", variable, o.threads))
}

// newKernel returns a kernel whose cells can import every package that this
// program was built with. This is where the two towers meet.
func newKernel(options kernelOptions) *kernel.Kernel {
	return kernel.New(kernel.Options{
		Interpreter: func() (interpreter.Interpreter, error) {
			return worker.Start(worker.Options{Dir: options.dir, Env: options.environment(), Log: options.log})
		},
		Version:     version(),
		Logger:      options.log,
		HistoryFile: options.history,
	})
}

// interpreterOptions lets cells and programs import every package that this
// program was built with.
func interpreterOptions() interpreter.Options {
	return interpreter.Options{
		Symbols:  symbols.Packages(),
		Wrappers: symbols.Wrappers(),
		Types:    symbols.Importer(),
		Members:  symbols.Members,
		Docs:     symbols.Doc,
		Preload:  symbols.Preload(),
	}
}

// historyFile returns where the cells that were run are remembered, beside
// Jupyter's other data; empty if this user has no such place.
func historyFile() string {
	data, err := install.UserData()
	if err != nil {
		return ""
	}
	dir := filepath.Join(data, "unravel")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return ""
	}
	return filepath.Join(dir, "history")
}

// settled is when a kernel has started. Until then it opens files and starts a
// worker, which takes its thread away from the first request.
const settled = time.Second

// oneThread runs the goroutines of this process one at a time. A message goes
// through several of them, each of which has little to do: to wake another
// thread for every step costs more than the work. Cells run elsewhere.
func oneThread() { runtime.GOMAXPROCS(1) }
