package lower

import (
	"go/ast"
	"go/types"
)

// isCompiledInterface reports whether a type is an interface that compiled
// code knows; all others are represented by interface{}.
func (u *unit) isCompiledInterface(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && types.IsInterface(t) && !u.isOurs(n.Obj()) && n.TypeArgs().Len() == 0
}

// convert writes the implicit conversion of a value.
func (f *fn) convert(x string, from, to types.Type) string {
	if !types.IsInterface(to) {
		return f.retype(x, from, to)
	}
	if types.IsInterface(from) {
		return f.interfaceToInterface(x, from, to)
	}
	if b, ok := from.(*types.Basic); ok && b.Kind() == types.UntypedNil {
		return "nil"
	}
	return f.toInterface(x, from, to)
}

// retype writes a value of one concrete type as one of another that it can be
// assigned to.
func (f *fn) retype(x string, from, to types.Type) string {
	rep := f.rep(to)
	if f.rep(from) == rep {
		return x
	}
	if f.isKnot(from) || f.isKnot(to) {
		return f.tie(f.untie(x, from), to)
	}
	if _, ok := to.Underlying().(*types.Signature); ok && f.isOursOrLiteral(to) {
		return x
	}
	return "(" + rep + ")(" + x + ")"
}

func (f *fn) isOursOrLiteral(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return !ok || f.isOurs(n.Obj())
}

func (f *fn) interfaceToInterface(x string, from, to types.Type) string {
	switch {
	case !f.isCompiledInterface(to):
		if f.isCompiledInterface(from) {
			return "interface{}(" + x + ")"
		}
		return x
	case f.isCompiledInterface(from):
		if f.rep(from) == f.rep(to) {
			return x
		}
		return f.converter(to) + "(" + x + ")"
	}
	return f.converter(to) + "(" + x + ")"
}

func (f *fn) toInterface(x string, from, to types.Type) string {
	if f.isRaw(from) {
		if f.isCompiledInterface(to) {
			return f.rep(to) + "(" + x + ")"
		}
		if holdsChannel(from) {
			return "rt.Given(" + x + ")"
		}
		return "interface{}(" + x + ")"
	}
	if holdsChannel(from) {
		x = "rt.Given(" + x + ")"
	}
	boxed := f.carry(x, from)
	if f.isCompiledInterface(to) {
		return f.converter(to) + "(" + boxed + ")"
	}
	return boxed
}

// carry writes a value in the carrier of its type.
func (f *fn) carry(x string, t types.Type) string {
	d := f.describe(t)
	return d.symbol + ".Carry(" + x + ")"
}

// conversion writes T(x).
func (f *fn) conversion(call *ast.CallExpr, to types.Type) string {
	arg := call.Args[0]
	if f.isNil(arg) {
		return f.typedNil(to)
	}
	from := f.typeOf(arg)
	x := f.expr(arg)
	if types.IsInterface(to) {
		return f.convert(x, from, to)
	}
	rep := f.rep(to)
	if f.rep(from) == rep {
		return x
	}
	if f.isKnot(from) || f.isKnot(to) {
		return f.tie(f.untie(x, from), to)
	}
	switch t := to.Underlying().(type) {
	case *types.Basic:
		if isString(t) && isInteger(from) {
			return typed(rep, "string", "rt.Rune(int64("+x+"))")
		}
	case *types.Array:
		if _, ok := from.Underlying().(*types.Slice); ok {
			return "rt.ArrayOf(" + x + ", (*" + rep + ")(nil)).(" + rep + ")"
		}
	case *types.Pointer:
		if _, ok := from.Underlying().(*types.Slice); ok {
			return "rt.ArrayPointer(" + x + ", (" + rep + ")(nil)).(" + rep + ")"
		}
	}
	return "(" + rep + ")(" + x + ")"
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}
