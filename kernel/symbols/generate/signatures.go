package main

import (
	"go/doc"
	"go/types"
	"iter"
	"strings"
)

// synopses returns, of other people's packages, the declarations as the type
// checker prints them, and the first sentence of the comments that go with
// them: the rest of the text is not ours to carry.
func synopses(p *types.Package, d *doc.Package, full map[string]string) map[string]string {
	text := signatures(p)
	for name := range text {
		_, comment, _ := strings.Cut(full[name], "\n\n")
		if s := d.Synopsis(comment); s != "" {
			text[name] += "\n\n" + s
		}
	}
	if s := d.Synopsis(d.Doc); s != "" {
		text[""] = s
	}
	return text
}

// signatures returns, for each exported name of a package and "Type.Method",
// its declaration as the type checker prints it.
func signatures(p *types.Package) map[string]string {
	text := map[string]string{}
	q := within(p)
	for _, name := range p.Scope().Names() {
		o := p.Scope().Lookup(name)
		if !o.Exported() || p == types.Unsafe {
			continue
		}
		switch o := o.(type) {
		case *types.Func:
			text[name] = "func " + name + parameters(o, q)
		case *types.TypeName:
			text[name] = "type " + name + " " + outline(o.Type(), q)
			for m, receiver := range methods(o) {
				text[name+"."+m.Name()] = "func (" + receiver + ") " + m.Name() + parameters(m, q)
			}
		default:
			text[name] = types.ObjectString(o, q)
		}
	}
	return text
}

// inInterface reports whether a name is that of an interface's method, which
// stands in the interface's declaration.
func inInterface(p *types.Package, name string) bool {
	t, _, ok := strings.Cut(name, ".")
	return ok && types.IsInterface(p.Scope().Lookup(t).Type())
}

// within qualifies types as the package's own documentation does.
func within(own *types.Package) types.Qualifier {
	return func(p *types.Package) string {
		if p == own {
			return ""
		}
		return p.Name()
	}
}

// parameters is a function's signature without the word func.
func parameters(f *types.Func, q types.Qualifier) string {
	return strings.TrimPrefix(types.TypeString(f.Type(), q), "func")
}

// outline is what a reader wants to know of a type first.
func outline(t types.Type, q types.Qualifier) string {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return "struct"
	case *types.Interface:
		return "interface"
	default:
		return types.TypeString(u, q)
	}
}

// methods yields the exported methods that values of a type, or pointers to
// it, have, each with its receiver, in the order of their names.
func methods(o *types.TypeName) iter.Seq2[*types.Func, string] {
	return func(yield func(*types.Func, string) bool) {
		t, values := o.Type(), types.NewMethodSet(o.Type())
		if !types.IsInterface(t) {
			t = types.NewPointer(t)
		}
		set := types.NewMethodSet(t)
		for i := range set.Len() {
			f, ok := set.At(i).Obj().(*types.Func)
			if !ok || !f.Exported() {
				continue
			}
			receiver := o.Name()
			if values.Lookup(f.Pkg(), f.Name()) == nil {
				receiver = "*" + receiver
			}
			if !yield(f, receiver) {
				return
			}
		}
	}
}
