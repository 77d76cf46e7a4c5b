package nn

import (
	"math"
	"slices"
	"testing"
)

// randomOps are the operations with random numbers.
var randomOps = []struct {
	name string
	add  func(b *Builder, x Node) Node
}{
	{"dropout", func(b *Builder, x Node) Node { return b.Dropout(x, 0.25) }},
	{"drop-path", func(b *Builder, x Node) Node { return b.DropPath(x, 0.25) }},
	{"normal noise", func(b *Builder, x Node) Node { return b.NormalNoise(x, 0.5) }},
	{"uniform noise", func(b *Builder, x Node) Node { return b.UniformNoise(x, 0.5) }},
}

// drawn is what an operation makes of n images of ones, 3×4×5 each, in each of
// some runs of a graph.
func drawn(t *testing.T, o Options, n, runs int, add func(b *Builder, x Node) Node) [][]float64 {
	t.Helper()
	b := NewBuilder(o)
	y := add(b, b.Input(3, 4, 5))
	// A loss with something to learn, for a graph for training wants one.
	loss := b.SquaredError(b.ScaledAdd(y, y, Learned(NewMaker(1, o.Dtype).Uniform("h", 0, 1, 1))))
	m, err := b.Compile(y, loss)
	if err != nil {
		t.Fatal(err)
	}
	s := sample{images: slices.Repeat([]float32{1}, n*60), targets: make([]float32, n*60)}
	var all [][]float64
	for range runs {
		s.load(t, m)
		run(t, m)
		out := make([]float32, n*60)
		if err := m.Read(out); err != nil {
			t.Fatal(err)
		}
		wide := make([]float64, len(out))
		widen(wide, out)
		all = append(all, wide)
	}
	return all
}

// Random numbers depend on the seed, on the run and on the operation, and on
// nothing else: not on threads, not on the room in the graph.
func TestWhatRandomNumbersDependOn(t *testing.T) {
	for _, tt := range randomOps {
		t.Run(tt.name, func(t *testing.T) {
			want := drawn(t, Options{Batch: 18, Training: true, Seed: 7, Threads: 1}, 18, 2, tt.add)
			same := drawn(t, Options{Batch: 50, Training: true, Seed: 7, Threads: 3}, 18, 2, tt.add)
			if !slices.EqualFunc(want, same, slices.Equal) {
				t.Error("more threads and room for more images gave other numbers")
			}
			if slices.Equal(want[0], want[1]) {
				t.Error("two runs gave the same numbers")
			}
			other := drawn(t, Options{Batch: 18, Training: true, Seed: 8}, 18, 1, tt.add)
			if slices.Equal(want[0], other[0]) {
				t.Error("two seeds gave the same numbers")
			}
			second := drawn(t, Options{Batch: 18, Training: true, Seed: 7}, 18, 1, func(b *Builder, x Node) Node {
				tt.add(b, x)
				return tt.add(b, x)
			})
			if slices.Equal(want[0], second[0]) {
				t.Error("two operations of a graph gave the same numbers")
			}
		})
	}
}

func TestRandomOpsAreNothingInEvaluation(t *testing.T) {
	for _, tt := range randomOps {
		b := NewBuilder(Options{Batch: 2})
		if x := b.Input(1, 2, 2); tt.add(b, x) != x {
			t.Errorf("%s: got another value than the input", tt.name)
		}
	}
}

// The mean of what comes out is the 1 that goes in, and its variance that of the
// distribution: within five standard errors for as many draws.
func TestMomentsOfRandomOps(t *testing.T) {
	const images, runs = 64, 50
	variances := map[string]float64{
		"dropout":       0.25 / 0.75, // a mask of 0 or 1/(1−p): p/(1−p)
		"drop-path":     0.25 / 0.75,
		"normal noise":  0.25,
		"uniform noise": 0.25 / 3,
	}
	for _, tt := range randomOps {
		values := slices.Concat(drawn(t, Options{Batch: images, Training: true, Dtype: Float64}, images, runs, tt.add)...)
		draws := float64(len(values))
		if tt.name == "drop-path" {
			draws = images * runs
		}
		var mean, variance float64
		for _, v := range values {
			mean += v / float64(len(values))
		}
		for _, v := range values {
			variance += (v - mean) * (v - mean) / float64(len(values))
		}
		want := variances[tt.name]
		if math.Abs(mean-1) > 5*math.Sqrt(want/draws) {
			t.Errorf("%s: got mean %.4f, want 1", tt.name, mean)
		}
		// The fourth moment of these is at most four times the variance's square.
		if math.Abs(variance-want) > 5*want*math.Sqrt(4/draws) {
			t.Errorf("%s: got variance %.4f, want %.4f", tt.name, variance, want)
		}
	}
}

// Drop-path keeps or drops an image as a whole, dropout each value by itself.
func TestWhatIsDroppedTogether(t *testing.T) {
	kept := func(name string, rate float64, add func(b *Builder, x Node) Node) (whole int) {
		values := drawn(t, Options{Batch: 33, Training: true, Dtype: Float64}, 33, 1, add)[0]
		for image := range slices.Chunk(values, 60) {
			if slices.Equal(image, slices.Repeat(image[:1], 60)) {
				whole++
			}
			for _, v := range image {
				if v != 0 && math.Abs(v-1/(1-rate)) > 1e-6 {
					t.Errorf("%s: got %v, want 0 or %v", name, v, 1/(1-rate))
				}
			}
		}
		return whole
	}
	if got := kept("drop-path", 0.25, randomOps[1].add); got != 33 {
		t.Errorf("drop-path: got %d images kept or dropped as a whole, want 33", got)
	}
	if got := kept("dropout", 0.25, randomOps[0].add); got != 0 {
		t.Errorf("dropout: got %d images kept or dropped as a whole, want none", got)
	}
}
