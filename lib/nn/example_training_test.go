package nn_test

import (
	"context"
	"fmt"
	"log"

	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/train"
)

// bars is a network that tells two kinds of images apart: its layers, which the
// graphs for training and for prediction share.
type bars struct {
	conv nn.Conv
	norm nn.Norm
	fc   nn.Linear
}

// logits adds the network to a graph.
func (n bars) logits(b *nn.Builder) nn.Node {
	x := b.Input(1, 3, 3)
	x = b.BatchNormReLU(b.Conv2D(x, n.conv), n.norm)
	x = b.Dropout(x, 0.1) // in the graph for training alone
	return b.Linear(b.GlobalMaxPool(x), n.fc)
}

// A network of one's own learns upright bars from level ones, with a graph for
// training and one for prediction.
func ExampleMachine() {
	ctx, images, labels := context.Background(), []float32{
		0, 1, 0, 0, 1, 0, 0, 1, 0, // upright
		0, 0, 0, 1, 1, 1, 0, 0, 0, // level
		1, 0, 0, 1, 0, 0, 1, 0, 0, // upright
		0, 0, 0, 0, 0, 0, 1, 1, 1, // level
	}, []int{0, 1, 0, 1}
	layers := nn.NewMaker(1, nn.Float32)
	net := bars{layers.Conv("conv", 1, 8, 3, 1), layers.Norm("bn", 8), layers.Linear("fc", 8, 2)}

	b := nn.NewBuilder(nn.Options{Batch: 4, Training: true, Seed: 1})
	out := net.logits(b)
	trains, err := b.Compile(out, b.CrossEntropy(out))
	if err != nil {
		log.Fatal(err)
	}
	solver := &train.SGD{Rate: 0.1, Momentum: 0.9}
	for range 50 {
		if err := trains.Load(images); err != nil {
			log.Fatal(err)
		}
		if err := trains.Labels(labels); err != nil {
			log.Fatal(err)
		}
		if err := trains.Run(ctx); err != nil {
			log.Fatal(err)
		}
		if err := solver.Step(trains.Params()); err != nil {
			log.Fatal(err)
		}
		trains.UpdateStatistics()
	}

	b = nn.NewBuilder(nn.Options{Batch: 4})
	predicts, err := b.Compile(net.logits(b), nil)
	if err != nil {
		log.Fatal(err)
	}
	if err := predicts.Load(images); err != nil {
		log.Fatal(err)
	}
	if err := predicts.Run(ctx); err != nil {
		log.Fatal(err)
	}
	logits := make([]float32, 4*2)
	if err := predicts.Read(logits); err != nil {
		log.Fatal(err)
	}
	for i, label := range labels {
		upright, level := logits[2*i], logits[2*i+1]
		fmt.Println(label, upright > level)
	}
	// Output:
	// 0 true
	// 1 false
	// 0 true
	// 1 false
}

// The state between two layers, and how the loss depends on it. The loss is the
// mean of the two squares, so its derivative by each value is that value.
func ExampleBuilder_Keep() {
	b := nn.NewBuilder(nn.Options{Training: true, ByInput: true})
	hidden := b.Keep(b.ReLU(b.Input(1, 1, 2)))
	machine, err := b.Compile(hidden, b.SquaredError(hidden))
	if err != nil {
		log.Fatal(err)
	}
	if err := machine.Load([]float32{3, -4}); err != nil {
		log.Fatal(err)
	}
	if err := machine.Targets([]float32{0, 0}); err != nil {
		log.Fatal(err)
	}
	if err := machine.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
	fmt.Println(machine.Value(hidden))
	fmt.Println(machine.Gradient(hidden))
	// Output:
	// [3 0] <nil>
	// [3 0] <nil>
}

// The mean absolute error, whose gradient is the sign of each: of 1, 2 and 9 against
// 0, and by an offset that is added to all.
func ExampleBuilder_Loss() {
	targets := []float64{0, 0, 0} // one for each image of the batch
	absolute := func(image int, y, dy []float64) float64 {
		d, sign := y[0]-targets[image], 1.0
		if d < 0 {
			d, sign = -d, -1
		}
		if dy != nil {
			dy[0] = sign
		}
		return d
	}
	offset := nn.NewMaker(1, nn.Float32).Bias("offset", 1, 0)
	b := nn.NewBuilder(nn.Options{Batch: 3, Training: true})
	y := b.Offset(b.Input(1, 1, 1), offset)
	machine, err := b.Compile(y, b.Loss(y, absolute))
	if err != nil {
		log.Fatal(err)
	}
	if err := machine.Load([]float32{1, 2, 9}); err != nil {
		log.Fatal(err)
	}
	if err := machine.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
	fmt.Println(machine.Loss())
	fmt.Println(machine.ParamGradient(offset))
	// Output:
	// 4
	// [1] <nil>
}
