package data_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"

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

// A few grey images stand in for Fashion-MNIST, in the same files.
func ExampleFashionMNIST() {
	dir, err := os.MkdirTemp("", "fashion")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	grey := &data.Set{Name: "grey", Shape: [3]int{1, 28, 28}, Classes: 10}
	for i := range 20 {
		grey.Images = append(grey.Images, slices.Repeat([]float32{float32(i) / 19}, grey.Size())...)
		grey.Labels = append(grey.Labels, i%10)
	}
	for _, part := range []string{"train", "t10k"} {
		images := filepath.Join(dir, part+"-images-idx3-ubyte.gz")
		labels := filepath.Join(dir, part+"-labels-idx1-ubyte.gz")
		if err := data.WriteIDX(images, labels, grey); err != nil {
			log.Fatal(err)
		}
	}
	clothes, err := data.FashionMNIST(context.Background(), dir, data.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(clothes.Train)
	// Output:
	// Fashion-MNIST, training part: 20 samples of 1×28×28, 10 classes
	// in each class: T-shirt/top 2, trouser 2, pullover 2, dress 2, coat 2, sandal 2, shirt 2, sneaker 2, bag 2, ankle boot 2
	// values: mean 0.000, standard deviation 1.000
}

// A few grey images stand in for CIFAR-10, in the same files.
func ExampleCIFAR10() {
	dir, err := os.MkdirTemp("", "cifar")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	grey := func(n int) *data.Set {
		s := &data.Set{Name: "grey", Shape: [3]int{3, 32, 32}, Classes: 10}
		for i := range n {
			s.Images = append(s.Images, slices.Repeat([]float32{float32(i%2) / 2}, s.Size())...)
			s.Labels = append(s.Labels, i%10)
		}
		return s
	}
	if err := data.WriteCIFAR10(dir, &data.Split{Train: grey(50), Test: grey(20)}); err != nil {
		log.Fatal(err)
	}
	images, err := data.CIFAR10(context.Background(), dir, data.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(images)
	// Output:
	// CIFAR-10, training part: 50 samples of 3×32×32, 10 classes
	// in each class: 5 5 5 5 5 5 5 5 5 5
	// values: mean 0.000, standard deviation 1.000
	// CIFAR-10, test part: 20 samples of 3×32×32, 10 classes
	// in each class: 2 2 2 2 2 2 2 2 2 2
	// values: mean 0.000, standard deviation 1.000
}

// A tenth of the digits, with every digit as frequent as in the whole.
func ExampleSet_Stratified() {
	few, err := data.Digits(1).Train.Stratified(130, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(few.Len(), "samples, in each class:", few.ClassCounts())
	// Output: 130 samples, in each class: [13 13 13 14 13 13 14 13 12 12]
}

func ExampleSet_StratifiedSplit() {
	parts, err := data.Digits(1).Train.StratifiedSplit(1000, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("to train: ", parts.Train.ClassCounts())
	fmt.Println("held back:", parts.Test.ClassCounts())
	// Output:
	// to train:  [100 101 104 106 97 100 109 100 94 89]
	// held back: [30 30 31 31 29 29 32 30 28 27]
}

func ExampleSpirals() {
	spirals, err := data.Spirals(200, 0.02, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(spirals.Len(), "points, in each class:", spirals.ClassCounts())
	// Output: 200 points, in each class: [100 100]
}

// Four points of two circles, without noise.
func ExampleCircles() {
	circles, err := data.Circles(4, 0, 1)
	if err != nil {
		log.Fatal(err)
	}
	for i := range circles.Len() {
		p := circles.Image(i)
		fmt.Printf("class %d, radius %.1f\n", circles.Labels[i], math.Hypot(float64(p[0]), float64(p[1])))
	}
	// Output:
	// class 0, radius 0.5
	// class 1, radius 1.0
	// class 0, radius 0.5
	// class 1, radius 1.0
}
