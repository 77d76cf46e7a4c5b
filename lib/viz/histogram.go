package viz

import (
	"math"
	"slices"

	"gonum.org/v1/plot"
)

// Histogram draws how values are distributed, such as the coefficients k of several
// networks or the weights of a layer: which share of them lies in each of some
// intervals of one width. Several samples have the same intervals, so they can be of
// any size. Values that are not finite are left out.
//
// The width is that of Freedman and Diaconis (1981), 2·IQR/∛n, for all values
// together, within 5 to 60 intervals.
func Histogram(title, x string, samples ...Curve) *plot.Plot {
	p := newFigure(title, x, "share of the values (%)")
	var all []float64
	for _, s := range samples {
		all = append(all, finite(s.Y)...)
	}
	if len(all) == 0 {
		return empty(p, "no values")
	}
	slices.Sort(all)
	lo, width, bins := intervals(all)
	names := &legend{}
	for i, s := range samples {
		values := finite(s.Y)
		if len(values) == 0 {
			continue
		}
		h := &steplike{lo: lo, width: width, share: shares(values, lo, width, bins), color: seriesColor(i), filled: i == 0}
		p.Add(h)
		if s.Name != "" {
			names.add(s.Name, h)
		}
	}
	p.Add(names)
	pad(&p.X)
	p.Y.Min, p.Y.Max = 0, 1.05*p.Y.Max
	return p
}

func isFinite(x float64) bool { return x-x == 0 }

// finite returns the values that are.
func finite(values []float64) []float64 {
	var some []float64
	for _, v := range values {
		if isFinite(v) {
			some = append(some, v)
		}
	}
	return some
}

// intervals chooses equal ones that cover sorted values.
func intervals(sorted []float64) (lo, width float64, bins int) {
	n := len(sorted)
	lo, hi := sorted[0], sorted[n-1]
	if !(hi/2-lo/2 > 1e-9*max(math.Abs(lo), math.Abs(hi))) { // all but equal
		half := max(.5, 1e-3*math.Abs(lo))
		return lo - half, 2 * half, 1
	}
	quarters := sorted[3*n/4]/2 - sorted[n/4]/2 // halves, that no difference is too large
	bins = 60
	if by := 2 * quarters / math.Cbrt(float64(n)); by > 0 {
		bins = int(min(60, max(5, math.Ceil((hi/2-lo/2)/by))))
	}
	return lo, 2 * ((hi/2 - lo/2) / float64(bins)), bins
}

// shares counts the values in each interval, in percent.
func shares(values []float64, lo, width float64, bins int) []float64 {
	share := make([]float64, bins)
	for _, v := range values {
		share[min(bins-1, max(0, int((v-lo)/width)))] += 100 / float64(len(values))
	}
	return share
}
