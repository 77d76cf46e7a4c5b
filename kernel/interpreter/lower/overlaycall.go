package lower

import (
	"go/ast"
	"go/types"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay"
)

// The overlays do their heavy work in package native, which looks at values
// through reflection. It works on representations, and knows nothing of the
// types that a cell declares: what it is given is not put into boxes, and what
// it gives back is taken as what the overlay says it is.

// isNative reports whether a call is one of package native.
func (f *fn) isNative(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	obj := f.object(sel.Sel)
	return obj != nil && obj.Pkg() != nil && obj.Pkg().Path() == overlay.Native
}

// bare writes an argument of a call of package native.
func (f *fn) bare(e ast.Expr, t types.Type) string {
	if !types.IsInterface(t) || types.IsInterface(f.typeOf(e)) || f.isNil(e) {
		return f.argument(e, t)
	}
	return "interface{}(" + f.expr(e) + ")"
}

// nativeResult writes native.F(…).(T).
func (f *fn) nativeResult(e ast.Expr, to types.Type) string {
	if f.isCompiledInterface(to) {
		return f.converter(to) + "(" + f.expr(e) + ")"
	}
	return f.payload(f.expr(e), to)
}
