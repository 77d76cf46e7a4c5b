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

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/paths"
)

// Whatever the residual network, its shortcuts and its images, the gradients along all
// paths add up to the gradient, to rounding in float64.
func TestTheSumOverPathsIsTheGradient(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := data.Digits(1).Test
		config := models.Config{
			Depth: rapid.SampledFrom([]int{8, 14}).Draw(t, "depth"), Width: rapid.IntRange(1, 3).Draw(t, "width"),
			Input: digits.Shape, Seed: rapid.Uint64().Draw(t, "weights"), Float64: true,
			Order: rapid.SampledFrom([]models.Order{models.PreActivation, models.Original}).Draw(t, "order"),
		}
		shortcuts := []models.Shortcut{models.OptionA, models.OptionAAveragedCentered, models.OptionB}
		if config.Order == models.PreActivation {
			shortcuts = append(shortcuts, models.NormProjection, models.SharedProjection)
		}
		config.Shortcut = rapid.SampledFrom(shortcuts).Draw(t, "shortcut")
		net, err := models.ResNet(config)
		if err != nil {
			t.Fatal(err)
		}
		s := paths.Study{Net: net, Data: digits, Batch: rapid.IntRange(1, 5).Draw(t, "images"), Threads: 1}
		e, err := s.Enumerate(context.Background(), rapid.Uint64().Draw(t, "images drawn"))
		if err != nil {
			t.Fatal(err)
		}
		if !(e.Difference < 1e-12) {
			t.Errorf("got a sum that differs by %v of the gradient's norm, want rounding", e.Difference)
		}
		if c := e.Coherence(); !(c > 0 && c <= 1+1e-12) {
			t.Errorf("got the coherence %v, want one in (0, 1]", c)
		}
	})
}

// In a linear multi-step network the state before the last leads around a block, on no
// path at all.
func TestPathsOfMultistepNetworksDoNotAddUp(t *testing.T) {
	digits := data.Digits(1).Test
	net, err := models.LMResNet(models.Config{Depth: 14, Width: 2, Input: digits.Shape, Float64: true})
	if err != nil {
		t.Fatal(err)
	}
	e, err := paths.Study{Net: net, Data: digits}.Enumerate(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if !(e.Difference > 1e-4) {
		t.Errorf("got a difference of %v, want the paper's identity broken", e.Difference)
	}
}

// A network of vectors, whose loss is a squared error.
func TestEnumerationOfVectors(t *testing.T) {
	set, err := data.Crossing(32)
	if err != nil {
		t.Fatal(err)
	}
	net, err := models.ResNet(models.Config{Branch: models.Dense{Hidden: 4}, Blocks: 7, Input: set.Shape, Float64: true})
	if err != nil {
		t.Fatal(err)
	}
	e, err := paths.Study{Net: net, Data: set}.Enumerate(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if e.Images != 16 || len(e.Logs) != 128 || !(e.Difference < 1e-12) {
		t.Errorf("got %v, want 128 paths for 16 samples that add up", e)
	}
}

// All paths of a length have the mean that samples estimate.
func TestSamplesEstimateTheEnumeration(t *testing.T) {
	s := small(t, models.ResNet)
	few, err := s.Data.Subset([]int{0, 1, 2, 3, 4, 5, 6, 7})
	if err != nil {
		t.Fatal(err)
	}
	s.Data = few // the same images for both
	e, err := s.Enumerate(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	g, err := s.GradientByLength(context.Background(), paths.Sampling{Samples: 60})
	if err != nil {
		t.Fatal(err)
	}
	for k, all := range e.Gradients().Norms {
		want := [...]int{1, 6, 15, 20, 15, 6, 1}[k]
		if len(all.Logs) != want {
			t.Errorf("got %d paths of length %d, want %d", len(all.Logs), k, want)
		}
		n := g.Norms[k]
		if got, want := n.LogMean(), all.LogMean(); math.Abs(got-want) > .05+4*n.Deviation()/math.Sqrt(60) {
			t.Errorf("length %d: got log mean %v of samples, want %v as of all", k, got, want)
		}
	}
}

func TestEnumerationIsTheSameForAnyNumberOfThreads(t *testing.T) {
	s := small(t, models.ResNet)
	var first *paths.Enumeration
	for _, threads := range []int{1, 2, 3, 4, 7, 16} {
		s.Threads = threads
		e, err := s.Enumerate(context.Background(), 5)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = e
		}
		if !reflect.DeepEqual(e, first) {
			t.Errorf("%d threads: got %v, want %v", threads, e, first)
		}
	}
}

func TestEnumerationSoFar(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ctx = progress.With(ctx, func(_ string, done, _ int, _ map[string]float64) {
		if done == 9 {
			stop()
		}
	})
	e, err := small(t, models.ResNet).Enumerate(ctx, 1)
	if !errors.Is(err, context.Canceled) || !math.IsNaN(e.Difference) {
		t.Fatalf("got %v and error %v, want results so far and the context's error", e, err)
	}
	if got, want := e.Summary(), "ResNet-14: gradients along 9 of 64 paths"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTooManyPathsToFollow(t *testing.T) {
	digits := data.Digits(1).Test
	net, err := models.ResNet(models.Config{Depth: 44, Width: 1, Input: digits.Shape})
	if err != nil {
		t.Fatal(err)
	}
	_, err = paths.Study{Net: net, Data: digits}.Enumerate(context.Background(), 1)
	if err == nil || !strings.Contains(err.Error(), "got ResNet-44 with 21 blocks, 2^21 paths, want at most 20 blocks") {
		t.Errorf("got error %v, want one that counts the paths", err)
	}
}

func TestEnumerationIsShown(t *testing.T) {
	e, err := small(t, models.ResNet).Enumerate(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	bundle := e.MIMEBundle()
	if got := bundle["text/plain"].(string); !strings.Contains(got, "gradients along 64 of 64 paths; their sum differs from the gradient by") {
		t.Errorf("got %s, want it to say what the paths add up to", got)
	}
	if got := strings.Count(bundle["text/html"].(string), "<tr><td>"); got != 7 {
		t.Errorf("got %d rows, want the 7 lengths", got)
	}
	var none *paths.Enumeration
	if got := none.MIMEBundle()["text/plain"]; got != "no paths" {
		t.Errorf("got %q, want words for nothing", got)
	}
}

// All eight paths of three blocks.
func ExampleStudy_Enumerate() {
	digits := data.Digits(1).Test
	net, err := models.ResNet(models.Config{Depth: 8, Width: 4, Input: digits.Shape, Float64: true})
	if err != nil {
		log.Fatal(err)
	}
	e, err := paths.Study{Net: net, Data: digits}.Enumerate(context.Background(), 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d paths, which add up to the gradient: %t\n", len(e.Logs), e.Difference < 1e-12)
	// Output: 8 paths, which add up to the gradient: true
}
