package ode

import (
	"fmt"
	"math"
)

// Controller chooses the size of the next step from the errors of the last ones.
//
// With the error ε of a step relative to the tolerance, and an estimate that
// shrinks like hᵏ, the next step is
//
//	h' = h · Safety · ε[n]^(−(I+P+D)/k) · ε[n−1]^((P+2D)/k) · ε[n−2]^(−D/k)
//
// but never less than MinFactor·h nor more than MaxFactor·h. A step with ε > 1 is
// rejected and tried again with the integral part alone, I = 1.
//
// The zero Controller is [PI]. See the package's documentation for why the errors
// of past steps count.
type Controller struct {
	P, I, D              float64
	Safety               float64 // 0 means 0.9
	MinFactor, MaxFactor float64 // 0 means 0.2 and 10
}

// PI is the default, the proportional-integral control of Hairer's DOPRI5.
func PI() Controller { return Controller{P: 0.2, I: 0.65} }

// PID adds a little of the change of the change, for step sizes that vary smoothly.
func PID() Controller { return Controller{P: 0.2, I: 0.4, D: 0.05} }

// Elementary looks at the last error only, as SciPy does.
func Elementary() Controller { return Controller{I: 1} }

func (c Controller) withDefaults() Controller {
	if c.P == 0 && c.I == 0 && c.D == 0 {
		pi := PI()
		c.P, c.I, c.D = pi.P, pi.I, pi.D
	}
	if c.Safety == 0 {
		c.Safety = 0.9
	}
	if c.MinFactor == 0 {
		c.MinFactor = 0.2
	}
	if c.MaxFactor == 0 {
		c.MaxFactor = 10
	}
	return c
}

func (c Controller) check() error {
	if !finite(c.P) || !finite(c.I) || !finite(c.D) || c.I <= 0 {
		return fmt.Errorf("got a controller with P = %v, I = %v and D = %v, want finite ones and I > 0", c.P, c.I, c.D)
	}
	if !(c.Safety > 0 && c.Safety <= 1 && c.MinFactor > 0 && c.MinFactor < 1 && c.MaxFactor > 1 && finite(c.MaxFactor)) {
		return fmt.Errorf("got a controller with the safety %v and factors from %v to %v, want 0 < safety ≤ 1 and 0 < smallest < 1 < largest", c.Safety, c.MinFactor, c.MaxFactor)
	}
	return nil
}

// control is a Controller at work: it remembers the errors of two steps.
type control struct {
	Controller
	now, last, before float64 // exponents of the three errors
	reject            float64 // exponent after a rejected step
	e1, e2            float64 // the errors of the last two accepted steps
}

func newControl(c Controller, k int) *control {
	order := float64(k)
	return &control{
		Controller: c,
		now:        -(c.I + c.P + c.D) / order,
		last:       (c.P + 2*c.D) / order,
		before:     -c.D / order,
		reject:     -1 / order,
		e1:         1, e2: 1,
	}
}

// smallestError keeps one step that happened to be exact from shaping the next.
const smallestError = 1e-4

// accepted returns the factor for the step after one with the error e ≤ 1.
func (c *control) accepted(e float64) float64 {
	e = max(e, smallestError*smallestError)
	factor := c.Safety * math.Pow(e, c.now) * math.Pow(c.e1, c.last)
	if c.before != 0 {
		factor *= math.Pow(c.e2, c.before)
	}
	c.e1, c.e2 = max(e, smallestError), c.e1
	return min(max(factor, c.MinFactor), c.MaxFactor)
}

// rejected returns the factor for another try at a step with the error e > 1,
// which may be infinite.
func (c *control) rejected(e float64) float64 {
	if !finite(e) {
		return c.MinFactor
	}
	return min(max(c.Safety*math.Pow(e, c.reject), c.MinFactor), c.Safety)
}
