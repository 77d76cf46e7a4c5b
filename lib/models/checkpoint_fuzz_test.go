package models

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/internal/safetensors"
)

// FuzzRebuild: whatever a small file says that it is the network of, nothing large is
// built, and what is built says the same of itself.
func FuzzRebuild(f *testing.F) {
	const tensors, values, most = 40, 50, 4 << 20
	for _, line := range linesOfFiles(f) {
		family, rest, _ := strings.Cut(line, " ")
		_, config, _ := strings.Cut(rest, " ")
		f.Add(family, config)
	}
	var content []safetensors.Tensor
	for i := range tensors {
		content = append(content, safetensors.Tensor{Name: fmt.Sprint(i), Shape: []int{values}, Data: make([]float32, values)})
	}
	var b bytes.Buffer
	if err := safetensors.Write(&b, nil, content); err != nil {
		f.Fatal(err)
	}
	file, err := safetensors.New(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, family, config string) {
		claim := *file
		claim.Metadata = map[string]string{familyKey: family, configKey: config}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		n, err := rebuild(&claim)
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > most {
			t.Errorf("got %d bytes allocated for a file of %d, want at most %d", got, b.Len(), most)
		}
		if err != nil {
			return
		}
		claim.Metadata = n.metadata()
		again, err := rebuild(&claim)
		if err != nil {
			t.Fatal(err)
		}
		if again.name != n.name || again.config != n.config || digest(again) != digest(n) {
			t.Errorf("got %s with %+v, want %s with %+v", again.name, again.config, n.name, n.config)
		}
	})
}
