package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/unravel-go/unravel/notebooks"
	"github.com/unravel-go/unravel/notebooks/compare"
)

type runCommand struct {
	Files   []string      `arg:"" name:"FILE" help:"Notebooks or folders of them, each notebook run in a kernel of its own; or one Go program (.go) and its arguments, behind --."`
	Output  string        `short:"o" help:"Write the executed notebook to a file." xor:"output" placeholder:"OUT.ipynb"`
	Inplace bool          `help:"Write the executed notebook over the original." xor:"output"`
	Timeout time.Duration `help:"Stop a cell that takes longer, such as 90s or 5m." placeholder:"DURATION"`
	Timing  bool          `help:"Record in the written notebook when each cell ran."`
	Check   bool          `help:"Compare what the cells show with what is stored in the notebook; fail if a reader would see a difference."`
	Param   []string      `sep:"none" help:"Give a variable of the cell tagged parameters another value. May be repeated." placeholder:"NAME=VALUE"`
	Jobs    int           `short:"j" default:"1" help:"Run so many notebooks at once." placeholder:"N"`
	Report  string        `help:"Write a report in JUnit's format: a suite for each notebook, a case for each cell and each claim." placeholder:"OUT.xml"`
}

// Help says what becomes of a notebook whose run ends early, and how to mark
// cells.
func (runCommand) Help() string {
	return "The executed notebook is written after each cell. What a cell's process does not survive, " +
		"such as concurrent map writes or too little memory, is an error of that cell like any other.\n\n" +
		"Tags of a cell: parameters (its variables are what --param sets), machine-dependent or nbval-ignore-output " +
		"(--check runs it and does not compare), raises-exception (it may fail), skip-execution. Where the stored " +
		"outputs are those of another instruction set, as the notebook's footer says, --check compares nothing: " +
		"it runs the cells, and with them checks the claims."
}

func (c runCommand) Run(ctx context.Context, io stdio, args programArgs) error {
	surviveBrokenPipe()
	ctx, stop := stopAtSignal(ctx)
	defer stop()
	if err := c.conflict(); err != nil {
		return &failure{status: statusUsage, err: err}
	}
	if isScript(c.Files[0]) {
		return script(ctx, io, c.Files[0], append(c.Files[1:], args...))
	}
	jobs, err := c.jobs()
	if err != nil {
		return &failure{status: statusUsage, err: err}
	}
	c.Jobs = min(c.Jobs, len(jobs))
	log, err := newJournal(c.Report, jobs)
	if err != nil {
		return &failure{status: statusUsage, err: err}
	}
	lost := c.runAll(ctx, io, log)
	if len(jobs) > 1 {
		summarize(io.err, log)
	}
	unreported := log.save()
	switch {
	case unreported != nil:
		return unreported
	case ctx.Err() != nil:
		return &failure{status: stopped(ctx).status}
	case lost != nil:
		return lost
	case log.failed():
		return &failure{status: statusFailed}
	}
	return nil
}

// conflict says which flags cannot be meant together.
func (c runCommand) conflict() error {
	switch {
	case isScript(c.Files[0]) && (c.Check || len(c.Param) > 0 || c.Jobs != 1 || c.Report != ""):
		return fmt.Errorf("%s: got a Go program, want notebooks for --check, --param, -j and --report", c.Files[0])
	case c.Jobs < 1:
		return fmt.Errorf("got -j %d, want at least 1", c.Jobs)
	case c.Check && c.Inplace:
		return errors.New("got --check and --inplace, which overwrites what --check compares with; want one of them, or -o")
	}
	return nil
}

// in returns an error that names a notebook.
func in(name string, err error) error { return fmt.Errorf("%s: %w", name, err) }

// one runs one notebook, writes it, whatever became of it, and says what went
// wrong.
func (c runCommand) one(ctx context.Context, io stdio, text *sink, j job) outcome {
	o := c.run(ctx, io, text, j)
	if ctx.Err() != nil {
		o.ran = stopped(ctx)
	}
	for _, err := range []error{o.ran, o.saved} {
		if err != nil {
			report(io.err, in(j.name, err))
		}
	}
	return o
}

func (c runCommand) run(ctx context.Context, io stdio, text *sink, j job) (o outcome) {
	o.start = time.Now()
	term := newConsole(io)
	defer term.close()
	// The kernel outlives an interrupt: its last cell still has to say so.
	client := newKernel(kernelOptions{dir: j.dir, threads: c.threads()}).Connect(context.WithoutCancel(ctx))
	defer client.Close()
	if o.ran = describe(ctx, client, j.nb); o.ran != nil {
		return o
	}
	text.w = term.stdout()
	stored := compare.Store(j.nb)
	show := j.watch(term)
	o.result, o.ran = notebooks.Run(ctx, client, j.nb, notebooks.Options{
		Timeout: c.Timeout, Timing: c.Timing, Stdout: text, Stderr: term.stderr(),
		Watch: func(e notebooks.Event) { o.note(e); show(e) },
	})
	var cell *notebooks.CellError
	if errors.As(o.ran, &cell) {
		term.traceback(cell.Traceback)
	}
	term.close()
	o.saved = j.save(io)
	if o.ran == nil {
		fmt.Fprintf(io.err, "%s: %d cells in %s\n", j.name, o.result.Executed, seconds(o.result.Elapsed))
	}
	if c.Check {
		o.check(io.err, j, stored.Compare())
	}
	return o
}

// threads returns how many threads each of several notebooks gets that run at
// once, so that together they have as many as there are processors: threads that
// wait for one another, as those of a training do, must not wait for a
// processor besides. 0: as many as there are.
func (c runCommand) threads() int {
	if c.Jobs == 1 {
		return 0
	}
	return max(1, runtime.NumCPU()/c.Jobs)
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
