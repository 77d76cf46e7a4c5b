package nn

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
)

// TestFirstNotFinite has the second of three layers overflow.
func TestFirstNotFinite(t *testing.T) {
	for _, dtype := range []Dtype{Float32, Float64} {
		maker := NewMaker(1, dtype)
		layers := []Linear{maker.Linear("first", 4, 4), maker.Linear("second", 4, 4), maker.Linear("third", 4, 4)}
		b := NewBuilder(Options{Batch: 3, Training: true, Dtype: dtype, Seed: 2})
		x := b.Dropout(b.Input(4, 1, 1), 0.5)
		for _, l := range layers {
			b.Block(&Gate{})
			x = b.Linear(x, l)
		}
		b.Block(nil)
		m, err := b.Compile(x, b.SquaredError(x))
		if err != nil {
			t.Fatal(err)
		}
		ctx, s := context.Background(), sample{images: slices.Repeat([]float32{1}, 12), targets: make([]float32, 12)}
		s.load(t, m)
		if _, err := m.FirstNotFinite(ctx); err == nil {
			t.Error("got no error before the first run")
		}
		run(t, m)
		if place, err := m.FirstNotFinite(ctx); place != "" || err != nil || m.Runs() != 1 {
			t.Errorf("got %q, error %v and %d runs, want nothing and 1 run", place, err, m.Runs())
		}
		if err := layers[1].Weight.Set(slices.Repeat([]float64{math.MaxFloat64}, 16)); err != nil {
			t.Fatal(err)
		}
		s.load(t, m)
		run(t, m)
		place, err := m.FirstNotFinite(ctx)
		if err != nil || !strings.Contains(place, "second.weight") || !strings.HasSuffix(place, "in part 2 of 3") {
			t.Errorf("got %q and error %v, want the second layer", place, err)
		}
		if m.Runs() != 2 {
			t.Errorf("got %d runs, want 2: a search is none", m.Runs())
		}
	}
}

// Where a layer is named, its other parameters are not; and images that are not finite are
// no layer's fault.
func TestWhereNumbersAreNotFinite(t *testing.T) {
	h := newHalves(Float32)
	m := compiled(t, Options{Batch: 4, Training: true}, randomSample(2, 4, 50, 3), func(b *Builder) Node {
		return h.second(b, h.first(b, b.Input(2, 5, 5)))
	})
	find := func(image float32, want string) {
		t.Helper()
		s := randomSample(2, 3, 50, 3)
		s.images[70] = image
		s.load(t, m)
		run(t, m)
		if place, err := m.FirstNotFinite(context.Background()); place != want || err != nil {
			t.Errorf("got %q and error %v, want %q", place, err, want)
		}
	}
	find(float32(math.NaN()), "the images")
	find(1, "")
	if err := h.norm1.Bias.Set([]float64{0, math.Inf(1), 0}); err != nil {
		t.Fatal(err)
	}
	find(1, "batchnorm bn1.weight")
}
