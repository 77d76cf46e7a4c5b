package worker

import (
	"fmt"
	"os"

	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/interpreter/traceback"
)

// why returns the cause of the end of a worker, in one line.
func (c *child) why(state *os.ProcessState) string {
	c.mu.Lock()
	killed := c.killed
	c.mu.Unlock()
	if killed != "" {
		return killed
	}
	line := c.words.line()
	if name, isKill, ok := signalOf(state); ok {
		switch {
		case line != "":
			return line
		case isKill:
			return "the system killed its process; perhaps it used too much memory"
		}
		return "a signal ended its process: " + name
	}
	const gaveUp = 2 // status of a Go program whose runtime gives up
	if state.ExitCode() == gaveUp && line != "" {
		return line
	}
	return fmt.Sprintf("compiled code ended the process with exit status %d", state.ExitCode())
}

// lost says what went with the worker.
func (c *child) lost() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	const fresh = "a fresh interpreter is ready"
	switch {
	case c.first == 0:
		return fresh
	case c.first == c.last:
		return fmt.Sprintf("the values of cell %d are lost; %s", c.first, fresh)
	}
	return fmt.Sprintf("the values of cells %d to %d are lost; %s", c.first, c.last, fresh)
}

// death returns the error of the cell with which the worker died.
func (c *child) death() *interpreter.Error {
	return &interpreter.Error{
		Name:  Died,
		Value: c.cause,
		Traceback: append(traceback.Coloured().Headline(Died+": "+c.cause),
			"the process of the interpreter died with this cell: "+c.lost()),
	}
}
