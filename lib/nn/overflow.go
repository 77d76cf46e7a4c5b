package nn

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorgonia.org/gorgonia"
)

// errOverflow ends a run that looks for numbers that are not finite.
var errOverflow = errors.New("nn: got a number that is not finite")

// FirstNotFinite runs the batch that was run last once more, with the same random
// numbers, and says which operation is the first whose output is not finite, such
// as "conv2d layer1.0.conv1.weight, in part 3 of 55", or "the images" if those that
// were loaded are not; it is empty if there is none. The search reads every output and
// is for the end of a run gone wrong: the batch then counts as not run.
func (m *Machine) FirstNotFinite(ctx context.Context) (string, error) {
	if err := m.begin("FirstNotFinite"); err != nil {
		return "", err
	}
	defer m.end()
	if !m.ran {
		return "", errors.New("nn: FirstNotFinite: got no run of the batch that was loaded, want one")
	}
	s := m.b.state
	if !finiteValue(m.b.input.node.Value()) {
		m.ran = false
		return "the images", nil
	}
	runs := s.runs
	s.runs-- // to draw what the last run drew
	s.watching, s.overflow = true, nil
	err := m.through(ctx)
	s.watching, m.ran, s.runs = false, false, runs
	if s.overflow == nil {
		return "", err
	}
	return m.b.place(s.overflow), nil
}

// watch returns an error if a search is on and the output is not finite.
func (o *op) watch() error {
	if !o.state.watching || o.absent || finiteValue(o.last) {
		return nil
	}
	o.state.overflow = o
	return errOverflow
}

func finiteValue(v gorgonia.Value) bool {
	switch d := v.Data().(type) {
	case []float32:
		return finite(d)
	case []float64:
		return finite(d)
	case float32:
		return finite([]float32{d})
	case float64:
		return finite([]float64{d})
	}
	return true
}

// place names an operation by the parameters that it reads and its block.
func (b *Builder) place(o *op) string {
	place := o.name
	said := func(name string) bool { return strings.Contains(o.name, name) }
	if names := b.reads(o); len(names) > 0 && !slices.ContainsFunc(names, said) {
		place += " of " + strings.Join(names, ", ")
	}
	if i := slices.Index(b.gates, o.gate); o.gate != nil && i >= 0 {
		place += fmt.Sprintf(", in part %d of %d", i+1, len(b.gates))
	}
	return place
}

// reads are the names of the parameters among an operation's inputs.
func (b *Builder) reads(o *op) []string {
	var names []string
	for _, n := range b.graph.AllNodes() {
		if n.Op() != gorgonia.Op(o) {
			continue
		}
		for _, p := range b.params {
			if b.graph.HasEdgeFromTo(n.ID(), b.nodes[p].ID()) {
				names = append(names, p.Name)
			}
		}
	}
	return names
}
