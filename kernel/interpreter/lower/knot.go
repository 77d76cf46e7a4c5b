package lower

import (
	"go/ast"
	"go/types"
)

// A knot is a type that mentions itself without a struct in between: type T
// []T, type F func() F. Written out it would have no end, so it is represented
// as a struct of one field, V, which has the representation of the underlying
// type.

// isKnot reports whether a type is a knot.
func (u *unit) isKnot(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || !u.isOurs(n.Obj()) {
		return false
	}
	knot, ok := u.knots[n]
	if !ok {
		knot = u.mentions(n.Underlying(), n, map[*types.Named]bool{})
		u.knots[n] = knot
	}
	return knot
}

// mentions reports whether writing out t meets n.
func (u *unit) mentions(t types.Type, n *types.Named, seen map[*types.Named]bool) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if types.Identical(t, n) {
			return true
		}
		if seen[t] || !u.isOurs(t.Obj()) && t.TypeArgs().Len() == 0 {
			return false
		}
		seen[t] = true
		return u.mentions(t.Underlying(), n, seen)
	case *types.Pointer:
		return u.mentions(t.Elem(), n, seen)
	case *types.Slice:
		return u.mentions(t.Elem(), n, seen)
	case *types.Array:
		return u.mentions(t.Elem(), n, seen)
	case *types.Chan:
		return u.mentions(t.Elem(), n, seen)
	case *types.Map:
		return u.mentions(t.Key(), n, seen) || u.mentions(t.Elem(), n, seen)
	case *types.Signature:
		return u.mentions(t.Params(), n, seen) || u.mentions(t.Results(), n, seen)
	case *types.Tuple:
		for i := range t.Len() {
			if u.mentions(t.At(i).Type(), n, seen) {
				return true
			}
		}
	}
	return false
}

// knot returns the layout of a knot.
func (u *unit) knot(n *types.Named) *layout {
	return u.layoutOf("knot "+u.key(n), func() []slot { return []slot{{"V", n.Underlying()}} })
}

// under is operand, of the representation of the underlying type: what can be
// indexed, called, sliced, sent to.
func (f *fn) under(e ast.Expr) string {
	return f.untie(f.operand(e), f.typeOf(e))
}

// untie writes what a knot x holds.
func (u *unit) untie(x string, t types.Type) string {
	if u.isKnot(t) {
		return x + ".V"
	}
	return x
}

// tie makes a knot of a value of its underlying type.
func (u *unit) tie(x string, t types.Type) string {
	if u.isKnot(t) {
		return u.rep(t) + "{V: " + x + "}"
	}
	return x
}

// underRep is the representation of the underlying type.
func (u *unit) underRep(t types.Type) string {
	if u.isKnot(t) {
		return u.rep(t.Underlying())
	}
	return u.rep(t)
}
