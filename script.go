package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// isScript reports whether a file that run is given is a Go program.
func isScript(file string) bool { return strings.HasSuffix(file, ".go") }

// script runs a Go program: a file with package main and func main, or just
// statements. It ends as the program would have, compiled: with its own status
// if it calls os.Exit, with 2 if it panics; with 1 if it is no valid Go.
func script(ctx context.Context, std stdio, file string, args []string) error {
	code, err := os.ReadFile(file)
	if err != nil {
		return &failure{status: statusUsage, err: err}
	}
	o := interpreterOptions()
	o.Args = append([]string{file}, args...)
	o.Stdin = os.Stdin
	o.Files = &interpreter.Files{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	o.Program = file
	session, err := interpreter.New(o)
	if err != nil {
		return err
	}
	defer session.Close()
	_, err = session.Eval(ctx, interpreter.Cell{Number: 1, Code: string(code)}, scriptOutput{std})
	if err == nil {
		return nil
	}
	var failed *interpreter.Error
	if !errors.As(err, &failed) {
		return err
	}
	if failed.Name != interpreter.Exited {
		fmt.Fprintln(std.err, strings.Join(failed.Traceback, "\n"))
	}
	if ctx.Err() != nil {
		return stopped(ctx)
	}
	return exitOf(failed)
}

// exitOf returns the failure with which a program ends that failed so.
func exitOf(e *interpreter.Error) error {
	switch {
	case e.Name == interpreter.Exited && e.Status == 0:
		return nil
	case e.Name == interpreter.Exited:
		return &failure{status: e.Status}
	case e.BeforeRun():
		return &failure{status: statusFailed}
	}
	return &failure{status: 2} // as the Go runtime has it
}

// scriptOutput is where a program writes: the standard streams.
type scriptOutput struct{ std stdio }

func (o scriptOutput) Stdout(p []byte) { write(o.std.out, p) }
func (o scriptOutput) Stderr(p []byte) { write(o.std.err, p) }

// write leaves out the error, as a program does that prints.
func write(w io.Writer, p []byte) { _, _ = w.Write(p) }

// Display shows the text of a value. A bar is a line on standard error when it
// is done: a program's output is what it prints.
func (o scriptOutput) Display(b display.Bundle, metadata map[string]any, _ string) {
	bar, isBar := metadata["unravel"].(map[string]any)
	switch {
	case !isBar:
		fmt.Fprintln(o.std.out, b["text/plain"])
	case bar["done"] == true:
		fmt.Fprintln(o.std.err, b["text/plain"])
	}
}

// Update shows the text of a value anew.
func (o scriptOutput) Update(b display.Bundle, metadata map[string]any, id string) {
	o.Display(b, metadata, id)
}

// Clear does nothing: what is printed stays.
func (o scriptOutput) Clear(bool) {}

// Input reads a line.
func (o scriptOutput) Input(prompt string, _ bool) (string, error) {
	return "", errors.New("programs read from os.Stdin")
}
