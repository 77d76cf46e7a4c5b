package compute

// outer computes weight gradients, sums of outer products over pixels and
// images:
//
//	dw[o, c, t] = Σ_{blocks, pixels, valid lanes} dy[o, out] · x[c, in]
//
// It reads dy strip-wise, so that the strip's channels of one pixel and lane
// lie side by side, as weights do in [gather].
type outer[T Float] struct {
	conv          *Conv
	dw, x, strips []T
}

// parts is the number of parts of the work: each owns one row of taps from one
// input channel to one strip of output channels.
func (o *outer[T]) parts() int {
	return stripsOf(o.conv.out.C) * o.conv.in.C * o.conv.kernel
}

func (o *outer[T]) part(i int) {
	c := o.conv
	s, in, row := i/c.kernel/c.in.C, i/c.kernel%c.in.C, i%c.kernel
	for t := row * c.kernel; t < (row+1)*c.kernel; t++ {
		var sum [strip]T
		for b := range c.in.Blocks() {
			x := plane(c.in, b, in, o.x)
			dy := o.strips[(b*stripsOf(c.out.C)+s)*strip*c.out.planeLen():][:strip*c.out.planeLen()]
			addBlock(&sum, x, dy, c.runs[t], c.in.Valid(b))
		}
		for k := range min(strip, c.out.C-s*strip) {
			o.dw[((s*strip+k)*c.in.C+in)*c.taps()+t] = sum[k]
		}
	}
}

// addBlock adds the valid lanes of one block to the sums.
func addBlock[T Float](sum *[strip]T, x, dy []T, runs []run, valid int) {
	for _, r := range runs {
		if valid == Lanes {
			addRun(sum, x[r.in*Lanes:][:r.pixels*Lanes], dy[r.out*Lanes*strip:])
			continue
		}
		for i := range r.pixels {
			addRun(sum, x[(r.in+i)*Lanes:][:valid], dy[(r.out+i)*Lanes*strip:])
		}
	}
}

// addRun adds x[i]·w[i] to the sums for every i, two at a time.
func addRun[T Float](sum *[strip]T, x, w []T) {
	var s0, s1, s2, s3, s4, s5, s6, s7 T
	for ; len(x) >= 2 && len(w) >= 2*strip; x, w = x[2:], w[2*strip:] {
		k := (*[2 * strip]T)(w)
		v, u := x[0], x[1]
		s0 += v*k[0] + u*k[8]
		s1 += v*k[1] + u*k[9]
		s2 += v*k[2] + u*k[10]
		s3 += v*k[3] + u*k[11]
		s4 += v*k[4] + u*k[12]
		s5 += v*k[5] + u*k[13]
		s6 += v*k[6] + u*k[14]
		s7 += v*k[7] + u*k[15]
	}
	if len(x) > 0 {
		k := (*[strip]T)(w)
		v := x[0]
		s0 += v * k[0]
		s1 += v * k[1]
		s2 += v * k[2]
		s3 += v * k[3]
		s4 += v * k[4]
		s5 += v * k[5]
		s6 += v * k[6]
		s7 += v * k[7]
	}
	sum[0] += s0
	sum[1] += s1
	sum[2] += s2
	sum[3] += s3
	sum[4] += s4
	sum[5] += s5
	sum[6] += s6
	sum[7] += s7
}

// stripping rearranges channels into strips, one strip of one block per part:
// [block][channel][pixel][lane] becomes [block][strip][pixel][lane][channel of
// the strip], zero beyond the last channel.
type stripping[T Float] struct {
	shape    Shape
	to, from []T
}

func (s *stripping[T]) part(i int) {
	n := s.shape.planeLen()
	b, first := i/stripsOf(s.shape.C), i%stripsOf(s.shape.C)*strip
	to := s.to[i*strip*n:][:strip*n]
	if first+strip > s.shape.C {
		clear(to)
	}
	for k := range min(strip, s.shape.C-first) {
		for j, v := range plane(s.shape, b, first+k, s.from) {
			to[j*strip+k] = v
		}
	}
}
