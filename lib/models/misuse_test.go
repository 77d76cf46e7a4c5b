package models_test

import (
	"context"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

func mustContain(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got error %v, want one with %q", err, want)
	}
}

func TestConfigsThatCannotBeBuilt(t *testing.T) {
	vector := [3]int{1, 1, 1}
	tests := []struct {
		name   string
		build  func(models.Config) (*models.Net, error)
		config models.Config
		want   string
	}{
		{"a huge width", models.ResNet, models.Config{Depth: 20, Width: 1 << 40}, "parameters, want at most 268435456"},
		{"a width that overflows", models.Plain, models.Config{Depth: 20, Width: math.MaxInt}, "parameters, want at most"},
		{"a huge number of classes", models.LMResNet, models.Config{Depth: 20, Classes: 1 << 50}, "parameters, want at most"},
		{"a huge image", models.ResNet, models.Config{Depth: 20, Input: [3]int{1 << 60, 8, 8}}, "want at most"},
		{"a wide image", models.ResNet, models.Config{Depth: 20, Input: [3]int{1, 1 << 31, 1 << 31}}, "values per sample, want at most"},
		{"a huge depth", models.ResNet, models.Config{Depth: 6<<40 + 2, Width: 1}, "blocks, want at most 65536"},
		{"a huge hidden layer", models.ResNet, models.Config{Branch: models.Dense{Hidden: 1 << 50}, Blocks: 1, Input: vector}, "want at most"},
		{"huge groups", models.ResNeXt, models.Config{Depth: 11, Branch: models.Bottleneck{Groups: 1 << 40}}, "want at most 268435456 of each"},
		{"many groups", models.ResNeXt, models.Config{Depth: 11, Width: 1, Branch: models.Bottleneck{Groups: 1 << 19, GroupWidth: 64}}, "values per sample, want at most"},
		{"a huge factor", models.WideResNet, models.Config{Depth: 16, Widen: math.MaxInt}, "parameters, want at most"},
		{"a pointer to a branch", models.ResNet, models.Config{Depth: 8, Branch: &models.Dense{Hidden: 4}}, "got a branch of type *models.Dense, want nil, Basic, Bottleneck, ShakeShake, Symmetric, Antisymmetric, Contraction, Dense or Linear"},
		{"a pointer to a branch of layers", models.Plain, models.Config{Depth: 8, Branch: &models.Basic{}}, "got a branch of type *models.Basic"},
		{"a bound that is no number", models.ResNet, models.Config{Branch: models.Dense{Hidden: 4, Lipschitz: math.NaN()}, Blocks: 1, Input: vector}, "got Lipschitz bound NaN"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.build(tt.config)
			mustContain(t, err, tt.want)
		})
	}
}

// Height and width need not halve together.
func TestImagesOfAnyShapeRun(t *testing.T) {
	for _, build := range []func(models.Config) (*models.Net, error){models.ResNet, original, models.Plain, models.LMResNet} {
		for _, shape := range [][3]int{{1, 1, 8}, {1, 2, 3}, {1, 2, 9}, {1, 9, 2}, {2, 1, 1}} {
			for _, shortcut := range []models.Shortcut{models.OptionA, models.OptionB, models.OptionACentered, models.OptionAAveraged} {
				net, err := build(models.Config{Depth: 14, Width: 2, Input: shape, Shortcut: shortcut})
				if err != nil {
					t.Fatal(err)
				}
				set := &data.Set{Shape: shape, Images: make([]float32, shape[0]*shape[1]*shape[2])}
				if _, err := net.Predict(context.Background(), set); err != nil {
					t.Errorf("%s on %v: %v", net.Name(), shape, err)
				}
			}
		}
	}
}

func TestANetworkThatIsNone(t *testing.T) {
	ctx, set := context.Background(), data.Digits(1).Test
	for _, net := range []*models.Net{nil, {}} {
		_, err := net.Predict(ctx, set)
		mustContain(t, err, "got no network")
		_, err = net.Evaluate(ctx, set)
		mustContain(t, err, "got no network")
		_, err = net.Trajectory(ctx, set)
		mustContain(t, err, "got no network")
		_, err = net.Compile(nn.Options{}, models.NoLoss)
		mustContain(t, err, "got no network")
		if got := net.String(); !strings.Contains(got, "no network") {
			t.Errorf("got %q", got)
		}
		net.MIMEBundle()
	}
}

func TestPredictingWithoutAContext(t *testing.T) {
	var none context.Context
	_, err := mustResNet(t, models.Config{Depth: 8, Input: [3]int{1, 8, 8}}).Predict(none, data.Digits(1).Test)
	mustContain(t, err, "got no context")
}

func TestMistakesInOutputs(t *testing.T) {
	set := &data.Set{Labels: []int{0, 1}}
	for _, tt := range []struct {
		name string
		out  [][]float32
		set  *data.Set
		want string
	}{
		{"no set", [][]float32{{1}}, nil, "got no data set"},
		{"no rows", nil, set, "got no samples"},
		{"ragged rows", [][]float32{{1, 2}, {1}}, set, "got 1 outputs for sample 1"},
		{"empty rows", [][]float32{{}, {}}, set, "got 0 outputs for sample 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := models.Measure(tt.out, tt.set)
			mustContain(t, err, tt.want)
		})
	}
}

// A broken network must not look like a good one.
func TestLogitsThatAreNotFiniteAreWrong(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, logits := range [][]float32{{nan, nan}, {nan, 0}, {0, nan}, {inf, 0}, {-inf, -inf}, {}} {
		if got := models.Top1(logits); got != -1 {
			t.Errorf("Top1(%v): got %d, want -1", logits, got)
		}
		var m models.Meter
		m.Add(logits, 0)
		if got := m.Evaluation(); got.Error != 100 || !math.IsNaN(got.Loss) {
			t.Errorf("%v: got %v, want an error of 100 %% and no loss", logits, got)
		}
	}
	net, set := mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}}), data.Digits(1).Test
	for _, p := range net.Params() {
		if p.Name == "fc.bias" {
			if err := p.Set([]float64{math.NaN(), 0, 0, 0, 0, 0, 0, 0, 0, 0}); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := net.Evaluate(context.Background(), set)
	if err != nil || got.Error != 100 {
		t.Errorf("got %v and error %v, want every sample wrong", got, err)
	}
}

// Reading a network from several goroutines changes nothing; run with -race.
func TestSeveralMayPredictAtOnce(t *testing.T) {
	net, set := mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}}), data.Digits(1).Test
	want, err := net.Evaluate(context.Background(), set)
	if err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			if got, err := net.Evaluate(context.Background(), set); err != nil || got != want {
				t.Errorf("got %v and error %v, want %v", got, err, want)
			}
		})
	}
	readers.Wait()
}

// The bound is kept whether the matrix is a row, a column or neither, and a
// matrix within it is left alone.
func TestConstrainShrinksOnlyWhatIsTooLarge(t *testing.T) {
	net := mustResNet(t, models.Config{Branch: models.Dense{Hidden: 2, Lipschitz: 4}, Blocks: 1, Input: [3]int{2, 1, 1}})
	w := net.Params()[0]
	for _, tt := range []struct{ set, want []float64 }{
		{[]float64{1, 0, 0, 1.5}, []float64{1, 0, 0, 1.5}},     // norm 1.5 below √4
		{[]float64{1.9, 0, 0, 1.9}, []float64{1.9, 0, 0, 1.9}}, // norm 1.9, sum of squares above
		{[]float64{4, 0, 0, 2}, []float64{2, 0, 0, 1}},
	} {
		if err := w.Set(tt.set); err != nil {
			t.Fatal(err)
		}
		net.Constrain()
		for i, got := range w.Float64s() {
			if math.Abs(got-tt.want[i]) > 1e-6 {
				t.Errorf("from %v: got %v, want %v", tt.set, w.Float64s(), tt.want)
				break
			}
		}
	}
}
