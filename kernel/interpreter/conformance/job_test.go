package conformance

import (
	"fmt"
	"strings"
	"time"
)

// job is a program for a worker: cells that run in one session, most often a
// single one.
type job struct {
	Name  string
	Cells []string

	// Notebook records results and errors of all cells, as a notebook shows
	// them. Otherwise the cells are one program: the first that fails ends it,
	// and what it says is what a Go program would.
	Notebook bool

	Bare  bool // run by yaegi alone
	Limit time.Duration
}

// outcome is what became of a job.
type outcome struct {
	Text string // all that it said, in order

	// Failure tells why it ended early, in the interpreter's words, with the
	// first word of what is observed: fails, hangs, dies.
	Failure string

	// Spent is set when the worker is not to be used again.
	Spent bool
}

// judge compares an outcome with the text that Go gives.
func (o outcome) judge(want string) (observed string) {
	switch got := o.Text; {
	case strings.HasPrefix(o.Failure, "hangs"), strings.HasPrefix(o.Failure, "dies"): // saying nothing, some of them
		return o.Failure
	case got == want:
		return ""
	case o.Failure != "":
		return o.Failure
	default:
		return difference(got, want)
	}
}

// difference tells where two texts part.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		switch {
		case i >= len(w):
			return fmt.Sprintf("prints %s where Go ends", quoted(g[i]))
		case i >= len(g):
			return fmt.Sprintf("ends where Go prints %s", quoted(w[i]))
		case g[i] != w[i]:
			return fmt.Sprintf("prints %s where Go prints %s", quoted(g[i]), quoted(w[i]))
		}
	}
	return ""
}

// quoted returns a line in quotes, its middle left out if it is long.
func quoted(line string) string {
	if len(line) > 100 {
		line = strings.ToValidUTF8(line[:70]+"…"+line[len(line)-25:], "")
	}
	return fmt.Sprintf("%q", line)
}
