package train_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// A run is stopped behind step 30 and goes on in a new network.
func ExampleResume() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	digits := data.Digits(1)
	ctx, cancel := context.WithCancel(context.Background())
	o := train.Options{
		Epochs:     2,
		Checkpoint: train.Checkpoint{Path: filepath.Join(folder, "run"), Every: 100},
		Progress: func(p train.Progress) {
			if p.Step == 30 {
				cancel()
			}
		},
	}
	for range 2 {
		net, err := models.ResNet(models.Config{Depth: 8, Width: 4, Input: digits.Shape()})
		if err != nil {
			fmt.Println(err)
			return
		}
		hist, err := train.Resume(ctx, net, digits.Train, o)
		fmt.Println(hist.Steps, "steps, error:", err)
		ctx = context.Background()
	}
	// Output:
	// 30 steps, error: context canceled
	// 42 steps, error: <nil>
}
