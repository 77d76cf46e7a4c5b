package train

import (
	"fmt"
	"math"
	"strings"
)

// Schedule is a learning rate for every step of a run.
type Schedule interface {
	// Rate returns the learning rate at the point p of the run, 0 at its first
	// step and 1 at its last. A p outside of [0, 1] counts as the nearest end.
	Rate(p float64) float64
	String() string
}

var (
	_ Schedule = OneCycle{}
	_ Schedule = Step{}
	_ Schedule = Constant(0)
)

// Constant is the same learning rate throughout.
type Constant float64

// Rate returns the rate itself.
func (c Constant) Rate(float64) float64 { return float64(c) }

// String is the rate in words.
func (c Constant) String() string { return fmt.Sprintf("constant %g", float64(c)) }

// OneCycle rises from Peak/Start to Peak and falls to Peak/(Start·End), along
// half cosine waves (after Smith and Topin 2018). Its defaults are those of
// torch's OneCycleLR, which differs in two ways: its peak comes one step earlier,
// and it moves the momentum against the rate unless told not to. The slow beginning lets a network of 54 blocks start at a
// peak of 0.1 without a warm-up of its own.
type OneCycle struct {
	Peak   float64 // highest rate; 0 means 0.1
	Warmup float64 // share of the run that rises; 0 means 0.3, 1 or more all of it
	Start  float64 // Peak over the first rate; 0 means 25
	End    float64 // the first rate over the last; 0 means 1e4
}

// Rate follows the two half waves.
func (o OneCycle) Rate(p float64) float64 {
	o, p = o.withDefaults(), clamp(p)
	low := o.Peak / o.Start
	if p < o.Warmup || o.Warmup >= 1 {
		return cosine(low, o.Peak, p/o.Warmup)
	}
	return cosine(o.Peak, low/o.End, (p-o.Warmup)/(1-o.Warmup))
}

// String is the schedule in words.
func (o OneCycle) String() string {
	return fmt.Sprintf("one cycle with peak %g", o.withDefaults().Peak)
}

func (o OneCycle) withDefaults() OneCycle {
	o.Peak = orDefault(o.Peak, 0.1)
	o.Warmup = orDefault(o.Warmup, 0.3)
	o.Start = orDefault(o.Start, 25)
	o.End = orDefault(o.End, 1e4)
	return o
}

// Step divides the rate by Factor at each milestone, a share of the run. The
// recipe of He et al. (2016) for CIFAR is Step{At: []float64{0.5, 0.75}}.
type Step struct {
	Initial float64   // first rate; 0 means 0.1
	At      []float64 // milestones in (0, 1); none means a constant rate
	Factor  float64   // 0 means 10
}

// Rate counts the milestones behind p.
func (s Step) Rate(p float64) float64 {
	rate, p := orDefault(s.Initial, 0.1), clamp(p)
	for _, at := range s.At {
		if p >= at {
			rate /= orDefault(s.Factor, 10)
		}
	}
	return rate
}

// String is the schedule in words.
func (s Step) String() string {
	if len(s.At) == 0 {
		return Constant(orDefault(s.Initial, 0.1)).String()
	}
	at := make([]string, len(s.At))
	for i, p := range s.At {
		at[i] = fmt.Sprintf("%g %%", 100*p)
	}
	return fmt.Sprintf("steps from %g, divided by %g at %s",
		orDefault(s.Initial, 0.1), orDefault(s.Factor, 10), strings.Join(at, ", "))
}

// cosine goes from a to b along half a wave as p goes from 0 to 1.
func cosine(a, b, p float64) float64 {
	return b + (a-b)*(1+math.Cos(math.Pi*p))/2
}

// clamp brings p to [0, 1]; NaN counts as the start.
func clamp(p float64) float64 {
	if !(p > 0) {
		return 0
	}
	return min(p, 1)
}

func orDefault(x, otherwise float64) float64 {
	if x == 0 {
		return otherwise
	}
	return x
}
