package nn

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// shakes are the shares that two branches have forward and backward in some runs: of
// branches v·1 and w·1, and a loss y², the mean is α·v + (1−α)·w, and the gradients
// are 2y·β and 2y·(1−β). That holds of a batch of such images if all have one α and
// one β.
func shakes(t *testing.T, runs, images int, shake func(b *Builder, first, second Node) Node) (alphas, betas []float64) {
	t.Helper()
	b, m := NewBuilder(Options{Training: true, Dtype: Float64, Seed: 5, Batch: images}), NewMaker(1, Float64)
	x := b.Input(1, 1, 1)
	v, w := m.Conv("v", 1, 1, 1, 1), m.Conv("w", 1, 1, 1, 1)
	y := shake(b, b.Conv2D(x, v), b.Conv2D(x, w))
	machine, err := b.Compile(y, b.SquaredError(y))
	if err != nil {
		t.Fatal(err)
	}
	gradient := func(p *Param) float64 {
		g, err := b.nodes[p].Grad()
		if err != nil {
			t.Fatal(err)
		}
		return g.Data().([]float64)[0]
	}
	const first, second = 0.5, 2
	for p, value := range map[*Param]float64{v.Weight: first, w.Weight: second} {
		if err := p.Set([]float64{value}); err != nil {
			t.Fatal(err)
		}
	}
	s := sample{images: slices.Repeat([]float32{1}, images), targets: make([]float32, images)}
	for range runs {
		s.load(t, machine)
		y := math.Sqrt(run(t, machine))
		both := gradient(v.Weight) + gradient(w.Weight)
		if math.Abs(both-2*y) > 1e-12 {
			t.Fatalf("got gradients that add up to %v, want %v", both, 2*y)
		}
		alphas = append(alphas, (y-second)/(first-second))
		betas = append(betas, gradient(v.Weight)/both)
	}
	return alphas, betas
}

// Forward and backward the shares are uniform, and have nothing to do with each other:
// those of an image and those of a batch.
func TestShakeDrawsTwice(t *testing.T) {
	t.Run("an image", func(t *testing.T) { mustDrawTwice(t, 1, (*Builder).Shake) })
	t.Run("a batch", func(t *testing.T) { mustDrawTwice(t, 3, (*Builder).ShakeBatch) })
}

func mustDrawTwice(t *testing.T, images int, shake func(b *Builder, first, second Node) Node) {
	const runs = 4000
	alphas, betas := shakes(t, runs, images, shake)
	moments := func(xs []float64) (mean, variance float64) {
		for _, x := range xs {
			if x < -1e-9 || x > 1+1e-9 {
				t.Fatalf("got a share of %v, want one from 0 to 1", x)
			}
			mean += x / runs
			variance += (x - 0.5) * (x - 0.5) / runs
		}
		return mean, variance
	}
	for name, xs := range map[string][]float64{"forward": alphas, "backward": betas} {
		mean, variance := moments(xs)
		if math.Abs(mean-0.5) > 5*math.Sqrt(1./12/runs) || math.Abs(12*variance-1) > 5*math.Sqrt(0.8/runs) {
			t.Errorf("%s: got mean %.4f and variance %.4f, want 1/2 and 1/12", name, mean, variance)
		}
	}
	correlation := 0.0
	for i := range alphas {
		correlation += 12 * (alphas[i] - 0.5) * (betas[i] - 0.5) / runs
	}
	if math.Abs(correlation) > 5/math.Sqrt(runs) {
		t.Errorf("got a correlation of %.4f between forward and backward, want 0", correlation)
	}
}

func TestShakeIsTheMeanInEvaluation(t *testing.T) {
	b := NewBuilder(Options{Dtype: Float64})
	x := b.Input(1, 1, 2)
	m, err := b.Compile(b.Shake(x, b.ScaledAdd(x, x, Constant(1))), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Load([]float32{2, -4}); err != nil {
		t.Fatal(err)
	}
	run(t, m)
	out := make([]float32, 2)
	if err := m.Read(out); err != nil {
		t.Fatal(err)
	}
	if out[0] != 3 || out[1] != -6 {
		t.Errorf("got %v, want 3 and -6, the means of x and 2x", out)
	}
}

func TestShakeWantsTwoOfAShape(t *testing.T) {
	b := NewBuilder(Options{Training: true})
	x := b.Input(2, 2, 2)
	b.Shake(x, b.Slice(x, 0, 1))
	if err := b.Err(); err == nil || !strings.Contains(err.Error(), "nn: Shake: got values of") {
		t.Errorf("got error %v, want one of shapes", err)
	}
}
