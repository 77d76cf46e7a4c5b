package nn

import (
	"math"
	"slices"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// ColumnDrop is drop-path in a network of columns (Larsson et al. 2017). In each run
// of a graph for training, with probability Global one column is drawn for the whole
// graph, and takes part alone. Otherwise each join drops each of its values with
// probability Local, but at least one stays.
type ColumnDrop struct {
	Local, Global float64
}

// Columns joins the columns of a network.
type Columns struct {
	b     *Builder
	count int
	drop  ColumnDrop
	draw  random // of the whole graph
}

// Columns returns the joins of so many columns. A graph has one set of columns, so
// that the one that is drawn is the same everywhere: asked again, it is returned.
func (b *Builder) Columns(count int, drop ColumnDrop) *Columns {
	switch {
	case b.err != nil:
	case count < 1:
		b.fail("Columns", "%d columns, want at least 1", count)
	case !share(drop.Local) || !share(drop.Global):
		b.fail("Columns", "probabilities %v to drop a path and %v to draw a column, want both from 0 to 1", drop.Local, drop.Global)
	case b.columns == nil:
		b.columns = &Columns{b: b, count: count, drop: drop, draw: b.random()}
	case b.columns.count != count || b.columns.drop != drop:
		b.fail("Columns", "%d columns with %+v beside %d with %+v, want one set in a graph", count, drop, b.columns.count, b.columns.drop)
	}
	if b.err != nil {
		return &Columns{b: b}
	}
	return b.columns
}

// share reports whether a number is a probability.
func share(p float64) bool { return p >= 0 && p <= 1 }

// Mean adds a join: the mean of the values of the last columns, one value of each, all
// of one shape. In a graph for training it is the mean of those that take part in
// the run. A join of columns without the one that is drawn takes all: what
// reads it takes no part.
func (c *Columns) Mean(xs ...Node) Node {
	b := c.b
	if !b.ready("Mean", xs) {
		return Node{}
	}
	if len(xs) == 0 || len(xs) > c.count {
		b.fail("Mean", "%d values of %d columns, want one of each that is joined", len(xs), c.count)
		return Node{}
	}
	for _, x := range xs {
		if !x.sameShape(xs[0]) {
			b.fail("Mean", "values of %v and %v, want the same shape", xs[0], x)
			return Node{}
		}
	}
	switch {
	case len(xs) == 1:
		return xs[0]
	case !b.stirs() || c.drop == ColumnDrop{}:
		weights := make([]float64, len(xs))
		for i := range weights {
			weights[i] = 1 / float64(len(xs))
		}
		return b.Weighted(weights, xs...)
	}
	y := Node{C: xs[0].C, H: xs[0].H, W: xs[0].W}
	y.node = pick(b, meanOf[float32], meanOf[float64])(c, slices.Clone(xs))
	return y
}

// weights of the values in the run at hand: 0 for those that are dropped, and for the
// others one over their number.
func (c *Columns) weights(local random, weights []float64) {
	n, graph, join := len(weights), c.draw.now(), local.now()
	alone := graph.Uniform(0) < c.drop.Global
	drawn := choice(graph.Uniform(1), c.count) - (c.count - n) // below 0: none of these
	left := 0.0
	for i := range weights {
		stays := !alone && join.Uniform(uint64(i)) >= c.drop.Local || alone && (drawn < 0 || drawn == i)
		if weights[i] = 0; stays {
			weights[i] = 1
			left++
		}
	}
	if left == 0 {
		weights[choice(join.Uniform(uint64(n)), n)], left = 1, 1
	}
	for i := range weights {
		weights[i] /= left
	}
}

// choice is one of n, from a number in [0, 1).
func choice(u float64, n int) int { return min(n-1, int(math.Floor(u*float64(n)))) }

func meanOf[T compute.Float](c *Columns, xs []Node) *gorgonia.Node {
	b, local := c.b, c.b.random()
	in := make(gorgonia.Nodes, len(xs))
	for i, x := range xs {
		in[i] = x.node
	}
	o := b.newOp("mean of columns", b.blocked(xs[0]), len(in))
	weights := make([]float64, len(xs))
	o.kernel = kernel(o, func(y []T, in [][]T) {
		c.weights(local, weights)
		y = y[:b.valid(xs[0]).Len()]
		begun := false
		for i, w := range weights {
			switch {
			case w == 0:
			case begun:
				compute.AddScaled(b.pool, y, y, in[i][:len(y)], T(w))
			default:
				compute.Scale(b.pool, y, in[i][:len(y)], T(w))
				begun = true
			}
		}
	})
	o.diff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		grads := make(gorgonia.Nodes, len(xs))
		for i := range xs {
			if o.wrt[i] {
				grads[i] = meanByInput[T](c, local, xs, i, grad)
			}
		}
		return grads, nil
	}
	return b.apply(o, in...)
}

// meanByInput adds the gradient by one of the values.
func meanByInput[T compute.Float](c *Columns, local random, xs []Node, i int, grad *gorgonia.Node) *gorgonia.Node {
	b := c.b
	o := b.newOp("mean of columns by input", b.blocked(xs[i]), 1)
	weights := make([]float64, len(xs))
	o.kernel = kernel(o, func(dx []T, in [][]T) {
		c.weights(local, weights)
		n := b.valid(xs[i]).Len()
		compute.Scale(b.pool, dx[:n], in[0][:n], T(weights[i]))
	})
	return b.apply(o, grad)
}
