package compute_test

import (
	"fmt"
	"log"

	"github.com/unravel-go/unravel/lib/internal/compute"
	"github.com/unravel-go/unravel/lib/internal/simd"
)

// A 3×3 kernel of ones over a padded image of ones counts the pixels under it:
// four in a corner, six at an edge, nine inside.
func ExampleConvForward() {
	image := compute.Shape{N: 1, C: 1, H: 3, W: 4}
	c, err := compute.NewConv(image, compute.ConvOptions{Out: 1, Kernel: 3, Stride: 1, Pad: 1})
	if err != nil {
		log.Fatal(err)
	}
	ones := []float32{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
	x, y := make([]float32, image.Len()), make([]float32, c.Out().Len())
	compute.Pack(x, ones, image)
	compute.ConvForward(compute.NewPool(0, simd.Best()), &c, y, x, ones[:c.Weights()], compute.Epilogue[float32]{})

	counts := make([]float32, c.Out().Features())
	compute.Unpack(counts, y, c.Out())
	for row := range 3 {
		fmt.Println(counts[4*row:][:4])
	}
	fmt.Println(c.Out(), "with", c.MACs(), "MACs")
	// Output:
	// [4 6 6 4]
	// [6 9 9 6]
	// [4 6 6 4]
	// 1×1×3×4 with 108 MACs
}
