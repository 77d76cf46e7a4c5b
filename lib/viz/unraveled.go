package viz

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot"
)

// MostUnraveled is the largest network that Unraveled draws: 4 blocks have 16 paths.
const MostUnraveled = 4

// Unraveled draws a residual network of n blocks, 1 to 4, as the sum over its 2ⁿ
// paths (Veit et al. 2016, figure 1b). Each path begins at a copy of the input on
// the left and passes through block i or past it. Read from the right, it is the
// expansion of y = y₀ + f(y₀): in front of the last block stand two copies of the
// network without it, one of which goes through the block.
//
// Deleted blocks are given by their position, from 0: block 0 computes the paper's
// f₁. What leads through their branches only is grey: each deletion halves the paths
// (figure 2). Positions that the network does not have are left out.
func Unraveled(n int, deleted ...int) *plot.Plot {
	p := bare("Unraveled view")
	if n < 1 || n > MostUnraveled {
		return empty(p, fmt.Sprintf("%d blocks: want 1 to %d to draw every path", n, MostUnraveled))
	}
	t := &tree{deleted: make([]bool, n)}
	left := 1 << n
	for i := range n {
		if t.deleted[i] = slices.Contains(deleted, i); t.deleted[i] {
			left /= 2
		}
	}
	p.Title.Text = fmt.Sprintf("%d blocks, %d paths", n, 1<<n)
	if n == 1 {
		p.Title.Text = "1 block, 2 paths"
	}
	if left < 1<<n {
		p.Title.Text += fmt.Sprintf(", %d of them left", left)
	}
	p.Add(t)
	return p
}
