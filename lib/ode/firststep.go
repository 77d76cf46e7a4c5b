package ode

import "math"

// scaled returns the root mean square of v relative to the tolerance at the
// states u and w: at most 1 if v is small enough.
func (o *Options) scaled(v, u, w []float64) float64 {
	var total float64
	for i, x := range v {
		e := x / (o.AbsTol + o.RelTol*max(math.Abs(u[i]), math.Abs(w[i])))
		total += e * e
	}
	return math.Sqrt(total / float64(len(v)))
}

// firstStep returns a size for the first step, without its sign (Hairer, Nørsett,
// Wanner, section II.4): one over which the solution changes by a hundredth, and
// over which what an explicit step of Euler sees of the second derivative stays
// within the tolerance.
func (o *Options) firstStep(f *field, t, span float64, u, slope []float64, order int) float64 {
	d0, d1 := o.scaled(u, u, u), o.scaled(slope, u, u)
	h := 1e-6
	if d0 >= 1e-5 && d1 >= 1e-5 {
		h = 0.01 * d0 / d1
	}
	h = min(max(h, 10*ulp(t)), math.Abs(span))
	ahead, bent := make([]float64, len(u)), make([]float64, len(u))
	follow(ahead, u, math.Copysign(h, span), []float64{1}, slope)
	f.at(t+math.Copysign(h, span), ahead, bent)
	for i := range bent {
		bent[i] -= slope[i]
	}
	d2 := o.scaled(bent, u, u) / h
	next := max(1e-6, h*1e-3)
	if !finite(d2) {
		return h // the step itself will find out
	}
	if largest := max(d1, d2); largest > 1e-15 {
		next = math.Pow(0.01/largest, 1/float64(order))
	}
	return min(100*h, next, math.Abs(span))
}
