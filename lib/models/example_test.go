package models_test

import (
	"context"
	"fmt"
	"log"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// A plain network of the same depth has as many layers, each of them a block.
func ExamplePlain() {
	config := models.Config{Depth: 14, Width: 8, Input: [3]int{1, 8, 8}}
	resnet, err := models.ResNet(config)
	if err != nil {
		log.Fatal(err)
	}
	plain, err := models.Plain(config)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(resnet.Name(), len(resnet.Blocks()), "blocks")
	fmt.Println(plain.Name(), len(plain.Blocks()), "blocks")
	// Output:
	// ResNet-14 6 blocks
	// Plain-14 12 blocks
}

// A network that has not been trained guesses.
func ExampleNet_Evaluate() {
	digits := data.Digits(1)
	net, err := models.ResNet(models.Config{Depth: 8, Width: 4, Input: digits.Shape()})
	if err != nil {
		log.Fatal(err)
	}
	eval, err := net.Evaluate(context.Background(), digits.Test)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(eval.Samples, "samples, mostly wrong:", eval.Error > 75)
	// Output: 500 samples, mostly wrong: true
}

// Measure works on any outputs, here those of two samples.
func ExampleMeasure() {
	logits := [][]float32{{2, 0}, {1, 0}}
	eval, err := models.Measure(logits, &data.Set{Labels: []int{0, 1}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(eval)
	// Output: top-1 error 50.00 %, loss 0.7201 on 2 samples
}
