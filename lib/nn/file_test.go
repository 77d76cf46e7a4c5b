package nn

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/safetensors"
)

// drawLayers makes layers of all kinds; with another seed the same ones with other
// values.
func drawLayers(t *rapid.T, makers ...*Maker) {
	for i := range rapid.IntRange(1, 5).Draw(t, "layers") {
		name, kind := fmt.Sprintf("layer%d", i), rapid.IntRange(0, 5).Draw(t, "kind")
		n := rapid.IntRange(1, 4).Draw(t, "size")
		for _, m := range makers {
			switch kind {
			case 0:
				m.Conv(name, n, 2*n, 3, 1)
			case 1:
				m.GroupedConv(name, 2*n, 4, 1, 1, 2)
			case 2:
				m.Bias(name, n, float64(n))
			case 3:
				m.Statistics(name+".second", m.Norm(name, n))
			case 4:
				m.Linear(name, n, 3)
			case 5:
				m.Uniform(name, -1, 1, n, 1, 2)
			}
		}
	}
}

// scatter gives every parameter and statistic values that no maker gives.
func scatter(t interface{ Fatal(...any) }, m *Maker, rng *rand.Rand) {
	for _, p := range m.Params() {
		values := p.Float64s()
		for i := range values {
			values[i] = math.Float64frombits(rng.Uint64())
		}
		if err := p.Set(values); err != nil {
			t.Fatal(err)
		}
	}
}

// bitsOf are the values of all parameters, to the bit.
func bitsOf(m *Maker) map[string][]uint64 {
	all := make(map[string][]uint64)
	for _, p := range m.Params() {
		for _, v := range p.Float64s() {
			all[p.Name] = append(all[p.Name], math.Float64bits(v))
		}
	}
	return all
}

// TestRestoreGivesBackWhatWasSaved to the bit, whatever the layers, NaN included.
func TestRestoreGivesBackWhatWasSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "net.safetensors")
	rapid.Check(t, func(t *rapid.T) {
		dtype := rapid.SampledFrom([]Dtype{Float32, Float64}).Draw(t, "dtype")
		first, second := NewMaker(1, dtype), NewMaker(2, dtype)
		drawLayers(t, first, second)
		scatter(t, first, rand.New(rand.NewPCG(3, rapid.Uint64().Draw(t, "values"))))
		if err := first.Save(path); err != nil {
			t.Fatal(err)
		}
		if err := second.Restore(path); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(bitsOf(first), bitsOf(second)); diff != "" {
			t.Errorf("(-saved +restored)\n%s", diff)
		}
	})
}

// smallNet is a convolution with offset, a normalization and a linear layer.
func smallNet(t *testing.T, m *Maker) *Machine {
	t.Helper()
	b := NewBuilder(Options{Batch: 5, Dtype: m.dtype})
	conv := m.Conv("conv1", 2, 3, 3, 1)
	conv.Bias = m.Bias("conv1.bias", 3, 0)
	x := b.BatchNormReLU(b.Conv2D(b.Input(2, 6, 5), conv), m.Norm("bn1", 3))
	machine, err := b.Compile(b.Linear(b.GlobalAveragePool(x), m.Linear("fc", 3, 4)), nil)
	if err != nil {
		t.Fatal(err)
	}
	return machine
}

// logitsOf are what a machine makes of so many images.
func logitsOf(t *testing.T, m *Machine, images []float64) []float64 {
	t.Helper()
	out := make([]float64, 5*4)
	if err := m.LoadFloat64s(images); err != nil {
		t.Fatal(err)
	}
	if err := m.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := m.ReadFloat64s(out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestMachinesGoOnFromRestoredValues: they share the layers' memory.
func TestMachinesGoOnFromRestoredValues(t *testing.T) {
	images := make([]float64, 5*2*6*5)
	for i := range images {
		images[i] = math.Sin(float64(i))
	}
	path := filepath.Join(t.TempDir(), "net.safetensors")
	first, second := NewMaker(1, Float32), NewMaker(2, Float32)
	one, other := smallNet(t, first), smallNet(t, second)
	want := logitsOf(t, one, images)
	if slices.Equal(logitsOf(t, other, images), want) {
		t.Fatal("got the same logits from another seed")
	}
	if err := first.Save(path); err != nil {
		t.Fatal(err)
	}
	if err := second.Restore(path); err != nil {
		t.Fatal(err)
	}
	if got := logitsOf(t, other, images); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestTorchTakesAndGives: load_state_dict takes strictly what was saved and computes
// the same; and what torch makes of it in training comes back with its own logits.
// testdata/state.py is torch's side.
func TestTorchTakesAndGives(t *testing.T) {
	const python = "/usr/bin/python3"
	if testing.Short() {
		t.Skip("loading torch takes seconds")
	}
	if err := exec.Command(python, "-c", "import torch").Run(); err != nil {
		t.Skip("no torch: ", err)
	}
	folder := t.TempDir()
	saved, given, probe := filepath.Join(folder, "saved"), filepath.Join(folder, "given"), filepath.Join(folder, "probe")
	for _, dtype := range []Dtype{Float32, Float64} {
		m := NewMaker(4, dtype)
		machine := smallNet(t, m)
		if err := m.Save(saved); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(python, "testdata/state.py", saved, given, probe).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		images := torchValues(t, probe, "images")
		mustBeClose(t, "before training", logitsOf(t, machine, images), torchValues(t, probe, "before"), 1e-5)
		if err := m.Restore(given); err != nil {
			t.Fatal(err)
		}
		mustBeClose(t, "after training", logitsOf(t, machine, images), torchValues(t, probe, "after"), 1e-5)
	}
}

func torchValues(t *testing.T, path, name string) []float64 {
	t.Helper()
	f, err := safetensors.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	i := slices.IndexFunc(f.Tensors, func(info safetensors.Info) bool { return info.Name == name })
	values, err := f.Float64s(f.Tensors[i])
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// TestFilesOfOtherLayers: the error says what differs, and nothing has changed.
func TestFilesOfOtherLayers(t *testing.T) {
	tests := []struct {
		name string
		make func(m *Maker)
		want string
	}{
		{"fewer", func(m *Maker) { m.Norm("bn1", 2) }, "tensors missing: fc.weight, fc.bias"},
		{"more", func(m *Maker) { m.Norm("bn1", 2); m.Linear("fc", 2, 3); m.Bias("k", 1, 0) }, `tensors unexpected: "k"`},
		{"another size", func(m *Maker) { m.Norm("bn1", 2); m.Linear("fc", 3, 2) }, "tensors that do not fit: fc.weight: got F32 of shape [2 3], want F32 of [3 2], fc.bias: got F32 of shape [2], want F32 of [3]"},
	}
	folder := t.TempDir()
	m := NewMaker(1, Float32)
	m.Norm("bn1", 2)
	m.Linear("fc", 2, 3)
	before := bitsOf(m)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			other, path := NewMaker(1, Float32), filepath.Join(folder, tt.name)
			tt.make(other)
			if err := other.Save(path); err != nil {
				t.Fatal(err)
			}
			err := m.Restore(path)
			mustContain(t, err, "nn: Restore from "+path+": ")
			mustContain(t, err, tt.want)
		})
	}
	wide, path := NewMaker(1, Float64), filepath.Join(folder, "wide")
	wide.Norm("bn1", 2)
	wide.Linear("fc", 2, 3)
	if err := wide.Save(path); err != nil {
		t.Fatal(err)
	}
	mustContain(t, m.Restore(path), "fc.weight: got F64 of shape [3 2], want F32 of [3 2]")
	mustContain(t, m.Restore(filepath.Join(folder, "none")), "nn: Restore: ")
	if diff := cmp.Diff(before, bitsOf(m)); diff != "" {
		t.Errorf("changed (-before +after)\n%s", diff)
	}
}

// TestMakersThatCannotBeSaved leave no file behind.
func TestMakersThatCannotBeSaved(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "net.safetensors")
	twice, faulty := NewMaker(1, Float32), NewMaker(1, Float32)
	twice.Norm("bn1", 1)
	twice.Norm("bn1", 1)
	faulty.Conv("conv1", 0, 1, 3, 1)
	reserved := NewMaker(1, Float32)
	reserved.Bias("__metadata__", 1, 0)
	for want, m := range map[string]*Maker{
		"got no layers, want a maker that has made some":                        nil,
		"nn: Save: got no layers":                                               NewMaker(1, Float32),
		"got two parameters of the name bn1.weight, want names that differ":     twice,
		"nn: Maker conv1.weight: got shape [1 0 3 3], want every size at least": faulty,
		`tensor "__metadata__": got a name that is taken, reserved`:             reserved,
	} {
		mustContain(t, m.Save(path), want)
		if m != reserved {
			mustContain(t, m.Restore(path), "nn: Restore: ")
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("got files %v, %v, want none", left, err)
	}
}
