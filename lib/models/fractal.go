package models

import (
	"fmt"
	"math/bits"

	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// Fractal is the step of FractalNet (Larsson et al. 2017): columns of layers between
// two states, which meet on the way. Column 1 is one layer, each further one twice as
// many as the one before it.
//
//	z ── conv ───────────────────────┐
//	z ── conv ────────┬── conv ──────┤
//	z ── conv ─ conv ─┴── conv ─ conv┴── mean
//
// Of one column it is f₁ = conv. One column more is as many layers between the same
// states, twice: with c₁, …, c_C the columns of f_C before they meet at the end,
//
//	f_C   = (c₁ + … + c_C)/C
//	f_C+1 = (conv + c₁∘f_C + … + c_C∘f_C)/(C+1)
//
// so a join is one mean of all the columns that reach it, as in the code published
// with the paper. For linear layers that are all alike f_C+1 = (conv + C·f_C∘f_C)/(C+1).
//
// # Drop-path
//
// In training a join may leave out some of its columns, or the network all but one,
// with one draw for a batch: see [nn.ColumnDrop]. In that code LocalDrop is 0.15 and a
// join keeps at least one column. In evaluation there is nothing left out.
//
// # Why it has no scheme
//
// Lu et al. (2018, table 1) compare FractalNet with Runge–Kutta methods, for f∘f beside f.
// But no path of it is the identity: every one goes through a layer that changes the
// state, so that u[n+1] − u[n] is no increment.
type Fractal struct {
	// Columns is how many there are, 1 to 6; 0 means 3.
	Columns int

	// PoolBehind takes the maximum of 2×2 pixels, which halves the image, behind the last
	// join instead of at the end of each column, where that code has it.
	PoolBehind bool

	// LocalDrop is the probability with which a join drops a column, GlobalDrop the share
	// of batches in which one column is left in the whole network.
	LocalDrop, GlobalDrop float64

	// Dropout is the rate of dropout behind the convolutions of the last block. It rises
	// to there evenly from 0 in the first: 0.4 in that code.
	Dropout float64
}

const maxColumns = 6

// String says how many columns there are, and what is dropped.
func (k Fractal) String() string {
	text := fmt.Sprintf("%d columns", k.withDefaults().Columns)
	if k.PoolBehind {
		text += " pooled behind the join"
	}
	if k.LocalDrop != 0 || k.GlobalDrop != 0 {
		text += fmt.Sprintf(", drop-path %g and %g", k.LocalDrop, k.GlobalDrop)
	}
	if k.Dropout != 0 {
		text += fmt.Sprintf(", dropout %g", k.Dropout)
	}
	return text
}

func (k Fractal) withDefaults() Fractal {
	if k.Columns == 0 {
		k.Columns = 3
	}
	return k
}

// longest is how many layers the last column has.
func (k Fractal) longest() int { return 1 << (k.withDefaults().Columns - 1) }

// layers is how many layers a block has.
func (k Fractal) layers() int { return 2*k.longest() - 1 }

func (k Fractal) check(_ Config, mistake func(string, ...any) error) error {
	probability := func(p float64) bool { return p >= 0 && p <= 1 }
	switch d := k.withDefaults(); {
	case d.Columns < 1 || d.Columns > maxColumns:
		return mistake("%d columns, want 1 to %d (or 0, which means 3)", k.Columns, maxColumns)
	case !probability(k.LocalDrop) || !probability(k.GlobalDrop):
		return mistake("probabilities %v to drop a column and %v to draw one, want both from 0 to 1", k.LocalDrop, k.GlobalDrop)
	case !(k.Dropout >= 0 && k.Dropout < 1):
		return mistake("a dropout of %v, want 0 to below 1", k.Dropout)
	}
	return nil
}

func (k Fractal) record() stepRecord {
	return stepRecord{
		Kind: "fractal", Columns: k.Columns, PoolBehind: k.PoolBehind,
		LocalDrop: k.LocalDrop, GlobalDrop: k.GlobalDrop, Dropout: k.Dropout,
	}
}

func (k Fractal) needs() needs {
	k.Columns = max(0, min(k.Columns, maxColumns))
	return needs{branches: k.layers(), evaluations: k.layers()}
}

func (k Fractal) make(m *maker, at site) update {
	k = k.withDefaults()
	if plain, ok := at.branch.(layer); ok {
		plain.dropout = k.Dropout * float64(at.stage) / float64(max(1, len(at.config.stageBlocks())-1))
		at.branch = plain
	}
	s := &fractalStep{Fractal: k, columns: make([][]fractalLayer, k.Columns)}
	_, vectors := at.config.vectors()
	s.pools = !vectors
	in := m.c
	for row := range k.longest() {
		for i := k.Columns - meeting(row); i < k.Columns; i++ {
			column := &s.columns[i]
			if m.c = at.out; len(*column) == 0 {
				m.c = in
			}
			before := m.macs
			layers := at.branch.make(m, fmt.Sprintf("%s.column%d.%d", at.name, i+1, len(*column)), at.out, 1)
			*column = append(*column, fractalLayer{layers, m.macs - before})
		}
	}
	if s.pools {
		m.halve()
	}
	return s
}

// meeting is how many columns have a layer in a row, and meet behind it: always the
// last of them.
func meeting(row int) int { return bits.TrailingZeros(uint(row+1)) + 1 }

// fractalStep is a block's columns.
type fractalStep struct {
	Fractal
	columns [][]fractalLayer
	pools   bool
	only    int // the column that there is alone; 0: all
}

type fractalLayer struct {
	residual
	macs int64
}

func (s *fractalStep) forward(b *nn.Builder, in state) state {
	x := in.now
	f := b.Branch(func() nn.Node {
		if s.only > 0 {
			return s.alone(b, x)
		}
		return s.all(b, x)
	})
	return state{b.Bypass(s.pool(b, x), f, 1), x, 1}
}

// pool halves an image.
func (s *fractalStep) pool(b *nn.Builder, x nn.Node) nn.Node {
	if s.pools {
		return b.MaxPool(x, nn.Window{Size: 2})
	}
	return x
}

// alone adds one column without the others.
func (s *fractalStep) alone(b *nn.Builder, x nn.Node) nn.Node {
	for _, l := range s.columns[s.only-1] {
		x = evaluate(b, l.residual, x)
	}
	return s.pool(b, x)
}

// all adds the columns row by row.
func (s *fractalStep) all(b *nn.Builder, x nn.Node) nn.Node {
	joins := b.Columns(s.Columns, nn.ColumnDrop{Local: s.LocalDrop, Global: s.GlobalDrop})
	ends, next := make([]nn.Node, s.Columns), make([]int, s.Columns)
	for i := range ends {
		ends[i] = x
	}
	for row := range s.longest() {
		first := s.Columns - meeting(row)
		for i := first; i < s.Columns; i++ {
			ends[i] = evaluate(b, s.columns[i][next[i]].residual, ends[i])
			if next[i]++; first == 0 && !s.PoolBehind {
				ends[i] = s.pool(b, ends[i])
			}
		}
		mean := joins.Mean(ends[first:]...)
		for i := first; i < s.Columns; i++ {
			ends[i] = mean
		}
	}
	if s.PoolBehind {
		return s.pool(b, ends[0])
	}
	return ends[0]
}

func (s *fractalStep) scheme() ode.Scheme { return nil }

func (s *fractalStep) constrain() {
	for _, column := range s.columns {
		for _, l := range column {
			constrain(l.residual)
		}
	}
}

// fractal returns the step of a fractal network.
func (c Config) fractal() (k Fractal, ok bool) {
	k, ok = c.Step.(Fractal)
	return k.withDefaults(), ok
}
