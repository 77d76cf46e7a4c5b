package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc"
	"go/printer"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// documentation returns the entries of a package's map of documentation: for
// each exported name, and "Type.Method", its declaration, an empty line and
// its comment. The name "" stands for the package.
func documentation(l loaded) string {
	if !strings.HasPrefix(l.path, module+"/") {
		return signatures(l)
	}
	w := docWriter{l.fset, map[string]string{"": l.doc.Doc}}
	w.values(l.doc.Consts)
	w.values(l.doc.Vars)
	w.funcs("", l.doc.Funcs)
	for _, t := range l.doc.Types {
		w.text[t.Name] = w.declaration(t.Decl) + "\n\n" + t.Doc
		w.values(t.Consts)
		w.values(t.Vars)
		w.funcs("", t.Funcs)
		w.funcs(t.Name+".", t.Methods)
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(w.text)) {
		fmt.Fprintf(&b, "%q: %q,\n", name, strings.TrimSpace(w.text[name]))
	}
	return b.String()
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
