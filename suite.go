package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unravel-go/unravel/notebooks"
	"github.com/unravel-go/unravel/notebooks/compare"
	"github.com/unravel-go/unravel/notebooks/junit"
	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// claimsForm is the form in which a table of claims says what it checked; see
// package lib/claims, which this program does not know.
const claimsForm = "application/vnd.unravel.claims+json"

// suite reports a job: a case for each code cell, behind it one for each claim
// that it shows, and one for what went wrong outside of the cells.
func suite(j job, o outcome) junit.Suite {
	s := junit.Suite{Name: filepath.ToSlash(j.name), Start: o.start, Elapsed: o.result.Elapsed}
	class := strings.ReplaceAll(strings.TrimSuffix(s.Name, ".ipynb"), "/", ".")
	for i, c := range j.nb.Cells {
		if c.Type != nbformat.Code || strings.TrimSpace(c.Source) == "" {
			continue
		}
		r := o.cell(i+1, c)
		s.Cases = append(s.Cases, r)
		if r.Verdict != junit.Skipped { // its outputs are those of this run
			s.Cases = append(s.Cases, claimCases(c)...)
		}
	}
	if why := o.outside(); why != nil {
		s.Cases = append(s.Cases, junit.Case{Name: "run", Verdict: junit.Errored, Message: why.Error()})
	}
	for i := range s.Cases {
		s.Cases[i].Class = class
	}
	return s
}

// cell reports a code cell at a position in the notebook.
func (o *outcome) cell(position int, c *nbformat.Cell) junit.Case {
	r := junit.Case{Name: fmt.Sprintf("cell %d: %s", position, notebooks.Title(c.Source))}
	i := slices.IndexFunc(o.cells, func(e notebooks.Event) bool { return e.Position == position })
	if i < 0 {
		r.Verdict, r.Message = junit.Skipped, "not run"
		return r
	}
	r.Elapsed = o.cells[i].Elapsed
	if err := o.cells[i].Err; err != nil {
		r.Verdict, r.Message = junit.Errored, err.Error()
		r.Text = ansi.ReplaceAllString(strings.Join(err.Traceback, "\n"), "")
		if slices.ContainsFunc(claimCases(c), func(k junit.Case) bool { return k.Verdict == junit.Failed }) {
			r.Verdict = junit.Failed
		}
		return r
	}
	if o.compared == nil {
		return r
	}
	differs := func(d compare.Cell) bool { return d.Position == position }
	if i := slices.IndexFunc(o.compared.Cells, differs); i >= 0 {
		r.Verdict, r.Message = junit.Failed, "shows something else than is stored"
		r.Text = strings.Join(o.compared.Cells[i].Found, "\n")
	}
	return r
}

// outside returns what went wrong that no cell is to blame for.
func (o *outcome) outside() error {
	var cell *notebooks.CellError
	var why []error
	differ := o.compared != nil && len(o.compared.Cells) > 0
	if o.ran != nil && !errors.As(o.ran, &cell) && !differ {
		why = append(why, o.ran)
	}
	return errors.Join(append(why, o.saved)...)
}

// claimCases reports the claims that a cell shows.
func claimCases(c *nbformat.Cell) []junit.Case {
	var cases []junit.Case
	for _, o := range c.Outputs {
		rows, _ := o.Data[claimsForm].([]any)
		for _, row := range rows {
			of, _ := row.(map[string]any)
			text := func(name string) string { s, _ := of[name].(string); return s }
			k := junit.Case{Name: "claim: " + text("claim")}
			if of["holds"] != true {
				k.Verdict = junit.Failed
				k.Message = fmt.Sprintf("got %s, want %s", text("ours"), text("threshold"))
				k.Text = "the paper has " + cmp.Or(text("paper"), "no number")
			}
			cases = append(cases, k)
		}
	}
	return cases
}
