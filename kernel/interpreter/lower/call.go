package lower

import (
	"go/ast"
	"go/types"
	"strings"
)

func (f *fn) call(e *ast.CallExpr) string {
	if tv := f.info.Types[e.Fun]; tv.IsType() {
		return f.conversion(e, f.typeOf(e.Fun))
	} else if tv.IsBuiltin() {
		return f.builtin(e)
	}
	m := f.callee(e)
	return m.callee + "(" + join(m.first, f.args(e, m.sig)) + ")"
}

// callee finds what a call calls.
func (f *fn) callee(e *ast.CallExpr) method {
	fun := ast.Unparen(e.Fun)
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if s, ok := f.selectionOf(sel); ok && s.kind == types.MethodVal {
			return f.method(f.operand(sel.X), s)
		}
	}
	sig, _ := coreType(f.typeOf(e.Fun)).(*types.Signature)
	return method{callee: f.operand(fun), sig: sig}
}

// coreType is the underlying type; of a type parameter's argument it is the
// only one there is.
func coreType(t types.Type) types.Type { return t.Underlying() }

// args writes the arguments of a call.
func (f *fn) args(e *ast.CallExpr, sig *types.Signature) string {
	if len(e.Args) == 1 && sig.Params().Len() != 1 || len(e.Args) == 1 && sig.Variadic() {
		if t, ok := f.typeOf(e.Args[0]).(*types.Tuple); ok {
			return f.spread(e.Args[0], t, sig)
		}
	}
	list := make([]string, len(e.Args))
	for i, a := range e.Args {
		if e.Ellipsis.IsValid() && i == len(e.Args)-1 {
			list[i] = f.as(a, sig.Params().At(i).Type()) + "..."
			continue
		}
		list[i] = f.as(a, paramType(sig, i))
	}
	return strings.Join(list, ", ")
}

// paramType is the type that argument i is assigned to.
func paramType(sig *types.Signature, i int) types.Type {
	n := sig.Params().Len()
	if sig.Variadic() && i >= n-1 {
		if s, ok := sig.Params().At(n - 1).Type().Underlying().(*types.Slice); ok {
			return s.Elem()
		}
		return types.Typ[types.Byte] // append([]byte, string...)
	}
	return sig.Params().At(i).Type()
}

// spread writes f(g()) for a g of several results. They go to variables first:
// they may need conversion.
func (f *fn) spread(e ast.Expr, t *types.Tuple, sig *types.Signature) string {
	names := make([]string, t.Len())
	list := make([]string, t.Len())
	for i := range names {
		names[i] = f.temp("t__")
		list[i] = f.convert(names[i], t.At(i).Type(), paramType(sig, i))
	}
	f.out.line("%s := %s", strings.Join(names, ", "), f.expr(e))
	return strings.Join(list, ", ")
}

// literal writes a function literal.
func (f *fn) literal(e *ast.FuncLit) string {
	sig := f.typeOf(e).Underlying().(*types.Signature)
	g := f.inner(sig)
	head := g.declare(nil, e.Type, sig)
	g.poll(e.Body)
	g.block(e.Body.List)
	g.epilogue(e.Body)
	return "func" + head + " {\n" + g.out.String() + "}"
}
