package check

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"
)

// changed returns keys of entries whose names stand for something else after
// the group: another type, another signature, another value.
func (r *resolver) changed(t *trial) (keys []string) {
	w := &keyWriter{pkg: t.pkg, key: t.assumed()}
	differs := func(old *entry, obj types.Object) bool {
		return old != nil && obj != nil && !t.old(old) && valid(obj) && signature(w, obj) != old.sig
	}
	for _, d := range t.own.decls {
		for _, id := range declared(d) {
			if old := r.view.lookup(id.Name); old != nil && old.kind != aPackage && t.mine[id.Name] && !t.split[old.key] {
				if differs(old, t.info.Defs[id]) || old.params && !t.old(old) && !r.sameText(old, d) {
					keys = append(keys, old.key)
				}
			}
		}
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv == nil {
			continue
		}
		if old := r.method(receiverName(f), f.Name.Name); old != nil && !r.split[old.key] {
			if differs(old, t.info.Defs[f.Name]) || old.params && !t.old(old) && !r.sameText(old, d) {
				keys = append(keys, old.key)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(t.redone)) {
		in := t.redone[key]
		if r.split[key] || in.kind == aMethod && t.old(t.view.entry(in.recv)) {
			continue
		}
		if in.params || differs(in.entry, t.info.Defs[declared(in.decl)[0]]) {
			keys = append(keys, key)
		}
	}
	return keys
}

// method returns a method of what a name means.
func (r *resolver) method(recv, name string) *entry {
	if e := r.view.lookup(recv); e != nil && e.methods[name] != "" {
		return r.view.entry(e.methods[name])
	}
	return nil
}

// sameText reports whether a declaration says what an entry said, of things
// that are still the same.
func (r *resolver) sameText(old *entry, d ast.Decl) bool {
	if old.stale || old.src.text(old.spec.Pos(), old.spec.Pos())+old.src.code[old.lo:old.hi] != r.chunkText(d) {
		return false
	}
	for _, list := range [][]use{old.refs, old.inner} {
		for _, u := range list {
			if r.split[u.key] || r.carried[u.key] {
				return false
			}
		}
	}
	return true
}

func (r *resolver) chunkText(d ast.Decl) string {
	if it := r.itemOf(d); it != nil {
		return it.src.code[it.lo:it.hi]
	}
	return ""
}

func (r *resolver) itemOf(d ast.Decl) *item {
	off := r.src.off(d.Pos())
	for _, it := range r.group.decls {
		if it.lo <= off && off < it.hi {
			return it
		}
	}
	return nil
}

// assumed tells the keys of types on the assumption that what is not split is
// what it was.
func (t *trial) assumed() func(*types.TypeName) string {
	keys := map[*types.TypeName]string{}
	set := func(id *ast.Ident, key string) {
		if tn, ok := t.info.Defs[id].(*types.TypeName); ok {
			keys[tn] = key
		}
	}
	for _, in := range t.included {
		set(declared(in.decl)[0], in.key)
	}
	for _, in := range t.redone {
		set(declared(in.decl)[0], t.assume(in.name))
	}
	for _, d := range t.own.decls {
		for _, id := range declared(d) {
			set(id, t.assume(id.Name))
		}
	}
	return func(tn *types.TypeName) string { return keys[tn] }
}

func (t *trial) assume(name string) string {
	if e := t.view.lookup(name); e != nil && e.kind == aType && !t.split[e.key] {
		return e.key
	}
	return "new " + name
}

// declared returns the names that a declaration declares in its package: for a
// method, its own.
func declared(d ast.Decl) (ids []*ast.Ident) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return []*ast.Ident{d.Name}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				ids = append(ids, s.Name)
			case *ast.ValueSpec:
				ids = append(ids, s.Names...)
			}
		}
	}
	return ids
}

// signature writes what makes an object the same thing as another.
func signature(w *keyWriter, obj types.Object) string {
	switch obj := obj.(type) {
	case *types.Const:
		return w.of(obj.Type()) + " " + obj.Val().ExactString()
	case *types.TypeName:
		return w.declared(obj)
	case *types.Func:
		return w.signature(obj.Signature())
	}
	return w.of(obj.Type())
}

func valid(obj types.Object) bool {
	t := obj.Type()
	return t != nil && t != types.Typ[types.Invalid] && t.Underlying() != types.Typ[types.Invalid]
}
