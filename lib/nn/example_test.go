package nn_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/unravel-go/unravel/lib/nn"
)

// A residual block on a batch of two images, built, compiled and run. With the
// block's gate deleted the image passes as it is.
func Example() {
	layers := nn.NewMaker(1, nn.Float32)
	b := nn.NewBuilder(nn.Options{Batch: 2})
	gate := &nn.Gate{}
	x := b.Input(1, 2, 2)
	b.Block(gate)
	f := b.Branch(func() nn.Node {
		return b.Conv2D(b.BatchNormReLU(x, layers.Norm("bn1", 1)), layers.Conv("conv1", 1, 1, 3, 1))
	})
	y := b.Add(x, f, 1)
	machine, err := b.Compile(y, nil)
	if err != nil {
		log.Fatal(err)
	}
	if err := machine.Load([]float32{1, 2, 3, 4, 5, 6, 7, 8}); err != nil {
		log.Fatal(err)
	}
	gate.Deleted = true
	if err := machine.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
	out := make([]float32, 8)
	if err := machine.Read(out); err != nil {
		log.Fatal(err)
	}
	fmt.Println(y, out)
	// Output: 1×2×2 [1 2 3 4 5 6 7 8]
}

// The first mistake says what was got and what was wanted.
func ExampleBuilder_Err() {
	layers := nn.NewMaker(1, nn.Float32)
	b := nn.NewBuilder(nn.Options{})
	x := b.Input(1, 8, 8)
	x = b.Conv2D(x, layers.Conv("conv1", 3, 16, 3, 1))
	b.GlobalAveragePool(x)
	fmt.Println(b.Err())
	// Output: nn: Conv2D conv1.weight: got images of 1×8×8, want 3 channels for weights of [16 3 3 3]
}

// What layers have learned goes to a file and comes back into the same layers, which
// another program has made. torch reads the file too, as a state_dict.
func ExampleMaker_Save() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "net.safetensors")

	network := func(seed uint64) (*nn.Maker, nn.Linear) {
		layers := nn.NewMaker(seed, nn.Float32)
		layers.Conv("conv1", 1, 8, 3, 1)
		layers.Norm("bn1", 8)
		return layers, layers.Linear("fc", 8, 2)
	}
	layers, fc := network(1)
	if err := fc.Bias.Set([]float64{0.25, -0.5}); err != nil { // or train
		log.Fatal(err)
	}
	if err := layers.Save(path); err != nil {
		log.Fatal(err)
	}

	again, fc := network(2)
	if err := again.Restore(path); err != nil {
		log.Fatal(err)
	}
	fmt.Println(fc.Bias, fc.Bias.Float64s())
	// Output: fc.bias [2] [0.25 -0.5]
}
