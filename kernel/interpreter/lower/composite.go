package lower

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"
)

// composite writes a composite literal of type t, which may be the pointer
// that an element without a type stands for.
func (f *fn) composite(lit *ast.CompositeLit, t types.Type) string {
	if p, ok := types.Unalias(t).Underlying().(*types.Pointer); ok {
		return f.pointerTo(f.composite(lit, p.Elem()), p.Elem())
	}
	if f.isKnot(t) {
		return f.tie(f.composite(lit, t.Underlying()), t)
	}
	switch under := t.Underlying().(type) {
	case *types.Struct:
		return f.structLit(lit, t, under)
	case *types.Map:
		return f.mapLit(lit, t, under)
	case *types.Slice:
		return f.listLit(lit, t, under.Elem())
	case *types.Array:
		return f.listLit(lit, t, under.Elem())
	}
	panic("lower: composite literal of " + t.String())
}

func (f *fn) structLit(lit *ast.CompositeLit, t types.Type, s *types.Struct) string {
	parts := make([]string, 0, len(lit.Elts))
	for i, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			i = fieldIndex(s, kv.Key.(*ast.Ident).Name, f.object(kv.Key.(*ast.Ident)))
			e = kv.Value
		}
		x := f.element(e, s.Field(i).Type())
		if s.Field(i).Name() == "_" { // stays zero
			if f.calls(e) {
				f.hold(x)
			}
			continue
		}
		if f.isCompiled(t) {
			x = f.given(x, s.Field(i).Type())
		}
		parts = append(parts, f.fieldOf(t, s, i)+": "+x)
	}
	return f.rep(t) + "{" + strings.Join(parts, ", ") + "}"
}

// fieldOf is what the machine calls a field of a type, compiled or not.
func (u *unit) fieldOf(t types.Type, s *types.Struct, i int) string {
	if u.isCompiled(t) {
		return s.Field(i).Name()
	}
	return fieldName(s, i)
}

// isCompiled reports whether a named type is one of compiled code.
func (u *unit) isCompiled(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && !u.isOurs(n.Obj()) && u.standIn(n) == nil
}

func fieldIndex(s *types.Struct, name string, obj types.Object) int {
	for i := range s.NumFields() {
		if s.Field(i) == obj || s.Field(i).Name() == name {
			return i
		}
	}
	panic("lower: no field " + name)
}

// element writes an element, whose own type may have been left out.
func (f *fn) element(e ast.Expr, t types.Type) string {
	if lit, ok := e.(*ast.CompositeLit); ok && lit.Type == nil {
		return f.composite(lit, t)
	}
	return f.as(e, t)
}

func (f *fn) listLit(lit *ast.CompositeLit, t, elem types.Type) string {
	parts := make([]string, 0, len(lit.Elts))
	for _, e := range lit.Elts {
		key := ""
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			key = constant.ToInt(f.info.Types[kv.Key].Value).ExactString() + ": "
			e = kv.Value
		}
		parts = append(parts, key+f.element(e, elem))
	}
	return f.rep(t) + "{" + strings.Join(parts, ", ") + "}"
}

// mapLit writes a map. yaegi takes keys of an instance that are equal, or
// constants of different types, for a mistake: such maps are made by assignments.
func (f *fn) mapLit(lit *ast.CompositeLit, t types.Type, m *types.Map) string {
	if len(lit.Elts) > 1 && (f.instance != "" || types.IsInterface(m.Key())) {
		return f.mapByElement(lit, t, m)
	}
	parts := make([]string, 0, len(lit.Elts))
	for _, e := range lit.Elts {
		kv := e.(*ast.KeyValueExpr)
		parts = append(parts, f.element(kv.Key, m.Key())+": "+f.element(kv.Value, m.Elem()))
	}
	return f.rep(t) + "{" + strings.Join(parts, ", ") + "}"
}

func (f *fn) mapByElement(lit *ast.CompositeLit, t types.Type, m *types.Map) string {
	name := f.hold("make(" + f.rep(t) + ")")
	for _, e := range lit.Elts {
		kv := e.(*ast.KeyValueExpr)
		key := f.element(kv.Key, m.Key())
		f.out.line("%s[%s] = (%s)", name, key, f.element(kv.Value, m.Elem()))
	}
	return name
}
