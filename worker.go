package main

import (
	"context"

	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/magic"
	"github.com/unravel-go/unravel/kernel/worker"
)

// workerCommand is the process in which the cells of a kernel run. The kernel
// starts it, again whenever a cell has killed it.
type workerCommand struct{}

func (workerCommand) Run(ctx context.Context) error {
	return worker.Serve(ctx, func() (interpreter.Interpreter, error) {
		return magic.New(magic.Options{New: func() (interpreter.Interpreter, error) {
			return interpreter.New(interpreterOptions())
		}})
	})
}
