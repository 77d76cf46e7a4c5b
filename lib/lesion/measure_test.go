package lesion

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// An image counts as wrong among the top k if k logits are larger than its
// label's, the first of equals counting as larger.
func TestTopK(t *testing.T) {
	logits := []float32{1, 4, 2, 4, 3}
	rank := []int{5, 1, 4, 2, 3} // of each class
	for label, r := range rank {
		for k := 1; k <= 6; k++ {
			var one tally
			one.add(logits, label, k)
			m := one.measure()
			if want := r > k; (m.TopK == 100) != want {
				t.Errorf("label %d of rank %d: got a top-%d error of %v", label, r, k, m.TopK)
			}
			if (m.Error == 100) != (r > 1) {
				t.Errorf("label %d of rank %d: got an error of %v", label, r, m.Error)
			}
		}
	}
	var broken tally
	broken.add([]float32{float32(math.NaN()), 0}, 1, 2)
	if m := broken.measure(); m.Error != 100 || m.TopK != 100 || !math.IsNaN(m.Loss) {
		t.Errorf("got %v of logits that are no numbers, want errors of 100 %%", m)
	}
}

// Whatever order and whatever workers the losses come in: the sum is one.
func TestSumsDoNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 1e6), 1, 40).Draw(t, "losses")
		var forwards, front, back sum
		exact := 0.0
		for i, v := range values {
			forwards.add(v)
			exact += v
			if i < len(values)/2 {
				front.add(v)
			}
		}
		for i := len(values) - 1; i >= len(values)/2; i-- {
			back.add(values[i])
		}
		back.merge(front)
		if forwards != back {
			t.Errorf("got %v and, in parts, %v", forwards, back)
		}
		if got := forwards.value(); math.Abs(got-exact) > 1e-12*exact+1e-17 {
			t.Errorf("got %v, want about %v", got, exact)
		}
	})
}

func TestSumsOfBrokenLosses(t *testing.T) {
	tests := []struct {
		name   string
		values []float64
		want   float64
	}{
		{"nothing", nil, 0},
		{"small ones carry over", []float64{.75, .75, .5}, 2},
		{"no number", []float64{1, math.NaN()}, math.NaN()},
		{"infinite", []float64{1, math.Inf(1)}, math.Inf(1)},
		{"beyond all bounds", []float64{1, 1e300}, math.Inf(1)},
	}
	for _, tt := range tests {
		var s sum
		for _, v := range tt.values {
			s.add(v)
		}
		if got := s.value(); got != tt.want && !(math.IsNaN(got) && math.IsNaN(tt.want)) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// The interval is what drawing images would give in the limit of many draws.
func TestIntervalIsThatOfDrawingImages(t *testing.T) {
	const images, wrong = 200, 14
	values := make([]float64, images)
	for i := range wrong {
		values[i] = 100
	}
	low, high := Measure{Error: 100. * wrong / images, Samples: images}.Interval(.95)
	drawnLow, drawnHigh := Bootstrap(values, mean, .95, 1)
	if math.Abs(low-drawnLow) > .5 || math.Abs(high-drawnHigh) > .5 {
		t.Errorf("got %v to %v, want about %v to %v, to one image", low, high, drawnLow, drawnHigh)
	}
}

func TestIntervalsWithoutAnAnswer(t *testing.T) {
	for _, m := range []Measure{{}, {Error: math.NaN(), Samples: 3}} {
		if low, high := m.Interval(.95); !math.IsNaN(low) || !math.IsNaN(high) {
			t.Errorf("%+v: got %v to %v, want NaN", m, low, high)
		}
	}
	for _, level := range []float64{0, 1, -1, 2, math.NaN()} {
		if low, _ := (Measure{Error: 5, Samples: 10}).Interval(level); !math.IsNaN(low) {
			t.Errorf("level %v: got %v, want NaN", level, low)
		}
		if low, _ := Bootstrap([]float64{1}, mean, level, 0); !math.IsNaN(low) {
			t.Errorf("level %v: got %v, want NaN", level, low)
		}
	}
	if low, high := (Measure{Error: 100, Samples: 10}).Interval(.9); low != 100 || high != 100 {
		t.Errorf("got %v to %v where all is wrong, want 100 to 100", low, high)
	}
	if low, _ := Bootstrap(nil, mean, .9, 0); !math.IsNaN(low) {
		t.Errorf("got %v without values, want NaN", low)
	}
}

// The more values, the nearer is the number of intervals with the mean of the
// distribution in them to 95 of 100.
func TestBootstrapCoversTheMean(t *testing.T) {
	for _, tt := range []struct{ values, least, most int }{ // of 200 intervals
		{5, 154, 186}, {10, 166, 194}, {50, 181, 199},
	} {
		from := rand.New(rand.NewPCG(1, 2))
		covered := 0
		for i := range 200 {
			values := make([]float64, tt.values)
			for j := range values {
				values[j] = from.NormFloat64()
			}
			low, high := Bootstrap(values, mean, .95, uint64(i))
			if again, _ := Bootstrap(values, mean, .95, uint64(i)); again != low {
				t.Fatalf("got %v and then %v with one seed", low, again)
			}
			if low <= 0 && 0 <= high {
				covered++
			}
		}
		if covered < tt.least || covered > tt.most {
			t.Errorf("%d values: got %d of 200 intervals with the mean in them, want %d to %d", tt.values, covered, tt.least, tt.most)
		}
	}
}
