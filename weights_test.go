package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/unravel-go/unravel/notebooks/compare"
	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// TestSharedWeights trains the network anew that notebooks share, as the notebook
// says that wrote it, and compares the files. The bits are those of one instruction
// set: on another one the notebook's claims are what the new network is held to.
func TestSharedWeights(t *testing.T) {
	if testing.Short() {
		t.Skip("trains for seconds")
	}
	const notebook, kept = "notebooks/veit2016/lesion.ipynb", "notebooks/veit2016/resnet110.safetensors"
	trained := filepath.Join(t.TempDir(), "trained.safetensors")
	out := filepath.Join(t.TempDir(), "out.ipynb")
	command := runCommand{Files: []string{notebook}, Param: []string{"save=" + trained}, Output: out, Jobs: 1}
	var text bytes.Buffer
	if err := command.Run(t.Context(), stdio{out: &text, err: &text}, nil); err != nil {
		t.Fatalf("%v\n%s", err, &text)
	}
	if here, there := arithmetic(t, out), arithmetic(t, notebook); here != there {
		t.Skipf("the claims hold; the weights are of %s, and this is %s", there, here)
	}
	want, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(trained)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has other weights than were trained now; it is written by\n\tunravel run --param save=%s %s", kept, filepath.Base(kept), notebook)
	}
}

// arithmetic is what the numbers of a notebook depend on, by its footer.
func arithmetic(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	nb, err := nbformat.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return compare.Store(nb).Arithmetic()
}
