package models_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// BenchmarkRevNet is a step of training without that of the parameters, on 128 images of
// 3×32×32, and the memory of activations.
func BenchmarkRevNet(b *testing.B) {
	for _, depth := range []int{26, 62, 110, 218} {
		for _, store := range []bool{false, true} {
			b.Run(fmt.Sprintf("depth=%d/stored=%t", depth, store), func(b *testing.B) {
				net := mustRevNet(b, models.Config{Depth: depth, Width: 16})
				r, err := net.Compile(nn.Options{Batch: 128, Training: true, StoreActivations: store}, models.CrossEntropy)
				if err != nil {
					b.Fatal(err)
				}
				images := make([]float32, 128*3*32*32)
				for i := range images {
					images[i] = float32(i%251)/100 - 1
				}
				if err := r.Load(images); err != nil {
					b.Fatal(err)
				}
				if err := r.Labels(make([]int, 128)); err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if err := r.Run(context.Background()); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(r.Bytes()-4*int64(net.NumParams()))/1e6, "MB")
			})
		}
	}
}
