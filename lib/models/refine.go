package models

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/unravel-go/unravel/lib/nn"
)

// maxRefined bounds how often the blocks of a network may be doubled.
const maxRefined = 12

// Refine returns a network with twice the blocks and half the step size, each block
// there twice: the same equation u' = f(t, u), since f jumps at the same depths to the
// same branch, in finer steps ([Net.Field]). Training that goes on from there is
// multi-level training (Chang et al. 2018): most of its steps are taken while the network
// is small.
//
// Blocks that change the shape are no steps and stay single. The configuration is the
// same but for [Config.Refined]; the net itself is not changed. A coefficient k that the
// first block has not is 0 in its copy.
func (n *Net) Refine() (*Net, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	return n.resized(n.config.Refined+1, func(i int) []int { return []int{i / 2} })
}

// Coarsen is the inverse of [Net.Refine]: a network with half the blocks and twice the
// step size, each the mean of the two in whose place it stands.
func (n *Net) Coarsen() (*Net, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	if n.config.Refined == 0 {
		return nil, fmt.Errorf("models: Coarsen: got %s, want a network that has been refined", n.name)
	}
	return n.resized(n.config.Refined-1, func(i int) []int { return []int{2 * i, 2*i + 1} })
}

// resized builds the network anew and fills in the means of the blocks that a block
// stands for.
func (n *Net) resized(refined int, of func(i int) []int) (*Net, error) {
	c := n.config
	c.Refined = refined
	other, err := makeNet(n.family.name, c)
	if err != nil {
		return nil, err
	}
	other.notes = n.notes
	known := make(map[string]*nn.Param)
	for _, p := range n.params {
		known[p.Name] = p
	}
	for _, p := range other.params {
		values := make([]float64, p.Len())
		sources := n.sources(p.Name, of)
		for _, name := range sources {
			if known[name] == nil {
				continue // a coefficient of a block that begins the scheme
			}
			for i, v := range known[name].Float64s() {
				values[i] += v / float64(len(sources))
			}
		}
		if err := p.Set(values); err != nil {
			return nil, err
		}
	}
	return other, nil
}

// sources are the names of the parameters that one of another size stands for.
func (n *Net) sources(name string, of func(i int) []int) []string {
	parts := strings.SplitN(name, ".", 3)
	stage, err := strconv.Atoi(strings.TrimPrefix(parts[0], "layer"))
	if err != nil || len(parts) < 3 {
		return []string{name} // of stem or head
	}
	index, err := strconv.Atoi(parts[1])
	first := 0 // of the blocks that keep the shape
	if n.stages[stage-1].Blocks[0].Transition {
		first = 1
	}
	if err != nil || index < first {
		return []string{name}
	}
	var names []string
	for _, i := range of(index - first) {
		names = append(names, fmt.Sprintf("%s.%d.%s", parts[0], i+first, parts[2]))
	}
	return names
}

// refined is how many blocks there are of so many, of which the first perhaps changes
// the shape.
func (c Config) refined(blocks int, transition bool) int {
	if transition {
		return 1 + (blocks-1)<<c.Refined
	}
	return blocks << c.Refined
}

// checkRefined returns what is wrong with a network in finer steps.
func (f family) checkRefined(c Config) error {
	if c.Refined == 0 {
		return nil
	}
	switch f.stepOf(c).(type) {
	case Euler, Multistep, Midpoint, Leapfrog, Momentum, Hamiltonian, RungeKutta:
	default:
		return f.mistake("Refined %d, want 0: its blocks have no step size", c.Refined)
	}
	switch {
	case c.Refined < 0 || c.Refined > maxRefined:
		return f.mistake("Refined %d, want 0 to %d", c.Refined, maxRefined)
	case c.Order == Original:
		return f.mistake("Refined %d in the original order, which has no step size, want PreActivation", c.Refined)
	}
	return nil
}
