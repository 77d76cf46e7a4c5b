package viz_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/viz"
)

// built returns a network for small images.
func built(t *testing.T, function func(models.Config) (*models.Net, error), c models.Config) *models.Net {
	t.Helper()
	if c.Blocks == 0 {
		c.Width, c.Input = 2, [3]int{1, 8, 8}
	}
	net, err := function(c)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

func networks(t *testing.T) map[string]*plot.Plot {
	return map[string]*plot.Plot{
		"network":            viz.Network(built(t, models.ResNet, models.Config{Depth: 110}), 3, 4, 18, 40, 99),
		"network_column":     column(viz.Network(built(t, models.ResNet, models.Config{Depth: 110}), 18, 40)),
		"network_lm":         viz.Network(built(t, models.LMResNet, models.Config{Depth: 20})),
		"network_lm_project": viz.Network(built(t, models.LMResNet, models.Config{Depth: 56, Transition: models.Project}), 10),
		"network_plain":      viz.Network(built(t, models.Plain, models.Config{Depth: 14}), 2),
		"network_dense":      viz.Network(built(t, models.ResNet, models.Config{Branch: models.Dense{Hidden: 4}, Blocks: 5, Input: [3]int{2, 1, 1}})),
		"network_leapfrog":   viz.Network(built(t, models.ResNet, models.Config{Depth: 20, Step: models.Leapfrog{}})),
		"network_large":      viz.Network(built(t, models.ResNet, models.Config{Depth: 1202}), slices.Collect(every(7, 600))...),
	}
}

// every yields the multiples of step below n.
func every(step, n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n && yield(i); i += step {
		}
	}
}

func column(p *plot.Plot) *plot.Plot {
	viz.Column(p)
	return p
}

// Every block is in the drawing once, with its number.
func TestNetworkNumbersItsBlocks(t *testing.T) {
	got := svg(t, viz.Network(built(t, models.ResNet, models.Config{Depth: 110}), 3, 99))
	for block := range 54 {
		if n := strings.Count(got, fmt.Sprintf(">%d<", block)); n != 1 {
			t.Errorf("got block %d %d times, want once", block, n)
		}
	}
	for _, want := range []string{">ResNet-110: 54 blocks, 1 deleted<", ">stage 3<", ">8×2×2<", ">stem<", ">head<", ">deleted<"} {
		if !strings.Contains(got, want) {
			t.Errorf("got a drawing without %q", want)
		}
	}
}

// Which shortcuts a drawing has is read off the network.
func TestNetworkKnowsTheFamilies(t *testing.T) {
	tests := []struct {
		name string
		net  *models.Net
		want bool // the second shortcut
	}{
		{"ResNet", built(t, models.ResNet, models.Config{Depth: 20}), false},
		{"LM-ResNet", built(t, models.LMResNet, models.Config{Depth: 20}), true},
		{"LM-ResNet in the original order", built(t, models.LMResNet, models.Config{Depth: 20, Order: models.Original}), true},
		{"momentum", built(t, models.ResNet, models.Config{Depth: 20, Step: models.Momentum{}}), true},
		{"leapfrog", built(t, models.ResNet, models.Config{Depth: 20, Step: models.Leapfrog{}}), true},
		{"plain", built(t, models.Plain, models.Config{Depth: 20}), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Contains(svg(t, viz.Network(tt.net)), "u[n−1]"); got != tt.want {
				t.Errorf("got a second shortcut: %v, want %v", got, tt.want)
			}
		})
	}
}
