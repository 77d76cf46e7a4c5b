package viz

import (
	"fmt"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/paths"
)

// Remaining draws which part of the paths of each length is left when so many of
// n blocks are deleted (Veit et al. 2016, figure 7). Numbers of deletions that
// the network does not have are left out. For 54 blocks a band marks the paper's
// effective paths: ten deletions leave some of them, twenty next to none.
func Remaining(n int, deleted ...int) *plot.Plot {
	p := newFigure(fmt.Sprintf("Paths left after deletions, of %d blocks", n), "path length (blocks)", "share of these paths left (%)")
	p.X.Tick.Marker = steps{whole: true}
	names := &legend{}
	if n == paperBlocks {
		addEffective(p, names, "")
	}
	drawn := 0
	for i, d := range deleted {
		left, err := paths.Remaining(n, d, 0)
		if err != nil {
			continue
		}
		s := &curve{line: lineStyle(seriesColor(i), 1.75)}
		for x := range n + 1 {
			s.x, s.y = append(s.x, float64(x)), append(s.y, 100*left)
			left *= float64(n-d-x) / float64(n-x) // one more block to avoid
			if x >= n-d {
				left = 0
			}
		}
		p.Add(s)
		names.add(fmt.Sprintf("%d deleted", d), s)
		drawn++
	}
	if drawn == 0 {
		return empty(p, "no deletions")
	}
	p.Add(names)
	p.X.Min, p.X.Max = 0, float64(n)
	p.Y.Min, p.Y.Max = 0, 100
	return p
}
