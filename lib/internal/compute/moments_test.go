package compute

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// exactMoments computes mean and biased variance by their definitions.
func exactMoments[T Float](x batch[T]) (mean, variance []float64) {
	s := x.shape
	mean, variance = make([]float64, s.C), make([]float64, s.C)
	count := float64(s.N * s.Pixels())
	for i, v := range x.plain {
		mean[i/s.Pixels()%s.C] += float64(v) / count
	}
	for i, v := range x.plain {
		d := float64(v) - mean[i/s.Pixels()%s.C]
		variance[i/s.Pixels()%s.C] += d * d / count
	}
	return mean, variance
}

// collected returns the moments of x, collected block by block in runs of a
// number of pixels, as a convolution leaves rows behind.
func collected[T Float](p *Pool, x batch[T], run int) (mean, variance []float64) {
	var m Moments
	s := x.shape
	m.begin(s, s.Blocks())
	each(p, s.Blocks(), func(b int) {
		t := startTally[T](p, &m, b, s.Valid(b))
		for rest := x.blocked[b*s.blockLen():][:s.blockLen()]; len(rest) > 0; {
			n := min(len(rest), run*s.pixelLen())
			t.add(rest[:n])
			rest = rest[n:]
		}
		t.end(p)
	})
	mean, variance = make([]float64, s.C), make([]float64, s.C)
	m.Result(mean, variance)
	return mean, variance
}

// TestMoments compares with the definition, however the pixels come.
func TestMoments(t *testing.T) { inBoth(t, momentsMatch[float32], momentsMatch[float64]) }

func momentsMatch[T Float](t *rapid.T) {
	x, p := newBatch[T](drawn(t), drawShape(t)), drawPool(t, 2)
	wantMean, wantVariance := exactMoments(x)
	mean, variance := collected(p, x, rapid.IntRange(1, 90).Draw(t, "run"))
	mustBeClose(t, "mean", mean, wantMean, roundoff[T]())
	mustBeClose(t, "variance", variance, wantVariance, roundoff[T]())
	Measure(p, x.shape, x.blocked, mean, variance)
	mustBeClose(t, "measured mean", mean, wantMean, roundoff[T]())
	mustBeClose(t, "measured variance", variance, wantVariance, roundoff[T]())
}

// TestMomentsOfLargeMeans has float32 values of mean 10⁴ and deviation 1, where
// E[x²] − E[x]² has no digit left, and first pixels that are not typical.
func TestMomentsOfLargeMeans(t *testing.T) {
	const tolerance = 1e-5
	for _, s := range []Shape{{128, 3, 32, 32}, {100, 64, 8, 8}, {1, 2, 40, 40}, {17, 1, 1, 1}} {
		t.Run(s.String(), func(t *testing.T) {
			x := newBatch[float32](rand.New(rand.NewPCG(1, 1)), s)
			for i := range x.plain {
				x.plain[i] += 1e4
				if i%s.Pixels() == 0 {
					x.plain[i] += 3
				}
			}
			x = batchOf(s, x.plain)
			wantMean, wantVariance := exactMoments(x)
			check := func(how string, mean, variance []float64) {
				for c := range mean {
					if math.Abs(mean[c]-wantMean[c]) > tolerance*math.Sqrt(wantVariance[c]) {
						t.Errorf("%s: got mean %v, want %v ± %v deviations", how, mean[c], wantMean[c], tolerance)
					}
					if math.Abs(variance[c]/wantVariance[c]-1) > tolerance {
						t.Errorf("%s: got variance %v, want %v ± %v of it", how, variance[c], wantVariance[c], tolerance)
					}
				}
			}
			mean, variance := collected(newPool(2), x, s.W)
			check("by rows", mean, variance)
			Measure(newPool(2), s, x.blocked, mean, variance)
			check("in one pass", mean, variance)
		})
	}
}

// TestMomentsOfConstants checks that equal values have no variance.
func TestMomentsOfConstants(t *testing.T) {
	s := Shape{20, 2, 9, 9}
	plain := make([]float32, s.N*s.Features())
	fill(plain, 7.1)
	mean, variance := make([]float64, 2), make([]float64, 2)
	Measure(newPool(1), s, batchOf(s, plain).blocked, mean, variance)
	for c := range mean {
		if want := float64(float32(7.1)); math.Abs(mean[c]-want) > 1e-6 || variance[c] > 1e-12 {
			t.Errorf("channel %d: got mean %v and variance %v, want %v and 0", c, mean[c], variance[c], want)
		}
	}
}

// TestMomentsComplete checks that a batch with a part missing does not pass.
func TestMomentsComplete(t *testing.T) {
	defer func() {
		if got, want := recover(), "compute: Moments: got 0 values per channel, want 4"; got != want {
			t.Errorf("got panic %v, want %q", got, want)
		}
	}()
	var m Moments
	m.begin(Shape{1, 1, 2, 2}, 3)
	m.Result(make([]float64, 1), make([]float64, 1))
}
