package train

import (
	"fmt"
	"math"
)

// Cosine falls from Peak to End along half a cosine wave (Loshchilov and Hutter
// 2017), once or, with restarts, several times, each cycle Stretch times as long as
// the one before. With one cycle it is torch's CosineAnnealingLR, with several its
// CosineAnnealingWarmRestarts, where the run ends with a cycle.
type Cosine struct {
	Peak    float64 // rate at the beginning of a cycle; 0 means 0.1
	End     float64 // rate at its end
	Cycles  int     // 0 means 1: no restarts
	Stretch float64 // 0 means 1: cycles of one length
}

var _ Schedule = Cosine{}

// Rate follows the half wave of the cycle that p is in. Where one cycle ends and
// the next begins, the rate is the next one's Peak.
func (c Cosine) Rate(p float64) float64 {
	c, p = c.withDefaults(), clamp(p)
	return cosine(c.Peak, c.End, c.place(p))
}

// place is the share of its cycle that is over at the point p of the run.
func (c Cosine) place(p float64) float64 {
	if c.Cycles == 1 || p == 1 {
		return p
	}
	if c.Stretch == 1 {
		_, place := math.Modf(p * float64(c.Cycles))
		return place
	}
	// In units of the first cycle, cycle i begins at (Stretch^i − 1)/(Stretch − 1).
	begin := func(i float64) float64 { return (math.Pow(c.Stretch, i) - 1) / (c.Stretch - 1) }
	at := p * begin(float64(c.Cycles))
	i := math.Floor(math.Log1p(at*(c.Stretch-1)) / math.Log(c.Stretch))
	return clamp((at - begin(i)) / math.Pow(c.Stretch, i))
}

// String is the schedule in words.
func (c Cosine) String() string {
	c = c.withDefaults()
	s := fmt.Sprintf("cosine from %g to %g", c.Peak, c.End)
	if c.Cycles > 1 {
		s += fmt.Sprintf(", %d cycles", c.Cycles)
		if c.Stretch != 1 {
			s += fmt.Sprintf(", each %g times as long as the one before", c.Stretch)
		}
	}
	return s
}

func (c Cosine) withDefaults() Cosine {
	c.Peak = orDefault(c.Peak, 0.1)
	c.Cycles = max(c.Cycles, 1)
	c.Stretch = orDefault(c.Stretch, 1)
	return c
}
