package magic

import (
	"errors"
	"fmt"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/interpreter/traceback"
)

// Names of errors, beside those of the interpreter.
const (
	usage   = "UsageError"   // a magic that does not exist, or is called wrongly
	failure = "MagicError"   // a magic that could not do what it is for
	command = "CommandError" // a command that ended with another status than 0
)

// fault is what is wrong with a magic, and where it stands.
type fault struct {
	at  int // offset in the cell
	err error
}

// in makes the error of a cell.
func (f *fault) in(cell interpreter.Cell) *interpreter.Error {
	return errorAt(usage, cell, f.at, f.err.Error())
}

// failed makes the error of a cell of what went wrong with one of its parts.
func (j *job) failed(p part, err error) error {
	var known *interpreter.Error
	if errors.As(err, &known) {
		return known
	}
	if j.ctx.Err() != nil {
		return j.interrupted(p)
	}
	name := failure
	var ended *exitError
	if errors.As(err, &ended) {
		name = command
	}
	return errorAt(name, j.cell, p.mark, err.Error())
}

// interrupted makes the error of a cell that was stopped at one of its parts,
// before it or in it, if it is no Go.
func (j *job) interrupted(p part) *interpreter.Error {
	e := errorAt(interpreter.Interrupted, j.cell, p.mark, "interrupted")
	place, _, _ := strings.Cut(e.Value, ": ")
	e.Value = "interrupted at " + place
	e.Traceback[0] = traceback.Coloured().Headline(e.Name + ": the cell was stopped")[0]
	return e
}

// errorAt makes an error that points at an offset of a cell.
func errorAt(name string, cell interpreter.Cell, at int, text string) *interpreter.Error {
	code := cell.Code
	begin := strings.LastIndexByte(code[:at], '\n') + 1
	e := &interpreter.Error{Name: name, Line: 1 + strings.Count(code[:begin], "\n"), Col: 1 + at - begin}
	first, _, _ := strings.Cut(text, "\n")
	place := fmt.Sprintf("In[%d]:%d:%d", cell.Number, e.Line, e.Col)
	e.Value = place + ": " + first
	style := traceback.Coloured()
	e.Traceback = append(style.Headline(name+": "+text), "", place)
	e.Traceback = append(e.Traceback, style.Excerpt(code, e.Line, e.Col, traceback.Context)...)
	return e
}

// usageError is a magic that is called wrongly.
type usageError struct {
	spec spec
	kind kind
	err  error
}

func (e *usageError) Error() string {
	mark := "%"
	if e.kind == cellMagic {
		mark = "%%"
	}
	name := mark + e.spec.name
	return name + ": " + e.err.Error() + "\nusage: " + strings.TrimSpace(name+" "+e.spec.usage)
}

func (e *usageError) Unwrap() error { return e.err }
