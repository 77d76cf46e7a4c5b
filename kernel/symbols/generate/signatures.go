package main

import (
	"fmt"
	"go/types"
	"iter"
	"strings"
)

// signatures returns, for each exported name of a package and "Type.Method",
// its declaration as the type checker prints it. It stands in for the
// documentation of other people's packages, whose text is not ours to carry.
func signatures(l loaded) string {
	var b strings.Builder
	say := func(name, text string) { fmt.Fprintf(&b, "%q: %q,\n", name, text) }
	q := within(l.types)
	scope := l.types.Scope()
	for _, name := range scope.Names() {
		o := scope.Lookup(name)
		switch o := o.(type) {
		case nil:
		case *types.Func:
			if o.Exported() {
				say(name, "func "+name+parameters(o, q))
			}
		case *types.TypeName:
			if !o.Exported() {
				continue
			}
			say(name, "type "+name+" "+outline(o.Type(), q))
			for m, receiver := range methods(o) {
				say(name+"."+m.Name(), "func ("+receiver+") "+m.Name()+parameters(m, q))
			}
		default:
			if o.Exported() {
				say(name, types.ObjectString(o, q))
			}
		}
	}
	return b.String()
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
