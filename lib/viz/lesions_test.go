package viz_test

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/viz"
)

func lesionBoxes() *plot.Plot {
	plain := lesions("plain network, 14 layers", 8, 2)
	p := viz.LesionBoxes(lesions("ResNet-110", 12, 54), plain)
	viz.Chance(p, 10)
	return p
}

// lesions resembles ten networks for each number of deletions, of which half as
// many as there are blocks leave a third.
func lesions(name string, most, blocks int) *lesion.Lesions {
	r := rand.New(rand.NewPCG(3, uint64(blocks)))
	l := &lesion.Lesions{Network: name, Experiment: "DeleteRandom", Blocks: blocks, Whole: lesion.Measure{Error: 1.6, Samples: 500}}
	for d := 1; d <= most; d++ {
		for range 10 {
			share := float64(d) / float64(blocks)
			e := 1.6 + 88*(1-math.Exp(-math.Pow(3*share, 2)*(.4+1.2*r.Float64())))
			l.Networks = append(l.Networks, lesion.Lesion{Count: d, Measure: lesion.Measure{Error: e, Samples: 500}})
		}
	}
	return l
}

// lesionTau resembles up to twenty swaps in a network of 54 blocks.
func lesionTau() *plot.Plot {
	r := rand.New(rand.NewPCG(4, 1))
	l := &lesion.Lesions{Network: "ResNet-110", Experiment: "Reorder", Blocks: 54, Whole: lesion.Measure{Error: 1.6, Samples: 500}}
	for k := 1; k <= 20; k++ {
		for range 5 {
			tau := 1 - .011*float64(k)*(.6+.8*r.Float64())
			e := 1.6 + 300*(1-tau)*(1-tau)*(8*r.Float64()+1)
			l.Networks = append(l.Networks, lesion.Lesion{Count: k, Tau: tau, Measure: lesion.Measure{Error: min(90, e), Samples: 500}})
		}
	}
	p := viz.LesionTau(l)
	viz.Chance(p, 10)
	return p
}
