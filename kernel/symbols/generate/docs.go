package main

import (
	"bytes"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/printer"
	"go/token"
	"maps"
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
		var b bytes.Buffer
		for _, name := range slices.Sorted(maps.Keys(d)) {
			b.WriteString(name + "\x00" + strings.TrimSpace(d[name]) + "\x00")
		}
		texts[s.path] = b.Bytes()
	}
	return archive.Pack(texts, nil), nil
}

// documentation returns what is to be said of a package, of each name that it
// exports, and of methods as "Type.Method".
func documentation(s *source) (map[string]string, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range s.files {
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	d, err := doc.NewFromFiles(fset, files, s.path)
	if err != nil {
		return nil, err
	}
	w := docWriter{fset, map[string]string{"": d.Doc}}
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

type docWriter struct {
	fset *token.FileSet
	text map[string]string
}

func (w docWriter) values(list []*doc.Value) {
	for _, v := range list {
		for _, name := range v.Names {
			if ast.IsExported(name) {
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
