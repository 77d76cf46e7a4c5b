package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/unravel-go/unravel/notebooks"
	"github.com/unravel-go/unravel/notebooks/nbformat"
)

type runCommand struct {
	Files   []string      `arg:"" name:"FILE" help:"Notebooks, run one after another, each in a kernel of its own; or one Go program (.go) and its arguments, behind --."`
	Output  string        `short:"o" help:"Write the executed notebook to a file." xor:"output" placeholder:"OUT.ipynb"`
	Inplace bool          `help:"Write the executed notebook over the original." xor:"output"`
	Timeout time.Duration `help:"Stop a cell that takes longer, such as 90s or 5m." placeholder:"DURATION"`
	Timing  bool          `help:"Record in the written notebook when each cell ran."`
}

// Help says what becomes of a notebook whose run ends early.
func (runCommand) Help() string {
	return "The executed notebook is written after each cell. What a cell's process does not survive, " +
		"such as concurrent map writes or too little memory, is an error of that cell like any other."
}

// job is a notebook to run. Its folder is absolute: cells may go elsewhere.
type job struct {
	name   string // as the user gave it
	dir    string
	nb     *nbformat.Notebook
	output output
}

func (c runCommand) Run(ctx context.Context, io stdio, args programArgs) error {
	surviveBrokenPipe()
	ctx, stop := stopAtSignal(ctx)
	defer stop()
	if isScript(c.Files[0]) {
		return script(ctx, io, c.Files[0], append(c.Files[1:], args...))
	}
	jobs, err := c.jobs()
	if err != nil {
		return &failure{status: statusUsage, err: err}
	}
	text := &sink{}
	var failed error
	for _, j := range jobs {
		ran, saved := c.run(ctx, io, text, j)
		if ctx.Err() != nil {
			ran = stopped(ctx)
		}
		for _, err := range []error{ran, saved} {
			if err != nil {
				failed = &failure{status: report(io.err, in(j.name, err))}
			}
		}
		if ctx.Err() != nil {
			return &failure{status: stopped(ctx).status}
		}
	}
	if err := text.err(); err != nil {
		return err
	}
	return failed
}

// in returns an error that names a notebook.
func in(name string, err error) error { return fmt.Errorf("%s: %w", name, err) }

// jobs reads all notebooks before any of them runs: a mistake in the last name
// should not come to light an hour later.
func (c runCommand) jobs() ([]job, error) {
	if c.Output != "" && len(c.Files) > 1 {
		return nil, fmt.Errorf("got %d notebooks and one output file, want one notebook or --inplace", len(c.Files))
	}
	var jobs []job
	for _, file := range c.Files {
		j, err := newJob(file)
		if err != nil {
			return nil, in(file, err)
		}
		switch {
		case c.Inplace:
			j.output, err = newOutput(file)
		case c.Output != "":
			j.output, err = newOutput(c.Output)
		}
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, j)
	}
	return jobs, nil
}

func newJob(file string) (job, error) {
	nb, err := load(file)
	if err != nil {
		return job{}, err
	}
	path, err := filepath.Abs(file)
	return job{name: file, dir: filepath.Dir(path), nb: nb}, err
}

// run runs one notebook and writes it, whatever became of it. It returns what
// went wrong in running and in writing.
func (c runCommand) run(ctx context.Context, io stdio, text *sink, j job) (ran, saved error) {
	term := newConsole(io)
	defer term.close()
	// The kernel outlives an interrupt: its last cell still has to say so.
	client := newKernel(kernelOptions{dir: j.dir}).Connect(context.WithoutCancel(ctx))
	defer client.Close()
	if err := describe(ctx, client, j.nb); err != nil {
		return err, nil
	}
	text.w = term.stdout()
	result, err := notebooks.Run(ctx, client, j.nb, notebooks.Options{
		Timeout: c.Timeout, Timing: c.Timing,
		Stdout: text, Stderr: term.stderr(), Watch: j.watch(term),
	})
	var cell *notebooks.CellError
	if errors.As(err, &cell) {
		term.traceback(cell.Traceback)
	}
	term.close()
	saved = j.save(io)
	if err == nil {
		fmt.Fprintf(io.err, "%s: %d cells in %s\n", j.name, result.Executed, seconds(result.Elapsed))
	}
	return err, saved
}

// watch returns a watcher that shows a run and writes the notebook after each
// cell: a run may be killed.
func (j job) watch(term *console) func(notebooks.Event) {
	return func(e notebooks.Event) {
		term.watch(e)
		if e.State == notebooks.Finished && j.output.path != "" && e.Cell < e.Cells {
			_ = j.output.save(j.nb) // the last save has the word
		}
	}
}

// save writes the notebook, if it is to be written, and says so.
func (j job) save(io stdio) error {
	if j.output.path == "" {
		return nil
	}
	if err := j.output.save(j.nb); err != nil {
		return j.output.rescue(j.nb, err)
	}
	fmt.Fprintf(io.err, "wrote %s\n", j.output.name)
	return nil
}
