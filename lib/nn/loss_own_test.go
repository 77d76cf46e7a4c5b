package nn

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// ownSquaredError is the squared error against targets, image after image, as a loss of
// one's own.
func ownSquaredError(targets []float32) func(image int, y, dy []float64) float64 {
	return func(image int, y, dy []float64) float64 {
		var sum float64
		for i, v := range y {
			d := v - float64(targets[image*len(y)+i])
			sum += d * d / float64(len(y))
			if dy != nil {
				dy[i] = 2 * d / float64(len(y))
			}
		}
		return sum
	}
}

// ownCrossEntropy is the cross-entropy of softmax as a loss of one's own.
func ownCrossEntropy(labels []int) func(image int, y, dy []float64) float64 {
	return func(image int, y, dy []float64) float64 {
		var sum float64
		for _, v := range y {
			sum += math.Exp(v)
		}
		for i := range dy {
			dy[i] = math.Exp(y[i]) / sum
		}
		if dy != nil {
			dy[labels[image]]--
		}
		return math.Log(sum) - y[labels[image]]
	}
}

// A loss of one's own that is one of those that there are has its number and its gradients,
// for values that are images and for logits, also if the batch is ragged.
func TestLossesOfOnesOwn(t *testing.T) {
	for _, tt := range []struct {
		dtype     Dtype
		tolerance float64
	}{{Float64, 1e-13}, {Float32, 1e-6}} {
		for _, n := range []int{1, 16, 19} {
			s := randomSample(4, n, 2*3*4, 3*3*4)
			h := newHalves(tt.dtype)
			t.Run(fmt.Sprint("images ", tt.dtype, n), func(t *testing.T) {
				images := func(b *Builder) Node { return b.Conv2D(b.Input(2, 3, 4), h.conv1) }
				compareLosses(t, tt.dtype, tt.tolerance, s, images, (*Builder).SquaredError, ownSquaredError(s.targets))
			})
			t.Run(fmt.Sprint("logits ", tt.dtype, n), func(t *testing.T) {
				s.labels = slices.Repeat([]int{2, 0, 1}, n)[:n]
				logits := func(b *Builder) Node { return b.GlobalAveragePool(b.Conv2D(b.Input(2, 3, 4), h.conv1)) }
				compareLosses(t, tt.dtype, tt.tolerance, s, logits, (*Builder).CrossEntropy, ownCrossEntropy(s.labels))
			})
		}
	}
}

func compareLosses(t *testing.T, dtype Dtype, tolerance float64, s sample, build func(b *Builder) Node, there func(b *Builder, x Node) *Scalar, own func(image int, y, dy []float64) float64) {
	t.Helper()
	outcome := func(loss func(b *Builder, x Node) *Scalar) []float64 {
		b := NewBuilder(Options{Batch: 20, Training: true, Dtype: dtype})
		out := build(b)
		m, err := b.Compile(out, loss(b, out))
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Load(s.images); err != nil {
			t.Fatal(err)
		}
		if b.classes > 0 {
			err = m.Labels(s.labels)
		} else if b.target.node != nil {
			err = m.Targets(s.targets)
		}
		if err != nil {
			t.Fatal(err)
		}
		numbers := []float64{run(t, m)}
		for _, p := range m.Params() {
			numbers = append(numbers, gradientOf(t, p)...)
		}
		return numbers
	}
	want := outcome(there)
	got := outcome(func(b *Builder, x Node) *Scalar { return b.Loss(x, own) })
	mustBeClose(t, "loss and gradients", got, want, tolerance)
}

// f gets the images of the batch at hand in their order, values in the order of torch's
// flatten, and an empty gradient. Without a graph for training it is not asked for one.
func TestWhatALossIsGiven(t *testing.T) {
	var order []int
	b := NewBuilder(Options{Batch: 40, Training: true, ByInput: true})
	x := b.Input(2, 1, 3)
	images := randomSample(1, 18, 6, 1).images
	m, err := b.Compile(x, b.Loss(x, func(image int, y, dy []float64) float64 {
		if got, want := narrowed(y), images[image*6:][:6]; !slices.Equal(got, want) {
			t.Errorf("image %d: got %v, want %v", image, got, want)
		}
		if dy == nil {
			order = append(order, image)
		} else if slices.ContainsFunc(dy, func(g float64) bool { return g != 0 }) {
			t.Errorf("image %d: got the gradient %v, want zeros", image, dy)
		}
		if dy != nil && image == 7 {
			dy[4] = 36
		}
		return float64(image)
	}))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Load(images); err != nil {
		t.Fatal(err)
	}
	if got := run(t, m); got != 8.5 {
		t.Errorf("got the loss %v, want 8.5, the mean of 0 to 17", got)
	}
	for i, image := range order {
		if i != image {
			t.Fatalf("got images in the order %v", order)
		}
	}
	got, want := make([]float32, 18*6), make([]float32, 18*6)
	want[7*6+4] = 2
	if err := m.ReadInputGradient(got); err != nil || !slices.Equal(got, want) {
		t.Errorf("got gradient %v and error %v, want 36/18 at one place", got, err)
	}
}
