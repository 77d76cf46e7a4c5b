package viz

import (
	"slices"
	"testing"

	"gonum.org/v1/plot"
)

func TestTicks(t *testing.T) {
	tests := []struct {
		name   string
		ticker plot.Ticker
		lo, hi float64
		want   []string
	}{
		{"percent", steps{}, 0, 100, []string{"0", "20", "40", "60", "80", "100"}},
		{"blocks", steps{whole: true}, -1, 54, []string{"0", "10", "20", "30", "40", "50"}},
		{"few blocks", steps{whole: true}, 0, 2, []string{"0", "1", "2"}},
		{"around zero, with a minus sign", steps{}, -.25, .25, []string{"−0.2", "−0.1", "0.0", "0.1", "0.2"}},
		{"tenths that do not add up", steps{}, 0, .6, []string{"0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6"}},
		{"nothing between", steps{}, 1, 1, nil},
		{"decades", decades{}, 1e-4, 1, []string{"10^−4", "10^−3", "10^−2", "10^−1", "10^0"}},
		{"decades near 1", decades{}, .001, 1, []string{"0.001", "0.01", "0.1", "1"}},
		{"within a decade", decades{}, .3, 4, []string{"0.5", "1", "2"}},
		{"many decades", decades{}, 1e-16, 1, []string{"10^−16", "10^−13", "10^−10", "10^−7", "10^−4", "10^−1"}},
		{"exponents", exponents{}, -31, 1, []string{"10^−30", "10^−25", "10^−20", "10^−15", "10^−10", "10^−5", "10^0"}},
		{"below zero", decades{}, -1, 1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, tick := range tt.ticker.Ticks(tt.lo, tt.hi) {
				got = append(got, tick.Label)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestChoose(t *testing.T) {
	if got, want := choose(64, 5), []int{0, 15, 31, 47, 63}; !slices.Equal(got, want) {
		t.Errorf("got %v of 64, want %v", got, want)
	}
	if got, want := choose(3, 5), []int{0, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("got %v of 3, want %v", got, want)
	}
}

// Okabe and Ito's colours are told apart by their lightness too.
func TestNeighbouringSeriesDifferInLightness(t *testing.T) {
	lightness := func(i int) float64 {
		c := seriesColor(i)
		return .299*float64(c.R) + .587*float64(c.G) + .114*float64(c.B)
	}
	for i := range 3 {
		if a, b := lightness(i), lightness(i+1); a-b < 5 && b-a < 5 {
			t.Errorf("series %d and %d: got lightness %.0f and %.0f, want a difference", i, i+1, a, b)
		}
	}
}
