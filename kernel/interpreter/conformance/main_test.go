package conformance

import (
	"flag"
	"os"
	"testing"
)

var (
	update   = flag.Bool("update", false, "rewrite the lists of failures, and what the corpus must print")
	programs = flag.String("programs", "", "run only the programs or cases that match this `pattern`, such as typeparam/* or maps/*, and tell all about them")
	bare     = flag.Bool("bare", false, "run yaegi as it is instead of the interpreter, for comparison: nothing is checked")
)

// workerEnv marks the process that runs programs for a test.
const workerEnv = "UNRAVEL_CONFORMANCE_WORKER"

func TestMain(m *testing.M) {
	if os.Getenv(workerEnv) != "" {
		work()
		return
	}
	os.Exit(m.Run())
}
