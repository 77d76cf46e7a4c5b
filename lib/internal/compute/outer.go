package compute

// outer computes weight gradients, sums of outer products over pixels and
// images:
//
//	dw[o, c, t] = Σ_{blocks, pixels, valid lanes} dy[o, out] · x[c, in]
//
// Each part owns one tap of one output channel.
type outer[T Float] struct {
	conv      *Conv
	dw, x, dy []T
}

// parts is the number of parts of the work.
func (o *outer[T]) parts() int { return o.conv.out.C * o.conv.taps() }

func (o *outer[T]) part(i int) {
	c := o.conv
	out, tap := i/c.taps(), i%c.taps()
	r := c.reach[tap]
	for in := range c.in.C {
		var total T
		for b := range c.in.Blocks() {
			x := o.x[b*c.in.blockLen()+in*c.in.planeLen():]
			dy := o.dy[b*c.out.blockLen()+out*c.out.planeLen():]
			var sum T
			for i, q := range r.in {
				for lane := range c.in.Valid(b) {
					sum += x[int(q)*Lanes+lane] * dy[int(r.out[i])*Lanes+lane]
				}
			}
			total += sum
		}
		o.dw[(out*c.in.C+in)*c.taps()+tap] = total
	}
}
