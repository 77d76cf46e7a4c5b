package lesion_test

import (
	"context"
	"fmt"
	"log"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/models"
)

// untrained is a network of nine blocks and images to show it.
func untrained() lesion.Study {
	digits := data.Digits(1)
	net, err := models.ResNet(models.Config{Depth: 20, Width: 2, Input: digits.Shape()})
	if err != nil {
		log.Fatal(err)
	}
	return lesion.Study{Net: net, Data: digits.Test}
}

func ExampleStudy_DeleteRandom() {
	many, err := untrained().DeleteRandom(context.Background(), lesion.Random{Counts: []int{1, 2, 4}, Draws: 10})
	if err != nil {
		log.Fatal(err)
	}
	for _, b := range many.Boxes() {
		fmt.Println(b.Networks, "networks without", b.Count, "of", many.Blocks, "blocks")
	}
	fmt.Printf("cost: %.1f passes in place of %.1f\n", many.Passes, many.Unshared)
	// Output:
	// 10 networks without 1 of 9 blocks
	// 10 networks without 2 of 9 blocks
	// 10 networks without 4 of 9 blocks
	// cost: 8.9 passes in place of 23.2
}

func ExampleStudy_Reorder() {
	swapped, err := untrained().Reorder(context.Background(), lesion.Random{Counts: []int{1, 3}, Draws: 2, Seed: 1})
	if err != nil {
		log.Fatal(err)
	}
	for _, l := range swapped.Networks {
		fmt.Printf("%d swaps: order %v, τ = %.2f\n", l.Count, l.Order, l.Tau)
	}
	// Output:
	// 1 swaps: order [0 1 2 3 5 4 6 7 8], τ = 0.94
	// 1 swaps: order [2 1 0 3 4 5 6 7 8], τ = 0.83
	// 3 swaps: order [1 0 2 3 4 5 6 7 8], τ = 0.94
	// 3 swaps: order [0 2 1 3 4 5 6 7 8], τ = 0.94
}

// Blocks are numbered from 0; the empty set is the network as it is.
func ExampleStudy_Delete() {
	byHand, err := untrained().Delete(context.Background(), nil, []int{4}, []int{7, 8})
	if err != nil {
		log.Fatal(err)
	}
	for _, l := range byHand.Networks {
		fmt.Println(l.Deleted, "deleted,", l.Order, "left")
	}
	// Output:
	// [] deleted, [0 1 2 3 4 5 6 7 8] left
	// [4] deleted, [0 1 2 3 5 6 7 8] left
	// [7 8] deleted, [0 1 2 3 4 5 6] left
}

func ExampleTau() {
	order := []int{0, 2, 1, 3}
	tau, err := lesion.Tau(order)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.3f\n", tau) // one of six pairs is in the wrong order
	// Output: 0.667
}

func ExampleLesions() {
	l := &lesion.Lesions{
		Network: "ResNet-110", Experiment: "DeleteRandom", Blocks: 54,
		Whole: lesion.Measure{Error: 1.6, Samples: 500},
	}
	for i, e := range []float64{1.6, 2.2, 1.8, 2, 5, 7, 4, 20} {
		l.Networks = append(l.Networks, lesion.Lesion{Count: 1 + i/4*4, Measure: lesion.Measure{Error: e, Samples: 500}})
	}
	fmt.Print(l)
	// Output:
	// ResNet-110: test error 1.60 % whole; 8 networks with 1 to 5 blocks deleted of 54, blocks that change the shape stay
	// blocks deleted  networks  min %  lower %  median %  upper %  max %  mean %  95 % interval
	// 1               4         1.60   1.75     1.90      2.05     2.20   1.90    1.70 to 2.10
	// 5               4         4.00   4.75     6.00      10.25    20.00  9.00    4.50 to 16.25
}

func ExampleMeasure_Interval() {
	m := lesion.Measure{Error: 2, Samples: 500}
	low, high := m.Interval(.95)
	fmt.Printf("%.1f %% to %.1f %%\n", low, high)
	// Output: 0.8 % to 3.4 %
}
