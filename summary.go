package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/unravel-go/unravel/notebooks"
)

// summarize writes a line about each of several notebooks.
func summarize(w io.Writer, log *journal) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "notebook\tcells\ttime\tresult")
	for i, j := range log.jobs {
		o := &log.outcomes[i]
		cells, time := "–", "–"
		if o.begun() {
			cells, time = fmt.Sprintf("%d of %d", o.result.Executed, o.result.Cells), seconds(o.result.Elapsed)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", j.name, cells, time, o.verdict())
	}
	_ = table.Flush() // nobody is left to be told
}

// verdict says in a few words how a job went.
func (o *outcome) verdict() string {
	var cell *notebooks.CellError
	switch {
	case !o.begun():
		return "not run"
	case errors.As(o.ran, &cell) && cell.Timeout > 0:
		return fmt.Sprintf("cell %d took too long", cell.Cell)
	case errors.As(o.ran, &cell):
		return fmt.Sprintf("cell %d failed", cell.Cell)
	case o.ran != nil:
		return o.ran.Error()
	case o.saved != nil:
		return "not written"
	case o.compared == nil:
		return "ok"
	case o.compared.There != "":
		return "ok, not compared"
	}
	return "ok, as stored"
}
