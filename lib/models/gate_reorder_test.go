package models

import (
	"fmt"
	"slices"
	"testing"
)

// A block with the layers of another is the network built so, and so are two that
// trade places: all pairs that are built alike.
func TestReorderIsTheNetworkBuiltSo(t *testing.T) {
	families := make(map[string]bool)
	eachFamily(t, func(t *testing.T, net *Net) {
		blocks := net.Blocks()
		for _, o := range modes[:2] {
			r := graph(t, net, o)
			whole := result(t, net, r, 5)
			for i := range blocks {
				for j := range blocks {
					if i == j || !blocks[i].Alike(blocks[j]) {
						continue
					}
					families[t.Name()] = true
					trades := j > i // or block i alone has others
					order := map[int]int{i: j}
					if trades {
						order[j] = i
					}
					for at, from := range order {
						r.Blocks[at].Instead = r.Blocks[from]
					}
					got := result(t, net, r, 5)
					r.Blocks[i].Instead, r.Blocks[j].Instead = nil, nil
					other := net.built(func(k int, u update) update {
						if from, ok := order[k]; ok {
							return having(u, blocks[from].update)
						}
						return u
					})
					what := fmt.Sprintf("%+v, %v", o, order)
					mustEqual(t, what, got, result(t, net, graph(t, other, o), 5))
					if slices.Equal(got[""], whole[""]) {
						t.Errorf("%s: got the outputs of the blocks in order", what)
					}
				}
			}
		}
	})
	// Short ones of bottlenecks, VGG-11 and FractalNet have no two in a stage.
	if got, want := len(families), len(gatedFamilies)-5; got < want {
		t.Errorf("got blocks that are built alike in %d families, want at least %d", got, want)
	}
}

// having is a block with the branch of another.
func having(u, of update) update {
	switch u := u.(type) {
	case *eulerStep:
		c := *u
		c.layers = layersOf(of)
		return &c
	case *multistepStep:
		c := *u
		c.layers = layersOf(of)
		return &c
	case *recurrence:
		c := *u
		c.layers = layersOf(of)
		return &c
	case *reversibleStep:
		c := *u
		c.layers = of.(*reversibleStep).layers
		return &c
	case *layerStep:
		c := *u
		c.layers = of.(*layerStep).layers
		return &c
	case *highwayStep:
		c := *u
		c.layers, c.gate = of.(*highwayStep).layers, of.(*highwayStep).gate
		return &c
	}
	return of // has nothing of its own beside the branch
}

// layersOf is the branch of a step along one.
func layersOf(u update) residual {
	switch u := u.(type) {
	case *multistepStep:
		return u.layers
	case *recurrence:
		return u.layers
	}
	return u.(*eulerStep).layers
}
