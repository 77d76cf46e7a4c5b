package compute

import (
	"math"
	"strings"
	"testing"
)

// TestNoise checks the moments of the noise and that neighbours do not go
// together. The fourth moment is 3 for normal and 9/5 for uniform noise.
func TestNoise(t *testing.T) {
	tests := []struct {
		distribution             Distribution
		size, variance, kurtosis float64
		bound                    float64
	}{
		{Normal, 1, 1, 3, 7},
		{Normal, 0.1, 0.01, 3, 0.7},
		{Uniform, 0.5, 0.25 / 3, 9. / 5, 0.5},
	}
	for _, tt := range tests {
		t.Run(tt.distribution.String(), func(t *testing.T) {
			n, err := NewNoise(tt.distribution, tt.size)
			if err != nil {
				t.Fatal(err)
			}
			y := make([]float32, draws)
			AddNoise(newPool(2), &n, Random{Seed: 1}, y, y)
			for _, distance := range []int{1, Lanes, chunk} {
				mean, variance, kurtosis, correlation := statistics(y, distance)
				if math.Abs(mean)/math.Sqrt(tt.variance) > fiveSigma {
					t.Errorf("got mean %v, want 0", mean)
				}
				if math.Abs(variance/tt.variance-1) > 2*fiveSigma {
					t.Errorf("got variance %v, want %v", variance, tt.variance)
				}
				if math.Abs(kurtosis-tt.kurtosis) > 10*fiveSigma {
					t.Errorf("got fourth moment %v, want %v", kurtosis, tt.kurtosis)
				}
				if math.Abs(correlation) > fiveSigma {
					t.Errorf("got a correlation of %v at distance %d, want 0 ± %v", correlation, distance, fiveSigma)
				}
			}
			for i, v := range y {
				if math.Abs(float64(v)) > tt.bound {
					t.Fatalf("got y[%d] = %v, want at most ±%v", i, v, tt.bound)
				}
			}
		})
	}
}

// TestNoiseThreads checks that noise depends on the stream alone, that it is
// added, and that streams differ.
func TestNoiseThreads(t *testing.T) {
	const n = 5*chunk + Lanes
	for _, distribution := range []Distribution{Normal, Uniform} {
		plan, err := NewNoise(distribution, 1)
		if err != nil {
			t.Fatal(err)
		}
		zeros, x, want, got := make([]float64, n), noise[float64](n), dirty[float64](n), dirty[float64](n)
		AddNoise(newPool(1), &plan, Random{1, 2, 3}, want, zeros)
		AddNoise(newPool(7), &plan, Random{1, 2, 3}, got, x)
		for i := range got {
			if got[i] != x[i]+want[i] {
				t.Fatalf("%v: got y[%d] = %v, want %v + %v", distribution, i, got[i], x[i], want[i])
			}
		}
		AddNoise(newPool(2), &plan, Random{1, 2, 4}, got, zeros)
		if math.Abs(dot(got, want)/n) > 5/math.Sqrt(n) {
			t.Errorf("%v: got a correlation of %v between runs, want 0", distribution, dot(got, want)/n)
		}
	}
}

func TestNewNoiseErrors(t *testing.T) {
	tests := []struct {
		distribution Distribution
		size         float64
		want         string
	}{
		{Normal, -1, "got normal noise of size -1, want a number from 0"},
		{Uniform, math.Inf(1), "got uniform noise of size +Inf, want a number from 0"},
		{7, 1, "got distribution 7, want 0 (normal) or 1 (uniform)"},
	}
	for _, tt := range tests {
		if _, err := NewNoise(tt.distribution, tt.size); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got error %v, want %q", err, tt.want)
		}
	}
}
