package compare

import (
	"slices"

	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// MachineDependent is the tag of a cell whose outputs differ from machine to
// machine, such as versions and times.
const MachineDependent = "machine-dependent"

// ignored are the tags of cells whose outputs are not compared: ours and
// nbval's.
var ignored = []string{MachineDependent, "nbval-ignore-output"}

// tagRaises is the tag of a cell that is expected to fail.
const tagRaises = "raises-exception"

// Stored are the outputs of a notebook as they were before a run.
type Stored struct {
	cells []storedCell
}

type storedCell struct {
	position int
	cell     *nbformat.Cell
	outputs  []*nbformat.Output
}

// Store remembers the outputs of a notebook, which a run replaces.
func Store(nb *nbformat.Notebook) *Stored {
	s := &Stored{}
	for i, c := range nb.Cells {
		if c.Type == nbformat.Code {
			s.cells = append(s.cells, storedCell{i + 1, c, slices.Clone(c.Outputs)})
		}
	}
	return s
}

// Report is what a comparison found.
type Report struct {
	Compared int    // cells whose outputs were compared
	Cells    []Cell // those that differ

	// Here and There, unless empty, are why nothing was compared: the
	// arithmetic of this run and of the stored one.
	Here, There string

	// Bare: the cells show something, and the notebook has no outputs stored at all.
	// Cells is empty then: which of them differ says nothing.
	Bare bool
}

// Cell is a cell that shows something else than what is stored.
type Cell struct {
	Position int // in the notebook, from 1, Markdown cells counted, before the run
	Cell     *nbformat.Cell
	Found    []string // the differences, each a line that says which and then the lines that differ
}

// Compare compares the outputs that the notebook has now with the stored ones.
// Cells that did not run and cells that failed are left out: their run has said
// so.
func (s *Stored) Compare() Report {
	var after []*nbformat.Output
	for _, c := range s.cells {
		after = append(after, c.cell.Outputs...)
	}
	if there, here := s.Arithmetic(), arithmetic(after); there != "" && here != "" && there != here {
		return Report{Here: here, There: there}
	}
	var r Report
	for _, c := range s.cells {
		if !c.comparable() {
			continue
		}
		r.Compared++
		if found := Outputs(c.outputs, c.cell.Outputs); len(found) > 0 {
			r.Cells = append(r.Cells, Cell{c.position, c.cell, found})
		}
	}
	if len(r.Cells) > 0 && s.bare() {
		r.Bare, r.Cells = true, nil
	}
	return r
}

// bare reports whether no outputs are stored, as in a notebook that never ran or
// that a tool has stripped for version control.
func (s *Stored) bare() bool {
	return !slices.ContainsFunc(s.cells, func(c storedCell) bool { return len(c.outputs) > 0 })
}

// Arithmetic is what the stored numbers depend on, such as "amd64 avx512"; empty if
// no footer says it.
func (s *Stored) Arithmetic() string {
	var all []*nbformat.Output
	for _, c := range s.cells {
		all = append(all, c.outputs...)
	}
	return arithmetic(all)
}

// comparable reports whether a cell ran through and may be held to what it
// showed before.
func (c storedCell) comparable() bool {
	if c.cell.ExecutionCount == nil || slices.ContainsFunc(ignored, c.cell.HasTag) {
		return false
	}
	failed := func(o *nbformat.Output) bool { return o.Type == nbformat.Error }
	return c.cell.HasTag(tagRaises) || !slices.ContainsFunc(c.cell.Outputs, failed)
}

// footer is the form in which a notebook's footer says what its numbers depend
// on: an object with the field arithmetic.
const footer = "application/vnd.unravel.footer+json"

// arithmetic returns what the numbers of a run depend on, such as "amd64
// avx512"; empty if no output says it.
func arithmetic(outputs []*nbformat.Output) string {
	for _, o := range outputs {
		if form, ok := o.Data[footer].(map[string]any); ok {
			a, _ := form["arithmetic"].(string)
			return a
		}
	}
	return ""
}
