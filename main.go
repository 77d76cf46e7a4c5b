// Command unravel is a Jupyter kernel for Go and a runner of notebooks and
// programs.
//
//	unravel run FILE...     run notebooks here and now, without Jupyter
//	unravel run --check DIR the same, and compare with what is stored in them
//	unravel run FILE.go -- ARGS...
//	                        run a Go program, without compiling it
//	unravel install         make the kernel known to Jupyter
//	unravel doctor          say what is wrong, if JupyterLab does not find it
//	unravel uninstall, kernel, version
//
// See "unravel COMMAND --help". Exit statuses: 0 if all went well; 1 if a cell
// failed or showed something else than is stored, or the command failed; 2 if the
// arguments or a notebook file cannot be used; 130 after Ctrl-C, 143 after SIGTERM,
// 129 if the terminal went away. A Go program ends with its own: that of os.Exit,
// 2 if it panics, 1 if it is no valid Go.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/alecthomas/kong"
)

// The voice: what a command was asked for goes to standard output, everything
// about it to standard error. Messages say what was found and what was wanted,
// in lower case, without a period; a line "hint:" says what to do.

func main() {
	os.Exit(command(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

type cli struct {
	Run       runCommand       `cmd:"" help:"Run notebooks headless, or a Go program."`
	Install   installCommand   `cmd:"" help:"Make the kernel known to Jupyter."`
	Uninstall uninstallCommand `cmd:"" help:"Remove the kernel from Jupyter."`
	Doctor    doctorCommand    `cmd:"" help:"Check that Jupyter finds the kernel and that it starts."`
	Kernel    kernelCommand    `cmd:"" help:"Be the kernel of a frontend; Jupyter calls this."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
	Worker    workerCommand    `cmd:"" hidden:""`
}

// stdio is where a command writes.
type stdio struct {
	out, err io.Writer
}

// command runs a command line and returns its exit status.
func command(ctx context.Context, args []string, out, err io.Writer) int {
	status := -1
	parser := kong.Must(&cli{},
		kong.Name("unravel"),
		kong.Description("A Jupyter kernel for Go, and a runner of notebooks and Go programs."),
		kong.Writers(out, err),
		kong.Exit(func(code int) { status = code }), // after --help
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	args, program := cut(args)
	call, parseErr := parser.Parse(args)
	if status >= 0 {
		return status
	}
	if parseErr != nil {
		return report(err, &failure{status: statusUsage, err: parseErr, hint: "unravel --help"})
	}
	call.Bind(program)
	call.BindTo(ctx, (*context.Context)(nil))
	return report(err, call.Run(stdio{out, err}))
}

// programArgs are what a program is given that the command runs.
type programArgs []string

// cut takes off what follows "--".
func cut(args []string) ([]string, programArgs) {
	if i := slices.Index(args, "--"); i >= 0 {
		return args[:i], args[i+1:]
	}
	return args, nil
}

// The exit statuses besides 0.
const (
	statusFailed = 1
	statusUsage  = 2
)

// failure is an error with the exit status that it means and, if there is
// something to do about it, a hint.
type failure struct {
	status int
	err    error // nil: everything has been said
	hint   string
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit status %d", f.status)
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// report writes an error for a person and returns its exit status.
func report(w io.Writer, err error) int {
	if err == nil {
		return 0
	}
	f := &failure{status: statusFailed, err: err}
	errors.As(err, &f)
	if f.err != nil {
		fmt.Fprintf(w, "unravel: %v\n", err)
	}
	if f.hint != "" {
		fmt.Fprintf(w, "hint: %s\n", f.hint)
	}
	return f.status
}
