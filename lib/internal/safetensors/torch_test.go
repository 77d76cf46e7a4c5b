package safetensors

import (
	"encoding/json"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWhatTorchWrote reads the file that testdata/exchange.py makes: one tensor
// of 0, 1, 2, 3, 100 and a third in each of torch's number types.
func TestWhatTorchWrote(t *testing.T) {
	f, err := Open("testdata/torch.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if want := map[string]string{"format": "pt", "quote": `"größer"`}; !cmp.Equal(f.Metadata, want) {
		t.Errorf("got metadata %v, want %v", f.Metadata, want)
	}
	thirds := map[DType]float64{
		F64: float64(float32(1) / 3), // torch made it from float32
		F32: float64(float32(1) / 3), "F16": 0x1.554p-2, "BF16": 0x1.56p-2,
	}
	for _, info := range f.Tensors[:9] {
		if !slices.Equal(info.Shape, []int{2, 3}) {
			t.Errorf("%s: got shape %v, want [2 3]", info.Name, info.Shape)
		}
		if third, ok := thirds[info.DType]; ok {
			got, err := f.Float64s(info)
			if want := []float64{0, 1, 2, 3, 100, third}; err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: got %v, %v, want %v", info.Name, got, err, want)
			}
			continue
		}
		got, err := f.Int64s(info)
		if want := []int64{0, 1, 2, 3, 100, 0}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, %v, want %v", info.Name, got, err, want)
		}
	}
	scalar := f.Tensors[len(f.Tensors)-1]
	if got, err := f.Int64s(scalar); err != nil || len(scalar.Shape) != 0 || !slices.Equal(got, []int64{7}) {
		t.Errorf("%s: got %v of shape %v, %v, want a scalar 7", scalar.Name, got, scalar.Shape, err)
	}
}

// TestTorchReadsWhatIsWritten with json and torch.frombuffer alone.
func TestTorchReadsWhatIsWritten(t *testing.T) {
	const python = "/usr/bin/python3"
	if testing.Short() {
		t.Skip("loading torch takes seconds")
	}
	if err := exec.Command(python, "-c", "import torch").Run(); err != nil {
		t.Skip("no torch: ", err)
	}
	path := filepath.Join(t.TempDir(), "a.safetensors")
	err := WriteFile(path, map[string]string{"<a>": "größer"}, []Tensor{
		{"narrow", []int{3, 1}, []float32{1, -0.5, 0x1p-149}},
		{"wide", []int{2}, []float64{1.0 / 3, math.MaxFloat64}},
		{"count", nil, []int64{-1 << 53}},
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "testdata/exchange.py", "read", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	type tensor struct {
		DType  DType
		Shape  []int
		Values []float64
	}
	type content struct {
		Metadata map[string]string
		Tensors  map[string]tensor
	}
	var got content
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	want := content{map[string]string{"<a>": "größer"}, map[string]tensor{
		"narrow": {F32, []int{3, 1}, []float64{1, -0.5, 0x1p-149}},
		"wide":   {F64, []int{2}, []float64{1.0 / 3, math.MaxFloat64}},
		"count":  {I64, []int{}, []float64{-1 << 53}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
