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
	for c := range a.shape.C {
		image := plane(a.shape, b, c, a.image)
		mean := (*[Lanes]T)(a.mean[(b*a.shape.C+c)*Lanes:])
		if a.back {
			for l := range mean {
				image[l] = mean[l] * scale
			}
			for i := Lanes; i < len(image); i += Lanes {
				copy(image[i:i+Lanes], image)
			}
			continue
		}
		var sum [Lanes]T
		for i := 0; i < len(image); i += Lanes {
			for l, v := range image[i : i+Lanes] {
				sum[l] += v
			}
		}
		for l := range sum {
			mean[l] = sum[l] * scale
		}
	}
}
