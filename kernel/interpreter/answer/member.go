package answer

import (
	"go/ast"
	"go/types"
)

// selected lists what may stand behind a dot.
func (q *question) selected() list {
	switch {
	case q.part.Package != nil:
		return q.exported(q.part.Package.Path(), "")
	case q.part.Type != nil:
		return q.members()
	}
	return q.byName()
}

// exported lists the members of a package.
func (q *question) exported(path, missing string) (all list) {
	if pkg := q.importPackage(path); pkg != nil {
		for _, name := range pkg.Scope().Names() {
			if obj := pkg.Scope().Lookup(name); obj.Exported() && q.matching(name) {
				m := q.match(obj)
				m.Import = missing
				all.add(m, first)
			}
		}
		return all
	}
	if q.options.Members != nil {
		for _, name := range q.options.Members(path) {
			all.add(Match{Text: name, Kind: instance, Import: missing}, first)
		}
	}
	return all
}

// byName lists the members of the packages with a name that means nothing in
// the cell.
func (q *question) byName() (all list) {
	sel := q.part.Selector
	if sel == nil {
		return nil
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok || q.part.Info.ObjectOf(id) != nil {
		return nil
	}
	paths, missing := q.packagesOf(id.Name)
	for _, path := range paths {
		if missing {
			all = append(all, q.exported(path, path)...)
		} else {
			all = append(all, q.exported(path, "")...)
		}
	}
	return all
}

// members lists the fields and methods of a value, or the methods of a type.
func (q *question) members() (all list) {
	t := q.part.Type
	addressable := false
	if tv, ok := q.part.Info.Types[q.part.Selector.X]; ok {
		addressable = tv.Addressable()
	}
	for name := range selectable(t) {
		if !q.matching(name) {
			continue
		}
		obj, index, _ := types.LookupFieldOrMethod(t, addressable, q.part.Pkg, name)
		if obj == nil || !obj.Exported() && obj.Pkg() != q.part.Pkg {
			continue
		}
		m := q.match(obj)
		if f, ok := obj.(*types.Func); ok && q.part.IsType {
			m.Signature = q.write(methodExpression(t, f))
		} else if q.part.IsType {
			continue
		}
		all.add(m, first+rank(min(len(index)-1, 3))) // promoted ones behind its own
	}
	return all
}

// methodExpression returns the type of T.f.
func methodExpression(t types.Type, f *types.Func) types.Type {
	sig := f.Signature()
	params := []*types.Var{types.NewParam(0, nil, "", t)}
	for v := range sig.Params().Variables() {
		params = append(params, v)
	}
	return types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), sig.Results(), sig.Variadic())
}

// selectable returns the names of all fields and methods of a type and what it
// embeds, ambiguous ones included.
func selectable(t types.Type) map[string]bool {
	names, seen := map[string]bool{}, map[types.Type]bool{}
	var visit func(t types.Type)
	visit = func(t types.Type) {
		t = types.Unalias(t)
		if p, ok := t.(*types.Pointer); ok {
			t = types.Unalias(p.Elem())
		}
		if seen[t] {
			return
		}
		seen[t] = true
		if n, ok := t.(*types.Named); ok {
			for m := range n.Methods() {
				names[m.Name()] = true
			}
		}
		switch u := t.Underlying().(type) {
		case *types.Struct:
			for f := range u.Fields() {
				names[f.Name()] = true
				if f.Embedded() {
					visit(f.Type())
				}
			}
		case *types.Interface:
			for m := range u.Methods() {
				names[m.Name()] = true
			}
		case *types.Pointer: // a named pointer type
			if _, ok := u.Elem().Underlying().(*types.Struct); ok {
				visit(u.Elem())
			}
		}
	}
	visit(t)
	delete(names, "_")
	return names
}
