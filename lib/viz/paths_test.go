package viz_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/paths"
	"github.com/unravel-go/unravel/lib/viz"
)

// gradients resembles what a trained network of so many blocks has: norms that
// decay by a factor per block.
func gradients(name string, blocks int, factor float64) *paths.Gradients {
	r := rand.New(rand.NewPCG(5, uint64(blocks)))
	g := &paths.Gradients{Network: name, Blocks: blocks, Images: 16}
	for k := range blocks + 1 {
		n := paths.Norms{Length: k}
		for range 20 {
			n.Logs = append(n.Logs, .5+float64(k)*math.Log(factor)+.12*math.Sqrt(float64(k))*r.NormFloat64()+.4*r.NormFloat64())
		}
		g.Norms = append(g.Norms, n)
	}
	return g
}

func pathFigures() map[string]*plot.Plot {
	deep := gradients("ResNet-110", 54, .27)
	shallow := gradients("ResNet-56", 27, .42)
	together := &paths.Correlation{Network: "ResNet-110", Images: 500}
	for shared := range 9 {
		together.Shared = append(together.Shared, paths.Shared{Blocks: shared, Pairs: 40, Absolute: .06 + .006*float64(shared*shared)})
	}
	return map[string]*plot.Plot{
		"correlation":       viz.PathCorrelation(together),
		"gradients":         viz.PathGradients(deep),
		"gradients_several": viz.PathGradients(deep, shallow),
		"gradients_column":  column(viz.PathGradients(deep)),
		"product":           viz.PathProduct(deep.Product()),
		"product_several":   viz.PathProduct(deep.Product(), shallow.Product()),
		"product_column":    column(viz.PathProduct(deep.Product())),
	}
}

// The legend has what the figure is for: which paths carry the gradient, and how few
// of all they are.
func ExamplePathProduct() {
	g := gradients("ResNet-110", 54, .27)
	e := g.Product().Effective(.95)
	fmt.Printf("%d to %d blocks\n", e.Lo, e.Hi)
	fmt.Println(viz.PathProduct(g.Product()).Title.Text)
	// Output:
	// 6 to 18 blocks
	// Paths that the gradient comes by
}

// Norms that no float64 has are drawn all the same.
func TestGradientsOfAThousandBlocks(t *testing.T) {
	if got := svg(t, viz.PathGradients(gradients("ResNet-3002", 1000, .1))); notANumber.MatchString(got) {
		t.Error("got a coordinate that is not a number")
	}
}
