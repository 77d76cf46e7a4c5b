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

// A window of 2×2 pixels moves by two: the largest of each, and the mean.
func ExampleBuilder_MaxPool() {
	image := []float32{
		1, 2, 5, 6,
		3, 4, 7, 8,
	}
	fmt.Println(evaluate(1, 2, 4, image, func(b *nn.Builder, x nn.Node) nn.Node {
		return b.MaxPool(x, nn.Window{Size: 2})
	}))
	fmt.Println(evaluate(1, 2, 4, image, func(b *nn.Builder, x nn.Node) nn.Node {
		return b.AveragePool(x, nn.Window{Size: 2})
	}))
	// Output:
	// [4 8]
	// [2.5 6.5]
}

// What a dense block passes on: its input and, behind it, what it has computed.
func ExampleBuilder_Concat() {
	fmt.Println(evaluate(2, 1, 2, []float32{1, 2, 3, 4}, func(b *nn.Builder, x nn.Node) nn.Node {
		first := b.Slice(x, 0, 1)
		return b.Concat(x, b.ScaledAdd(first, first, nn.Constant(9)))
	}))
	// Output: [1 2 3 4 10 20]
}

// Two halves of a reversible block: what went in is what came out less the same
// branches, in the other order.
func ExampleBuilder_Coupling() {
	fmt.Println(evaluate(2, 1, 1, []float32{1, 2}, func(b *nn.Builder, x nn.Node) nn.Node {
		x1, x2 := b.Slice(x, 0, 1), b.Slice(x, 1, 2)
		y1 := b.Coupling(x1, x2, b.ReLU) // 1 + 2
		y2 := b.Coupling(x2, y1, b.ReLU) // 2 + 3
		minus := nn.Constant(-1)
		again2 := b.ScaledAdd(y2, b.ReLU(y1), minus)
		again1 := b.ScaledAdd(y1, b.ReLU(again2), minus)
		return b.Concat(y1, y2, again1, again2)
	}))
	// Output: [3 5 1 2]
}

// Channels of zeros around a channel are option A of He et al. (2016a), where a
// shortcut leads to more channels.
func ExampleBuilder_Pad() {
	fmt.Println(evaluate(1, 1, 2, []float32{5, 6}, func(b *nn.Builder, x nn.Node) nn.Node {
		return b.Pad(x, 1, 1)
	}))
	// Output: [0 0 5 6 0 0]
}

// A kernel of one row and two columns, three pixels apart: what changes on the way
// from a pixel to the third on its right. Images are padded on the left and right
// alone.
func ExampleMaker_Kernel() {
	weight := nn.NewMaker(1, nn.Float32).Kernel("difference", 1, 1, 1, 2)
	if err := weight.Set([]float64{-1, 1}); err != nil {
		log.Fatal(err)
	}
	difference := nn.Conv{Weight: weight, Stride: 1, Across: nn.Steps{Stride: 1, Pad: 1, Dilation: 3}}
	fmt.Println(evaluate(1, 2, 4, []float32{
		1, 4, 9, 16,
		1, 2, 3, 4,
	}, func(b *nn.Builder, x nn.Node) nn.Node { return b.Conv2D(x, difference) }))
	// Output: [9 15 -4 3 3 -2]
}

// A convolution in as many groups as there are channels looks at each by itself.
func ExampleMaker_GroupedConv() {
	conv := nn.NewMaker(1, nn.Float32).GroupedConv("conv", 2, 2, 1, 1, 2)
	if err := conv.Weight.Set([]float64{10, 100}); err != nil {
		log.Fatal(err)
	}
	fmt.Println(conv.Weight.Shape, evaluate(2, 1, 2, []float32{1, 2, 3, 4}, func(b *nn.Builder, x nn.Node) nn.Node {
		return b.Conv2D(x, conv)
	}))
	// Output: [2 1 1 1] [10 20 300 400]
}

// A network that knows nothing of ten classes is wrong by ln 10. Smoothing
// changes nothing about that.
func ExampleBuilder_SmoothCrossEntropy() {
	for _, smoothing := range []float64{0, 0.1} {
		b := nn.NewBuilder(nn.Options{})
		logits := b.Input(10, 1, 1)
		machine, err := b.Compile(logits, b.SmoothCrossEntropy(logits, smoothing))
		if err != nil {
			log.Fatal(err)
		}
		if err := machine.Load(make([]float32, 10)); err != nil {
			log.Fatal(err)
		}
		if err := machine.Labels([]int{3}); err != nil {
			log.Fatal(err)
		}
		if err := machine.Run(context.Background()); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%.4f\n", machine.Loss())
	}
	// Output:
	// 2.3026
	// 2.3026
}

// Dropout is for training. A graph that evaluates hands its input on: this one
// has a single operation.
func ExampleBuilder_Dropout() {
	fmt.Println(evaluate(1, 1, 3, []float32{-1, 0, 1}, func(b *nn.Builder, x nn.Node) nn.Node {
		return b.ReLU(b.Dropout(x, 0.5))
	}))
	// Output: [0 0 1]
}
