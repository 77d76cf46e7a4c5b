package train_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/safetensors"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// job is a training run that can be begun as often as one likes.
type job struct {
	name    string
	net     func() (*models.Net, error)
	set     func() (*data.Set, error)
	options func() train.Options // with a fresh solver
	steps   int
}

func digitsNet() (*models.Net, error) {
	return models.ResNet(models.Config{Depth: 8, Width: 4, Input: [3]int{1, 8, 8}, Seed: 1})
}

func shakingNet() (*models.Net, error) {
	return models.ResNet(models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}, Branch: models.ShakeShake{}, Seed: 1})
}

func lineNet() (*models.Net, error) {
	return models.LMResNet(models.Config{Branch: models.Dense{Hidden: 5, Lipschitz: 0.9}, Blocks: 4, Input: [3]int{2, 1, 1}, Float64: true, Seed: 4})
}

// line is a map of the plane, x → −x.
func line() (*data.Set, error) {
	s := &data.Set{Shape: [3]int{2, 1, 1}}
	for i := range 23 {
		x, y := float32(i)/23-0.5, float32(i%7)/7
		s.Images, s.Targets = append(s.Images, x, y), append(s.Targets, -x, -y)
	}
	return s, nil
}

func fewDigits() (*data.Set, error) {
	rows := make([]int, 70)
	for i := range rows {
		rows[i] = i
	}
	return data.Digits(1).Train.Subset(rows)
}

func jobs() []job {
	return []job{
		{
			"SGD with a warm-up that ends early", digitsNet, fewDigits, func() train.Options {
				return train.Options{Epochs: 3, Batch: 16, Seed: 5, Augment: data.Augment{Pad: 1, Flip: true}, WarmUp: train.WarmUp{Steps: 9, Below: 88}}
			}, 15,
		},
		{
			"stochastic depth", digitsNet, fewDigits, func() train.Options {
				return train.Options{Epochs: 3, Batch: 16, Seed: 7, Depth: train.StochasticDepth{}}
			}, 15,
		},
		{
			"Shake-Shake", shakingNet, fewDigits, func() train.Options {
				return train.Options{Epochs: 3, Batch: 16, Seed: 9, Depth: train.EffectivePaths{Blocks: 2}, GradientNorms: true}
			}, 15,
		},
		{
			"drop-path and noise", digitsNet, fewDigits, func() train.Options {
				return train.Options{Epochs: 3, Batch: 16, Seed: 7, Depth: train.DropPath{}, Noise: train.Noise{Normal: 0.1, Uniform: 0.1}}
			}, 15,
		},
		{
			"two of four blocks, without scaling at test", lineNet, line, func() train.Options {
				return train.Options{Epochs: 4, Batch: 8, Seed: 8, Depth: train.EffectivePaths{Blocks: 2, Scaling: train.Inverted}, Schedule: train.Constant(0.01)}
			}, 12,
		},
		{
			"a solver of one's own", lineNet, line, func() train.Options {
				return train.Options{Epochs: 4, Batch: 8, Seed: 8, Solver: &ball{}, Schedule: train.Constant(0.01)}
			}, 12,
		},
		{
			"Adam on float64 targets", lineNet, line, func() train.Options {
				return train.Options{Epochs: 4, Batch: 8, Seed: 6, Solver: &train.Adam{Decay: 1e-3}, Schedule: train.Constant(0.01)}
			}, 12,
		},
	}
}

// begin returns what a run of the job needs anew each time.
func (j job) begin(t *testing.T) (*models.Net, *data.Set, train.Options) {
	t.Helper()
	net, err := j.net()
	if err != nil {
		t.Fatal(err)
	}
	set, err := j.set()
	if err != nil {
		t.Fatal(err)
	}
	o := j.options()
	o.Validate = set
	return net, set, o
}

// outcome is what a run leaves but for its time.
type outcome struct {
	weights []float64
	history *train.History
}

func outcomeOf(net *models.Net, h *train.History) outcome { return outcome{weights(net), h} }

// mustBeSame holds two outcomes together bit by bit.
func mustBeSame(t *testing.T, got, want outcome) {
	t.Helper()
	same := func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }
	if !slices.EqualFunc(got.weights, want.weights, same) {
		t.Error("got other weights than from the run that it is to be like")
	}
	if diff := cmp.Diff(want.history, got.history, cmpopts.IgnoreFields(train.History{}, "Time"), cmp.Comparer(same)); diff != "" {
		t.Errorf("got another history (-want +got)\n%s", diff)
	}
}

// killed stands in for the end of a process.
type killed struct{}

// TestResume stops a run at any step, in the way of an interrupt or of a kill, and
// again, and goes on with other numbers of threads.
func TestResume(t *testing.T) {
	for _, j := range jobs() {
		t.Run(j.name, func(t *testing.T) {
			net, set, o := j.begin(t)
			h, err := train.Fit(context.Background(), net, set, o)
			if err != nil || h.Steps != j.steps {
				t.Fatalf("got %d steps and error %v, want %d", h.Steps, err, j.steps)
			}
			want := outcomeOf(net, h)
			folder := t.TempDir()
			random := rand.New(rand.NewPCG(1, 2))
			for n := range 12 {
				point := train.Checkpoint{Path: filepath.Join(folder, fmt.Sprint(n)), Every: n % 6}
				for range 1 + n%3 {
					j.stop(t, point, 1+random.IntN(j.steps), random.IntN(2) == 0)
				}
				net, set, o := j.begin(t)
				o.Checkpoint, o.Threads = point, 1+random.IntN(3)
				h, err := train.Resume(context.Background(), net, set, o)
				if err != nil {
					t.Fatal(err)
				}
				mustBeSame(t, outcomeOf(net, h), want)
			}
		})
	}
}

// stop resumes a run and ends it behind a step, unless that is past.
func (j job) stop(t *testing.T, point train.Checkpoint, step int, kill bool) {
	t.Helper()
	net, set, o := j.begin(t)
	o.Checkpoint = point
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	o.Progress = func(p train.Progress) {
		if p.Step == step && kill {
			panic(killed{})
		}
		if p.Step == step {
			cancel()
		}
	}
	defer func() {
		if v := recover(); v != nil && v != (killed{}) {
			panic(v)
		}
	}()
	if _, err := train.Resume(ctx, net, set, o); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// A run that is over is restored, whatever the network held.
func TestResumeOfARunThatIsOver(t *testing.T) {
	j := jobs()[0]
	net, set, o := j.begin(t)
	o.Checkpoint.Path = filepath.Join(t.TempDir(), "run")
	h, err := train.Fit(context.Background(), net, set, o)
	if err != nil {
		t.Fatal(err)
	}
	want := outcomeOf(net, h)
	before, err := os.ReadFile(o.Checkpoint.Path)
	if err != nil {
		t.Fatal(err)
	}
	again, set, o2 := j.begin(t)
	o2.Checkpoint = o.Checkpoint
	o2.Progress = func(train.Progress) { t.Error("got a step, want none") }
	h2, err := train.Resume(context.Background(), again, set, o2)
	if err != nil {
		t.Fatal(err)
	}
	mustBeSame(t, outcomeOf(again, h2), want)
	if h2.Time != h.Time && h2.Time <= 0 {
		t.Errorf("got a time of %v, want about the %v of the run", h2.Time, h.Time)
	}
	if after, err := os.ReadFile(o.Checkpoint.Path); err != nil || !slices.Equal(before, after) {
		t.Errorf("got another checkpoint or error %v, want the one of the run", err)
	}
}

func TestCheckpointsOfAnotherRun(t *testing.T) {
	j := jobs()[0]
	path := filepath.Join(t.TempDir(), "run")
	net, set, o := j.begin(t)
	o.Checkpoint.Path = path
	if _, err := train.Fit(context.Background(), net, set, o); err != nil {
		t.Fatal(err)
	}
	other, err := set.Subset([]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
	if err != nil {
		t.Fatal(err)
	}
	wide := func() (*models.Net, error) {
		return models.ResNet(models.Config{Depth: 8, Width: 5, Input: [3]int{1, 8, 8}})
	}
	deep := func() (*models.Net, error) {
		return models.ResNet(models.Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}})
	}
	averaging := func() (*models.Net, error) {
		return models.ResNet(models.Config{Depth: 8, Width: 4, Input: [3]int{1, 8, 8}, Shortcut: models.OptionAAveraged})
	}
	tests := []struct {
		name   string
		net    func() (*models.Net, error)
		set    *data.Set
		change func(o *train.Options)
		want   string
	}{
		{"frozen statistics", digitsNet, set, func(o *train.Options) { o.Frozen = true }, `got the statistics "frozen", want "" as the checkpoint has it`},
		{"another seed", digitsNet, set, func(o *train.Options) { o.Seed = 8 }, `got the seed "8", want "5" as the checkpoint has it`},
		{"more epochs", digitsNet, set, func(o *train.Options) { o.Epochs = 9 }, `got the epochs "9", want "3"`},
		{"another batch", digitsNet, set, func(o *train.Options) { o.Batch = 8 }, `got the batch "8", want "16"`},
		{"another solver", digitsNet, set, func(o *train.Options) { o.Solver = &train.Adam{} }, `got the solver "Adam`},
		{"another momentum", digitsNet, set, func(o *train.Options) { o.Momentum = 0.5 }, `got the solver "SGD, momentum 0.5`},
		{"another peak", digitsNet, set, func(o *train.Options) { o.Schedule = train.OneCycle{Start: 3} }, `got the schedule "one cycle`},
		{"no augmentation", digitsNet, set, func(o *train.Options) { o.Augment = data.Augment{} }, `got the augmentation "no augmentation", want "windows`},
		{"smoother labels", digitsNet, set, func(o *train.Options) { o.Smoothing = 0.1 }, `got the smoothing "0.1", want "0"`},
		{"fewer blocks", digitsNet, set, func(o *train.Options) { o.Depth = train.EffectivePaths{Blocks: 2} }, `got the depth "paths through 2 blocks, scaled at test", want ""`},
		{"noise", digitsNet, set, func(o *train.Options) { o.Noise.Normal = 0.1 }, `got the noise "normal noise of deviation 0.1", want ""`},
		{"norms of gradients", digitsNet, set, func(o *train.Options) { o.GradientNorms = true }, `got the gradients "measured", want ""`},
		{"no warm-up", digitsNet, set, func(o *train.Options) { o.WarmUp = train.WarmUp{} }, `got the warm-up`},
		{"other samples", digitsNet, other, func(*train.Options) {}, `got the set "18 samples`},
		{"a wider network", wide, set, func(*train.Options) {}, `got the network options "Depth: 8, Width: 5`},
		{"a network with the same tensors", averaging, set, func(*train.Options) {}, "Shortcut: 5"},
		{"a deeper network", deep, set, func(*train.Options) {}, `got the network "ResNet-14", want "ResNet-8"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			net, err := tt.net()
			if err != nil {
				t.Fatal(err)
			}
			before := weights(net)
			o := j.options()
			o.Checkpoint.Path = path
			tt.change(&o)
			_, err = train.Resume(context.Background(), net, tt.set, o)
			mustContain(t, err, tt.want)
			if !slices.Equal(weights(net), before) {
				t.Error("want nothing changed")
			}
		})
	}
}

// TestACheckpointOfALaterVersion may be of a run with an option that this one would
// leave out.
func TestACheckpointOfALaterVersion(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "run")
	o := train.Options{Epochs: 1, Checkpoint: train.Checkpoint{Path: path}}
	if _, err := train.Fit(ctx, small(t, 2), some(t, 4), o); err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string]string{"": "", "0.1": `got a checkpoint of a run with the clipping "0.1", which this version does not know`} {
		f, err := safetensors.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		f.Metadata["unravel.training.clipping"] = value
		var tensors []safetensors.Tensor
		for _, info := range f.Tensors {
			tensors = append(tensors, copied(t, f, info))
		}
		f.Close()
		if err := safetensors.WriteFile(path, f.Metadata, tensors); err != nil {
			t.Fatal(err)
		}
		_, err = train.Resume(ctx, small(t, 2), some(t, 4), o)
		if want != "" {
			mustContain(t, err, want)
		} else if err != nil {
			t.Error(err)
		}
	}
}

// copied is a tensor of a file, to be written again.
func copied(t *testing.T, f *safetensors.File, info safetensors.Info) safetensors.Tensor {
	t.Helper()
	tensor := safetensors.Tensor{Name: info.Name, Shape: info.Shape}
	if info.DType == safetensors.I64 {
		integers, err := f.Int64s(info)
		if err != nil {
			t.Fatal(err)
		}
		tensor.Data = integers
		return tensor
	}
	wide, err := f.Float64s(info)
	if err != nil {
		t.Fatal(err)
	}
	narrow := make([]float32, len(wide))
	for i, v := range wide {
		narrow[i] = float32(v)
	}
	if tensor.Data = narrow; info.DType == safetensors.F64 {
		tensor.Data = wide
	}
	return tensor
}

// ball is a solver of one's own, gradient descent with momentum and steps that are
// counted, which says what a checkpoint must hold.
type ball struct {
	rate  float64
	steps int
	speed [][]float64
}

func (b *ball) SetRate(rate float64) { b.rate = rate }

func (b *ball) Recipe() string { return "ball" }

func (b *ball) Moments(params []gorgonia.ValueGrad) []train.Moment {
	if b.speed == nil {
		for _, p := range params {
			b.speed = append(b.speed, make([]float64, p.Value().Shape().TotalSize()))
		}
	}
	all := make([]train.Moment, len(params))
	for i, speed := range b.speed {
		all[i] = train.Moment{Name: fmt.Sprint("speed.", i), Float64: speed}
	}
	return all
}

func (b *ball) Resume(steps int) { b.steps = steps }

func (b *ball) Step(params []gorgonia.ValueGrad) error {
	b.steps++
	for i, m := range b.Moments(params) {
		grad, err := params[i].Grad()
		if err != nil {
			return err
		}
		w, g := params[i].Value().Data().([]float64), grad.Data().([]float64)
		for j := range w {
			m.Float64[j] = 0.9*m.Float64[j] + g[j]
			w[j] -= b.rate / math.Sqrt(float64(b.steps)) * m.Float64[j]
		}
	}
	return nil
}

// plainSolver is one that cannot say what it carries along.
type plainSolver struct{ train.Solver }

func TestCheckpointsThatCannotBe(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	broken := filepath.Join(folder, "broken")
	if err := os.WriteFile(broken, []byte("no tensors"), 0o600); err != nil {
		t.Fatal(err)
	}
	network := filepath.Join(folder, "network")
	if err := small(t, 2).Save(network); err != nil {
		t.Fatal(err)
	}
	used := &train.Adam{Rate: 0.1}
	if _, err := train.Fit(ctx, small(t, 2), some(t, 4), train.Options{Epochs: 1, Solver: used}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "run")
	tests := []struct {
		name string
		o    train.Options
		want string
	}{
		{"no path", train.Options{}, "got no path of a checkpoint"},
		{"no step", train.Options{Checkpoint: train.Checkpoint{Path: path, Every: -1}}, "got a checkpoint every -1 steps"},
		{"a solver of one's own", train.Options{Checkpoint: train.Checkpoint{Path: path}, Solver: plainSolver{&train.SGD{}}}, "want *train.SGD, *train.Adam or another train.Keeper"},
		{"no solver", train.Options{Checkpoint: train.Checkpoint{Path: path}, Solver: (*train.SGD)(nil)}, "got a nil *train.SGD"},
		{"a solver that was used", train.Options{Checkpoint: train.Checkpoint{Path: path}, Solver: used}, "want a fresh one"},
		{"no folder", train.Options{Checkpoint: train.Checkpoint{Path: filepath.Join(folder, "none", "run")}}, "none"},
		{"a broken file", train.Options{Checkpoint: train.Checkpoint{Path: broken}}, "safetensors: got"},
		{"a network's file", train.Options{Checkpoint: train.Checkpoint{Path: network}}, "got a file that is no checkpoint"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Epochs = 1
			_, err := train.Resume(ctx, small(t, 2), some(t, 4), tt.o)
			mustContain(t, err, tt.want)
		})
	}
	_, err := train.Fit(ctx, small(t, 2), some(t, 4), train.Options{Epochs: 1, Checkpoint: train.Checkpoint{Every: 3}})
	mustContain(t, err, "got a checkpoint without a path")
}
