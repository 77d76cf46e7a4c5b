package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNoExportedGenerics holds lib and display to an API that an interpreter
// can be handed: a symbol table has no entry for what is not instantiated yet.
func TestNoExportedGenerics(t *testing.T) {
	for _, tower := range []string{"lib", "display"} {
		err := filepath.WalkDir(tower, func(file string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && slices.Contains([]string{"internal", "testdata"}, d.Name()) {
				return fs.SkipDir
			}
			if d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
				return nil
			}
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, name := range exportedGenerics(f) {
				t.Errorf("%s: %s is exported and generic", file, name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// exportedGenerics names the exported functions and types of a file that have
// type parameters.
func exportedGenerics(f *ast.File) []string {
	var names []string
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && d.Name.IsExported() && d.Type.TypeParams != nil {
				names = append(names, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if s, ok := spec.(*ast.TypeSpec); ok && s.Name.IsExported() && s.TypeParams != nil {
					names = append(names, s.Name.Name)
				}
			}
		}
	}
	return names
}
