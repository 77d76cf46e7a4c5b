package train_test

import (
	"context"
	"fmt"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// A network learns with two of three blocks in each batch. The validation is of the
// whole network, with its branches scaled.
func ExampleEffectivePaths() {
	digits := data.Digits(1)
	net, err := models.ResNet(models.Config{Depth: 8, Width: 8, Input: digits.Shape(), Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	o := train.Options{Epochs: 6, Depth: train.EffectivePaths{Blocks: 2}, Validate: digits.Test}
	fmt.Println(o.Depth)
	hist, err := train.Fit(context.Background(), net, digits.Train, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("below 10 %:", hist.Last().Validation.Error < 10)
	// Output:
	// paths through 2 blocks, scaled at test
	// below 10 %: true
}

// Of 54 blocks some 40 take part in a batch.
func ExampleDepthSchedule_Survival() {
	for _, schedule := range []train.DepthSchedule{train.HuangDepth, train.LuDepth} {
		sum := 0.0
		for _, p := range schedule.Survival(0.5, 54) {
			sum += p
		}
		fmt.Printf("%v %.2f\n", schedule, sum)
	}
	// Output:
	// Huang's schedule 40.25
	// Lu's schedule 40.50
}
