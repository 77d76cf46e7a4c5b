package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// How a function defers. yaegi's own way is fast, but wrong with two calls of
// which one panics, in loops, and with closures of the function, which wait for
// ever when a deferred call uses them.
type deferring int

const (
	defersNothing deferring = iota
	defersOne               // a single call, by yaegi's own statement
	defersMany              // by a list that package strand keeps
)

// howDefers finds how the function with a body defers.
func (f *fn) howDefers(body []ast.Stmt) deferring {
	p := &deferPlan{f: f}
	for _, s := range body {
		ast.Inspect(s, p.visit)
	}
	switch {
	case p.calls == 0:
		return defersNothing
	case p.calls > 1 || p.again || p.closures > 0 || !p.plain || p.results:
		return defersMany
	}
	return defersOne
}

type deferPlan struct {
	f        *fn
	calls    int
	plain    bool // the call is of a literal without arguments, or compiled
	again    bool // the statement may run more than once
	closures int  // functions that are made besides the deferred literal
	results  bool // what the function returns may be what a deferred call leaves
}

func (p *deferPlan) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		p.closures++
		return false
	case *ast.SelectorExpr:
		if s := p.f.info.Selections[n]; s != nil && s.Kind() == types.MethodVal {
			p.closures++ // unless it is called; see below
		}
	case *ast.CallExpr:
		if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok {
			if s := p.f.info.Selections[sel]; s != nil && s.Kind() == types.MethodVal {
				p.closures--
			}
		}
	case *ast.ForStmt, *ast.RangeStmt, *ast.LabeledStmt:
		p.again = p.again || defersIn(n)
	case *ast.DeferStmt:
		p.calls++
		lit, isLit := ast.Unparen(n.Call.Fun).(*ast.FuncLit)
		if isLit && len(n.Call.Args) == 0 {
			p.plain = !hasResults(lit)
			p.results = p.f.leavesResults(lit)
			return false
		}
		p.plain = p.f.callsCompiled(n.Call)
	}
	return true
}

// leavesResults reports whether a deferred literal may change what the function
// returns: its named results, or where it ends.
func (f *fn) leavesResults(lit *ast.FuncLit) bool {
	t := f.sig.Results()
	return t.Len() > 0 && (t.At(0).Name() != "" || f.callsRecover(lit.Body))
}

// defersIn reports whether a statement holds a defer statement of the function
// that it stands in.
func defersIn(n ast.Node) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			found = true
		}
		return !found
	})
	return found
}

// callsCompiled reports whether a call is known to be one of compiled code.
func (f *fn) callsCompiled(call *ast.CallExpr) bool {
	var obj types.Object
	switch e := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		obj = f.object(e)
	case *ast.SelectorExpr:
		obj = f.object(e.Sel)
	}
	fun, ok := obj.(*types.Func)
	if !ok || isGeneric(fun) || fun.Pkg() == nil || isOverlay(fun.Pkg()) {
		return false
	}
	if recv := fun.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return false
	}
	return fun.Pkg() != f.in.Pkg && fun.Pkg().Path() != f.in.Pkg.Path()
}

// body lowers the body of a function. One that keeps its own list of deferred
// calls runs as a closure, around which that list is worked off.
func (f *fn) body(list []ast.Stmt) {
	f.makeResults()
	if f.defers == "" {
		f.recovering(list)
		f.watched(list, func() { f.block(list) })
		f.epilogue(list)
		return
	}
	f.out.line("rt.Deferring(func(%s *rt.Deferred) {", f.defers)
	f.recovering(list)
	f.watched(list, func() { f.block(list) })
	f.out.line("})")
	if len(f.results) > 0 {
		f.out.line("return %s", strings.Join(f.results, ", "))
	}
}

// defersBy prepares a function for the way it defers.
func (f *fn) defersBy(list []ast.Stmt) {
	if f.howDefers(list) == defersMany {
		f.defers = f.temp("d")
	}
}

// deferStmt lowers a defer statement. It evaluates the operands now, into
// variables that nothing else changes.
func (f *fn) deferStmt(s *ast.DeferStmt) {
	lit, isLit := ast.Unparen(s.Call.Fun).(*ast.FuncLit)
	isLit = isLit && len(s.Call.Args) == 0
	switch {
	case f.defers == "" && isLit:
		f.out.line("defer %s()", f.deferredLiteral(lit))
		f.watchFirst()
	case f.defers == "":
		fun, args, reps := f.later(s.Call)
		f.out.line("defer func(%s) { %s }(%s)", params(reps), fun, strings.Join(args, ", "))
		f.watchFirst()
	case builtinName(s.Call.Fun) == "recover" && f.info.Types[s.Call.Fun].IsBuiltin():
		// It is deferred itself, and not called by what is: it recovers nothing.
	case isLit:
		depth := 1
		if hasResults(lit) {
			depth = 2
		}
		f.out.line("rt.Defer(%s, %d, %s)", f.defers, depth, f.noResults(lit))
	default:
		f.out.line("rt.Defer(%s, %d, %s)", f.defers, f.deferredDepth(s.Call), f.laterCall(s.Call))
	}
}

// watchFirst lets what the function watches be looked at before a call is made
// that it has just deferred.
func (f *fn) watchFirst() {
	if f.watch != nil {
		f.watch.told = f.temp("told")
		f.out.WriteString(deferLine)
	}
}

// deferredLiteral writes a literal that yaegi's own statement defers: it is
// the only place where its recover works.
func (f *fn) deferredLiteral(lit *ast.FuncLit) string {
	return f.literalWith(lit, "rt.Recovered(recover())")
}

// deferredDepth returns how many interpreted functions deep in the closure for
// a deferred call the function begins that it calls: 0 if that is compiled.
func (f *fn) deferredDepth(call *ast.CallExpr) int {
	switch {
	case f.callsCompiled(call):
		return 0
	case f.isStatic(call):
		return 2
	case f.isMethodCall(call):
		if types.IsInterface(recvType(f.object(ast.Unparen(call.Fun).(*ast.SelectorExpr).Sel).(*types.Func))) {
			return 4 // through the table and what takes the receiver out of its box
		}
		return 2
	}
	if _, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return 2
	}
	return 3 // it may be a method value, which is a closure around the method
}

// callsRecover reports whether a function calls recover itself, or defers it.
func (f *fn) callsRecover(body ast.Node) (found bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			if len(n.Call.Args) == 0 {
				return false // it says itself what there is to recover
			}
		case *ast.CallExpr:
			found = found || f.info.Types[n.Fun].IsBuiltin() && builtinName(n.Fun) == "recover"
		}
		return !found
	})
	return found
}

// recovering begins a function that calls recover: it asks what there is to
// recover before anything it calls does.
func (f *fn) recovering(list []ast.Stmt) {
	if f.recovery != "" || !f.callsRecover(&ast.BlockStmt{List: list}) {
		return
	}
	name := f.temp("p")
	f.out.line("%s := rt.Falling()", name)
	f.recovery = fmt.Sprintf("rt.Recover(%s)", name)
}

func (f *fn) recoverCall() string { return f.recovery }
