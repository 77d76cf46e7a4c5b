package lesion

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
)

// TestTogetherOrAlone holds what is shared to what is computed from the input: any
// networks, with blocks deleted and moved at once, measure the same in one sweep
// as each in a run with nothing held.
func TestTogetherOrAlone(t *testing.T) {
	tests := []struct {
		name  string
		build func(models.Config) (*models.Net, error)
		c     models.Config
	}{
		{"ResNet", models.ResNet, models.Config{Depth: 14}},
		{"ResNet with projections in the original order", models.ResNet, models.Config{Depth: 20, Order: models.Original, Shortcut: models.OptionB}},
		{"bottlenecks", models.ResNet, models.Config{Depth: 29, Branch: models.Bottleneck{GroupWidth: 32}}},
		{"bottlenecks in the original order", models.ResNet, models.Config{Depth: 29, Order: models.Original, Branch: models.Bottleneck{GroupWidth: 32}}},
		{"LM-ResNet", models.LMResNet, models.Config{Depth: 20}},
		{"LM-ResNet that projects", models.LMResNet, models.Config{Depth: 20, Transition: models.Project}},
		{"LM-ResNeXt", models.LMResNeXt, models.Config{Depth: 29, Width: 16, Branch: models.Bottleneck{Groups: 2, GroupWidth: 4}}},
		{"WRN with dropout", models.WideResNet, models.Config{Depth: 16, Widen: 2, Dropout: .3}},
		{"PolyNet", models.PolyNet, models.Config{Depth: 20}},
		{"Highway", models.HighwayNet, models.Config{Depth: 14}},
		{"FractalNet", models.FractalNet, models.Config{Depth: 12}},
		{"RevNet", models.RevNet, models.Config{Depth: 38, Width: 4}},
		{"momentum", models.ResNet, models.Config{Depth: 20, Step: models.Momentum{}}},
		{"midpoint", models.ResNet, models.Config{Depth: 20, Step: models.Midpoint{}}},
		{"leapfrog", models.ResNet, models.Config{Depth: 20, Step: models.Leapfrog{}}},
		{"Hamiltonian", models.ResNet, models.Config{Depth: 14, Step: models.Hamiltonian{}}},
		{"Runge-Kutta", models.ResNet, models.Config{Depth: 8, Step: models.RungeKutta{Method: ode.RK4}}},
		{"Shake-Shake", models.ResNet, models.Config{Depth: 14, Branch: models.ShakeShake{}}},
		{"Plain", models.Plain, models.Config{Depth: 14}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := studyOf(t, tt.build, tt.c)
			reference := newSweep(s, "test", nil)
			alone, err := reference.hire(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			rapid.Check(t, func(t *rapid.T) {
				from := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
				wanted := make([]arrangement, rapid.IntRange(1, 8).Draw(t, "networks"))
				for i := range wanted {
					wanted[i] = anyArrangement(from, s.Net.Blocks())
				}
				w := newSweep(s, "test", wanted)
				if err := w.run(context.Background(), "test"); err != nil {
					t.Fatal(err)
				}
				for i, a := range wanted {
					if got, want := w.measureOf(i), unheld(t, alone[0], a); got != want {
						t.Errorf("%v: got %v among others, want %v", a, got, want)
					}
				}
			})
		})
	}
}

// studyOf is a small network, and few images to show it.
func studyOf(t *testing.T, build func(models.Config) (*models.Net, error), c models.Config) Study {
	t.Helper()
	c.Width, c.Input, c.Seed = max(c.Width, 2), [3]int{1, 8, 8}, 1
	net, err := build(c)
	if err != nil {
		t.Fatal(err)
	}
	set, err := data.Digits(1).Test.Subset([]int{0, 1, 2, 3, 4, 5})
	if err != nil {
		t.Fatal(err)
	}
	s := Study{Net: net, Data: set, Threads: 1}
	if err := s.prepare(context.Background(), "test"); err != nil {
		t.Fatal(err)
	}
	return s
}

// unheld measures one arrangement from the input on.
func unheld(t *rapid.T, k *worker, a arrangement) Measure {
	set := k.sweep.study.Data
	if err := k.runner.Load(set.Images); err != nil {
		t.Fatal(err)
	}
	k.runner.Stem.Held = false
	k.arrange(a, 0)
	var m tally
	if err := k.measure(context.Background(), set.Labels, &m); err != nil {
		t.Fatal(err)
	}
	return m.measure()
}

// anyArrangement swaps some blocks built alike inside stages and deletes some.
func anyArrangement(from *rand.Rand, blocks []*models.Block) arrangement {
	a := whole(len(blocks))
	for range from.IntN(4) {
		i, j := from.IntN(len(a)), from.IntN(len(a))
		if blocks[i].Alike(blocks[j]) && !blocks[i].Transition && !blocks[j].Transition {
			a[i], a[j] = a[j], a[i]
		}
	}
	for range from.IntN(4) {
		a[from.IntN(len(a))] = gone
	}
	return a
}

// TestPlansShareTheMost counts, for random networks, the places that differ from
// the one before; no order of them has fewer than there are different prefixes.
func TestPlansShareTheMost(t *testing.T) {
	net := studyOf(t, models.ResNet, models.Config{Depth: 20}).Net
	rapid.Check(t, func(t *rapid.T) {
		from := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		var wanted []arrangement
		for range 20 {
			wanted = append(wanted, anyArrangement(from, net.Blocks()))
		}
		w := newSweep(Study{Net: net}, "test", wanted)
		prefixes, computed := make(map[string]bool), 0
		for i, a := range w.plan {
			shared := 0
			if i > 0 {
				shared = a.shared(w.plan[i-1])
			}
			computed += len(a) - shared
			for n := range a {
				prefixes[fmt.Sprint(a[:n+1])] = true
			}
		}
		if computed != len(prefixes) {
			t.Errorf("got %d places computed, want %d, each prefix once", computed, len(prefixes))
		}
		if w.plan[0].compare(whole(len(w.plan[0]))) != 0 {
			t.Errorf("got %v first, want the whole network", w.plan[0])
		}
		for i, a := range wanted {
			if !slices.Equal(w.plan[w.place[i]], a) {
				t.Errorf("got %v for %v", w.plan[w.place[i]], a)
			}
		}
	})
}
