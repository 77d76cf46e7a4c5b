package lower

import (
	"go/ast"
	"go/types"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
)

func boxTo(x any, t *box.Type) any             { return box.To(x, t) }
func boxAssert(x any, t, static *box.Type) any { return box.Assert(x, t, static) }

// assertion writes x.(T).
func (f *fn) assertion(e *ast.TypeAssertExpr) string {
	to, static := f.typeOf(e.Type), f.typeOf(e.X)
	if f.isNative(e.X) {
		return f.nativeResult(e.X, to)
	}
	x := f.convert(f.expr(e.X), static, anyType)
	x = original(x, to)
	if f.isCompiledInterface(to) {
		return f.asserter(to, static) + "(" + x + ")"
	}
	call := "rt.Assert(" + x + ", " + f.describe(to).symbol + ", " + f.describe(static).symbol + ")"
	if types.IsInterface(to) {
		return call
	}
	return f.payload(call, to)
}

// assertionOK writes v, ok = x.(T); it returns what to assign. The zero value
// that a failure gives needs a variable.
func (f *fn) assertionOK(e *ast.TypeAssertExpr) (v, ok string) {
	to := f.typeOf(e.Type)
	x := f.convert(f.expr(e.X), f.typeOf(e.X), anyType)
	x = original(x, to)
	v, ok = f.temp("v"), f.temp("ok")
	a := f.temp("a")
	f.out.line("%s, %s := rt.AssertOK(%s, %s)", a, ok, x, f.describe(to).symbol)
	if types.IsInterface(to) && !f.isCompiledInterface(to) {
		return a, ok
	}
	f.out.line("var %s %s", v, f.rep(to))
	if f.isCompiledInterface(to) {
		f.out.line("if %s { %s = %s(%s) }", ok, v, f.converter(to), a)
	} else {
		f.out.line("if %s { %s = %s }", ok, v, f.payload(a, to))
	}
	return v, ok
}

// original writes an interface value that is looked at for a type: of a file,
// not of what stands in for it.
func original(x string, t types.Type) string {
	if isFile(t) {
		return "rt.File(" + x + ")"
	}
	return x
}

// payload writes a call that returns interface{} as a value of the
// representation that it is known to hold.
func (u *unit) payload(call string, t types.Type) string {
	rep := u.rep(t)
	switch {
	case rep == "interface{}":
		return call
	case rep == "bool": // the machine takes an assertion that is a condition for true
		return "(" + call + ".(bool) == true)"
	case isEmptyStruct(t): // the machine looks for a first field
		return "rt.Nothing(" + call + ")"
	}
	return call + ".(" + rep + ")"
}

func isEmptyStruct(t types.Type) bool {
	s, ok := t.Underlying().(*types.Struct)
	return ok && s.NumFields() == 0
}
