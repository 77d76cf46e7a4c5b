package models_test

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// fixture is what PyTorch computed in float64; testdata/networks.py says how.
type fixture struct {
	Depth, Width    int
	Order, Shortcut string
	Input           [3]int
	Batch           int
	Seed            int
	Rate            float64

	Logits, Evaluated numbers
	Loss              float64
	Losses            []float64
	Gradients         map[string]numbers
	Prints            map[string][]float64 // norm, product, PyTorch's error in float32
}

// numbers are numbers written as base64 of little-endian float64.
type numbers []float64

func (f *numbers) UnmarshalText(text []byte) error {
	raw, err := base64.StdEncoding.AppendDecode(nil, text)
	for ; len(raw) >= 8; raw = raw[8:] {
		*f = append(*f, math.Float64frombits(binary.LittleEndian.Uint64(raw)))
	}
	return err
}

func fixtures(t *testing.T, name string) []fixture {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []fixture }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

func (f fixture) String() string {
	return fmt.Sprintf("%s-%d option %s width %d seed %d", f.Order, f.Depth, f.Shortcut, f.Width, f.Seed)
}

// net is the fixture's network in one of the number types.
func (f fixture) net(t *testing.T, dtype nn.Dtype) *models.Net {
	t.Helper()
	c := models.Config{Depth: f.Depth, Width: f.Width, Input: f.Input, Float64: dtype == nn.Float64, Shortcut: models.OptionA}
	if f.Shortcut == "B" {
		c.Shortcut = models.OptionB
	}
	if f.Order == "original" {
		c.Order = models.Original
	}
	net := mustResNet(t, c)
	for _, p := range net.Params() {
		if p.Learned {
			if err := p.Set(f.initial(p)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return net
}

// initial is what the formula makes of a parameter, rounded to float32.
func (f fixture) initial(p *nn.Param) []float64 {
	scale, centre := 0.25, 0.0
	switch {
	case len(p.Shape) == 4:
		scale = math.Sqrt(6 / float64(p.Shape[0]*p.Shape[2]*p.Shape[3]))
	case strings.HasPrefix(p.Name, "fc."):
		scale = math.Sqrt(1 / float64(4*f.Width))
	case strings.HasSuffix(p.Name, "weight"):
		centre = 1
	}
	values := f.uniform(p.Name, p.Len())
	for i, u := range values {
		values[i] = float64(float32(centre + float64(scale*u)))
	}
	return values
}

// batch is the images and labels of a step.
func (f fixture) batch(step int) ([]float32, []int) {
	images := make([]float32, f.Batch*f.Input[0]*f.Input[1]*f.Input[2])
	for i, u := range f.uniform(fmt.Sprint("images ", step), len(images)) {
		images[i] = float32(u * math.Sqrt(3))
	}
	labels := make([]int, f.Batch)
	for i, b := range f.bits(fmt.Sprint("labels ", step), f.Batch) {
		labels[i] = int(b % 10)
	}
	return images, labels
}

// bits is n random numbers that belong to a name: SplitMix64 from a hash of it.
func (f fixture) bits(name string, n int) []uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s", f.Seed, name)
	state, out := h.Sum64(), make([]uint64, n)
	for i := range out {
		state += 0x9E3779B97F4A7C15
		z := (state ^ state>>30) * 0xBF58476D1CE4E5B9
		z = (z ^ z>>27) * 0x94D049BB133111EB
		out[i] = z ^ z>>31
	}
	return out
}

// uniform is n random numbers in [-1, 1).
func (f fixture) uniform(name string, n int) []float64 {
	out := make([]float64, n)
	for i, b := range f.bits(name, n) {
		out[i] = float64(b>>11)/(1<<52) - 1
	}
	return out
}

// run compiles a network for training and runs the fixture's first batch.
func (f fixture) run(t *testing.T, net *models.Net) *models.Runner {
	t.Helper()
	r, err := net.Compile(nn.Options{Batch: f.Batch, Training: true}, models.CrossEntropy)
	if err != nil {
		t.Fatal(err)
	}
	f.step(t, r, 0)
	return r
}

// step runs one of the fixture's batches.
func (f fixture) step(t *testing.T, r *models.Runner, step int) {
	t.Helper()
	images, labels := f.batch(step)
	if err := r.Load(images); err != nil {
		t.Fatal(err)
	}
	if err := r.Labels(labels); err != nil {
		t.Fatal(err)
	}
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// gradients are those of the last run by the parameters' names.
func gradients(t *testing.T, r *models.Runner) map[string][]float64 {
	t.Helper()
	all := make(map[string][]float64)
	for _, p := range r.Params() {
		g, err := p.Grad()
		if err != nil {
			t.Fatal(err)
		}
		name := p.(gorgonia.Namer).Name()
		switch g := g.Data().(type) {
		case []float32:
			for _, v := range g {
				all[name] = append(all[name], float64(v))
			}
		case []float64:
			all[name] = append(all[name], g...)
		}
	}
	return all
}

// matchPrints holds tensors to their norms and products, with a tolerance that is
// relative to the norm.
func (f fixture) matchPrints(t *testing.T, got map[string][]float64, tolerance float64) {
	t.Helper()
	if len(got) != len(f.Prints) {
		t.Errorf("got %d tensors, want %d", len(got), len(f.Prints))
	}
	for name, want := range f.Prints {
		vector := f.uniform("print "+name, len(got[name]))
		norm, product := 0.0, 0.0
		for i, v := range got[name] {
			norm += v * v
			product += v * vector[i]
		}
		norm = math.Sqrt(norm)
		if off := math.Abs(norm-want[0]) + math.Abs(product-want[1]); !(off <= tolerance*want[0]) {
			t.Errorf("%s: got norm %.12g and product %.12g, want %.12g and %.12g", name, norm, product, want[0], want[1])
		}
	}
}

// distance is the relative error of a tensor in the Euclidean norm.
func distance(got, want []float64) float64 {
	off, norm := 0.0, 0.0
	for i, w := range want {
		off += (got[i] - w) * (got[i] - w)
		norm += w * w
	}
	return math.Sqrt(off / norm)
}
