package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const modulePath = "github.com/unravel-go/unravel"

// mayImport states which folders of this module the Go files of each folder
// may import, with everything below both. The most specific row wins. Changing
// it is a design decision, not a fix for a build.
//
// Two towers that never touch: lib, and the kernel. One bridge between them:
// kernel/symbols, which hands compiled packages to interpreted cells. One
// door: the command at the root.
var mayImport = map[string][]string{
	".": {"install", "kernel", "notebooks", "display"},

	// The lib tower, bottom to top.
	"lib":                      {"lib"},
	"lib/internal/simd":        {},
	"lib/internal/compute":     {"lib/internal/simd"},
	"lib/internal/progress":    {},
	"lib/internal/symbolic":    {},
	"lib/internal/replace":     {},
	"lib/internal/safetensors": {"lib/internal/replace"},
	"lib/data":                 {"lib/internal/progress", "lib/internal/replace"},
	"lib/ode":                  {"lib/internal/progress", "lib/internal/symbolic"},
	"lib/claims":               {"lib/internal/simd"},
	"lib/nn":                   {"lib/internal"},
	"lib/models":               {"lib/internal", "lib/nn", "lib/ode", "lib/data"},
	"lib/lesion":               {"lib/internal", "lib/nn", "lib/models", "lib/data"},
	"lib/paths":                {"lib/internal", "lib/nn", "lib/models", "lib/ode", "lib/data"},
	"lib/train":                {"lib/internal", "lib/nn", "lib/models", "lib/data"},
	"lib/protocol":             {"lib/internal/replace", "lib/models", "lib/data", "lib/train", "lib/lesion", "lib/paths"},

	// The kernel tower, bottom to top.
	"kernel":                  {"kernel", "display"},
	"kernel/protocol":         {},
	"kernel/internal/zmq":     {"kernel/protocol"},
	"kernel/internal/pipe":    {"kernel/protocol"},
	"kernel/worker":           {"display", "kernel/interpreter"},
	"kernel/interpreter":      {"display", "kernel/interpreter"},
	"kernel/interpreter/box":  {},
	"kernel/symbols":          {"display", "lib", "kernel/interpreter/box", "kernel/symbols/archive"}, // the one bridge
	"kernel/symbols/archive":  {},
	"kernel/symbols/generate": {"kernel/symbols/archive"},

	// The stages of the interpreter: each knows those in front of it on its line.
	"kernel/interpreter/strand":      {},
	"kernel/interpreter/overlay":     {"kernel/interpreter/overlay", "kernel/interpreter/box"},
	"kernel/interpreter/check":       {},
	"kernel/interpreter/lower":       {"kernel/interpreter/box", "kernel/interpreter/overlay", "kernel/interpreter/strand"},
	"kernel/interpreter/answer":      {"kernel/interpreter/check", "display"},
	"kernel/interpreter/conformance": {"kernel", "display"},

	"display":            {},
	"display/widget":     {"display"},
	"install":            {},
	"notebooks":          {"notebooks", "kernel"},
	"notebooks/nbformat": {},
	"notebooks/compare":  {"notebooks/nbformat"},
	"notebooks/params":   {"notebooks/nbformat"},
	"notebooks/junit":    {},
}

// thirdParty states which folders may import the packages that the design
// confines: everything else must not know them.
var thirdParty = map[string][]string{
	"github.com/traefik/yaegi":      {"kernel/interpreter", "kernel/symbols"},
	"github.com/go-zeromq/zmq4":     {"kernel/internal/zmq"},
	"gorgonia.org":                  {"lib/nn", "lib/models", "lib/train", "lib/lesion", "lib/paths", "kernel/symbols"},
	"github.com/alecthomas/kong":    {"."},
	"github.com/unravel-go/unravel": {"."}, // the root package itself: nobody
}

func TestImportDirections(t *testing.T) {
	seen := 0
	// Reading the files here, not with "go list", lets the go command see what
	// the test depends on and rerun it when an import changes.
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && file != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(file, ".go") {
			return nil
		}
		seen++
		checkImports(t, filepath.ToSlash(file))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Errorf("saw %d Go files, want the whole module", seen)
	}
}

func checkImports(t *testing.T, file string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	folder := path.Dir(file)
	test := strings.HasSuffix(file, "_test.go")
	for _, spec := range f.Imports {
		imp, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Error(err)
			continue
		}
		if target, ours := strings.CutPrefix(imp, modulePath+"/"); ours {
			rules := rulesFor(folder)
			if test {
				// A test may also use what its own tower builds on top of it.
				rules = append(rules[:len(rules):len(rules)], tower(folder)...)
			}
			if target != folder && !within(target, rules) {
				t.Errorf("%s imports %s; %s may import only %v", file, target, folder, rules)
			}
			continue
		}
		if test {
			continue
		}
		for prefix, folders := range thirdParty {
			if (imp == prefix || strings.HasPrefix(imp, prefix+"/")) && !within(folder, folders) {
				t.Errorf("%s imports %s, which only %v may", file, imp, folders)
			}
		}
	}
}

// rulesFor returns the row of mayImport for a folder: its own or that of the
// nearest folder above it.
func rulesFor(folder string) []string {
	for at := folder; ; at = path.Dir(at) {
		if rules, ok := mayImport[at]; ok {
			return rules
		}
		if at == "." {
			return nil
		}
	}
}

// tower names what tests below a top-level folder may reach for besides.
func tower(folder string) []string {
	top, _, _ := strings.Cut(folder, "/")
	if top == "kernel" {
		return []string{"kernel", "display"}
	}
	return []string{top}
}

// within reports whether a folder is one of list or lies below one. The root,
// ".", stands for itself alone.
func within(folder string, list []string) bool {
	for _, l := range list {
		if folder == l || (l != "." && strings.HasPrefix(folder, l+"/")) {
			return true
		}
	}
	return false
}
