package lesion

import (
	"math"
	"math/bits"
)

// sum adds numbers that are not negative, in fixed point with 64 bits on either
// side of the point. So it does not depend on their order, which floating point
// does: workers may add what they have in any.
type sum struct {
	units, parts uint64
	nan, over    bool
}

// tooLarge is what no network that computes anything has as a loss.
const tooLarge = 1 << 53

func (s *sum) add(x float64) {
	switch {
	case math.IsNaN(x):
		s.nan = true
	case x >= tooLarge:
		s.over = true
	default:
		unit, part := math.Modf(x)
		s.merge(sum{units: uint64(unit), parts: uint64(math.Ldexp(part, 64))})
	}
}

func (s *sum) merge(t sum) {
	var carry uint64
	s.parts, carry = bits.Add64(s.parts, t.parts, 0)
	s.units, carry = bits.Add64(s.units, t.units, carry)
	s.nan = s.nan || t.nan
	s.over = s.over || t.over || carry > 0
}

// value is NaN if one of the numbers was, and infinite if one was too large.
func (s *sum) value() float64 {
	switch {
	case s.nan:
		return math.NaN()
	case s.over:
		return math.Inf(1)
	}
	return float64(s.units) + math.Ldexp(float64(s.parts), -64)
}
