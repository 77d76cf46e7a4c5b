package lesion

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Correlation says how closely the errors of networks follow what was done to
// them. NaN where one of the two does not vary.
type Correlation struct {
	Pearson  float64 // of the numbers: 1 or −1 on a straight line
	Spearman float64 // of their ranks: 1 or −1 wherever one grows or falls with the other
}

// ByCount correlates the number of changes with the mean top-1 error of the
// networks that have it.
func (l *Lesions) ByCount() Correlation {
	var counts, errs []float64
	for _, d := range l.Counts() {
		counts, errs = append(counts, float64(d)), append(errs, mean(l.Errors(d)))
	}
	return correlate(counts, errs)
}

// ByTau correlates Kendall's τ of the order with the top-1 error, network by
// network.
func (l *Lesions) ByTau() Correlation {
	var taus, errs []float64
	if l != nil {
		for _, x := range l.Networks {
			taus, errs = append(taus, x.Tau), append(errs, x.Error)
		}
	}
	return correlate(taus, errs)
}

func correlate(x, y []float64) Correlation {
	if len(x) < 2 {
		return Correlation{math.NaN(), math.NaN()}
	}
	return Correlation{stat.Correlation(x, y, nil), stat.Correlation(ranks(x), ranks(y), nil)}
}

// ranks numbers values from the smallest; equal ones share the middle of their
// numbers.
func ranks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(values[i], values[j]) })
	ranks := make([]float64, len(values))
	for from := 0; from < len(order); {
		end := from + 1
		for end < len(order) && values[order[end]] == values[order[from]] {
			end++
		}
		for _, i := range order[from:end] {
			ranks[i] = float64(from+end-1) / 2
		}
		from = end
	}
	return ranks
}
