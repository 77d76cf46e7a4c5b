package compute

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestCrossEntropy compares with the definition, and the gradient with its
// closed form, on logits up to hundreds of thousands.
func TestCrossEntropy(t *testing.T) {
	inBoth(t, crossEntropyMatches[float32], crossEntropyMatches[float64])
}

func crossEntropyMatches[T Float](t *rapid.T) {
	s := Shape{ragged(t), rapid.IntRange(1, 11).Draw(t, "classes"), 1, 1}
	r, p := drawn(t), drawPool(t, 2)
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
	smoothing := rapid.SampledFrom([]float64{0, 0.1, 1}).Draw(t, "smoothing")
	want, gradient := exactCrossEntropy(widened(logits.plain), labels, smoothing)
	dlogits := dirty[T](s.Len())
	got := CrossEntropy(p, s, dlogits, logits.blocked, labels, smoothing)
	if !(math.Abs(got-want) <= 1e-12*(1+want)) {
		t.Fatalf("got loss %v, want %v", got, want)
	}
	mustBeClose(t, "dlogits", unpacked(s, dlogits), gradient, 1e-6)
	mustBeZeroInPadding(t, s, dlogits)
	if alone := CrossEntropy(p, s, nil, logits.blocked, labels, smoothing); alone != got {
		t.Errorf("without gradient: got loss %v, want %v", alone, got)
	}
	inPlace := logits.blocked
	CrossEntropy(p, s, inPlace, inPlace, labels, smoothing)
	mustBeSame(t, "dlogits in place", inPlace, dlogits)
}

// exactCrossEntropy takes logits image by image.
func exactCrossEntropy(logits []float64, labels []int, smoothing float64) (loss float64, gradient []float64) {
	classes, images := len(logits)/len(labels), float64(len(labels))
	gradient = make([]float64, len(logits))
	for n, label := range labels {
		z := logits[n*classes:][:classes]
		top := slices.Max(z)
		var sum float64
		for _, v := range z {
			sum += math.Exp(v - top)
		}
		for c, v := range z {
			target := smoothing / float64(classes)
			if c == label {
				target += 1 - smoothing
			}
			loss -= target * (v - top - math.Log(sum)) / images
			gradient[n*classes+c] = (math.Exp(v-top)/sum - target) / images
		}
	}
	return loss, gradient
}

// TestCrossEntropyOfConfidence has a logit far above the others: the gradient
// keeps its digits though the probability rounds to 1 in float32.
func TestCrossEntropyOfConfidence(t *testing.T) {
	s := Shape{1, 2, 1, 1}
	logits := batchOf(s, []float32{20, 0})
	dlogits := dirty[float32](s.Len())
	CrossEntropy(newPool(1), s, dlogits, logits.blocked, []int{0}, 0)
	got, want := unpacked(s, dlogits), 1/(1+math.Exp(20))
	if math.Abs(float64(got[0])/-want-1) > 1e-6 || math.Abs(float64(got[1])/want-1) > 1e-6 {
		t.Errorf("got gradient %v, want ∓%v", got, want)
	}
}

// TestCrossEntropyMisuse names what was wrong.
func TestCrossEntropyMisuse(t *testing.T) {
	tests := []struct {
		label     int
		smoothing float64
		want      string
	}{
		{3, 0, "compute: CrossEntropy: got label 3, want one of 3 classes"},
		{-1, 0, "compute: CrossEntropy: got label -1, want one of 3 classes"},
		{0, 1.5, "compute: CrossEntropy: got smoothing 1.5, want a number from 0 to 1"},
	}
	for _, tt := range tests {
		func() {
			defer func() {
				if got := recover(); got != tt.want {
					t.Errorf("got panic %v, want %q", got, tt.want)
				}
			}()
			CrossEntropy(newPool(1), Shape{1, 3, 1, 1}, nil, make([]float32, 48), []int{tt.label}, tt.smoothing)
		}()
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
	got := CrossEntropy(newPool(1), s, nil, make([]float32, s.Len()), []int{0, 4, 9}, 0)
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
		if got := SquaredError(drawPool(t, 2), s, dy, y.blocked, target.blocked); math.Abs(got-want) > 1e-12*(1+want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		mustBeClose(t, "dy", unpacked(s, dy), gradient, 1e-12)
		mustBeZeroInPadding(t, s, dy)
	})
}
