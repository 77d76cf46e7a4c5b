package worker

import (
	"context"
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// TestMain runs the tests, or is a worker or a kernel when a test has started
// one.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "worker" {
		err := Serve(context.Background(), func() (interpreter.Interpreter, error) { return newPuppet(), nil })
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if len(os.Args) > 1 && os.Args[1] == "kernel" {
		kernelMain()
	}
	goleak.VerifyTestMain(m)
}
