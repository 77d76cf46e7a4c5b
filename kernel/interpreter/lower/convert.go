package lower

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"
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
	return converted(rep, x)
}

// converted writes a conversion. Parentheses around the name of a type make
// yaegi lose its way in conditions.
func converted(rep, x string) string {
	if !isName(strings.ReplaceAll(rep, ".", "")) {
		rep = "(" + rep + ")"
	}
	return rep + "(" + x + ")"
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
	if isFile(from) {
		x = "rt.Stream(" + x + ")"
		if f.isCompiledInterface(to) {
			return f.converter(to) + "(" + x + ")"
		}
		return x
	}
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

// isFile reports whether a type is *os.File: something may stand in for the
// standard streams where they are interface values.
func isFile(t types.Type) bool {
	p, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && n.Obj().Name() == "File" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "os"
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
	if x, ok := f.constantAs(arg, to); ok {
		return x
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
	return converted(rep, x)
}

// constantAs writes a number that is converted to what a type parameter stands
// for: to the type checker it is no constant.
func (f *fn) constantAs(arg ast.Expr, to types.Type) (x string, ok bool) {
	v := f.info.Types[arg].Value
	b, isBasic := to.Underlying().(*types.Basic)
	if v == nil || !isBasic || f.isKnot(to) || !isNumber(v) {
		return "", false
	}
	switch info := b.Info(); {
	case info&types.IsInteger != 0:
		ok = constant.ToInt(v).Kind() == constant.Int
	case info&types.IsFloat != 0:
		ok = constant.ToFloat(v).Kind() != constant.Unknown
	default:
		ok = info&types.IsComplex != 0
	}
	if !ok {
		return "", false
	}
	return f.constant(v, to), true
}

func isNumber(v constant.Value) bool {
	return v.Kind() == constant.Int || v.Kind() == constant.Float || v.Kind() == constant.Complex
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}
