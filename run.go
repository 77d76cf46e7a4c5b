package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/unravel-go/unravel/notebooks"
	"github.com/unravel-go/unravel/notebooks/nbformat"
)

type runCommand struct {
	Files   []string      `arg:"" name:"FILE" help:"Notebooks, run one after another, each in a kernel of its own."`
	Output  string        `short:"o" help:"Write the executed notebook to a file." xor:"output" placeholder:"OUT.ipynb"`
	Inplace bool          `help:"Write the executed notebook over the original." xor:"output"`
	Timeout time.Duration `help:"Stop a cell that takes longer, such as 90s or 5m." placeholder:"DURATION"`
	Timing  bool          `help:"Record in the written notebook when each cell ran."`
}

// job is a notebook to run. Its paths are absolute: cells run in the folder of
// their notebook.
type job struct {
	name  string // as the user gave it
	dir   string
	nb    *nbformat.Notebook
	write string // where the executed notebook goes; may be empty
}

func (c runCommand) Run(ctx context.Context, io stdio) error {
	jobs, err := c.jobs()
	if err != nil {
		return &failure{status: statusUsage, err: err}
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first Ctrl-C asks the cell to stop; the second ends the program.
	context.AfterFunc(ctx, stop)

	var failed error
	for _, j := range jobs {
		err := c.run(ctx, io, j)
		if ctx.Err() != nil {
			return &failure{status: statusInterrupted, err: fmt.Errorf("%s: interrupted", j.name)}
		}
		if err != nil {
			failed = &failure{status: statusFailed}
			report(io.err, fmt.Errorf("%s: %w", j.name, err))
		}
	}
	return failed
}

// jobs reads all notebooks before any of them runs: a mistake in the last name
// should not come to light an hour later.
func (c runCommand) jobs() ([]job, error) {
	if c.Output != "" && len(c.Files) > 1 {
		return nil, fmt.Errorf("got %d notebooks and one output file, want one notebook or --inplace", len(c.Files))
	}
	if err := checkOutput(c.Output); err != nil {
		return nil, err
	}
	var jobs []job
	for _, file := range c.Files {
		nb, err := load(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		write := c.Output
		if c.Inplace {
			write = file
		}
		j, err := newJob(file, write)
		if err != nil {
			return nil, err
		}
		j.nb = nb
		jobs = append(jobs, j)
	}
	return jobs, nil
}

func newJob(file, write string) (job, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return job{}, err
	}
	if write != "" {
		if write, err = filepath.Abs(write); err != nil {
			return job{}, err
		}
	}
	return job{name: file, dir: filepath.Dir(path), write: write}, nil
}

// load reads a notebook whose cells are Go.
func load(file string) (*nbformat.Notebook, error) {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("no such file")
	case err == nil && info.IsDir():
		return nil, errors.New("got a folder, want a notebook")
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	nb, err := nbformat.Read(raw)
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "nbformat: "))
	}
	spec, _ := nb.Metadata["kernelspec"].(map[string]any)
	if language, _ := spec["language"].(string); language != "" && !strings.EqualFold(language, "go") {
		return nil, fmt.Errorf("got a notebook for %s, want Go", language)
	}
	return nb, nil
}

// run runs one notebook and writes it, whatever became of it.
func (c runCommand) run(ctx context.Context, io stdio, j job) error {
	term := newConsole(io)
	defer term.close()
	// The kernel outlives an interrupt: its last cell still has to say so.
	client := newKernel(kernelOptions{dir: j.dir}).Connect(context.WithoutCancel(ctx))
	defer client.Close()

	result, err := notebooks.Run(ctx, client, j.nb, notebooks.Options{
		Timeout: c.Timeout, Timing: c.Timing,
		Stdout: term.stdout(), Stderr: term.stderr(), Watch: term.watch,
	})
	var cell *notebooks.CellError
	if errors.As(err, &cell) {
		term.traceback(cell.Traceback)
	}
	term.close()
	if j.write != "" {
		writeErr := describe(ctx, client, j.nb)
		if writeErr == nil {
			writeErr = save(j.write, j.nb)
		}
		if writeErr != nil {
			return errors.Join(err, writeErr)
		}
		fmt.Fprintf(io.err, "wrote %s\n", cmp.Or(c.Output, j.name))
	}
	if err == nil {
		fmt.Fprintf(io.err, "%s: %d cells in %s\n", j.name, result.Executed, seconds(result.Elapsed))
	}
	return err
}
