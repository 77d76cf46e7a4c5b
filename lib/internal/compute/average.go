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
			for i := range image {
				image[i] = mean[i%Lanes] * scale
			}
			continue
		}
		var sum [Lanes]T
		for i := 0; i < len(image); i += Lanes {
			pixel := (*[Lanes]T)(image[i:])
			for l := range sum {
				sum[l] += pixel[l]
			}
		}
		for l := range sum {
			mean[l] = sum[l] * scale
		}
	}
}
