package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/doc"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// loaded is a package as the compiler and as its documentation sees it.
type loaded struct {
	pkg
	types *types.Package
	fset  *token.FileSet
	doc   *doc.Package
}

// listed is what "go list -json" says of a package.
type listed struct {
	ImportPath string
	Dir        string
	Export     string
	GoFiles    []string
	Error      *struct{ Err string }
}

// load type-checks the packages from the export data that the go command has
// or makes of them.
func load(root string) ([]loaded, error) {
	list, err := goList(root)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	imp := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		if l := list[path]; l.Export != "" {
			return os.Open(l.Export)
		}
		return nil, fmt.Errorf("no export data for %s", path)
	})
	var all []loaded
	for _, p := range packages {
		l, ok := list[p.path]
		switch {
		case !ok:
			return nil, fmt.Errorf("go list does not know %s", p.path)
		case l.Error != nil:
			return nil, errors.New(l.Error.Err)
		}
		typed, err := imp.Import(p.path)
		if err != nil {
			return nil, err
		}
		fset, documented, err := docs(l)
		if err != nil {
			return nil, err
		}
		all = append(all, loaded{p, typed, fset, documented})
	}
	return all, nil
}

func goList(root string) (map[string]listed, error) {
	args := []string{"list", "-e", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Error"}
	for _, p := range packages {
		args = append(args, p.path)
	}
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	list := map[string]listed{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := dec.Decode(&l); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		list[l.ImportPath] = l
	}
}

// docs reads the documentation of a package from its source.
func docs(l listed) (*token.FileSet, *doc.Package, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range l.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(l.Dir, name), nil, parser.ParseComments)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, f)
	}
	d, err := doc.NewFromFiles(fset, files, l.ImportPath)
	return fset, d, err
}
