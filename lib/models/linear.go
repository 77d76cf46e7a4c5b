package models

import (
	"strings"

	"github.com/unravel-go/unravel/lib/nn"
)

// Linear is a branch for states that are vectors, a matrix without offset:
//
//	f(x) = W·x
//
// A network of such blocks is a matrix too, and what a step makes of it can be written
// down: for W the same number z in each block, one of forward Euler multiplies by
// 1 + z. It is there to hold schemes to that, and to count paths exactly.
type Linear struct{}

type linearLayers struct{ conv nn.Conv } // of one pixel: the offset that nn.Linear has is left out

func (Linear) make(m *maker, name string, out, _ int) residual {
	return &linearLayers{m.conv(name+".conv1", out, 1, 1)}
}

func (l *linearLayers) forward(b *nn.Builder, x nn.Node) nn.Node { return b.Conv2D(x, l.conv) }

func (Linear) kind() string { return "Linear" }

func (Linear) checkVectors(func(string, ...any) error) error { return nil }

func (Linear) sizeOf(d float64) (params, values float64) { return d * d, d }

// vectorBranch is a branch of states that are vectors.
type vectorBranch interface {
	Branch
	kind() string
	checkVectors(mistake func(string, ...any) error) error
	sizeOf(d float64) (params, values float64) // of the branch alone, for states of d values
}

// vectors returns the branch if states are vectors.
func (c Config) vectors() (v vectorBranch, ok bool) {
	switch b := c.Branch.(type) {
	case Dense:
		return b, true
	case Linear:
		return b, true
	}
	b, ok := c.anywhere() // no pointer to a branch
	return b, ok && c.Depth == 0
}

// blocksOf says how many blocks there are of a branch of vectors, in words.
func blocksOf(v vectorBranch) string { return strings.ToLower(v.kind()) + " blocks" }
