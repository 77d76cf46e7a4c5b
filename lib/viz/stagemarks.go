package viz

import (
	"fmt"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/models"
)

// addStageMarks marks on an axis of block numbers where the stages of a network
// begin, with their names at a height.
func addStageMarks(p *plot.Plot, net *models.Net, height float64) {
	first := 0
	for i, s := range net.Stages() {
		if i > 0 {
			addStageMark(p, first, i, height)
		}
		first += len(s.Blocks)
	}
}

// addStageMark marks the block where a stage begins.
func addStageMark(p *plot.Plot, block, stage int, height float64) {
	x := float64(block)
	p.Add(rule{at: x, vertical: true, style: lineStyle(faint, 1)})
	p.Add(note{x: x, y: height, dx: 4, text: fmt.Sprintf("stage %d", stage+1), color: quiet})
}
