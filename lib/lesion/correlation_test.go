package lesion_test

import (
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/lesion"
)

func TestCorrelations(t *testing.T) {
	tests := []struct {
		name              string
		taus, errs        []float64
		pearson, spearman float64
	}{
		{"a falling line", []float64{1, .9, .8, .7}, []float64{1, 3, 5, 7}, -1, -1},
		{"falling, but no line", []float64{1, .9, .8, .7}, []float64{1, 2, 4, 50}, -.806, -1},
		{"ties", []float64{1, 1, .9, .9}, []float64{2, 2, 3, 3}, -1, -1},
		{"nothing to do with each other", []float64{1, .9, 1, .9}, []float64{1, 1, 2, 2}, 0, 0},
		{"errors that do not vary", []float64{1, .9}, []float64{2, 2}, math.NaN(), math.NaN()},
		{"one network", []float64{1}, []float64{2}, math.NaN(), math.NaN()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := &lesion.Lesions{}
			for i := range tt.taus {
				l.Networks = append(l.Networks, lesion.Lesion{Tau: tt.taus[i], Measure: lesion.Measure{Error: tt.errs[i]}})
			}
			got := l.ByTau()
			if !about(got.Pearson, tt.pearson, .001) || !about(got.Spearman, tt.spearman, 1e-12) {
				t.Errorf("got %+v, want %v and %v", got, tt.pearson, tt.spearman)
			}
		})
	}
}

func about(got, want, within float64) bool {
	return math.Abs(got-want) <= within || math.IsNaN(got) && math.IsNaN(want)
}

// With several networks per count it is their mean that is correlated.
func TestCorrelationByCount(t *testing.T) {
	l := &lesion.Lesions{}
	for d, errs := range [][]float64{{1, 3}, {9, 1}, {2, 12}} { // means of 2, 5 and 7
		for _, e := range errs {
			l.Networks = append(l.Networks, lesion.Lesion{Count: d, Measure: lesion.Measure{Error: e}})
		}
	}
	if got := l.ByCount(); !about(got.Spearman, 1, 1e-12) || !about(got.Pearson, .993, .001) {
		t.Errorf("got %+v, want 0.993 and 1", got)
	}
	var none *lesion.Lesions
	if got := none.ByTau(); !math.IsNaN(got.Pearson) || !math.IsNaN(none.ByCount().Spearman) {
		t.Errorf("got %+v of no lesions, want NaN", got)
	}
}
