package ode

import (
	"fmt"
	"math"
)

// convergence judges Newton's iteration by how far each turn moves the state. While
// the moves shrink at the rate θ, all that are still to come add up to
// moved·θ/(1−θ).
type convergence struct {
	tolerance float64 // of all that is still to come
	strict    bool    // to the last digit, or within a solver's tolerance
	limit     int     // turns

	turn    int
	last    float64 // the last move
	rate    float64 // the last θ
	slowest float64 // the largest θ of the step
}

// How many turns an iteration may take: to the last digit with the Jacobian of the
// start of the step, then with those of each state that it meets; and within a
// tolerance, where a smaller step soon costs less than more turns.
const (
	simplifiedTurns = 20
	fullTurns       = 30
	tolerantTurns   = 8
)

// fastRate is a θ so small that a new Jacobian would save no turn.
const fastRate = 1e-2

// newConvergence asks for the last digit if o is nil. Otherwise what is left is a
// part of the tolerance that does not show in the estimate of the error, the
// smaller the more digits are wanted, but above rounding.
func newConvergence(o *Options) convergence {
	if o == nil {
		return convergence{tolerance: 1e-17, strict: true}
	}
	const rounding = 0x1p-52
	return convergence{tolerance: max(10*rounding/o.RelTol, min(0.03, math.Sqrt(o.RelTol)))}
}

// begin starts an iteration, with a Jacobian for each turn or with one for all.
func (c *convergence) begin(full bool) {
	c.turn, c.last = 0, math.Inf(1)
	switch {
	case !c.strict:
		c.limit = tolerantTurns
	case full:
		c.limit = fullTurns
	default:
		c.limit = simplifiedTurns
	}
}

// after is told how far a turn moved the state. It returns whether the rest is
// within the tolerance, or there is no hope of that.
func (c *convergence) after(moved float64) (arrived, stuck bool) {
	c.turn++
	last := c.last
	c.last = moved
	if moved <= c.tolerance && c.strict || moved == 0 {
		return true, false
	}
	if math.IsInf(last, 1) {
		return false, false
	}
	c.rate = moved / last
	if c.rate >= 1 && c.strict && moved < 1e-10 {
		return true, false // rounding is all that moves
	}
	if c.rate < 1 && moved*c.rate/(1-c.rate) <= c.tolerance {
		c.slowest = max(c.slowest, c.rate)
		return true, false
	}
	return false, c.turn >= c.limit || !c.strict && c.hopeless(moved)
}

// hopeless reports whether the turns that are left will not do at the present rate.
func (c *convergence) hopeless(moved float64) bool {
	left := float64(c.limit - c.turn)
	return c.rate >= 1 || moved*math.Pow(c.rate, left)/(1-c.rate) > c.tolerance
}

// why says why there was no hope.
func (c *convergence) why() string {
	unit := "the state"
	if !c.strict {
		unit = "the tolerance"
	}
	return fmt.Sprintf("after %d iterations Newton's method still moves by %.2g of %s", c.turn, c.last, unit)
}

// fast reports whether the Jacobian is good enough for another step.
func (c *convergence) fast() bool { return c.slowest <= fastRate }
