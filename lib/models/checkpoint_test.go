package models_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/safetensors"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// small is one network of each kind, by its name in test output.
var small = map[string]struct {
	build  func(models.Config) (*models.Net, error)
	config models.Config
}{
	"ResNet, option A":   {models.ResNet, models.Config{Depth: 14, Width: 2, Input: [3]int{1, 8, 8}, Seed: math.MaxUint64}},
	"ResNet, option B":   {models.ResNet, models.Config{Depth: 8, Width: 3, Shortcut: models.OptionB, Branch: models.Basic{}}},
	"ResNet, projection": {models.ResNet, models.Config{Depth: 8, Width: 3, Shortcut: models.NormProjection, Classes: 3}},
	"ResNet of vectors":  {models.ResNet, models.Config{Branch: models.Dense{Hidden: 5, Lipschitz: 0.9}, Blocks: 3, Input: [3]int{2, 1, 1}}},
	"Plain":              {models.Plain, models.Config{Depth: 8, Width: 2}},
	"Plain, option B":    {models.Plain, models.Config{Depth: 8, Width: 2, Shortcut: models.OptionB}},
	"LM-ResNet":          {models.LMResNet, models.Config{Depth: 14, Width: 2}},
	"LM-ResNet, A":       {models.LMResNet, models.Config{Depth: 14, Width: 2, Shortcut: models.OptionA}},
	"LM-ResNet, vectors": {models.LMResNet, models.Config{Branch: models.Dense{Hidden: 1}, Blocks: 4, Input: [3]int{1, 1, 1}}},
}

// disturb gives every parameter and statistic values that no builder gives.
func disturb(t *testing.T, n *models.Net) {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, 7))
	for _, p := range n.Params() {
		values := p.Float64s()
		for i := range values {
			values[i] = math.Abs(values[i]) + rng.Float64()
		}
		if err := p.Set(values); err != nil {
			t.Fatal(err)
		}
	}
}

// values are those of all parameters.
func values(n *models.Net) map[string][]float64 {
	all := make(map[string][]float64)
	for _, p := range n.Params() {
		all[p.Name] = p.Float64s()
	}
	return all
}

func save(t *testing.T, n *models.Net) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "net.safetensors")
	if err := n.Save(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestLoadGivesBackWhatWasSaved to the bit, for every family in both number
// types; and saving it again gives the same file.
func TestLoadGivesBackWhatWasSaved(t *testing.T) {
	for name, tt := range small {
		for _, wide := range []bool{false, true} {
			tt.config.Float64 = wide
			net, err := tt.build(tt.config)
			if err != nil {
				t.Fatal(err)
			}
			disturb(t, net)
			path := save(t, net)
			got, err := models.Load(path)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if got.Name() != net.Name() || !cmp.Equal(got.Config(), net.Config()) {
				t.Errorf("%s: got %s with %+v, want %s with %+v", name, got.Name(), got.Config(), net.Name(), net.Config())
			}
			if diff := cmp.Diff(values(net), values(got)); diff != "" {
				t.Errorf("%s: other values (-want +got)\n%s", name, diff)
			}
			if first, second := mustRead(t, path), mustRead(t, save(t, got)); !bytes.Equal(first, second) {
				t.Errorf("%s: saving again gave another file", name)
			}
		}
	}
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestValuesThatAreNotFinite: a network that has diverged can be looked into
// later.
func TestValuesThatAreNotFinite(t *testing.T) {
	net := mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	last := len(net.Params()) - 1
	if err := net.Params()[last].Set([]float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 4, 5, 6, 7, 8, 9}); err != nil {
		t.Fatal(err)
	}
	got, err := models.Load(save(t, net))
	if err != nil {
		t.Fatal(err)
	}
	v := got.Params()[last].Float64s()
	if v[0] == v[0] || !math.IsInf(v[1], 1) || !math.IsInf(v[2], -1) || !math.Signbit(v[3]) {
		t.Errorf("got %v", v)
	}
}

// TestCompiledRunnersSeeRestoredValues: they share the network's memory.
func TestCompiledRunnersSeeRestoredValues(t *testing.T) {
	net := mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	r, err := net.Compile(nn.Options{Batch: 4}, models.NoLoss)
	if err != nil {
		t.Fatal(err)
	}
	image := data.Digits(1).Test.Image(0)
	logits := func() []float32 {
		t.Helper()
		out := make([]float32, net.Outputs())
		err := errors.Join(r.Load(image), r.Run(context.Background()), r.Read(out))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := logits()
	path := save(t, net)
	disturb(t, net)
	if cmp.Equal(logits(), want) {
		t.Error("got the same logits from other parameters")
	}
	if err := net.Restore(path); err != nil {
		t.Fatal(err)
	}
	if got := logits(); !cmp.Equal(got, want) {
		t.Errorf("got %v after restoring, want %v", got, want)
	}
}

// change writes a copy of a file in which something is otherwise.
func change(t *testing.T, path string, edit func(metadata map[string]string, tensors []safetensors.Tensor) []safetensors.Tensor) string {
	t.Helper()
	f, err := safetensors.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var tensors []safetensors.Tensor
	for _, info := range f.Tensors {
		wide, err := f.Float64s(info)
		if err != nil {
			t.Fatal(err)
		}
		values := make([]float32, len(wide))
		for i, v := range wide {
			values[i] = float32(v)
		}
		tensors = append(tensors, safetensors.Tensor{Name: info.Name, Shape: info.Shape, Data: values})
	}
	tensors = edit(f.Metadata, tensors)
	changed := filepath.Join(t.TempDir(), "changed.safetensors")
	if err := safetensors.WriteFile(changed, f.Metadata, tensors); err != nil {
		t.Fatal(err)
	}
	return changed
}

// TestFilesThatDoNotFit: the error lists what is wrong, and nothing has changed.
func TestFilesThatDoNotFit(t *testing.T) {
	type tensors = []safetensors.Tensor
	tests := []struct {
		name string
		edit func(map[string]string, tensors) tensors
		want []string
	}{
		{
			"the last tensor is missing", func(_ map[string]string, ts tensors) tensors { return ts[:len(ts)-1] },
			[]string{"tensors missing: fc.bias"},
		},
		{
			"all are missing", func(map[string]string, tensors) tensors { return nil },
			[]string{"tensors missing: conv1.weight, ", " and "},
		},
		{
			"one too many", func(_ map[string]string, ts tensors) tensors {
				return append(ts, safetensors.Tensor{Name: "fc.scale", Data: []float32{1}})
			},
			[]string{`tensors unexpected: "fc.scale"`},
		},
		{
			"a count of batches for a layer that there is not", func(_ map[string]string, ts tensors) tensors {
				return append(ts, safetensors.Tensor{Name: "bn7.num_batches_tracked", Data: []int64{1}})
			},
			[]string{`tensors unexpected: "bn7.num_batches_tracked"`},
		},
		{
			"another name", func(_ map[string]string, ts tensors) tensors {
				ts[0].Name = "stem.weight"
				return ts
			},
			[]string{"tensors missing: conv1.weight; tensors unexpected: \"stem.weight\""},
		},
		{
			"another shape of the same size", func(_ map[string]string, ts tensors) tensors {
				ts[0].Shape = []int{2, 9}
				return ts
			},
			[]string{"tensors that do not fit: conv1.weight: got F32 of shape [2 9], want F32 of [2 1 3 3]"},
		},
		{
			"float64 for float32", func(_ map[string]string, ts tensors) tensors {
				ts[0].Data = make([]float64, 18)
				return ts
			},
			[]string{"conv1.weight: got F64 of shape [2 1 3 3], want F32 of"},
		},
		{
			"integers", func(_ map[string]string, ts tensors) tensors {
				ts[len(ts)-1].Data = make([]int64, 10)
				return ts
			},
			[]string{"fc.bias: got I64 of shape [10], want F32 of [10]"},
		},
	}
	net := mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	path := save(t, net)
	disturb(t, net)
	before := values(net)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed := change(t, path, tt.edit)
			err := net.Restore(changed)
			for _, want := range tt.want {
				mustContain(t, err, want)
			}
			if !cmp.Equal(values(net), before) {
				t.Error("got parameters changed")
			}
			if _, err := models.Load(changed); err == nil {
				t.Error("Load: got no error")
			}
		})
	}
}

// TestATruncatedFile changes nothing either, wherever it ends.
func TestATruncatedFile(t *testing.T) {
	net := mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	path := save(t, net)
	whole := mustRead(t, path)
	disturb(t, net)
	before := values(net)
	for _, n := range []int{0, 7, 8, 100, len(whole) / 2, len(whole) - 1} {
		if err := os.WriteFile(path, whole[:n], 0o666); err != nil {
			t.Fatal(err)
		}
		if err := net.Restore(path); err == nil {
			t.Errorf("the first %d bytes: got no error", n)
		}
		_, err := models.Load(path)
		mustContain(t, err, path)
	}
	if !cmp.Equal(values(net), before) {
		t.Error("got parameters changed")
	}
}

// TestMetadataThatCannotBeBuilt costs nothing but an error.
func TestMetadataThatCannotBeBuilt(t *testing.T) {
	path := save(t, mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}}))
	tests := []struct{ name, key, value, want string }{
		{"no family", "unravel.family", "", `got the unknown family ""`},
		{"a family of the future", "unravel.family", "RevNet", `got the unknown family "RevNet", written by version `},
		{"no JSON", "unravel.config", "depth 8", "configuration, written by version "},
		{"no configuration", "unravel.config", "", "EOF"},
		{"two configurations", "unravel.config", "{}{}", "more than one JSON value"},
		{"a field of the future", "unravel.config", `{"depth":8,"dropout":0.1}`, `unknown field "dropout"`},
		{"an unknown shortcut", "unravel.config", `{"depth":8,"shortcut":"C"}`, `got the unknown shortcut "C"`},
		{"an unknown branch", "unravel.config", `{"depth":8,"branch":{"kind":"bottleneck"}}`, "got the unknown branch"},
		{"half an input", "unravel.config", `{"depth":8,"input":[1,8]}`, "got an input of 2 sizes"},
		{"a depth that there is not", "unravel.config", `{"depth":9}`, "got depth 9"},
		{"a fraction", "unravel.config", `{"depth":8.5}`, "cannot unmarshal number 8.5"},
		{"a size of 2^60", "unravel.config", `{"depth":8,"width":1152921504606846976}`, "parameters, want at most"},
		{"a width that nearly fits memory", "unravel.config", `{"depth":8,"width":800}`, "for the network's 3 blocks"},
		{"a deep network", "unravel.config", `{"depth":131072,"width":1}`, "for the network's 65535 blocks"},
		{"a network of many blocks", "unravel.config", `{"branch":{"kind":"dense","hidden":1},"blocks":65536,"input":[1,1,1]}`, "for the network's 65536 blocks"},
		{"another network", "unravel.config", `{"depth":8,"width":2,"input":[1,8,8],"classes":11}`, "fc.weight: got F32 of shape [10 8], want F32 of [11 8]"},
		{"a dense plain network", "unravel.config", `{"branch":{"kind":"dense","hidden":1},"blocks":1,"input":[1,1,1]}`, "missing: layer1.0.fc1.weight"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed := change(t, path, func(metadata map[string]string, ts []safetensors.Tensor) []safetensors.Tensor {
				metadata[tt.key] = tt.value
				return ts
			})
			var err error
			if got := allocated(func() { _, err = models.Load(changed) }); got > 1<<20 {
				t.Errorf("got %d bytes allocated, want at most 1 MiB", got)
			}
			mustContain(t, err, tt.want)
		})
	}
}

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestSavingWhereNothingCanBe(t *testing.T) {
	net, folder := mustResNet(t, models.Config{Depth: 8, Width: 2}), t.TempDir()
	mustContain(t, net.Save(folder), "models: Save ResNet-8: write "+folder)
	mustContain(t, net.Save(filepath.Join(folder, "none", "net")), "none: no such file")
	mustContain(t, net.Save(""), "got an empty path")
	mustContain(t, net.Restore(filepath.Join(folder, "none")), "models: Restore ResNet-8: ")
	mustContain(t, net.Restore(folder), "want a regular one")
	_, err := models.Load(filepath.Join(folder, "none"))
	mustContain(t, err, "models: Load: ")
	for _, none := range []*models.Net{nil, {}} {
		mustContain(t, none.Save(filepath.Join(folder, "net")), "got no network")
		mustContain(t, none.Restore(filepath.Join(folder, "net")), "got no network")
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("got files %v, %v, want none", left, err)
	}
}

// TestOverwriting: the second network takes the first one's place.
func TestOverwriting(t *testing.T) {
	first := mustResNet(t, models.Config{Depth: 14, Width: 4})
	path := save(t, first)
	if err := mustResNet(t, models.Config{Depth: 8, Width: 2}).Save(path); err != nil {
		t.Fatal(err)
	}
	got, err := models.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name() != "ResNet-8" {
		t.Errorf("got %s, want the second network", got.Name())
	}
}

// TestRestoringFromTorch: a state_dict that torch wrote gives torch's logits.
// testdata/checkpoint.py says how the files were made.
func TestRestoringFromTorch(t *testing.T) {
	const path = "testdata/torch_resnet8.safetensors"
	config := models.Config{Depth: 8, Width: 4, Input: [3]int{1, 8, 8}}
	for _, wide := range []bool{false, true} {
		config.Float64 = wide
		net := mustResNet(t, config)
		if err := net.Restore(path); err != nil {
			t.Fatal(err)
		}
		probe, err := safetensors.Open("testdata/torch_resnet8_probe.safetensors")
		if err != nil {
			t.Fatal(err)
		}
		defer probe.Close()
		set := &data.Set{Shape: config.Input, Images: floats(t, probe, "images")}
		got, err := net.Predict(context.Background(), set)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range floats(t, probe, "logits") {
			if d := math.Abs(float64(got[i/10][i%10] - want)); !(d <= 1e-5) {
				t.Errorf("float64 %t: logit %d of image %d: got %v, want torch's %v within 1e-5", wide, i%10, i/10, got[i/10][i%10], want)
			}
		}
	}
	_, err := models.Load(path)
	mustContain(t, err, "got a file without a configuration, want one from Net.Save")
}

func floats(t *testing.T, f *safetensors.File, name string) []float32 {
	t.Helper()
	i := slices.IndexFunc(f.Tensors, func(info safetensors.Info) bool { return info.Name == name })
	wide, err := f.Float64s(f.Tensors[i])
	if err != nil {
		t.Fatal(err)
	}
	narrow := make([]float32, len(wide))
	for i, v := range wide {
		narrow[i] = float32(v)
	}
	return narrow
}

// TestTorchLoadsWhatIsSaved: load_state_dict takes a saved ResNet-20 strictly,
// and computes the same logits.
func TestTorchLoadsWhatIsSaved(t *testing.T) {
	const python = "/usr/bin/python3"
	if testing.Short() {
		t.Skip("loading torch takes seconds")
	}
	if err := exec.Command(python, "-c", "import torch").Run(); err != nil {
		t.Skip("no torch: ", err)
	}
	net := mustResNet(t, models.Config{Depth: 20, Seed: 3})
	disturbSlightly(t, net)
	set := &data.Set{Shape: [3]int{3, 32, 32}, Images: make([]float32, 4*3*32*32)}
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range set.Images {
		set.Images[i] = float32(rng.NormFloat64())
	}
	rows, err := net.Predict(context.Background(), set)
	if err != nil {
		t.Fatal(err)
	}
	probe := filepath.Join(t.TempDir(), "probe.safetensors")
	err = safetensors.WriteFile(probe, nil, []safetensors.Tensor{
		{Name: "images", Shape: []int{4, 3, 32, 32}, Data: set.Images},
		{Name: "logits", Shape: []int{4, 10}, Data: slices.Concat(rows...)},
	})
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	cmd := exec.Command(python, "testdata/checkpoint.py", "compare", save(t, net), probe)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	var got struct {
		Logits     []int
		Difference float64
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Logits, []int{4, 10}) || !(got.Difference <= 1e-5) {
		t.Errorf("got logits of %v that differ by %g, want [4 10] within 1e-5", got.Logits, got.Difference)
	}
}

// disturbSlightly moves normalizations away from where they begin, and keeps
// logits of the size of one.
func disturbSlightly(t *testing.T, n *models.Net) {
	t.Helper()
	rng := rand.New(rand.NewPCG(9, 9))
	for _, p := range n.Params() {
		if len(p.Shape) != 1 {
			continue
		}
		values := p.Float64s()
		for i := range values {
			values[i] += 0.3 * rng.Float64()
		}
		if err := p.Set(values); err != nil {
			t.Fatal(err)
		}
	}
}
