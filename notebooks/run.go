package notebooks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// Kernel is what runs cells; a [kernel.Client] does.
type Kernel interface {
	// Execute runs code and returns when the cell has ended, which it does
	// soon after ctx. Everything the cell puts out reaches on before that.
	Execute(ctx context.Context, code string, on func(kernel.Output)) (kernel.Reply, error)
}

var _ Kernel = (*kernel.Client)(nil)

// Options are the options of [Run]. The zero value runs without limits and
// without a sound.
type Options struct {
	// Timeout is how long a cell may take; 0: as long as it likes.
	Timeout time.Duration

	// Stdout and Stderr take what the cells write there; Stdout also takes the
	// text of what they show, except progress bars. Nil: nowhere.
	Stdout, Stderr io.Writer

	// Watch is told what happens, from the goroutine that it happens on. Nil:
	// nobody.
	Watch func(Event)

	// Timing records in each cell's metadata when it ran, as Jupyter does. The
	// file then differs from run to run.
	Timing bool
}

// Event is a step of a run.
type Event struct {
	State       State
	Cell, Cells int           // the cell's position among the cells that run, from 1, and their number
	Position    int           // the cell's position in the notebook, from 1, Markdown cells counted
	Title       string        // the cell's first line of code
	Count       int           // the cell's execution count; 0 as long as it is not known
	Progress    string        // of Progressed: the bar
	Elapsed     time.Duration // since the cell started
	Err         *CellError    // of Finished: why the cell failed; nil if it did not
}

// State is what an [Event] is about.
type State int

const (
	Started    State = iota // a cell starts
	Progressed              // a running cell's progress bar moved
	Finished                // a cell ended
)

// CellError is the failure of a cell.
type CellError struct {
	Cell      int // position in the notebook, from 1, Markdown cells counted
	Count     int // execution count, as in In[Count]; 0 if unknown
	Name      string
	Value     string
	Traceback []string
	Timeout   time.Duration // not 0: the cell was stopped after this time
}

// Error says which cell failed and why, on one line.
func (e *CellError) Error() string {
	if e.Timeout > 0 {
		return fmt.Sprintf("cell %d (In[%d]) was stopped after %v", e.Cell, e.Count, e.Timeout)
	}
	return fmt.Sprintf("cell %d (In[%d]) failed: %s: %s", e.Cell, e.Count, e.Name, e.Value)
}

// Result is what a run did.
type Result struct {
	Cells    int // cells with code
	Executed int // cells that ran, the failed one included
	Elapsed  time.Duration
}

// Cells with these tags are treated in a way of their own, as by nbclient.
const (
	tagRaises = "raises-exception" // the cell may fail
	tagSkip   = "skip-execution"   // the cell does not run
)

// errTimeout is the cause by which a cell's context ends at its own limit.
var errTimeout = errors.New("notebooks: the cell took too long")

// errStuck is the error of a cell that goes on after it was told to stop.
var errStuck = errors.New("notebooks: the cell does not stop")

// patience is how long a cell that was told to stop may take to do so.
const patience = 10 * time.Second

// Run executes the code cells of a notebook from the first to the last and
// puts their outputs into it. It stops at the first cell that fails, unless
// the cell has the tag raises-exception. Whatever it returns, the notebook
// holds all outputs up to there.
//
// The error is a [*CellError] if a cell failed or took too long, and that of
// ctx if it ended.
func Run(ctx context.Context, k Kernel, nb *nbformat.Notebook, o Options) (Result, error) {
	start := time.Now()
	cells := prepare(nb)
	r := &run{kernel: k, options: o, places: places{}, total: len(cells)}
	result := Result{Cells: len(cells)}
	for i, at := range cells {
		if err := ctx.Err(); err != nil {
			result.Elapsed = time.Since(start)
			return result, err
		}
		result.Executed++
		if err := r.cell(ctx, i+1, at+1, nb.Cells[at]); err != nil {
			result.Elapsed = time.Since(start)
			return result, err
		}
	}
	result.Elapsed = time.Since(start)
	return result, nil
}

// prepare removes old outputs and returns the positions of the cells to run.
func prepare(nb *nbformat.Notebook) []int {
	var positions []int
	for i, c := range nb.Cells {
		if c.Type != nbformat.Code {
			continue
		}
		if c.HasTag(tagSkip) {
			continue
		}
		c.Outputs, c.ExecutionCount = nil, nil
		delete(c.Metadata, "execution")
		if strings.TrimSpace(c.Source) != "" {
			positions = append(positions, i)
		}
	}
	return positions
}

// run is one run of a notebook.
type run struct {
	kernel  Kernel
	options Options
	places  places
	total   int
}

// cell runs one cell: the n-th to run, at a position in the notebook.
func (r *run) cell(ctx context.Context, n, position int, c *nbformat.Cell) error {
	start := time.Now()
	event := Event{Cell: n, Cells: r.total, Position: position, Title: Title(c.Source)}
	watch := func(s State, change func(*Event)) {
		if r.options.Watch == nil {
			return
		}
		event := event
		event.State, event.Elapsed = s, time.Since(start)
		if change != nil {
			change(&event)
		}
		r.options.Watch(event)
	}
	watch(Started, nil)
	col := newCollector(c, r.places, r.options)
	col.progress = func(bar string) { watch(Progressed, func(e *Event) { e.Progress = bar }) }

	cellCtx, cancel := ctx, func() {}
	if r.options.Timeout > 0 {
		cellCtx, cancel = context.WithTimeoutCause(ctx, r.options.Timeout, errTimeout)
	}
	reply, err := r.execute(cellCtx, c.Source, col)
	late := context.Cause(cellCtx) == errTimeout && reply.Status != "ok"
	cancel()
	if r.options.Timing {
		recordTiming(c, start, time.Now())
	}

	failure := r.failure(position, c, reply, late)
	watch(Finished, func(e *Event) { e.Count, e.Err = reply.ExecutionCount, failure })
	switch {
	case err != nil && !late:
		return fmt.Errorf("cell %d: %w", position, errors.Join(ctx.Err(), err))
	case ctx.Err() != nil:
		return ctx.Err()
	case failure != nil:
		return failure
	}
	return nil
}

// execute runs code. It gives up on a cell that does not stop when it is told
// to: code that never looks at its context cannot be stopped in one process.
func (r *run) execute(ctx context.Context, code string, col *collector) (kernel.Reply, error) {
	type outcome struct {
		reply kernel.Reply
		err   error
	}
	ended := make(chan outcome, 1)
	go func() {
		reply, err := r.kernel.Execute(ctx, code, col.add)
		ended <- outcome{reply, err}
	}()
	select {
	case o := <-ended:
		col.close(o.reply)
		return o.reply, o.err
	case <-ctx.Done():
	}
	select {
	case o := <-ended:
		col.close(o.reply)
		return o.reply, o.err
	case <-time.After(patience):
		col.close(kernel.Reply{})
		return kernel.Reply{}, errStuck
	}
}

// failure returns why a cell failed, nil if it did not or was allowed to.
func (r *run) failure(position int, c *nbformat.Cell, reply kernel.Reply, late bool) *CellError {
	if !late && (reply.Status == "ok" || c.HasTag(tagRaises)) {
		return nil
	}
	e := &CellError{Cell: position, Name: reply.EName, Value: reply.EValue, Traceback: reply.Traceback}
	if c.ExecutionCount != nil { // a cell that does not stop has a count and no reply
		e.Count = *c.ExecutionCount
	}
	if late {
		e.Timeout = r.options.Timeout
	}
	return e
}

// Title returns the first line of code that says something.
func Title(source string) string {
	first := ""
	for line := range strings.SplitSeq(source, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if first == "" {
			first = line
		}
		if !strings.HasPrefix(line, "//") {
			return line
		}
	}
	return first
}

// recordTiming writes the metadata that JupyterLab shows as the time a cell
// took.
func recordTiming(c *nbformat.Cell, start, end time.Time) {
	if c.Metadata == nil {
		c.Metadata = map[string]any{}
	}
	const layout = "2006-01-02T15:04:05.000000Z"
	s, e := start.UTC().Format(layout), end.UTC().Format(layout)
	c.Metadata["execution"] = map[string]any{
		"iopub.status.busy": s, "iopub.execute_input": s, "shell.execute_reply": e, "iopub.status.idle": e,
	}
}
