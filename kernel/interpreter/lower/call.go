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
	if s, ok := f.calledMethodExpr(e); ok {
		return f.callMethodExpr(e, s)
	}
	m := f.callee(e)
	if f.isSpread(e, m.sig) { // it runs before the call that spreads
		m = f.holdCallee(e, m)
	}
	return f.overtake(e, m.callee+"("+join(m.first, f.args(e, m.sig))+")")
}

// calledMethodExpr tells the call of a method expression, T.name(x, ...), whose
// arguments are given one by one.
func (f *fn) calledMethodExpr(e *ast.CallExpr) (selection, bool) {
	sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
	if !ok || len(e.Args) == 0 {
		return selection{}, false
	}
	s, ok := f.selectionOf(sel)
	if !ok || s.kind != types.MethodExpr {
		return s, false
	}
	_, many := f.typeOf(e.Args[0]).(*types.Tuple)
	return s, !many
}

// callMethodExpr calls the method of the first argument.
func (f *fn) callMethodExpr(e *ast.CallExpr, s selection) string {
	recv := f.temp("r")
	f.out.line("%s := %s", recv, f.typedValue(e.Args[0], s.recv))
	m := f.method(recv, s)
	rest := *e
	rest.Args = e.Args[1:]
	return f.overtake(e, m.callee+"("+join(m.first, f.args(&rest, m.sig))+")")
}

// callee finds what a call calls.
func (f *fn) callee(e *ast.CallExpr) method {
	fun := ast.Unparen(e.Fun)
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if s, ok := f.selectionOf(sel); ok && s.kind == types.MethodVal {
			return f.method(f.operand(sel.X), s)
		}
	}
	sig, _ := f.typeOf(e.Fun).Underlying().(*types.Signature)
	if lit, ok := fun.(*ast.FuncLit); ok {
		return method{callee: "(" + f.plainLiteral(lit) + ")", sig: sig}
	}
	if id, obj := f.staticFunc(fun); obj != nil {
		name, _ := f.funcName(id, obj)
		return method{callee: name, sig: sig}
	}
	return method{callee: f.under(fun), sig: sig}
}

// holdCallee evaluates what a call calls.
func (f *fn) holdCallee(e *ast.CallExpr, m method) method {
	switch {
	case m.first != "" && !isName(m.first):
		m.first = f.hold(m.first)
	case m.first == "" && !isName(m.callee) && !f.isStatic(e) && !f.isMethodCall(e):
		m.callee = f.hold(m.callee)
	}
	return m
}

// isSpread tells f(g()) for a g of several results.
func (f *fn) isSpread(e *ast.CallExpr, sig *types.Signature) bool {
	if len(e.Args) != 1 || sig.Params().Len() == 1 && !sig.Variadic() {
		return false
	}
	_, ok := f.typeOf(e.Args[0]).(*types.Tuple)
	return ok
}

// args writes the arguments of a call.
func (f *fn) args(e *ast.CallExpr, sig *types.Signature) string {
	if f.isSpread(e, sig) {
		return f.spread(e.Args[0], f.typeOf(e.Args[0]).(*types.Tuple), sig)
	}
	outer := f.toCompiled
	f.toCompiled = f.callsCompiled(e)
	defer func() { f.toCompiled = outer }()
	list := make([]string, len(e.Args))
	argument := f.argument
	if f.isNative(e) {
		argument = f.bare
	}
	for i, a := range e.Args {
		if e.Ellipsis.IsValid() && i == len(e.Args)-1 {
			t := sig.Params().At(i).Type()
			list[i] = f.givenTo(e, f.as(a, t), t) + "..."
			continue
		}
		t := paramType(sig, i)
		list[i] = f.givenTo(e, argument(a, t), t)
	}
	if f.looksSpread(e, sig) {
		n := len(list) - 1
		list[n] = "[]interface{}{" + list[n] + "}..."
	}
	return strings.Join(list, ", ")
}

// looksSpread tells f(list), which yaegi would take for f(list...): a function
// of any number of interfaces is given one that holds a list of interfaces.
func (f *fn) looksSpread(e *ast.CallExpr, sig *types.Signature) bool {
	if !sig.Variadic() || e.Ellipsis.IsValid() || len(e.Args) != sig.Params().Len() || f.callsCompiled(e) {
		return false
	}
	last := len(e.Args) - 1
	t := f.typeOf(e.Args[last])
	return f.rep(paramType(sig, last)) == "interface{}" && !f.isNil(e.Args[last]) && f.rep(t) == "[]interface{}"
}

// argument writes an argument. yaegi cannot make an interface of a bare nil.
func (f *fn) argument(e ast.Expr, t types.Type) string {
	if f.isNil(e) {
		return f.typedNil(t)
	}
	return f.as(e, t)
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
		names[i] = f.temp("t")
		list[i] = f.convert(names[i], t.At(i).Type(), paramType(sig, i))
	}
	f.out.line("%s := %s", strings.Join(names, ", "), f.expr(e))
	f.remark(e)
	return strings.Join(list, ", ")
}

// literal writes a function literal. yaegi keeps the closure, until it is used,
// where an earlier one of the same literal puts the one before it when it ends:
// in a loop, on another goroutine, that may be at just that time. There every
// closure is made in a frame of its own.
func (f *fn) literal(e *ast.FuncLit) string {
	if !f.inLoop() {
		return f.plainLiteral(e)
	}
	return "func() " + f.rep(f.typeOf(e)) + " { return " + f.plainLiteral(e) + " }()"
}

// inLoop reports whether what is lowered may run more than once in one frame.
func (f *fn) inLoop() bool {
	if len(f.gotos) > 0 {
		return true
	}
	for _, l := range f.loops {
		if l.isLoop && l.isFunc == nil {
			return true
		}
	}
	return false
}

func (f *fn) plainLiteral(e *ast.FuncLit) string { return f.literalWith(e, "") }

// literalWith writes a function literal in which recover() is written as given.
func (f *fn) literalWith(e *ast.FuncLit, recovery string) string {
	sig := f.typeOf(e).Underlying().(*types.Signature)
	g := f.inner(sig)
	g.recovery = recovery
	g.callback, g.toCompiled = f.toCompiled, false
	g.started = f.begins[e]
	g.defersBy(e.Body.List)
	head := g.declare(nil, e.Type, sig)
	g.poll(e.Body)
	g.body(e.Body.List)
	return "func" + head + " {\n" + g.out.String() + "}"
}
