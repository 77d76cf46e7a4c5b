package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/unravel-go/unravel/notebooks"
	"github.com/unravel-go/unravel/notebooks/compare"
)

// outcome is what became of a job. The zero value is that of one that did not
// begin.
type outcome struct {
	start    time.Time
	result   notebooks.Result
	cells    []notebooks.Event // of each cell that ended
	ran      error             // why the run does not pass
	saved    error             // why the notebook was not written
	compared *compare.Report   // with what was stored; nil: not asked for
}

// note remembers how cells end.
func (o *outcome) note(e notebooks.Event) {
	if e.State == notebooks.Finished {
		o.cells = append(o.cells, e)
	}
}

// begun reports whether the job ran at all.
func (o *outcome) begun() bool { return !o.start.IsZero() }

// failed reports whether something went wrong.
func (o *outcome) failed() bool { return o.ran != nil || o.saved != nil }

// check says what a comparison found. A difference fails a run that passed
// otherwise.
func (o *outcome) check(w io.Writer, j job, r compare.Report) {
	o.compared = &r
	for _, c := range r.Cells {
		fmt.Fprintf(w, "%s: %s shows something else than is stored\n", j.name, cellName(c.Position, j))
		for _, found := range c.Found {
			fmt.Fprintln(w, "  "+strings.ReplaceAll(found, "\n", "\n  "))
		}
	}
	switch {
	case o.ran != nil:
	case r.There != "":
		fmt.Fprintf(w, "%s: ran, outputs not compared: those stored are of %s, and this is %s\n", j.name, r.There, r.Here)
	case r.Bare:
		o.ran = &failure{
			status: statusFailed,
			err:    errors.New("no outputs are stored to compare with"),
			hint:   "unravel run --inplace stores what the cells show",
		}
	case len(r.Cells) == 0:
		fmt.Fprintf(w, "%s: %d cells show what is stored\n", j.name, r.Compared)
	default:
		o.ran = &failure{
			status: statusFailed,
			err:    fmt.Errorf("%d of %d cells show something else than is stored", len(r.Cells), r.Compared),
			hint:   "if that is right, unravel run --inplace stores what they show now",
		}
	}
}

// cellName names a cell as the messages of a run do: cell 5 (In[3]).
func cellName(position int, j job) string {
	count := j.nb.Cells[position-1].ExecutionCount
	if count == nil {
		return fmt.Sprintf("cell %d", position)
	}
	return fmt.Sprintf("cell %d (In[%d])", position, *count)
}
