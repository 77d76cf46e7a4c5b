package magic

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

func runSpec() spec {
	return spec{
		name: "run", line: true, usage: "FILE.go [ARGUMENTS]", help: "runs a Go program in the session",
		more: "Its declarations stay, and os.Args is FILE.go and the arguments from then on. " +
			"A program with package main runs its function main.",
		words: files,
		prepare: func(_ *Magic, c *call) (action, error) {
			args, err := words(c.text())
			if err != nil {
				return nil, err
			}
			if len(args) == 0 {
				return nil, errors.New("got no file")
			}
			return func(j *job) (display.Bundle, error) { return j.runFile(args) }, nil
		},
	}
}

// runFile runs a program as a cell, whose errors name the file.
func (j *job) runFile(args []string) (display.Bundle, error) {
	path, err := expanded(args[0])
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if _, err := j.eval(arguments(args)); err != nil {
		return nil, err
	}
	b, err := j.interpreter().Eval(j.ctx, interpreter.Cell{Number: j.cell.Number, Code: string(text), Program: true}, j.out)
	return b, inFile(err, fmt.Sprintf("In[%d]:", j.cell.Number), args[0]+":")
}

// arguments returns the Go that sets os.Args.
func arguments(args []string) string {
	list := make([]string, len(args))
	for i, a := range args {
		list[i] = strconv.Quote(a)
	}
	return "os.Args = []string{" + strings.Join(list, ", ") + "}"
}

// inFile makes an error of a cell that of a file.
func inFile(err error, cell, file string) error {
	var e *interpreter.Error
	if !errors.As(err, &e) {
		return err
	}
	named := *e
	named.Value = strings.ReplaceAll(e.Value, cell, file)
	named.Line, named.Col = 0, 0 // they are not of the cell
	named.Traceback = nil
	for _, line := range e.Traceback {
		named.Traceback = append(named.Traceback, strings.ReplaceAll(line, cell, file))
	}
	return &named
}
