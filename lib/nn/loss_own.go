package nn

import "github.com/unravel-go/unravel/lib/internal/compute"

// Loss adds a loss of one's own: the mean over the batch of what f returns for each image.
// f is called for image 0, 1, … of the batch, on one goroutine, with the image's C·H·W values y
// in the order of torch's flatten. It returns the loss, and where dy is not nil it sets
// dy[i] to the derivative by y[i]; what it leaves alone is 0. It must return the same whenever
// it is asked in a run, and keep neither slice.
//
// What the values are compared with is f's own affair, such as a slice of targets outside that
// changes from run to run. [Machine.Labels] and [Machine.Targets] are for the other losses.
func (b *Builder) Loss(x Node, f func(image int, y, dy []float64) float64) *Scalar {
	if b.ready("Loss", []Node{x}) && f == nil {
		b.fail("Loss", "no function for values of %v, want one", x)
	}
	if b.err != nil {
		return nil
	}
	if b.wide() {
		return loss(b, "loss", x, eachImage[float64](b, x, f))
	}
	return loss(b, "loss", x, eachImage[float32](b, x, f))
}

// eachImage is a loss in the engine's layout, from one of plain values.
func eachImage[T compute.Float](b *Builder, x Node, f func(image int, y, dy []float64) float64) func(b *Builder, s compute.Shape, dx, x []T) float64 {
	size := x.C * x.H * x.W
	images, y, gradient := make([]T, b.opts.Batch*size), make([]float64, size), make([]float64, size)
	return func(_ *Builder, s compute.Shape, dx, x []T) float64 {
		values := images[:s.N*size]
		compute.Unpack(values, x, s)
		var sum float64
		for i := range s.N {
			image := values[i*size:][:size]
			widen(y, image)
			if dx == nil {
				sum += f(i, y, nil)
				continue
			}
			clear(gradient)
			f(i, y, gradient)
			for j, g := range gradient {
				image[j] = T(g / float64(s.N))
			}
		}
		if dx != nil {
			compute.Pack(dx, values, s)
		}
		return sum / float64(s.N)
	}
}
