package lower

import (
	"go/ast"
	"go/types"
	"strings"
)

// later evaluates the operands of a call and returns a call that can be made
// afterwards with the variables, fresh each time, that hold them.
func (f *fn) later(call *ast.CallExpr) (fun string, args, reps []string) {
	hold := func(x, rep string) string {
		name := f.temp("d")
		if x == "nil" {
			x = "*new(" + rep + ")"
		}
		f.out.line("%s := %s", name, x)
		args = append(args, name)
		reps = append(reps, rep)
		return "a" + itoa(int64(len(args)))
	}
	if tv := f.info.Types[call.Fun]; tv.IsBuiltin() || tv.IsType() {
		return f.laterBuiltin(call)
	}
	m := f.callee(call)
	callee := m.callee
	switch {
	case f.isStatic(call):
	case m.first == "" && f.isMethodCall(call): // of a compiled type or interface
		x, name := cutLast(callee)
		callee = hold(f.receiverOf(call, x)) + "." + name
	case m.first != "" && strings.HasSuffix(callee, "]"): // dispatch through a table
		i := strings.Index(callee, "[")
		a := hold(m.first, "interface{}")
		f.out.line("rt.NotNil(%s)", args[len(args)-1])
		m.first = ""
		callee = callee[:i] + "_call"
		return f.finish(callee, []string{a}, call, m.sig, hold), args, reps
	default:
		if m.first == "" {
			callee = hold(callee, f.rep(f.typeOf(call.Fun)))
		}
	}
	var list []string
	if m.first != "" {
		list = append(list, hold(m.first, f.firstRep(call)))
	}
	return f.finish(callee, list, call, m.sig, hold), args, reps
}

// finish adds the arguments of a call.
func (f *fn) finish(callee string, list []string, call *ast.CallExpr, sig *types.Signature, hold func(x, rep string) string) string {
	if len(call.Args) == 1 {
		if t, ok := f.typeOf(call.Args[0]).(*types.Tuple); ok {
			for i, x := range strings.Split(f.spread(call.Args[0], t, sig), ", ") {
				list = append(list, hold(x, f.rep(paramType(sig, i))))
			}
			return callee + "(" + strings.Join(list, ", ") + ")"
		}
	}
	for i, a := range call.Args {
		if call.Ellipsis.IsValid() && i == len(call.Args)-1 {
			t := sig.Params().At(i).Type()
			list = append(list, hold(f.givenTo(call, f.as(a, t), t), f.rep(t))+"...")
			continue
		}
		t := paramType(sig, i)
		list = append(list, hold(f.givenTo(call, f.as(a, t), t), f.rep(t)))
	}
	return callee + "(" + strings.Join(list, ", ") + ")"
}

func (f *fn) laterBuiltin(call *ast.CallExpr) (fun string, args, reps []string) {
	// Its operands are evaluated now; what it does to them happens later.
	fake := *call
	f.info.Types[&fake] = f.info.Types[call]
	fake.Args = make([]ast.Expr, len(call.Args))
	for i, a := range call.Args {
		fake.Args[i] = a
		tv := f.info.Types[a]
		if tv.IsType() || tv.Value != nil || f.isNil(a) {
			continue
		}
		t := f.typeOf(a)
		name := f.temp("d")
		f.out.line("%s := %s", name, f.expr(a))
		fake.Args[i] = f.standFor("a"+itoa(int64(len(args)+1)), t)
		args, reps = append(args, name), append(reps, f.rep(t))
	}
	return f.builtin(&fake), args, reps
}

// isStatic reports whether a call names a function.
func (f *fn) isStatic(call *ast.CallExpr) bool { return f.namesFunc(call.Fun) }

// namesFunc reports whether an expression is the name of a function, or of an
// instance of one.
func (f *fn) namesFunc(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, ok := f.object(e).(*types.Func)
		return ok
	case *ast.IndexExpr:
		return f.isGenericFunc(e.X)
	case *ast.IndexListExpr:
		return f.info.Types[e].IsValue()
	case *ast.SelectorExpr:
		if f.info.Selections[e] == nil {
			_, ok := f.object(e.Sel).(*types.Func)
			return ok
		}
	}
	return false
}

func (f *fn) isMethodCall(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	s := f.info.Selections[sel]
	return s != nil && s.Kind() == types.MethodVal
}

func cutLast(s string) (x, name string) {
	i := strings.LastIndex(s, ".")
	return s[:i], s[i+1:]
}

// receiverOf returns the receiver of a compiled method as it is kept: by
// pointer where the method wants one.
func (f *fn) receiverOf(call *ast.CallExpr, x string) (text, rep string) {
	sel := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	s, _ := f.selectionOf(sel)
	t := s.recv
	for _, i := range s.path {
		t = deref(t).Underlying().(*types.Struct).Field(i).Type()
	}
	if isPointer(recvType(s.obj.(*types.Func))) && !isPointer(t) {
		return "&" + x, "*" + f.rep(t)
	}
	return x, f.rep(t)
}

func (f *fn) firstRep(call *ast.CallExpr) string {
	sel := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	s, _ := f.selectionOf(sel)
	return f.rep(f.apply(f.recvIn(s)))
}

// recvIn is the receiver type of the method that a selection calls.
func (f *fn) recvIn(s selection) types.Type {
	t := s.recv
	for _, i := range s.path {
		t = deref(t).Underlying().(*types.Struct).Field(i).Type()
	}
	switch {
	case f.isCompiledInterface(t):
		return t
	case types.IsInterface(t):
		return anyType
	}
	base := deref(t)
	if isPointer(recvType(s.obj.(*types.Func))) {
		return types.NewPointer(base)
	}
	return base
}

func params(reps []string) string {
	list := make([]string, len(reps))
	for i, r := range reps {
		list[i] = "a" + itoa(int64(i+1)) + " " + r
	}
	return strings.Join(list, ", ")
}

func (f *fn) goStmt(s *ast.GoStmt) {
	number := f.markNumber(s)
	if lit, ok := ast.Unparen(s.Call.Fun).(*ast.FuncLit); ok && len(s.Call.Args) == 0 {
		f.out.line("rt.Go(%d, %s)", number, f.noResults(lit))
		return
	}
	f.out.line("rt.Go(%d, %s)", number, f.laterCall(s.Call))
}

// laterCall evaluates the operands of a call and writes a closure that makes
// it. They are parameters of a function around it: variables that a loop would
// declare anew are shared by all closures of yaegi's.
func (f *fn) laterCall(call *ast.CallExpr) string {
	fun, args, reps := f.later(call)
	if len(args) == 0 {
		return "func() { " + fun + " }"
	}
	return "func(" + params(reps) + ") func() { return func() { " + fun + " } }(" + strings.Join(args, ", ") + ")"
}

// noResults writes a literal so that it can be called for nothing.
func (f *fn) noResults(lit *ast.FuncLit) string {
	if !hasResults(lit) {
		return f.literal(lit)
	}
	return "func() { " + f.plainLiteral(lit) + "() }"
}

func hasResults(lit *ast.FuncLit) bool {
	return lit.Type.Results != nil && len(lit.Type.Results.List) > 0
}
