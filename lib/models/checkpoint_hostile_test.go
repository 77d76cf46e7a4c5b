package models_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/lib/internal/safetensors"
	"github.com/unravel-go/unravel/lib/models"
)

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
		{"a family of the future", "unravel.family", "SomeNet", `got the unknown family "SomeNet", written by version `},
		{"no JSON", "unravel.config", "depth 8", "configuration, written by version "},
		{"no configuration", "unravel.config", "", "EOF"},
		{"two configurations", "unravel.config", "{}{}", "more than one JSON value"},
		{"a field of the future", "unravel.config", `{"depth":8,"foresight":0.1}`, `unknown field "foresight"`},
		{"an unknown shortcut", "unravel.config", `{"depth":8,"shortcut":"C"}`, `got the unknown shortcut "C"`},
		{"an unknown branch", "unravel.config", `{"depth":8,"branch":{"kind":"highway"}}`, "got the unknown branch"},
		{"half an input", "unravel.config", `{"depth":8,"input":[1,8]}`, "got an input of 2 sizes"},
		{"a depth that there is not", "unravel.config", `{"depth":9}`, "got depth 9"},
		{"a fraction", "unravel.config", `{"depth":8.5}`, "cannot unmarshal number 8.5"},
		{"a size of 2^60", "unravel.config", `{"depth":8,"width":1152921504606846976}`, "parameters, want at most"},
		{"a width that nearly fits memory", "unravel.config", `{"depth":8,"width":800}`, "for the network's 3 blocks"},
		{"a deep network", "unravel.config", `{"depth":131072,"width":1}`, "for the network's 65535 blocks"},
		{"a network of many blocks", "unravel.config", `{"branch":{"kind":"dense","hidden":1},"blocks":65536,"input":[1,1,1]}`, "for the network's 65536 blocks"},
		{"another network", "unravel.config", `{"depth":8,"width":2,"input":[1,8,8],"classes":11}`, "fc.weight: got F32 of shape [10 8], want F32 of [11 8]"},
		{"steps without end", "unravel.config", `{"depth":8,"width":2,"input":[1,8,8],"step":{"kind":"runge-kutta","method":"RK4","steps":4611686018427387904}}`, "steps of RK4 in a block, want at least 0"},
		{"a method that there is not", "unravel.config", `{"depth":8,"width":2,"input":[1,8,8],"step":{"kind":"runge-kutta","method":"rk0"}}`, `steps of "rk0", want an explicit method`},
		{"evaluations without end", "unravel.config", `{"branch":{"kind":"linear"},"blocks":20,"input":[4,1,1],"step":{"kind":"runge-kutta","method":"RK4","steps":1024}}`, "81920 evaluations of branches in 20 blocks, want at most 65536"},
		{"branches of a polynomial", "unravel.config", `{"branch":{"kind":"linear"},"blocks":2,"input":[40,1,1],"step":{"kind":"polynomial","degree":4,"form":1}}`, "want about 12800 for the network's 2 blocks"},
		{"gates", "unravel.config", `{"branch":{"kind":"linear"},"blocks":2,"input":[50,1,1],"step":{"kind":"highway"}}`, "want about 10000 for the network's 2 blocks"},
		{"steps too fine", "unravel.config", `{"depth":8,"width":2,"input":[1,8,8],"refined":40}`, "Refined 40, want 0 to 12"},
		{"steps too many", "unravel.config", `{"depth":8,"width":2,"input":[1,8,8],"refined":12}`, "for the network's 4098 blocks"},
		{"hidden values without end", "unravel.config", `{"branch":{"kind":"symmetric","hidden":268435456},"depth":8,"width":2,"input":[1,8,8]}`, "parameters, want at most"},
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
