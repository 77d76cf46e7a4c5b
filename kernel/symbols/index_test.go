package symbols

import (
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMembersAreWhatTypeDataExports(t *testing.T) {
	d := Importer()
	for _, path := range Paths() {
		p, err := d.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		if path == "unsafe" {
			continue
		}
		want := slices.DeleteFunc(p.Scope().Names(), func(n string) bool { return !token.IsExported(n) })
		if diff := cmp.Diff(want, slices.Clip(append([]string{}, Members(path)...))); diff != "" {
			t.Errorf("Members(%s) (-type data +members):\n%s", path, diff)
		}
	}
	if got := Members("unsafe"); !slices.Contains(got, "Pointer") || !slices.Contains(got, "Sizeof") {
		t.Errorf("Members(unsafe) = %v", got)
	}
	if got := Members("nope"); got != nil {
		t.Errorf("Members(nope) = %v, want none", got)
	}
}

func TestPathsAreSorted(t *testing.T) {
	paths := Paths()
	if !slices.IsSorted(paths) {
		t.Error("not sorted")
	}
	for _, must := range []string{"fmt", "iter", "math/rand/v2", "os/exec", "syscall", "unique", "unsafe", "weak", "gonum.org/v1/plot", "github.com/unravel-go/unravel/lib/models"} {
		if !slices.Contains(paths, must) {
			t.Errorf("no %s", must)
		}
	}
	for _, p := range paths {
		if strings.Contains(p, "internal") || strings.Contains(p, "vendor") {
			t.Errorf("%s, which no program imports", p)
		}
	}
}

func TestPackageName(t *testing.T) {
	for path, want := range map[string]string{
		"math/rand/v2": "rand", "fmt": "fmt", "go/types": "types", "nope": "", "": "", "unsafe": "unsafe",
	} {
		if got := PackageName(path); got != want {
			t.Errorf("PackageName(%s) = %q, want %q", path, got, want)
		}
	}
}

func TestPreload(t *testing.T) {
	preload := Preload()
	for name, want := range map[string]string{
		"strings": "strings", "rand": "math/rand", "template": "text/template", "pprof": "runtime/pprof", "draw": "gonum.org/v1/plot/vg/draw",
		"color": "image/color", "http": "net/http", "heap": "container/heap", "models": "github.com/unravel-go/unravel/lib/models", "unsafe": "",
	} {
		if got := preload[name]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for name, path := range preload {
		if PackageName(path) != name {
			t.Errorf("%s is %s, whose name is %q", name, path, PackageName(path))
		}
	}
}

func BenchmarkMembers(b *testing.B) {
	for b.Loop() {
		Members("net/http")
	}
}
