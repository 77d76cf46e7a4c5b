package paths_test

import (
	"context"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/paths"
)

// small is an untrained network of six blocks for the digits.
func small(t testing.TB, build func(models.Config) (*models.Net, error)) paths.Study {
	t.Helper()
	digits := data.Digits(1).Test
	net, err := build(models.Config{Depth: 14, Width: 4, Input: digits.Shape})
	if err != nil {
		t.Fatal(err)
	}
	return paths.Study{Net: net, Data: digits, Threads: 1}
}

// decay is what a network would show whose every branch multiplies a gradient by c.
func decay(n int, c float64) *paths.Gradients {
	g := &paths.Gradients{Network: "made up", Blocks: n}
	for k := range n + 1 {
		g.Norms = append(g.Norms, paths.Norms{Length: k, Logs: []float64{3 + float64(k)*math.Log(c)}})
	}
	return g
}

// If each block multiplies the norm by c, the norms lie on a line, and the gradient
// comes by lengths that are binomial with probability c/(1+c).
func TestPureDecay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 400).Draw(t, "blocks")
		c := rapid.Float64Range(1e-6, 3).Filter(func(c float64) bool { return math.Abs(c-1) > 1e-3 }).Draw(t, "factor")
		g := decay(n, c)
		f, p := g.Fit(), g.Product()
		near := func(what string, got, want, tolerance float64) {
			t.Helper()
			if !(math.Abs(got-want) <= tolerance) {
				t.Errorf("%s: got %v, want %v", what, got, want)
			}
		}
		near("factor", f.Factor, c, 1e-9*c)
		near("norm of length 0", f.Intercept, 3, 1e-9)
		near("correlation", math.Abs(f.R), 1, 1e-9)
		near("norm of length n on the line", f.At(float64(n)), 3+float64(n)*math.Log(c), 1e-8*(1+float64(n)))
		near("mean length", p.Mean(), float64(n)*c/(1+c), 1e-8*float64(n))
		near("all of it", p.Mass(0, n), 1, 1e-9)
		lo, hi := p.Interval(.95)
		if lo < 0 || hi > n || p.Mass(lo, hi) < .95-1e-12 || p.Mass(0, lo-1) > .025 || p.Mass(hi+1, n) > .025 {
			t.Errorf("got the interval %d to %d, want at least 95 %% in it and at most 2.5 %% on either side", lo, hi)
		}
	})
}

// The interval of the digits' networks is the paper's: those are 0.45 % of all paths.
func TestEffectivePathsAreFew(t *testing.T) {
	e := decay(54, .25).Product().Effective(.95)
	if e.Lo != 5 || e.Hi != 17 || math.Abs(e.Paths-0.004536670150778743) > 1e-15 {
		t.Errorf("got %+v, want the lengths 5 to 17 with 0.004536670150778743 of all paths", e)
	}
}

// The longest path and the shortest are one each, so every draw is the gradient by
// hand: in float64, along gates that are set one by one.
func TestGradientByLengthIsTheNormByHand(t *testing.T) {
	for _, build := range []func(models.Config) (*models.Net, error){models.ResNet, models.LMResNet} {
		s := small(t, build)
		s.Batch = s.Data.Len() // every draw is of all images
		n := len(s.Net.Blocks())
		g, err := s.GradientByLength(context.Background(), paths.Sampling{Lengths: []int{n, 0}, Samples: 2})
		if err != nil {
			t.Fatal(err)
		}
		for i, way := range []nn.Backward{nn.ShortcutOnly, nn.BranchOnly} {
			want := math.Log(normByHand(t, s, way))
			for _, got := range g.Norms[i].Logs {
				if math.Abs(got-want) > 1e-4 {
					t.Errorf("%s, length %d: got log norm %v, want %v", g.Network, g.Norms[i].Length, got, want)
				}
			}
		}
	}
}

func normByHand(t *testing.T, s paths.Study, way nn.Backward) float64 {
	t.Helper()
	r, err := s.Net.Compile(nn.Options{Batch: s.Batch, Training: true, Frozen: true, ByInput: true}, models.CrossEntropy)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range r.Blocks {
		g.Backward = way
	}
	gradient := make([]float32, len(s.Data.Images))
	for _, step := range []func() error{
		func() error { return r.Load(s.Data.Images) },
		func() error { return r.Labels(s.Data.Labels) },
		func() error { return r.Run(context.Background()) },
		func() error { return r.ReadInputGradient(gradient) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	sum := 0.0
	for _, v := range gradient {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum)
}

// Branches that multiply the gradient by 10⁻²⁰ each lead through six blocks to 10⁻¹²⁰,
// far below what float32 has.
func TestNormsBelowAnyFloat32(t *testing.T) {
	s := small(t, models.ResNet)
	for _, p := range s.Net.Params() {
		if strings.HasPrefix(p.Name, "layer") && strings.HasSuffix(p.Name, "conv1.weight") {
			tiny := p.Float64s()
			for i := range tiny {
				tiny[i] *= 1e-20
			}
			if err := p.Set(tiny); err != nil {
				t.Fatal(err)
			}
		}
	}
	g, err := s.GradientByLength(context.Background(), paths.Sampling{Samples: 3})
	if err != nil {
		t.Fatal(err)
	}
	if f := g.Fit(); f.Lengths != 7 || f.R > -.9999 || f.Factor > 1e-18 || f.Factor < 1e-22 {
		t.Errorf("got %+v, want all seven lengths on a line with a factor near 1e-20", f)
	}
}

// Branches of 10⁻⁴⁰ each in a network of float64 whose states lead around them, so that
// nothing is scaled on the way: through all six to a norm whose square is no number.
func TestNormsWhoseSquareIsNoFloat64(t *testing.T) {
	s := small(t, models.LMResNet)
	c := s.Net.Config()
	c.Float64 = true
	net, err := models.LMResNet(c)
	if err != nil {
		t.Fatal(err)
	}
	s.Net = net
	for _, p := range net.Params() {
		if strings.HasPrefix(p.Name, "layer") && strings.HasSuffix(p.Name, "conv2.weight") {
			tiny := p.Float64s()
			for i := range tiny {
				tiny[i] *= 1e-40
			}
			if err := p.Set(tiny); err != nil {
				t.Fatal(err)
			}
		}
	}
	g, err := s.GradientByLength(context.Background(), paths.Sampling{Lengths: []int{6}, Samples: 3})
	if err != nil {
		t.Fatal(err)
	}
	if got := g.Norms[0].LogMean() / math.Ln10; !(math.Abs(got+240) < 10) {
		t.Errorf("got a norm of 10^%.4g, want about 10^-240", got)
	}
}

func TestSameBitsForAnyNumberOfThreads(t *testing.T) {
	s := small(t, models.ResNet)
	var first *paths.Gradients
	for _, threads := range []int{1, 2, 3, 4, 7, 16} {
		s.Threads = threads
		g, err := s.GradientByLength(context.Background(), paths.Sampling{Samples: 4, Seed: 7})
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = g
		}
		if !reflect.DeepEqual(g, first) {
			t.Errorf("%d threads: got %v, want %v as with one", threads, g, first)
		}
	}
	fewer, err := s.GradientByLength(context.Background(), paths.Sampling{Samples: 2, Lengths: []int{3}, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fewer.Norms[0].Logs, first.Norms[3].Logs[:2]; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v for fewer samples and lengths, want %v as among more", got, want)
	}
}

// Stopped after the tenth path, a study has what it measured until then.
func TestResultsSoFar(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ctx = progress.With(ctx, func(task string, done, total int, _ map[string]float64) {
		if task != "gradients along paths of ResNet-14" || total != 3*7 {
			t.Errorf("got progress of %q, %d in all, want 21 gradients", task, total)
		}
		if done == 10 {
			stop()
		}
	})
	g, err := small(t, models.ResNet).GradientByLength(ctx, paths.Sampling{Samples: 3})
	if !errors.Is(err, context.Canceled) || g == nil {
		t.Fatalf("got %v and error %v, want results so far and the context's error", g, err)
	}
	var counts []int
	for _, n := range g.Norms {
		counts = append(counts, len(n.Logs))
	}
	if want := []int{2, 2, 2, 1, 1, 1, 1}; !reflect.DeepEqual(counts, want) {
		t.Errorf("got %v paths by length, want %v: one sample, and three lengths of the next", counts, want)
	}
}

func TestStudiesThatCannotBe(t *testing.T) {
	ctx := context.Background()
	good := small(t, models.ResNet)
	plain := small(t, models.Plain)
	tests := []struct {
		name  string
		study paths.Study
		draws paths.Sampling
		want  string
	}{
		{"no network", paths.Study{Data: good.Data}, paths.Sampling{}, "got no network"},
		{"no data", paths.Study{Net: good.Net}, paths.Sampling{}, "got no data set"},
		{"plain network", plain, paths.Sampling{}, "got Plain-14, whose block layer1.0 has no shortcut"},
		{"batch", paths.Study{Net: good.Net, Data: good.Data, Batch: -1}, paths.Sampling{}, "got batches of -1"},
		{"threads", paths.Study{Net: good.Net, Data: good.Data, Threads: -1}, paths.Sampling{}, "got -1 threads"},
		{"samples", good, paths.Sampling{Samples: -1}, "got -1 samples"},
		{"no lengths", good, paths.Sampling{Lengths: []int{}}, "got no lengths"},
		{"too long", good, paths.Sampling{Lengths: []int{7}}, "got a length of 7, want one in [0, 6]"},
		{"columns", fractal(t), paths.Sampling{}, "has no shortcut"},
		{"targets of another size", paths.Study{Net: good.Net, Data: regression(good.Data)}, paths.Sampling{}, "got 1 target values per sample, want 10"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.study.GradientByLength(ctx, tt.draws); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
	//lint:ignore SA1012 a nil context is what is tested
	if _, err := good.GradientByLength(nil, paths.Sampling{}); err == nil || !strings.Contains(err.Error(), "got no context") {
		t.Errorf("got error %v, want one that asks for a context", err)
	}
}

// fractal is a network of columns.
func fractal(t *testing.T) paths.Study {
	t.Helper()
	digits := data.Digits(1).Test
	net, err := models.FractalNet(models.Config{Depth: 8, Width: 4, Input: digits.Shape})
	if err != nil {
		t.Fatal(err)
	}
	return paths.Study{Net: net, Data: digits}
}

// regression is a set with one target value per sample in place of labels.
func regression(s *data.Set) *data.Set {
	return &data.Set{Name: s.Name, Shape: s.Shape, Images: s.Images, Targets: make([]float32, s.Len())}
}

// Weights that are not finite are an error, and so is a loss that has left all bounds.
func TestGradientsThatAreNotFinite(t *testing.T) {
	s := small(t, models.ResNet)
	for _, p := range s.Net.Params() {
		if p.Name == "layer3.1.conv2.weight" {
			values := p.Float64s()
			values[0] = math.Inf(1)
			if err := p.Set(values); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := s.GradientByLength(context.Background(), paths.Sampling{}); err == nil || !strings.Contains(err.Error(), "want a finite one") {
		t.Errorf("got error %v, want one that says so", err)
	}
}

// What is not there, and norms that are all zero, are shown in words.
func TestGradientsAreShown(t *testing.T) {
	var none *paths.Gradients
	dead := &paths.Gradients{Network: "dead", Blocks: 2, Norms: []paths.Norms{{Length: 1, Logs: []float64{math.Inf(-1)}}}}
	tests := []struct {
		name  string
		shown map[string]any
		want  string
	}{
		{"nothing", none.MIMEBundle(), "no gradients along paths"},
		{"no product", none.Product().MIMEBundle(), "no gradients along paths"},
		{"zeros", dead.MIMEBundle(), "dead: no gradient along any path that was followed"},
		{"decay", decay(54, .25).MIMEBundle(), "made up: 97.5 % of the gradient come by paths of 5 to 17 of 54 blocks, 10.8 on average; those are 0.454 % of all paths"},
		{"small norms", decay(200, 1e-3).MIMEBundle(), "2.01e-599"},
		{"product", decay(3, .5).Product().MIMEBundle(), "1       44.4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.shown["text/plain"].(string); !strings.Contains(got, tt.want) {
				t.Errorf("got %s, want it to have %q", got, tt.want)
			}
		})
	}
	html := decay(54, .25).MIMEBundle()["text/html"].(string)
	if got := strings.Count(html, "<tr><td>"); got != 55 {
		t.Errorf("got %d rows, want the 55 lengths", got)
	}
	html = decay(54, .25).Product().MIMEBundle()["text/html"].(string)
	if got := strings.Count(html, "<tr><td>"); got != 18 {
		t.Errorf("got %d rows, want the 18 lengths that 0.1 %% of the gradient come by", got)
	}
	if d := decay(2, .5).Norms[0].Deviation(); !math.IsNaN(d) {
		t.Errorf("got a deviation of %v of one norm, want NaN", d)
	}
	if d := (paths.Norms{Logs: []float64{1, 3}}).Deviation(); math.Abs(d-math.Sqrt2) > 1e-15 {
		t.Errorf("got a deviation of %v of the logarithms 1 and 3, want √2", d)
	}
}
