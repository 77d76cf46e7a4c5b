package data_test

import (
	"context"
	"fmt"
	"io"
	"log"

	"github.com/unravel-go/unravel/lib/data"
)

func ExampleDigits() {
	digits := data.Digits(1)
	fmt.Println(digits)
	// Output:
	// digits, training part: 1297 samples of 1×8×8, 10 classes
	// in each class: 130 131 135 137 126 129 141 130 122 116
	// values: mean 0.000, standard deviation 1.000
	// digits, test part: 500 samples of 1×8×8, 10 classes
	// in each class: 48 51 42 46 55 53 40 49 52 64
	// values: mean 0.001, standard deviation 0.999
}

// Three points of the map that no increasing function can follow.
func ExampleCrossing() {
	flip, err := data.Crossing(3)
	if err != nil {
		log.Fatal(err)
	}
	for i := range flip.Len() {
		fmt.Println(flip.Image(i), "→", flip.Target(i))
	}
	// Output:
	// [-1] → [1]
	// [0] → [0]
	// [1] → [-1]
}

// A training loop copies one batch after the other into the same buffers.
func ExampleLoader() {
	loader := data.Loader{Set: data.Digits(1).Train, Size: 64, Seed: 1}
	var batch data.Batch
	samples := 0
	for _, indices := range loader.Epoch(0) {
		if err := loader.Load(&batch, 0, indices); err != nil {
			log.Fatal(err)
		}
		samples += batch.N
	}
	fmt.Println(loader.Batches(), "batches,", samples, "samples, the last one of", batch.N)
	// Output: 21 batches, 1297 samples, the last one of 17
}

// A feed prepares the next batches while the caller works on one.
func ExampleLoader_Feed() {
	loader := data.Loader{Set: data.Digits(1).Train, Size: 500, Seed: 1}
	feed := loader.Feed(context.Background(), 0, 0)
	defer feed.Stop()
	for {
		batch, err := feed.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(batch.N, "samples")
	}
	// Output:
	// 500 samples
	// 500 samples
	// 297 samples
}
