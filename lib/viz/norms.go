package viz

import (
	"math"
	"strings"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/models"
)

// WeightNorms draws how large the weights of each block are: the root of the sum of
// their squares over the block's convolutions and linear layers, without
// normalizations and biases. The stages that are marked are those of the first
// network.
func WeightNorms(nets ...*models.Net) *plot.Plot {
	var norms []Curve
	var first *models.Net
	for _, net := range nets {
		if net == nil || len(net.Blocks()) == 0 {
			continue
		}
		if first == nil {
			first = net
		}
		norms = append(norms, Curve{Name: net.Name(), Y: weightNorms(net)})
	}
	p := BlockNorms("Weights of each block", "norm of the weights", norms...)
	if first != nil {
		addStageMarks(p, first, p.Y.Max*.96)
	}
	return p
}

// weightNorms returns the norm of each block's weights.
func weightNorms(net *models.Net) []float64 {
	norms := make([]float64, 0, len(net.Blocks()))
	for _, b := range net.Blocks() {
		sum := 0.0
		for _, param := range net.Params() {
			if !param.Learned || len(param.Shape) < 2 || !strings.HasPrefix(param.Name, b.Name+".") {
				continue
			}
			for _, w := range param.Float64s() {
				sum += w * w
			}
		}
		norms = append(norms, math.Sqrt(sum))
	}
	return norms
}

// mostDotted is how many blocks have dots that stay apart.
const mostDotted = 64

// BlockNorms draws a quantity of each block, such as the norm of its activations or of
// its gradients: a value for each block in order, a line for each network. Of more than
// 64 blocks the values have no dots, which would hide each other.
func BlockNorms(title, what string, networks ...Curve) *plot.Plot {
	p := newFigure(title, "block (0 = first)", what)
	names := &legend{}
	blocks := 0
	for i, n := range networks {
		c := seriesColor(i)
		s := &curve{line: lineStyle(mix(c, white, .45), 1), dot: dotStyle(c, 2.4, dotShape(i)), dots: true}
		for block, v := range n.Y {
			s.x, s.y = append(s.x, float64(block)), append(s.y, v)
		}
		if len(n.Y) > mostDotted {
			s.line, s.dots = lineStyle(c, 1.5), false
		}
		if _, _, lo, hi := s.DataRange(); lo > hi {
			continue
		}
		p.Add(s)
		blocks = max(blocks, len(n.Y))
		names.add(n.Name, s)
	}
	if len(names.keys) == 0 {
		return empty(p, "no values")
	}
	p.Add(names)
	p.X.Min, p.X.Max = -1, float64(blocks)
	p.X.Tick.Marker = steps{whole: true}
	if p.Y.Min >= 0 {
		p.Y.Min, p.Y.Max = 0, 1.2*p.Y.Max
	} else {
		pad(&p.Y)
	}
	if p.Y.Max <= p.Y.Min {
		p.Y.Max = p.Y.Min + 1
	}
	return p
}
