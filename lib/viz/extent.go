package viz

// extent is a curve that reaches from lo to hi at each of its places.
type extent struct {
	curve
	lo, hi []float64
}

// DataRange returns the range of all that it reaches.
func (s *extent) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, xmax, ymin, ymax = s.curve.DataRange()
	for i := range s.lo {
		ymin, ymax = min(ymin, s.lo[i]), max(ymax, s.hi[i])
	}
	return xmin, xmax, ymin, ymax
}
