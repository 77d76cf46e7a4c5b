package compute

// outer computes weight gradients, sums of products over pixels and images:
//
//	dw[o, c, t] = Σ_{blocks, pixels, valid lanes} dy[out, o] · x[in, c]
//
// A part owns the weights from one input to one output channel.
type outer[T Float] struct {
	conv      *Conv
	dw, x, dy []T
}

func (o *outer[T]) part(i int) {
	c := o.conv
	out, in := i/c.in.C, i%c.in.C
	for t, runs := range c.runs {
		var sum T
		for b := range c.in.Blocks() {
			valid := c.in.Valid(b)
			for _, r := range runs {
				for p := range r.pixels {
					dy := vector(c.out, b, r.out+p, out, o.dy)[:valid]
					for l, v := range vector(c.in, b, r.in+p, in, o.x)[:valid] {
						sum += v * dy[l]
					}
				}
			}
		}
		o.dw[i*c.taps()+t] = sum
	}
}
