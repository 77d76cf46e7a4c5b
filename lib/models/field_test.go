package models_test

import (
	"context"
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
)

// everyStep are all that have an equation, by name in test output.
var everyStep = map[string]models.Step{
	"Euler":             models.Euler{},
	"Euler of 0.5":      models.Euler{H: 0.5},
	"multi-step":        models.Multistep{},
	"multi-step of 0.5": models.Multistep{H: 0.5},
	"midpoint":          models.Midpoint{H: 0.25},
	"leapfrog":          models.Leapfrog{H: 0.5},
	"momentum":          models.Momentum{Gamma: 0.5, H: 0.75},
	"Hamiltonian":       models.Hamiltonian{H: 0.5},
	"RK4":               models.RungeKutta{Method: ode.RK4},
	"mpoly-2":           models.Polynomial{Form: models.Products},
	"3-way":             models.Polynomial{Degree: 3, Form: models.Ways},
	"Heun, two a block": models.RungeKutta{Method: ode.Heun, Steps: 2, H: 0.5},
}

// onVectors and onImages are what steps are made of branches of.
var (
	onVectors = models.Config{Branch: models.Dense{Hidden: 5}, Blocks: 4, Input: [3]int{2, 1, 1}, Seed: 3}
	onImages  = models.Config{Depth: 20, Width: 4, Input: [3]int{1, 6, 6}, Classes: 3, Seed: 3}
)

// samples are random ones of a network's input.
func samples(net *models.Net, n int) *data.Set {
	in := net.Config().Input
	set := &data.Set{Shape: in, Images: make([]float32, n*in[0]*in[1]*in[2])}
	for i := range set.Images {
		set.Images[i] = float32(math.Sin(float64(i * i)))
	}
	return set
}

// mustField builds a network of residual blocks with a step, with statistics and
// weights that no builder gives, and returns the equation of a stage.
func mustField(t *testing.T, c models.Config, step models.Step, stage int) *models.Field {
	t.Helper()
	c.Step = step
	net := mustResNet(t, c)
	disturb(t, net)
	for _, p := range net.Params() {
		small := p.Float64s()
		for i := range small {
			small[i] *= 0.3
		}
		if err := p.Set(small); err != nil {
			t.Fatal(err)
		}
	}
	f, err := net.Field(context.Background(), stage, samples(net, 3))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// apartBy is the largest difference between two lists of states, by the largest value.
func apartBy(t *testing.T, got, want [][]float64) float64 {
	t.Helper()
	if len(got) != len(want) || len(got[0]) != len(want[0]) {
		t.Fatalf("got %d states of %d values, want %d of %d", len(got), len(got[0]), len(want), len(want[0]))
	}
	var most, largest float64
	for i := range want {
		for j := range want[i] {
			most = max(most, math.Abs(got[i][j]-want[i][j]))
			largest = max(largest, math.Abs(want[i][j]))
		}
	}
	return most / largest
}

// TestNetworksAreTheirSchemes is what Lu et al. (2018) say: a block is a step of a
// scheme. Each scheme, as package ode has it, goes through the blocks' branches and
// comes by the network's own activations: for every step, for vectors and in every
// stage of a network of images, where steps of two states have one from the block that
// led into the stage.
func TestNetworksAreTheirSchemes(t *testing.T) {
	for name, step := range everyStep {
		for _, tt := range []struct {
			kind   string
			config models.Config
			stages int
		}{{"vectors", onVectors, 1}, {"images", onImages, 3}, {"bottlenecks", bottlenecked(onImages), 3}} {
			if _, two := step.(models.Hamiltonian); two && tt.kind == "bottlenecks" {
				continue // which have none
			}
			for stage := range tt.stages {
				for wide, tolerance := range map[bool]float64{false: 1e-6, true: 1e-9} {
					tt.config.Float64 = wide
					field := mustField(t, tt.config, step, stage)
					want, err := field.Activations()
					if err != nil {
						t.Fatal(err)
					}
					us, err := field.Solve(nil, 0)
					if err != nil {
						t.Fatalf("%s of %s: %v", name, tt.kind, err)
					}
					if off := apartBy(t, everyBlock(field, us), want); off > tolerance {
						t.Errorf("%s of %s, stage %d, float64 %v: the scheme is %g from the network, want at most %g", name, tt.kind, stage, wide, off, tolerance)
					}
				}
			}
		}
	}
}

func bottlenecked(c models.Config) models.Config {
	c.Depth, c.Branch = 29, models.Bottleneck{}
	return c
}

// everyBlock are the network's states at the ends of blocks.
func everyBlock(f *models.Field, us [][]float64) [][]float64 {
	var at [][]float64
	for i := 0; i < len(us); i += (len(us) - 1) / len(f.Blocks) {
		at = append(at, f.State(us[i]))
	}
	return at
}

// TestOdeSolveIsTheNetwork: where a scheme asks for no slope at the end of its step, and
// no earlier state is known, there is nothing between ode.Solve and the network.
func TestOdeSolveIsTheNetwork(t *testing.T) {
	for _, name := range []string{"Euler", "Euler of 0.5", "midpoint", "leapfrog", "momentum", "Hamiltonian"} {
		for _, config := range []models.Config{onVectors, onImages} {
			config.Float64 = true
			field := mustField(t, config, everyStep[name], 0)
			us, err := ode.Solve(field.Blocks[1].Scheme(), field.At, field.U0, 0, field.T, len(field.Blocks))
			if err != nil || field.Err() != nil {
				t.Fatal(err, field.Err())
			}
			want, err := field.Activations()
			if err != nil {
				t.Fatal(err)
			}
			if off := apartBy(t, everyBlock(field, us), want); off > 1e-9 {
				t.Errorf("%s: ode.Solve is %g from the network, want at most 1e-9", name, off)
			}
		}
	}
	// A Runge–Kutta method with a slope at the end of its step goes block by block.
	field := mustField(t, withFloat64(onVectors), models.RungeKutta{Method: ode.RK4}, 0)
	want, err := field.Activations()
	if err != nil {
		t.Fatal(err)
	}
	u := field.U0
	for i := range field.Blocks {
		us, err := ode.Solve(ode.RK4, field.Of(i), u, 0, 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		u = us[1]
	}
	if off := apartBy(t, [][]float64{u}, want[len(want)-1:]); off > 1e-12 {
		t.Errorf("RK4: ode.Solve is %g from the network, want at most 1e-12", off)
	}
}

func withFloat64(c models.Config) models.Config {
	c.Float64 = true
	return c
}

// TestOwnSchemeEvaluatesAsTheNetwork: the long way, through package ode, ends in the
// network's predictions.
func TestOwnSchemeEvaluatesAsTheNetwork(t *testing.T) {
	ctx := context.Background()
	for name, step := range everyStep {
		for _, config := range []models.Config{onVectors, onImages} {
			config.Step = step
			net := mustResNet(t, config)
			set := samples(net, 5)
			want, err := net.Predict(ctx, set)
			if err != nil {
				t.Fatal(err)
			}
			got, err := net.PredictAs(ctx, set, nil, 1)
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				for j := range want[i] {
					if math.Abs(float64(got[i][j]-want[i][j])) > 2e-5*(1+math.Abs(float64(want[i][j]))) {
						t.Errorf("%s: output %d of sample %d: got %v, want %v", name, j, i, got[i][j], want[i][j])
					}
				}
			}
		}
	}
}

// TestPolyNetIsTheSeriesOfNeumann where each use of the branch is the same map: one
// that normalizes is refused.
func TestPolyNetIsTheSeriesOfNeumann(t *testing.T) {
	field := mustField(t, withFloat64(onVectors), models.Polynomial{Degree: 3}, 0)
	want, err := field.Activations()
	if err != nil {
		t.Fatal(err)
	}
	us, err := field.Solve(ode.Neumann(3), len(field.Blocks))
	if err != nil {
		t.Fatal(err)
	}
	if off := apartBy(t, us, want); off > 1e-12 {
		t.Errorf("poly-3: %g from the network, want at most 1e-12", off)
	}
	c := onImages
	c.Step = models.Polynomial{}
	net := mustResNet(t, c)
	_, err = net.Field(context.Background(), 0, samples(net, 1))
	mustContain(t, err, "normalize each of their uses by statistics of its own, want a branch without normalization")
}

// TestFinerStepsApproachTheEquation: as steps get smaller the schemes agree, for what
// they approximate is one solution.
func TestFinerStepsApproachTheEquation(t *testing.T) {
	field := mustField(t, withFloat64(onVectors), models.Euler{H: 0.1}, 0)
	end := func(scheme ode.Scheme, steps int) [][]float64 {
		us, err := field.Solve(scheme, steps)
		if err != nil {
			t.Fatal(err)
		}
		return us[steps:]
	}
	exact := end(ode.RK4, 64)
	before := math.Inf(1)
	for _, steps := range []int{4, 8, 16, 32} {
		off := apartBy(t, end(ode.ForwardEuler, steps), exact)
		if ratio := before / off; ratio < 1.7 {
			t.Errorf("Euler in %d steps: %g from the solution, %.2f times less than before, want about 2", steps, off, ratio)
		}
		before = off
	}
}

// TestNoStepIsTooFineForItsBlock: a step that ends where a block does never has a slope of
// the next one, however short it is.
func TestNoStepIsTooFineForItsBlock(t *testing.T) {
	field := mustField(t, withFloat64(onVectors), models.Euler{}, 0)
	end := func(steps int) [][]float64 {
		us, err := field.Solve(ode.RK4, steps)
		if err != nil {
			t.Fatal(err)
		}
		return us[steps:]
	}
	exact := end(1024)
	for _, steps := range []int{4096, 12_288} {
		if off := apartBy(t, end(steps), exact); off > 1e-10 {
			t.Errorf("%d steps end %g from the solution, want at most 1e-10", steps, off)
		}
	}
}

// TestMistakesWithFields say what would be possible.
func TestMistakesWithFields(t *testing.T) {
	ctx := context.Background()
	plain, err := models.Plain(onImages)
	if err != nil {
		t.Fatal(err)
	}
	shallow, posts := onImages, onImages
	shallow.Depth, posts.Order = 8, models.Original
	field := func(net *models.Net, stage int) error {
		_, err := net.Field(ctx, stage, samples(net, 2))
		return err
	}
	mustContain(t, field(plain, 0), "is no step of an equation, want one with a Step such as Euler in pre-activation")
	mustContain(t, field(mustResNet(t, posts), 0), "is no step of an equation")
	mustContain(t, field(mustResNet(t, shallow), 1), "has no block but layer2.0, which changes the shape, want a deeper network")
	mustContain(t, field(mustResNet(t, onImages), 3), "got stage 3 of ResNet-20, want one from 0 to 2")
	good := mustField(t, onVectors, nil, 0)
	_, err = good.Solve(ode.RK4, -1)
	mustContain(t, err, "got -1 steps")
	good.At(0, []float64{1})
	mustContain(t, good.Err(), "got a state of 1 values, want 6")
	for _, size := range []float64{0, -1, math.NaN()} {
		_, err = mustResNet(t, onImages).PredictAs(ctx, samples(mustResNet(t, onImages), 1), nil, size)
		mustContain(t, err, "times the network's, want more than 0, such as 0.5 or 2")
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	_, err = mustResNet(t, onImages).Field(gone, 0, samples(mustResNet(t, onImages), 1))
	if err != context.Canceled {
		t.Errorf("got error %v, want context.Canceled", err)
	}
}

// TestStepsThatThereAreNot are refused with what would be possible.
func TestStepsThatThereAreNot(t *testing.T) {
	for _, tt := range []struct {
		step models.Step
		edit func(*models.Config)
		want string
	}{
		{&models.Euler{}, nil, "want a value and no pointer, such as Euler{}"},
		{(*models.RungeKutta)(nil), nil, "want a value and no pointer"},
		{models.Euler{}, func(c *models.Config) { c.Branch = &models.Symmetric{} }, "got a branch of type *models.Symmetric, want"},
		{models.Euler{H: -1}, nil, "want h = 0 (which means 1) or more"},
		{models.Multistep{H: math.Inf(1)}, nil, "and finite"},
		{models.Euler{H: 0.5}, func(c *models.Config) { c.Order = models.Original }, "want PreActivation"},
		{models.Midpoint{}, func(c *models.Config) { c.Order = models.Original }, "steps of no scheme, want PreActivation"},
		{models.Momentum{Gamma: 1}, nil, "want γ of at least 0 (which means 0.9) and below 1"},
		{models.Hamiltonian{}, func(c *models.Config) { c.Width = 5 }, "want two halves of the same size, such as 6"},
		{models.Hamiltonian{}, func(c *models.Config) { c.Depth, c.Branch = 20, models.Bottleneck{} }, "want one that puts out as many channels as it has"},
		{models.RungeKutta{Method: ode.GaussLegendre4}, nil, "want an explicit method of package ode, such as ode.RK4"},
		{models.RungeKutta{}, nil, "want an explicit method"},
		{models.RungeKutta{Method: ode.RK4, Steps: 5000}, nil, "at most 4096 evaluations"},
	} {
		c := onImages
		c.Step = tt.step
		if tt.edit != nil {
			tt.edit(&c)
		}
		_, err := models.ResNet(c)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%T: got error %v, want %q", tt.step, err, tt.want)
		}
	}
}

// A network of one block on a line, f(x) = 2·x: Euler's step of h = ½ doubles x. The
// equation x' = 2x would multiply it by e.
func ExampleNet_Field() {
	net, err := models.ResNet(models.Config{
		Branch: models.Linear{}, Blocks: 1, Input: [3]int{1, 1, 1}, Step: models.Euler{H: 0.5}, Float64: true,
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := net.Params()[0].Set([]float64{2}); err != nil {
		log.Fatal(err)
	}
	set := &data.Set{Shape: [3]int{1, 1, 1}, Images: []float32{1}}
	field, err := net.Field(context.Background(), 0, set)
	if err != nil {
		log.Fatal(err)
	}
	for _, n := range []int{1, 2, 4} {
		us, err := ode.Solve(net.Scheme(), field.At, field.U0, 0, field.T, n)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%d steps of %s: %.4f\n", n, net.Scheme().Name(), us[n][0])
	}
	us, err := ode.Solve(ode.RK4, field.At, field.U0, 0, field.T, 4)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("4 steps of RK4: %.4f\n", us[4][0])
	// Output:
	// 1 steps of forward Euler: 2.0000
	// 2 steps of forward Euler: 2.2500
	// 4 steps of forward Euler: 2.4414
	// 4 steps of RK4: 2.7182
}

// TestStepsOfExtremeSizes: states overflow, and nothing else.
func TestStepsOfExtremeSizes(t *testing.T) {
	for _, step := range []models.Step{
		models.Euler{H: math.MaxFloat64},
		models.Euler{H: math.SmallestNonzeroFloat64},
		models.Leapfrog{H: 1e150},
		models.Hamiltonian{H: math.MaxFloat64},
		models.Midpoint{H: math.MaxFloat64},
		models.Momentum{Gamma: 1 - 1e-16, H: 1e-320},
	} {
		net := mustResNet(t, models.Config{Branch: models.Linear{}, Blocks: 3, Input: [3]int{2, 1, 1}, Step: step, Refined: 1, Float64: true})
		set := samplesFor(net)
		if _, err := net.Predict(context.Background(), set); err != nil {
			t.Errorf("%v: %v", step, err)
		}
		f, err := net.Field(context.Background(), 0, set)
		if err != nil {
			t.Errorf("%v: %v", step, err)
			continue
		}
		states, err := f.Solve(nil, 0)
		if err != nil || len(states) != 7 {
			t.Errorf("%v: got %d states, %v, want 7", step, len(states), err)
			continue
		}
		for _, size := range []float64{0.5, 1e300} {
			if _, err := net.PredictAs(context.Background(), set, nil, size); err != nil {
				t.Errorf("%v, %v times as large: %v", step, size, err)
			}
		}
		if _, err := f.Back(states[5:]); err != nil {
			mustContain(t, err, "got no way back")
		}
	}
}

// TestStatesThatDoNotFit are none.
func TestStatesThatDoNotFit(t *testing.T) {
	for name, step := range everyStep {
		f := mustField(t, withFloat64(onVectors), step, 0)
		for _, n := range []int{0, 1, len(f.U0) - 1, len(f.U0) + 1} {
			if got := f.State(make([]float64, n)); got != nil {
				t.Errorf("%s: got %v of %d values, want none", name, got, n)
			}
		}
	}
}

// TestNoField: what Net.Field did not make says so.
func TestNoField(t *testing.T) {
	const want = "got no field, want one from Net.Field"
	f := &models.Field{}
	_, err := f.Solve(nil, 0)
	mustContain(t, err, want)
	_, err = f.Activations()
	mustContain(t, err, want)
	_, err = f.Back([][]float64{{}})
	mustContain(t, err, want)
	_, err = f.Jacobian(0, nil)
	mustContain(t, err, want)
	if got := f.At(0, nil); got != nil {
		t.Errorf("got the slope %v, want none", got)
	}
	mustContain(t, f.Err(), want)
}
