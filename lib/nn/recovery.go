package nn

import "gorgonia.org/gorgonia"

// recovery is where the backward pass finds values that the forward pass has
// computed and nobody has kept. Operations say how they differentiate in terms of
// their inputs and output; they are handed the recovered ones, and know nothing of it.
type recovery struct {
	again  map[*gorgonia.Node]*gorgonia.Node // the first value, and where it is computed again
	firsts map[*gorgonia.Node]*gorgonia.Node // and the other way round
}

func newRecovery() *recovery {
	return &recovery{
		again:  make(map[*gorgonia.Node]*gorgonia.Node),
		firsts: make(map[*gorgonia.Node]*gorgonia.Node),
	}
}

// note has the backward pass read a value that is computed again from now on.
func (r *recovery) note(first, again *gorgonia.Node) {
	r.again[first], r.firsts[again] = again, first
}

// of is where the backward pass finds a value.
func (r *recovery) of(value *gorgonia.Node) *gorgonia.Node {
	if again, ok := r.again[value]; ok {
		return again
	}
	return value
}

func (r *recovery) all(values gorgonia.Nodes) gorgonia.Nodes {
	all := make(gorgonia.Nodes, len(values))
	for i, v := range values {
		all[i] = r.of(v)
	}
	return all
}

// first is the value that another one recovers: it is the one that gradients are of.
func (r *recovery) first(value *gorgonia.Node) *gorgonia.Node {
	if first, ok := r.firsts[value]; ok {
		return first
	}
	return value
}
