package compute

import "math"

// GatedForward sets y to σ(g)·(h − s) with σ(g) = 1/(1 + exp(−g)), computed in float64:
// what a highway block adds to s. y may be any of the others.
func GatedForward[T Float](p *Pool, y, g, h, s []T) {
	mustHold("GatedForward", "g", g, len(y))
	mustHold("GatedForward", "h", h, len(y))
	mustHold("GatedForward", "s", s, len(y))
	do(p, chunks(len(y)), 16*len(y), gatedForward[T]{y, g, h, s})
}

// GatedByState sets d to a·σ(g)·dy: with a = 1 the gradient of [GatedForward] by h,
// with a = −1 the one by s. d may be dy.
func GatedByState[T Float](p *Pool, d, dy, g []T, a T) {
	mustHold("GatedByState", "dy", dy, len(d))
	mustHold("GatedByState", "g", g, len(d))
	do(p, chunks(len(d)), 16*len(d), gatedByState[T]{d, dy, g, a})
}

// GatedByGate sets dg to dy·(h − s)·σ(g)·(1 − σ(g)), the gradient of [GatedForward] by
// g. dg may be dy.
func GatedByGate[T Float](p *Pool, dg, dy, g, h, s []T) {
	mustHold("GatedByGate", "dy", dy, len(dg))
	mustHold("GatedByGate", "g", g, len(dg))
	mustHold("GatedByGate", "h", h, len(dg))
	mustHold("GatedByGate", "s", s, len(dg))
	do(p, chunks(len(dg)), 16*len(dg), gatedByGate[T]{dg, dy, g, h, s})
}

// sigmoid does not overflow: for large −g the exponential is infinite, its inverse 0.
func sigmoid(g float64) float64 { return 1 / (1 + math.Exp(-g)) }

type gatedForward[T Float] struct{ y, g, h, s []T }

func (t *gatedForward[T]) part(i int) {
	y, g, h, s := slice(t.y, i), slice(t.g, i), slice(t.h, i), slice(t.s, i)
	for i, v := range g {
		y[i] = T(sigmoid(float64(v)) * float64(h[i]-s[i]))
	}
}

type gatedByState[T Float] struct {
	d, dy, g []T
	a        T
}

func (t *gatedByState[T]) part(i int) {
	d, dy, g := slice(t.d, i), slice(t.dy, i), slice(t.g, i)
	for i, v := range g {
		d[i] = T(sigmoid(float64(v)) * float64(t.a*dy[i]))
	}
}

type gatedByGate[T Float] struct{ dg, dy, g, h, s []T }

func (t *gatedByGate[T]) part(i int) {
	dg, dy, g, h, s := slice(t.dg, i), slice(t.dy, i), slice(t.g, i), slice(t.h, i), slice(t.s, i)
	for i, v := range g {
		share := sigmoid(float64(v))
		dg[i] = T(share * (1 - share) * float64(dy[i]) * float64(h[i]-s[i]))
	}
}
