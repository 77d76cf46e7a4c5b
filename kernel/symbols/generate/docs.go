package main

import (
	"bytes"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/printer"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unravel-go/unravel/kernel/symbols/archive"
)

// docData returns the archive of the documentation: for each package, names and
// what is to be said of them in turn, each ended by a NUL. What a text says is
// a declaration, an empty line and a comment. The name "" stands for the
// package.
func docData(w *world) ([]byte, error) {
	texts := map[string][]byte{}
	for _, s := range w.packages {
		d, err := documentation(s)
		if err != nil {
			return nil, err
		}
		texts[s.path] = pairs(d)
	}
	text, err := builtinDocs()
	texts["builtin"] = pairs(text)
	return archive.Pack(texts, nil), err
}

func pairs(text map[string]string) []byte {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(text)) {
		b.WriteString(name + "\x00" + strings.TrimSpace(text[name]) + "\x00")
	}
	return b.Bytes()
}

// builtinDocs returns what there is to say of names that need no import.
func builtinDocs() (map[string]string, error) {
	root, err := goEnv("GOROOT")
	if err != nil {
		return nil, err
	}
	w, _, err := readDocs("builtin", []string{filepath.Join(root, "src", "builtin", "builtin.go")}, doc.AllDecls)
	return w.text, err
}

// documentation returns what is to be said of a package, of each name that it
// exports, and of methods as "Type.Method".
func documentation(s *source) (map[string]string, error) {
	w, d, err := readDocs(s.path, s.files, 0)
	if err != nil {
		return nil, err
	}
	if !s.std() && !strings.HasPrefix(s.path, module+"/") {
		return synopses(s.types, d, w.text), nil
	}
	for name, text := range signatures(s.types) {
		if _, ok := w.text[name]; !ok && !strings.HasPrefix(text, "type ") && !inInterface(s.types, name) {
			w.text[name] = text // a method of an embedded type
		}
	}
	return w.text, nil
}

// docWriter collects what the comments of a package say.
type docWriter struct {
	fset *token.FileSet
	mode doc.Mode
	text map[string]string
}

func readDocs(path string, names []string, mode doc.Mode) (docWriter, *doc.Package, error) {
	w := docWriter{token.NewFileSet(), mode, map[string]string{}}
	var files []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(w.fset, name, nil, parser.ParseComments)
		if err != nil {
			return w, nil, err
		}
		files = append(files, f)
	}
	d, err := doc.NewFromFiles(w.fset, files, path, mode)
	if err != nil {
		return w, nil, err
	}
	w.text[""] = d.Doc
	w.values(d.Consts)
	w.values(d.Vars)
	w.funcs("", d.Funcs)
	for _, t := range d.Types {
		w.text[t.Name] = w.declaration(t.Decl) + "\n\n" + t.Doc
		w.values(t.Consts)
		w.values(t.Vars)
		w.funcs("", t.Funcs)
		w.funcs(t.Name+".", t.Methods)
	}
	return w, d, nil
}

func (w docWriter) values(list []*doc.Value) {
	for _, v := range list {
		for _, name := range v.Names {
			if ast.IsExported(name) || w.mode == doc.AllDecls {
				w.text[name] = w.value(v.Decl, name) + "\n\n" + v.Doc
			}
		}
	}
}

// value returns the line that declares one name of a group.
func (w docWriter) value(d *ast.GenDecl, name string) string {
	for _, spec := range d.Specs {
		spec := spec.(*ast.ValueSpec)
		if !slices.ContainsFunc(spec.Names, func(id *ast.Ident) bool { return id.Name == name }) {
			continue
		}
		return w.declaration(&ast.GenDecl{Tok: d.Tok, Specs: []ast.Spec{
			&ast.ValueSpec{Names: spec.Names, Type: spec.Type, Values: spec.Values},
		}})
	}
	return d.Tok.String() + " " + name
}

func (w docWriter) funcs(receiver string, list []*doc.Func) {
	for _, f := range list {
		w.text[receiver+f.Name] = w.declaration(f.Decl) + "\n\n" + f.Doc
	}
}

// declaration prints a declaration without its comment and body.
func (w docWriter) declaration(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		d.Doc, d.Body = nil, nil
	case *ast.GenDecl:
		d.Doc = nil
	}
	var b bytes.Buffer
	config := printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}
	if err := config.Fprint(&b, w.fset, d); err != nil {
		panic(err) // the tree came from the parser
	}
	// A declaration holds no empty line: that is what ends it.
	lines := strings.Split(b.String(), "\n")
	lines = slices.DeleteFunc(lines, func(l string) bool { return strings.TrimSpace(l) == "" })
	return strings.Join(lines, "\n")
}
