package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// source is a package as a platform has it.
type source struct {
	path  string
	files []string
	types *types.Package
}

// std reports whether a package is one of the standard library.
func (s *source) std() bool {
	first, _, _ := strings.Cut(s.path, "/")
	return !strings.Contains(first, ".")
}

// world is the packages of a platform that cells can import, sorted by path.
type world struct {
	platform
	packages []*source
}

func (w *world) lookup(path string) *source {
	i, ok := slices.BinarySearchFunc(w.packages, path, func(s *source, p string) int { return strings.Compare(s.path, p) })
	if !ok {
		return nil
	}
	return w.packages[i]
}

// loadAll reads all packages for the first platform, and the standard library
// for each other one: no other package differs between them in what it exports.
func loadAll(root string) ([]*world, error) {
	worlds := make([]*world, len(platforms))
	errs := make([]error, len(platforms))
	var wg sync.WaitGroup
	for i, p := range platforms {
		wg.Go(func() {
			patterns := []string{"std"}
			if i == 0 {
				for _, p := range packages {
					patterns = append(patterns, p.path)
				}
			}
			worlds[i], errs[i] = load(root, p, patterns)
		})
	}
	wg.Wait()
	return worlds, errors.Join(errs...)
}

// listed is what "go list -json" says of a package.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	ImportMap  map[string]string
	Error      *struct{ Err string }
}

// load type-checks packages and all that they import, without the bodies of
// functions. That takes two seconds where to compile them takes minutes.
func load(root string, p platform, patterns []string) (*world, error) {
	list, err := goList(root, p, patterns)
	if err != nil {
		return nil, err
	}
	w := &world{platform: p}
	known := map[string]*types.Package{"unsafe": types.Unsafe}
	for _, l := range list {
		if l.ImportPath != "unsafe" {
			if known[l.ImportPath], err = check(l, p, known); err != nil {
				return nil, err
			}
		}
		if importable(l.ImportPath) {
			s := &source{path: l.ImportPath, types: known[l.ImportPath]}
			for _, name := range l.GoFiles {
				s.files = append(s.files, filepath.Join(l.Dir, name))
			}
			w.packages = append(w.packages, s)
		}
	}
	slices.SortFunc(w.packages, func(a, b *source) int { return strings.Compare(a.path, b.path) })
	return w, nil
}

// goList returns the packages in an order in which each comes after those that
// it imports.
func goList(root string, p platform, patterns []string) ([]listed, error) {
	args := append([]string{"list", "-deps", "-json=ImportPath,Dir,GoFiles,ImportMap,Error"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stderr = root, os.Stderr
	cmd.Env = append(os.Environ(), "GOOS="+p.os, "GOARCH="+p.arch, "CGO_ENABLED=0", "GOEXPERIMENT=")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list for %v: %w", p, err)
	}
	var list []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		switch err := dec.Decode(&l); {
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return nil, fmt.Errorf("go list for %v: %w", p, err)
		case l.Error != nil:
			return nil, fmt.Errorf("go list for %v: %s", p, l.Error.Err)
		}
		list = append(list, l)
	}
}

// known imports what has been checked already.
type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

func check(l listed, p platform, known map[string]*types.Package) (*types.Package, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range l.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(l.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	conf := types.Config{
		IgnoreFuncBodies: true,
		Sizes:            types.SizesFor("gc", p.arch),
		Importer: importerFunc(func(path string) (*types.Package, error) {
			if vendored, ok := l.ImportMap[path]; ok {
				path = vendored
			}
			if t := known[path]; t != nil {
				return t, nil
			}
			return nil, fmt.Errorf("%s imports %s, which go list has not listed before it", l.ImportPath, path)
		}),
	}
	return conf.Check(l.ImportPath, fset, files, nil)
}
