package paths_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/paths"
)

// every lists all paths of n blocks.
func every(n int) [][]int {
	var all [][]int
	for i := range 1 << n {
		p := []int{}
		for b := range n {
			if i>>b&1 == 1 {
				p = append(p, b)
			}
		}
		all = append(all, p)
	}
	return all
}

// The activations of all paths add up to that of the network, image by image.
func TestActivationsAddUp(t *testing.T) {
	s := small(t, models.ResNet)
	a, err := s.Activations(context.Background(), paths.Following{Paths: every(6), Images: 19})
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Whole) != 19 {
		t.Fatalf("got %d images, want 19, which are no whole batches", len(a.Whole))
	}
	for i, want := range a.Whole {
		sum, size := 0.0, 0.0
		for _, v := range a.Values {
			sum += v[i]
			size += math.Abs(v[i])
		}
		if math.Abs(sum-want) > 1e-4*size {
			t.Errorf("image %d: got %v as the sum over paths, want %v", i, sum, want)
		}
	}
}

// In the direction of the image itself, the logit grows as the activation of the whole
// network says: by differences.
func TestTheWholeNetworksActivation(t *testing.T) {
	s := small(t, models.ResNet)
	one, err := s.Data.Subset([]int{3, 3})
	if err != nil {
		t.Fatal(err)
	}
	s.Data = one
	a, err := s.Activations(context.Background(), paths.Following{Paths: [][]int{{0}}})
	if err != nil {
		t.Fatal(err)
	}
	logit := func(scale float32) float64 {
		set := *one
		set.Images = nil
		for _, v := range one.Images {
			set.Images = append(set.Images, scale*v)
		}
		out, err := s.Net.Predict(context.Background(), &set)
		if err != nil {
			t.Fatal(err)
		}
		return float64(out[0][one.Labels[0]])
	}
	const h = 1e-2
	want := (logit(1+h) - logit(1-h)) / (2 * h)
	if math.Abs(a.Whole[0]-want) > .02*(1+math.Abs(want)) {
		t.Errorf("got %v, want %v as by differences", a.Whole[0], want)
	}
}

func TestActivationsAreTheSameForAnyNumberOfThreads(t *testing.T) {
	s := small(t, models.ResNet)
	var first *paths.Activations
	for _, threads := range []int{1, 2, 3, 4, 7, 16} {
		s.Threads = threads
		a, err := s.Activations(context.Background(), paths.Following{Count: 5, Length: 2, Images: 50, Seed: 3})
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = a
		}
		if !reflect.DeepEqual(a, first) {
			t.Errorf("%d threads: got %v, want %v", threads, a, first)
		}
	}
	for _, p := range first.Paths {
		if len(p) != 2 {
			t.Errorf("got a path through %v, want two blocks", p)
		}
	}
}

// Stopped in the third batch, a study has the images of two.
func TestActivationsSoFar(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ctx = progress.With(ctx, func(_ string, done, total int, _ map[string]float64) {
		if total != 4*6 {
			t.Errorf("got %d in all, want 24: four batches, five paths and the network", total)
		}
		if done == 13 {
			stop()
		}
	})
	a, err := small(t, models.ResNet).Activations(ctx, paths.Following{Count: 5, Images: 64})
	if !errors.Is(err, context.Canceled) || len(a.Whole) != 32 || len(a.Values[4]) != 32 {
		t.Errorf("got %v and error %v, want 32 images and the context's error", a, err)
	}
}

// Correlations of activations that are written down.
func TestCorrelation(t *testing.T) {
	a := &paths.Activations{
		Network: "made up", Blocks: 4,
		Paths: [][]int{{0, 1}, {1, 0, 3}, {1, 2}, {3}, {2, 1}},
		Values: [][]float64{
			{1e-200, 2e-200, 3e-200, 4e-200}, // whose squares are no number of a float64
			{-2, -4, -6, -8},
			{1, -1, -1, 1},
			{5, 5, 5, 5},   // always the same
			{1, -1, -1, 1}, // the third path again
		},
		Whole: make([]float64, 4),
	}
	c := a.Correlation()
	for _, want := range []struct {
		i, j int
		r    float64
	}{{0, 0, 1}, {0, 1, -1}, {1, 0, -1}, {0, 2, 0}, {2, 1, 0}} {
		if got := c.Matrix[want.i][want.j]; math.Abs(got-want.r) > 1e-12 {
			t.Errorf("paths %d and %d: got %v, want %v", want.i, want.j, got, want.r)
		}
	}
	if !math.IsNaN(c.Matrix[3][0]) {
		t.Errorf("got %v for a path that is always the same, want NaN", c.Matrix[3][0])
	}
	if len(c.Shared) != 2 || c.Shared[0].Blocks != 1 || c.Shared[0].Pairs != 4 || c.Shared[1].Blocks != 2 || math.Abs(c.Shared[1].Mean+1) > 1e-12 {
		t.Errorf("got %+v, want four pairs with one block in common and one pair with two, of correlation −1", c.Shared)
	}
	if all := c.All(); all.Pairs != 5 || math.Abs(all.Mean+1./5) > 1e-12 || math.Abs(all.Absolute-1./5) > 1e-12 {
		t.Errorf("got %+v of all pairs, want five with a mean of −1/5", all)
	}
	if got, want := c.Summary(), "made up: activations of two paths correlate with -0.200 on average over 5 pairs (absolute value 0.200; independent ones would show 0.461 on 4 images)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if html := a.MIMEBundle()["text/html"].(string); strings.Count(html, "<tr><td>") != 2 {
		t.Errorf("got %s, want two rows", html)
	}
	var none *paths.Activations
	if got := none.MIMEBundle()["text/plain"]; got != "no activations" {
		t.Errorf("got %q, want words for nothing", got)
	}
}

func TestPathsThatCannotBeFollowed(t *testing.T) {
	s := small(t, models.ResNet)
	targets := s
	targets.Data = &data.Set{Shape: s.Data.Shape, Images: s.Data.Images, Targets: make([]float32, 10*s.Data.Len())}
	tests := []struct {
		name  string
		study paths.Study
		f     paths.Following
		want  string
	}{
		{"targets", targets, paths.Following{}, "got a set with targets, want labels"},
		{"count", s, paths.Following{Count: -1}, "got -1 paths to draw"},
		{"too many", s, paths.Following{Count: 5000}, "got 5000 paths to draw"},
		{"length", s, paths.Following{Length: 7}, "got paths of length 7"},
		{"images", s, paths.Following{Images: 1}, "got 1 images"},
		{"none", s, paths.Following{Paths: [][]int{}}, "got no paths"},
		{"twice", s, paths.Following{Paths: [][]int{{1, 1}}}, "got path 0 through [1 1], want each block once"},
		{"beyond", s, paths.Following{Paths: [][]int{{0}, {6}}}, "got path 1 through block 6, want blocks in [0, 6)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.study.Activations(context.Background(), tt.f); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// Do paths act independently of each other? In a network that nobody has trained.
func ExampleStudy_Activations() {
	digits := data.Digits(1)
	net, err := models.ResNet(models.Config{Depth: 20, Width: 4, Input: digits.Shape()})
	if err != nil {
		log.Fatal(err)
	}
	study := paths.Study{Net: net, Data: digits.Test}
	pairs := [][]int{{0, 3}, {1, 4}, {2, 5}, {0, 6}}
	a, err := study.Activations(context.Background(), paths.Following{Paths: pairs, Images: 64})
	if err != nil {
		log.Fatal(err)
	}
	c := a.Correlation()
	for _, s := range c.Shared {
		fmt.Printf("%d pairs of paths share %d blocks\n", s.Pairs, s.Blocks)
	}
	fmt.Println("less dependent than they could be:", c.All().Absolute < 1)
	// Output:
	// 5 pairs of paths share 0 blocks
	// 1 pairs of paths share 1 blocks
	// less dependent than they could be: true
}
