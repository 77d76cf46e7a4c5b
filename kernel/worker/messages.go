package worker

import (
	"encoding/json"
	"errors"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// evalRequest asks for a cell to run.
type evalRequest struct {
	Cell     interpreter.Cell
	Frontend bool // the output is an interpreter.Frontend
}

// outcome is how a cell ended.
type outcome struct {
	Bundle display.Bundle
	Error  *interpreter.Error
	Text   string // of an error of another type
}

func newOutcome(b display.Bundle, err error) outcome {
	o := outcome{Bundle: b}
	if err != nil && !errors.As(err, &o.Error) {
		o.Text = err.Error()
	}
	return o
}

func (o outcome) err() error {
	switch {
	case o.Error != nil:
		return o.Error
	case o.Text != "":
		return errors.New(o.Text)
	}
	return nil
}

// shown is a bundle to show, or to show in the place of another.
type shown struct {
	Bundle   display.Bundle
	Metadata map[string]any
	ID       string // display id
	Update   bool
}

// nextCell is code that is offered to the user.
type nextCell struct {
	Code    string
	Replace bool
}

// inputRequest asks the person at the frontend for a line.
type inputRequest struct {
	Output   uint64 // of whose cell
	Prompt   string
	Password bool
}

// line is what a person answered, or why there is no answer.
type line struct {
	Text  string
	Error string
}

// question is asked of the interpreter, also while a cell runs.
type question struct {
	About          subject
	Code           string
	Cursor, Detail int
	Comm           *interpreter.CommMessage
	Output         uint64 // of what a comm message makes somebody print
	Frontend       bool
}

// subject says which method of the interpreter a question is for.
type subject string

const (
	aboutCompletion   subject = "complete"
	aboutName         subject = "inspect"
	aboutCompleteness subject = "isComplete"
	aboutNames        subject = "names"
	aboutComm         subject = "comm"
	aboutLife         subject = "life" // any answer will do
)

// inspection is the answer to a question about a name.
type inspection struct {
	Bundle display.Bundle
	OK     bool
}

// encode writes the body of a frame.
func encode(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err == nil && len(body) > maxBody {
		err = errFrameTooLarge
	}
	return body, err
}
