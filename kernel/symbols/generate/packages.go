package main

import (
	"fmt"
	"slices"
	"strings"
)

// pkg is a package outside the standard library that cells can import.
type pkg struct {
	path    string
	preload bool // usable without importing it
}

const module = "github.com/unravel-go/unravel"

// packages are those that cells can import besides the standard library.
var packages = []pkg{
	{module + "/display", true},
	{module + "/display/widget", true},
	{module + "/lib/claims", true},
	{module + "/lib/data", true},
	{module + "/lib/lesion", true},
	{module + "/lib/models", true},
	{module + "/lib/nn", true},
	{module + "/lib/ode", true},
	{module + "/lib/paths", true},
	{module + "/lib/protocol", true},
	{module + "/lib/train", true},
	{module + "/lib/viz", true},
	{"gonum.org/v1/plot", true},
	{"gonum.org/v1/plot/palette", true},
	{"gonum.org/v1/plot/plotter", true},
	{"gonum.org/v1/plot/plotutil", true},
	{"gonum.org/v1/plot/vg", true},
	{"gonum.org/v1/plot/vg/draw", true},
	{"gonum.org/v1/gonum/floats", true},
	{"gonum.org/v1/gonum/mat", true},
	{"gonum.org/v1/gonum/stat", true},
	{"gorgonia.org/gorgonia", true},
	{"gorgonia.org/tensor", true},
}

// importable reports whether cells can import a package that go list names.
func importable(path string) bool {
	if slices.ContainsFunc(packages, func(p pkg) bool { return p.path == path }) {
		return true
	}
	elems := strings.Split(path, "/")
	for _, not := range []string{"internal", "vendor", "cmd"} {
		if slices.Contains(elems, not) {
			return false
		}
	}
	return !strings.Contains(elems[0], ".") && path != "plugin" && path != "runtime/cgo"
}

// usual are the packages that names stand for which several packages have,
// where cells use one without importing it.
var usual = map[string]string{
	"draw":     "gonum.org/v1/plot/vg/draw",
	"palette":  "gonum.org/v1/plot/palette",
	"pprof":    "runtime/pprof",
	"rand":     "math/rand",
	"scanner":  "text/scanner",
	"template": "text/template",
}

// preloaded maps the names of the packages that cells need not import to their
// paths.
func preloaded(w *world) (map[string]string, error) {
	preload := map[string]string{}
	for _, s := range w.packages {
		name := s.types.Name()
		i := slices.IndexFunc(packages, func(p pkg) bool { return p.path == s.path })
		if s.path == "unsafe" || i >= 0 && !packages[i].preload {
			continue
		}
		if other, ok := preload[name]; ok && usual[name] == "" {
			return nil, fmt.Errorf("%s and %s have one name: say in the generator's list which is usual", other, s.path)
		}
		preload[name] = s.path
		if path := usual[name]; path != "" {
			preload[name] = path
		}
	}
	return preload, nil
}
