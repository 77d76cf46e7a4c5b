package models_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/safetensors"
	"github.com/unravel-go/unravel/lib/models"
)

// TestNotesComeBack, whatever they are, and stay with the network when it is saved
// again or refined.
func TestNotesComeBack(t *testing.T) {
	net := mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	folder := t.TempDir()
	first, second := filepath.Join(folder, "first"), filepath.Join(folder, "second")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Filter(func(s string) bool { return !strings.ContainsRune(s, utf8.RuneError) })
		want := rapid.MapOf(text.Filter(func(s string) bool { return s != "format" }), text).Draw(t, "notes")
		if err := net.SaveWith(first, want); err != nil {
			t.Fatal(err)
		}
		got, err := models.Load(first)
		if err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(got.Notes(), want) {
			t.Errorf("got %q, want %q", got.Notes(), want)
		}
		if err := got.Save(second); err != nil {
			t.Fatal(err)
		}
		a, errA := os.ReadFile(first)
		b, errB := os.ReadFile(second)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("saving again gave another file: %v, %v", errA, errB)
		}
		finer, err := got.Refine()
		if err != nil || !maps.Equal(finer.Notes(), want) {
			t.Errorf("refined: got %v, %v, want %v", finer.Notes(), err, want)
		}
	})
	if net.Notes() != nil {
		t.Errorf("got notes %v of the network that was built, want none", net.Notes())
	}
}

// TestNotesAreTheFilesOwn: changing what Notes returned changes no network, Restore
// leaves them, and other libraries' metadata are notes too.
func TestNotesAreTheFilesOwn(t *testing.T) {
	plain := save(t, mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}}))
	noted := change(t, plain, func(metadata map[string]string, ts []safetensors.Tensor) []safetensors.Tensor {
		metadata["license"], metadata["unravel.future"] = "CC BY 4.0", "x"
		return ts
	})
	net, err := models.Load(noted)
	if err != nil {
		t.Fatal(err)
	}
	net.Notes()["license"] = "none"
	if err := net.Restore(plain); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"license": "CC BY 4.0"}, net.Notes()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNotesThatCannotBe(t *testing.T) {
	net, folder := mustResNet(t, models.Config{Depth: 8, Width: 2}), t.TempDir()
	for name, want := range map[string]string{
		"format":         `got a note "format", want another name`,
		"unravel.family": `got a note "unravel.family", want another name`,
		"unravel.x":      `got a note "unravel.x", want another name`,
		"\xff":           "want UTF-8",
	} {
		mustContain(t, net.SaveWith(filepath.Join(folder, "net"), map[string]string{name: "x"}), want)
	}
	mustContain(t, (*models.Net)(nil).SaveWith(filepath.Join(folder, "net"), nil), "got no network")
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("got files %v, %v, want none", left, err)
	}
}
