package compute

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestCrossEntropy compares with the definition, and the gradient with its
// closed form, on logits up to hundreds of thousands.
func TestCrossEntropy(t *testing.T) { inBoth(t, crossEntropy[float32], crossEntropy[float64]) }

func crossEntropy[T Float](t *rapid.T) {
	s := Shape{ragged(t), rapid.IntRange(1, 11).Draw(t, "classes"), 1, 1}
	r := drawn(t)
	logits := newBatch[T](r, s)
	scale := T(rapid.SampledFrom([]float64{1, 100, 1e5}).Draw(t, "scale"))
	for i := range logits.plain {
		logits.plain[i] *= scale
	}
	logits = batchOf(s, logits.plain)
	labels := make([]int, s.N)
	for n := range labels {
		labels[n] = r.IntN(s.C)
	}
	var want float64
	gradient := make([]float64, len(logits.plain))
	for n, label := range labels {
		z := widened(logits.plain[n*s.C:][:s.C])
		top := z[0]
		for _, v := range z {
			top = max(top, v)
		}
		var sum float64
		for _, v := range z {
			sum += math.Exp(v - top)
		}
		want += (math.Log(sum) + top - z[label]) / float64(s.N)
		for c, v := range z {
			gradient[n*s.C+c] = math.Exp(v-top) / sum / float64(s.N)
		}
		gradient[n*s.C+label] -= 1 / float64(s.N)
	}
	dlogits := dirty[T](s.Len())
	got := CrossEntropy(s, dlogits, logits.blocked, labels)
	if !(math.Abs(got-want) <= 1e-12*(1+want)) {
		t.Fatalf("got loss %v, want %v", got, want)
	}
	mustBeClose(t, "dlogits", unpacked(s, dlogits), gradient, 1e-6)
	mustBeZeroInPadding(t, s, dlogits)
	if alone := CrossEntropy(s, nil, logits.blocked, labels); alone != got {
		t.Errorf("without gradient: got loss %v, want %v", alone, got)
	}
}

func mustBeZeroInPadding[T Float](t rapid.TB, s Shape, x []T) {
	t.Helper()
	for i, v := range x {
		if i%Lanes >= s.Valid(i/s.blockLen()) && v != 0 {
			t.Fatalf("padding at %d: got %v, want 0", i, v)
		}
	}
}

// TestCrossEntropyOfEqualLogits is ln(classes).
func TestCrossEntropyOfEqualLogits(t *testing.T) {
	s := Shape{3, 10, 1, 1}
	got := CrossEntropy(s, nil, make([]float32, s.Len()), []int{0, 4, 9})
	if want := math.Log(10); math.Abs(got-want) > 1e-15 {
		t.Errorf("got %v, want ln 10 = %v", got, want)
	}
}

// TestSquaredError compares with the definition.
func TestSquaredError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Shape{ragged(t), rapid.IntRange(1, 3).Draw(t, "channels"), 1, 2}
		r := drawn(t)
		y, target := newBatch[float64](r, s), newBatch[float64](r, s)
		var want float64
		gradient := make([]float64, len(y.plain))
		for i, v := range y.plain {
			d := v - target.plain[i]
			want += d * d / float64(len(y.plain))
			gradient[i] = 2 * d / float64(len(y.plain))
		}
		dy := dirty[float64](s.Len())
		if got := SquaredError(s, dy, y.blocked, target.blocked); math.Abs(got-want) > 1e-12*(1+want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		mustBeClose(t, "dy", unpacked(s, dy), gradient, 1e-12)
		mustBeZeroInPadding(t, s, dy)
	})
}
