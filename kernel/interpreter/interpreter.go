package interpreter

import (
	"context"
	"fmt"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter/answer"
)

// Interpreter is a scripting session for one language: it runs cells one after
// another and answers questions about code that has not run yet.
//
// Every offset and cursor in this interface counts bytes of UTF-8 in the code
// it came with; whoever speaks a protocol that counts otherwise converts.
// Offsets outside the code are clamped, never an error.
//
// Eval is called by one goroutine at a time. The other methods may be called
// at any moment, also while a cell runs.
type Interpreter interface {
	// Eval runs a cell and returns the bundle of its last expression, or nil if
	// the cell does not end in an expression with a value. Everything the cell
	// prints or shows has reached out before Eval returns.
	//
	// A failure of the user's code is an [*Error]. When ctx ends, the cell is
	// stopped and Eval returns an *Error whose Name is [Interrupted].
	Eval(ctx context.Context, cell Cell, out Output) (display.Bundle, error)

	// Complete lists what may stand at the cursor.
	Complete(code string, cursor int) Completion

	// Inspect describes the name at the cursor. Detail 1 asks for the source
	// where detail 0 asks for the documentation. ok is false if there is
	// nothing to say.
	Inspect(code string, cursor, detail int) (b display.Bundle, ok bool)

	// IsComplete tells whether code can run as it stands.
	IsComplete(code string) Completeness

	// Close ends the session and releases what it holds.
	Close() error
}

// Cell is a piece of code with the number under which positions name it.
type Cell struct {
	Number int // execution count; positions read In[Number]:line:col
	Code   string
	Whole  string // what messages quote from, if Code is a part of a larger cell, at its place in it

	// Program is whether Code is a program that a cell runs: nobody tells it of
	// errors that it does not look at.
	Program bool
}

// name is what positions in a cell have for a file.
func (c Cell) name() string { return fmt.Sprintf("In[%d]", c.Number) }

// quoted returns the code that messages quote from.
func (c Cell) quoted() string {
	if c.Whole != "" {
		return c.Whole
	}
	return c.Code
}

// Output takes what a running cell says. Its methods may be called from any
// goroutine that the cell started, and return once the output is on its way.
type Output interface {
	Stdout(p []byte)
	Stderr(p []byte)

	// Sink shows values: display, update in place, clear.
	display.Sink

	// Input asks the person at the frontend for a line. It fails if the
	// frontend cannot be asked.
	Input(prompt string, password bool) (string, error)
}

// Interrupted is the Name of the error of a cell that was stopped from outside.
const Interrupted = "Interrupted"

// Exited is the Name of the error of a cell that ended itself, by os.Exit or
// log.Fatal.
const Exited = "exit"

// Error is a failure of the user's code.
type Error struct {
	Name  string // the kind: SyntaxError, CompileError, panic, runtime error, Interrupted
	Value string // one line, with its position if it has one
	// Traceback is what a person reads: the error, the source line it points
	// at and the interpreted frames, a line of text each, possibly coloured
	// with ANSI sequences.
	Traceback []string
	Line, Col int // 1-based place in the cell; 0 if unknown
	Status    int // that a cell which ended itself asked for, by os.Exit
}

// BeforeRun reports whether nothing of the cell ran: it is no valid Go.
func (e *Error) BeforeRun() bool { return e.Name == syntaxError || e.Name == compileError }

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Name, e.Value) }

// What the questions are answered with.
type (
	Completion   = answer.Completion
	Match        = answer.Match
	Completeness = answer.Completeness
)
