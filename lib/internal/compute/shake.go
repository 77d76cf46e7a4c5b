package compute

// Shake sets y to r·a + (1 − r)·b with a number r for each image, or with one for the
// whole batch, uniform from 0 to below 1. y may be a or b.
func Shake[T Float](p *Pool, r Random, s Shape, whole bool, y, a, b []T) {
	mustHold("Shake", "y", y, s.Len())
	mustHold("Shake", "a", a, s.Len())
	mustHold("Shake", "b", b, s.Len())
	do(p, s.Blocks()*s.H, 2*s.Len(), shaking[T]{r.stream(), s, whole, false, y, a, b})
}

// ShakeShare sets y to r·x, or, of the second of two, to (1 − r)·x, with the numbers
// r that [Shake] has for the same stream. y may be x.
func ShakeShare[T Float](p *Pool, r Random, s Shape, whole, second bool, y, x []T) {
	mustHold("ShakeShare", "y", y, s.Len())
	mustHold("ShakeShare", "x", x, s.Len())
	do(p, s.Blocks()*s.H, s.Len(), shaking[T]{r.stream(), s, whole, second, y, x, nil})
}

// shaking works on one row of a block per part.
type shaking[T Float] struct {
	stream  stream
	shape   Shape
	whole   bool // one number for all images
	second  bool // the share of b, applied to a
	y, a, b []T
}

func (k *shaking[T]) part(i int) {
	var share, rest [Lanes]T
	block := i / k.shape.H
	for l := range Lanes {
		image := uint64(block*Lanes + l)
		if k.whole {
			image = 0
		}
		r := k.stream.share(image)
		share[l], rest[l] = T(r), T(1-r)
	}
	if k.second {
		share = rest
	}
	n := k.shape.W * k.shape.pixelLen()
	y, a, b := k.y[i*n:][:n], k.a[i*n:][:n], span(k.b, i*n, (i+1)*n)
	for at := 0; at < n; at += Lanes {
		v, u := (*[Lanes]T)(y[at:]), (*[Lanes]T)(a[at:])
		if b == nil {
			for l, r := range share {
				v[l] = r * u[l]
			}
			continue
		}
		w := (*[Lanes]T)(b[at:])
		for l, r := range share {
			v[l] = r*u[l] + rest[l]*w[l]
		}
	}
}

// share returns a number from 0 to below 1.
func (s stream) share(position uint64) float64 { return float64(s.at(position)>>11) / (1 << 53) }
