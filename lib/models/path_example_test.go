package models_test

import (
	"context"
	"fmt"
	"log"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// The gradient along one path (Veit et al. 2016, section 4.3): on the way back
// through the branches of two blocks, and past those of all others.
func ExampleNet_Compile() {
	ctx, digits := context.Background(), data.Digits(1).Test
	net, err := models.ResNet(models.Config{Depth: 20, Width: 4, Input: digits.Shape})
	if err != nil {
		log.Fatal(err)
	}
	o := nn.Options{Batch: 64, Training: true, Frozen: true, ByInput: true}
	r, err := net.Compile(o, models.CrossEntropy)
	if err != nil {
		log.Fatal(err)
	}
	for i, gate := range r.Blocks {
		gate.Backward = nn.ShortcutOnly
		if i == 3 || i == 5 {
			gate.Backward = nn.BranchOnly
		}
	}
	size := o.Batch * digits.Size()
	gradient := make([]float32, size)
	for _, step := range []func() error{
		func() error { return r.Load(digits.Images[:size]) },
		func() error { return r.Labels(digits.Labels[:o.Batch]) },
		func() error { return r.Run(ctx) },
		func() error { return r.ReadInputGradient(gradient) },
	} {
		if err := step(); err != nil {
			log.Fatal(err)
		}
	}
	var square float64
	for _, g := range gradient {
		square += float64(g) * float64(g)
	}
	fmt.Printf("%d blocks, and a gradient along a path through two of them: %t\n", len(r.Blocks), square > 0)
	// Output: 9 blocks, and a gradient along a path through two of them: true
}
