package compute

// AverageForward averages each channel over its pixels: x of shape s becomes y
// of shape N × C × 1 × 1.
func AverageForward[T Float](p *Pool, s Shape, y, x []T) {
	mustHold("AverageForward", "y", y, Shape{s.N, s.C, 1, 1}.Len())
	mustHold("AverageForward", "x", x, s.Len())
	do(p, s.Blocks(), s.Len(), average[T]{s, x, y, false})
}

// AverageBackward computes dx, the gradient by x of shape s, from dy.
func AverageBackward[T Float](p *Pool, s Shape, dx, dy []T) {
	mustHold("AverageBackward", "dx", dx, s.Len())
	mustHold("AverageBackward", "dy", dy, Shape{s.N, s.C, 1, 1}.Len())
	do(p, s.Blocks(), s.Len(), average[T]{s, dx, dy, true})
}

// average works on one block per part.
type average[T Float] struct {
	shape       Shape
	image, mean []T
	back        bool
}

func (a *average[T]) part(b int) {
	scale := 1 / T(a.shape.Pixels())
	n := a.shape.pixelLen()
	mean := a.mean[b*n:][:n]
	image := a.image[b*a.shape.blockLen():][:a.shape.blockLen()]
	if a.back {
		for ; len(image) > 0; image = image[n:] {
			for i, v := range mean {
				image[i] = v * scale
			}
		}
		return
	}
	clear(mean)
	for ; len(image) > 0; image = image[n:] {
		for i, v := range image[:n] {
			mean[i] += v
		}
	}
	for i := range mean {
		mean[i] *= scale
	}
}
