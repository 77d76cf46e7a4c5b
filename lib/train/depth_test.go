package train_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/train"
)

// TestDepthSchedules holds the schedules to what they sum up to: Σ p = (3L−1)/4 for
// Huang's and 3L/4 for Lu's, with ½ at the end.
func TestDepthSchedules(t *testing.T) {
	tests := []struct {
		schedule         train.DepthSchedule
		last             float64
		blocks           int
		first, end, want float64
	}{
		{train.HuangDepth, 0.5, 54, 1 - 0.5/54, 0.5, 40.25},
		{train.LuDepth, 0.5, 54, 1, 0.5, 40.5},
		{train.ConstantDepth, 0.5, 54, 0.5, 0.5, 27},
		{train.LuDepth, 0.8, 27, 1, 0.8, 27 * 0.9},
		{train.HuangDepth, 0.5, 1, 0.5, 0.5, 0.5},
		{train.LuDepth, 0.5, 1, 1, 1, 1},
	}
	for _, tt := range tests {
		p := tt.schedule.Survival(tt.last, tt.blocks)
		sum := 0.0
		for _, v := range p {
			sum += v
		}
		if math.Abs(sum-tt.want) > 1e-12 || math.Abs(p[0]-tt.first) > 1e-15 || math.Abs(p[len(p)-1]-tt.end) > 1e-15 {
			t.Errorf("%v to %v: got %v … %v with sum %v, want %v … %v with sum %v", tt.schedule, tt.last, p[0], p[len(p)-1], sum, tt.first, tt.end, tt.want)
		}
	}
	if p := train.DepthSchedule(7).Survival(0.5, 3); p != nil {
		t.Errorf("got %v of no schedule, want nothing", p)
	}
}

// depths are runs of each kind.
func depths() map[string]train.Depth {
	return map[string]train.Depth{
		"Huang":                   train.StochasticDepth{},
		"Lu":                      train.StochasticDepth{Last: 0.8, Schedule: train.LuDepth, Scaling: train.Inverted},
		"constant":                train.StochasticDepth{Last: 0.7, Schedule: train.ConstantDepth},
		"drop-path":               train.DropPath{Last: 0.6},
		"paths":                   train.EffectivePaths{Blocks: 2},
		"paths, inverted":         train.EffectivePaths{Blocks: 2, Scaling: train.Inverted},
		"paths, with transitions": train.EffectivePaths{Blocks: 1, KeepTransitions: true},
		"paths, unscaled":         train.EffectivePaths{Blocks: 2, Scaling: train.Unscaled},
	}
}

// fitSome trains a small network on some digits.
func fitSome(t *testing.T, ctx context.Context, o train.Options) (*models.Net, *train.History, error) {
	t.Helper()
	net, err := digitsNet()
	if err != nil {
		t.Fatal(err)
	}
	o.Epochs, o.Batch = 2, 16
	h, err := train.Fit(ctx, net, some(t, 70), o)
	return net, h, err
}

// The trained network is an ordinary one: it does on any set what the last
// validation said, to the bit.
func TestAValidationIsOfTheTrainedNetwork(t *testing.T) {
	for name, depth := range depths() {
		t.Run(name, func(t *testing.T) {
			set := some(t, 50)
			net, h, err := fitSome(t, t.Context(), train.Options{Depth: depth, Validate: set})
			if err != nil {
				t.Fatal(err)
			}
			got, err := net.Evaluate(t.Context(), set)
			if err != nil {
				t.Fatal(err)
			}
			if want := *h.Last().Validation; got != want {
				t.Errorf("got %v behind the run, want %v as in its last validation", got, want)
			}
			_, again, err := fitSome(t, t.Context(), train.Options{Depth: depth})
			if err != nil {
				t.Fatal(err)
			}
			if again.Last().Loss != h.Last().Loss {
				t.Errorf("got a loss of %v without validations, want %v as with them", again.Last().Loss, h.Last().Loss)
			}
		})
	}
}

// Blocks that always take part make no difference.
func TestDepthsWithAllBlocks(t *testing.T) {
	want, _, err := fitSome(t, t.Context(), train.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, depth := range []train.Depth{
		train.StochasticDepth{Last: 1},
		train.StochasticDepth{Last: 1, Scaling: train.Inverted},
		train.EffectivePaths{Blocks: 3},
		train.DropPath{Last: 1},
	} {
		net, _, err := fitSome(t, t.Context(), train.Options{Depth: depth})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(weights(net), weights(want)) {
			t.Errorf("%v: got other weights than without", depth)
		}
	}
}

// Test-time scaling multiplies the last layer of each branch by its probability,
// and nothing else, whether the run comes to its end or not.
func TestTheEndOfARunScales(t *testing.T) {
	scaled, _, err := fitSome(t, t.Context(), train.Options{Depth: train.StochasticDepth{}})
	if err != nil {
		t.Fatal(err)
	}
	raw, _, err := fitSome(t, t.Context(), train.Options{Depth: train.StochasticDepth{Scaling: train.Unscaled}})
	if err != nil {
		t.Fatal(err)
	}
	p := train.HuangDepth.Survival(0.5, 3)
	ends := make(map[*nn.Param]float64)
	for i, block := range scaled.Blocks() {
		for _, end := range block.BranchEnd() {
			ends[end] = p[i]
		}
	}
	for i, param := range scaled.Params() {
		factor, ok := ends[param]
		if !ok {
			factor = 1
		}
		for j, v := range raw.Params()[i].Float64s() {
			if got, want := param.Float64s()[j], float64(float32(factor*v)); got != want {
				t.Fatalf("%v: got %v, want %v times %v", param, got, factor, v)
			}
		}
	}
}

// What a run computes is booked without the blocks that take no part.
func TestBlocksThatTakeNoPartCostNothing(t *testing.T) {
	net, h, err := fitSome(t, t.Context(), train.Options{Depth: train.EffectivePaths{Blocks: 3}})
	if err != nil {
		t.Fatal(err)
	}
	const samples = 2 * 70
	if want := 3 * float64(net.MACs()) * samples; h.MACs != want {
		t.Errorf("got %v multiply-accumulates with all blocks, want %v", h.MACs, want)
	}
	_, few, err := fitSome(t, t.Context(), train.Options{Depth: train.EffectivePaths{Blocks: 1}})
	if err != nil {
		t.Fatal(err)
	}
	var branches, dearest int64
	for _, block := range net.Blocks() {
		branches += block.MACs()
		dearest = max(dearest, block.MACs())
	}
	if most := h.MACs - 3*float64(branches-dearest)*samples; few.MACs > most || few.MACs <= 0 {
		t.Errorf("got %v multiply-accumulates with one block of three, want at most %v", few.MACs, most)
	}
}

// A run that is interrupted leaves a network that can be used.
func TestAnInterruptedRunScales(t *testing.T) {
	stop := func(scaling train.Scaling) []float64 {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		net, _, err := fitSome(t, ctx, train.Options{
			Depth: train.EffectivePaths{Blocks: 2, Scaling: scaling},
			Progress: func(p train.Progress) {
				if p.Step == 4 {
					cancel()
				}
			},
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		return net.Blocks()[1].BranchEnd()[0].Float64s()
	}
	got, want := stop(train.AtTest), stop(train.Unscaled)
	for i := range got {
		if math.Abs(got[i]-want[i]*2/3) > 1e-7*math.Abs(want[i]) {
			t.Fatalf("got %v, want 2/3 of %v", got[i], want[i])
		}
	}
}

func TestDepthsThatCannotBe(t *testing.T) {
	plain, err := models.Plain(models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		net   *models.Net
		depth train.Depth
		want  string
	}{
		{"a plain network", plain, train.StochasticDepth{}, "got Plain-8, whose block layer1.0 has no shortcut"},
		{"a probability above 1", small(t, 2), train.StochasticDepth{Last: 1.5}, "got a probability of 1.5 for the last block, want one above 0, up to 1"},
		{"a probability of NaN", small(t, 2), train.StochasticDepth{Last: math.NaN()}, "got a probability of NaN"},
		{"a negative probability", small(t, 2), train.StochasticDepth{Last: -0.1}, "got a probability of -0.1"},
		{"no schedule", small(t, 2), train.StochasticDepth{Schedule: 5}, "got schedule 5, want HuangDepth"},
		{"no scaling", small(t, 2), train.StochasticDepth{Scaling: -1}, "got scaling -1, want AtTest"},
		{"no paths", small(t, 2), train.EffectivePaths{}, "got 0 blocks for each batch, want 1 to 3"},
		{"too many blocks", small(t, 2), train.EffectivePaths{Blocks: 4}, "got 4 blocks for each batch, want 1 to 3"},
		{"too many but for transitions", small(t, 2), train.EffectivePaths{Blocks: 2, KeepTransitions: true}, "want 1 to 1"},
		{"drop-path of a plain network", plain, train.DropPath{}, "got Plain-8, whose block layer1.0 has no shortcut"},
		{"drop-path of probability 2", small(t, 2), train.DropPath{Last: 2}, "drop-path, Huang's schedule to 2: got a probability of 2"},
		{"a nil pointer", small(t, 2), (*train.StochasticDepth)(nil), "got a nil *train.StochasticDepth"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := weights(tt.net)
			_, err := train.Fit(t.Context(), tt.net, some(t, 4), train.Options{Epochs: 1, Depth: tt.depth})
			mustContain(t, err, tt.want)
			if !slices.Equal(weights(tt.net), before) {
				t.Error("want nothing changed")
			}
		})
	}
}

// A network of twenty layers learns the digits whatever is drawn, LM-ResNet too.
func TestNetworksLearnWithoutAllBlocks(t *testing.T) {
	if testing.Short() {
		t.Skip("trains for seconds")
	}
	digits := data.Digits(1)
	builds := map[string]func(models.Config) (*models.Net, error){"ResNet": models.ResNet, "LM-ResNet": models.LMResNet}
	for name, build := range builds {
		for _, depth := range []train.Depth{
			train.StochasticDepth{},
			train.StochasticDepth{Schedule: train.LuDepth, Scaling: train.Inverted},
			train.EffectivePaths{Blocks: 5},
			train.EffectivePaths{Blocks: 4, KeepTransitions: true},
			train.DropPath{},
		} {
			net, err := build(models.Config{Depth: 20, Width: 8, Input: digits.Shape(), Seed: 1})
			if err != nil {
				t.Fatal(err)
			}
			h, err := train.Fit(t.Context(), net, digits.Train, train.Options{Epochs: 6, Depth: depth, Validate: digits.Test})
			if err != nil {
				t.Fatal(err)
			}
			if e := h.Last().Validation; e.Error > 8 {
				t.Errorf("%s, %v: got %v, want an error of at most 8 %%", name, depth, e)
			}
			t.Logf("%s, %v: %v in %v", name, depth, h.Last().Validation, h.Time)
		}
	}
}

// So it does with two branches that are shaken.
func TestShakeShakeLearns(t *testing.T) {
	if testing.Short() {
		t.Skip("trains for seconds")
	}
	digits := data.Digits(1)
	net, err := models.ResNet(models.Config{Depth: 20, Width: 8, Input: digits.Shape(), Branch: models.ShakeShake{}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	h, err := train.Fit(t.Context(), net, digits.Train, train.Options{Epochs: 6, Validate: digits.Test})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v, training error %.2f %%", h.Last().Validation, h.Last().Error)
	if e := h.Last().Validation; e.Error > 8 {
		t.Errorf("got %v, want an error of at most 8 %%", e)
	}
}

// So it does under noise, of which a validation knows nothing.
func TestNetworksLearnUnderNoise(t *testing.T) {
	digits := data.Digits(1)
	for _, noise := range []train.Noise{{Normal: 0.1}, {Uniform: 0.1}, {Normal: 0.001, Uniform: 0.001}} {
		net := small(t, 8)
		h, err := train.Fit(t.Context(), net, digits.Train, train.Options{Epochs: 3, Noise: noise, Validate: digits.Test})
		if err != nil {
			t.Fatal(err)
		}
		if e := h.Last().Validation; e.Error > 10 {
			t.Errorf("%v: got %v, want an error of at most 10 %%", noise, e)
		}
	}
	_, err := train.Fit(t.Context(), small(t, 2), digits.Train, train.Options{Epochs: 1, Noise: train.Noise{Normal: -1}})
	mustContain(t, err, "got noise of size -1")
}

// TestPathsNeedTheirScale trains 23 of 54 blocks per batch, and looks at what the
// whole network makes of it with branches scaled and not. With the seeds 1, 2, 3 the
// errors were 3.0, 2.8, 2.8 % and 89.8, 89.8, 89.0 %; those of networks trained as a
// whole 2.0, 1.6, 2.0 %.
func TestPathsNeedTheirScale(t *testing.T) {
	if testing.Short() {
		t.Skip("trains a ResNet-110 twice")
	}
	digits := data.Digits(1)
	errorOf := func(scaling train.Scaling) float64 {
		net, err := models.ResNet(models.Config{Depth: 110, Width: 8, Input: digits.Shape(), Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		h, err := train.Fit(t.Context(), net, digits.Train, train.Options{
			Epochs: 12, Seed: 1, Depth: train.EffectivePaths{Blocks: 23, Scaling: scaling}, Validate: digits.Test,
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%v: %v in %v", scaling, h.Last().Validation, h.Time)
		return h.Last().Validation.Error
	}
	if got := errorOf(train.AtTest); got > 6 {
		t.Errorf("got an error of %.1f %% with scaled branches, want at most 6 %%", got)
	}
	if got := errorOf(train.Unscaled); got < 50 {
		t.Errorf("got an error of %.1f %% with unscaled ones, want at least 50 %%", got)
	}
}
