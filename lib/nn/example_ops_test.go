package nn_test

import (
	"context"
	"fmt"
	"log"

	"github.com/unravel-go/unravel/lib/nn"
)

// evaluate runs a graph on a batch of images of c×h×w and returns its output.
func evaluate(c, h, w int, images []float32, build func(b *nn.Builder, x nn.Node) nn.Node) []float32 {
	n := len(images) / (c * h * w)
	b := nn.NewBuilder(nn.Options{Batch: n})
	y := build(b, b.Input(c, h, w))
	machine, err := b.Compile(y, nil)
	if err != nil {
		log.Fatal(err)
	}
	if err := machine.Load(images); err != nil {
		log.Fatal(err)
	}
	if err := machine.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
	out := make([]float32, n*y.C*y.H*y.W)
	if err := machine.Read(out); err != nil {
		log.Fatal(err)
	}
	return out
}

// matrix is a linear layer with the given weights, row by row.
func matrix(out, in int, weights ...float64) nn.Linear {
	l := nn.NewMaker(1, nn.Float32).Linear("fc", in, out)
	if err := l.Weight.Set(weights); err != nil {
		log.Fatal(err)
	}
	if err := l.Bias.Set(make([]float64, out)); err != nil {
		log.Fatal(err)
	}
	return l
}

// Four residual blocks that all compute −x, with a step of 1/4, are the forward
// Euler method on du/dt = −u: (1 − 1/4)⁴ on the way to 1/e.
func ExampleBuilder_ScaledAdd() {
	decay := matrix(1, 1, -1)
	out := evaluate(1, 1, 1, []float32{1}, func(b *nn.Builder, x nn.Node) nn.Node {
		for range 4 {
			x = b.ScaledAdd(x, b.Linear(x, decay), nn.Constant(0.25))
		}
		return x
	})
	fmt.Println(out)
	// Output: [0.31640625]
}

// A linear two-step method starts each step from a state between the last two,
// or with k below 0 beyond the last one. Here the first state is 1 and the second
// is 0.75.
func ExampleBuilder_Blend() {
	out := evaluate(1, 1, 1, []float32{1}, func(b *nn.Builder, x nn.Node) nn.Node {
		next := b.ScaledAdd(x, x, nn.Constant(-0.25))
		return b.Blend(next, x, nn.Constant(-0.5))
	})
	fmt.Println(out)
	// Output: [0.625]
}

// The weights of a linear layer meet an image's values channel by channel, and
// row by row within a channel.
func ExampleBuilder_Linear() {
	image := []float32{
		1, 2, // first channel
		3, 4, // second channel
	}
	out := evaluate(2, 1, 2, image, func(b *nn.Builder, x nn.Node) nn.Node {
		return b.Linear(x, matrix(1, 4, 1000, 100, 10, 1))
	})
	fmt.Println(out)
	// Output: [1234]
}
