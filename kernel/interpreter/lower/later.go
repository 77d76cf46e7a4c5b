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
		name := f.temp("d__")
		if x == "nil" {
			x = "*new(" + rep + ")"
		}
		f.out.line("%s := %s", name, x)
		args = append(args, name)
		reps = append(reps, rep)
		return "a" + itoa(int64(len(args)))
	}
	if tv := f.info.Types[call.Fun]; tv.IsBuiltin() || tv.IsType() {
		return f.laterBuiltin(call, hold)
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
			list = append(list, hold(f.as(a, t), f.rep(t))+"...")
			continue
		}
		t := paramType(sig, i)
		list = append(list, hold(f.as(a, t), f.rep(t)))
	}
	return callee + "(" + strings.Join(list, ", ") + ")"
}

func (f *fn) laterBuiltin(call *ast.CallExpr, hold func(x, rep string) string) (string, []string, []string) {
	// Its operands are evaluated now; what it does to them happens later.
	var args, reps []string
	fake := *call
	fake.Args = make([]ast.Expr, len(call.Args))
	for i, a := range call.Args {
		fake.Args[i] = a
		tv := f.info.Types[a]
		if tv.IsType() || tv.Value != nil || f.isNil(a) {
			continue
		}
		t := f.typeOf(a)
		name := f.temp("d__")
		f.out.line("%s := %s", name, f.expr(a))
		id := ast.NewIdent("a" + itoa(int64(len(args)+1)))
		v := types.NewVar(call.Pos(), f.in.Pkg, id.Name, t)
		f.info.Uses[id] = v
		f.info.Types[id] = types.TypeAndValue{Type: t}
		f.names[v] = id.Name
		fake.Args[i] = id
		args, reps = append(args, name), append(reps, f.rep(t))
	}
	_ = hold
	return f.builtin(&fake), args, reps
}

// isStatic reports whether a call names a function, or is of a literal.
func (f *fn) isStatic(call *ast.CallExpr) bool {
	switch e := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		_, ok := f.object(e).(*types.Func)
		return ok
	case *ast.IndexExpr, *ast.IndexListExpr:
		return f.info.Types[e].IsValue() && isStaticIndex(f, e)
	case *ast.SelectorExpr:
		if f.info.Selections[e] == nil {
			_, ok := f.object(e.Sel).(*types.Func)
			return ok
		}
	}
	return false
}

func isStaticIndex(f *fn, e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.IndexExpr:
		return f.isGenericFunc(e.X)
	case *ast.IndexListExpr:
		return true
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
	if types.IsInterface(t) {
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
	fun, args, reps := f.later(s.Call)
	f.out.line("rt.Go(%d, func(%s) func() { return func() { %s } }(%s))", number, params(reps), fun, strings.Join(args, ", "))
}

// noResults writes a literal so that it can be called for nothing.
func (f *fn) noResults(lit *ast.FuncLit) string {
	if lit.Type.Results == nil || len(lit.Type.Results.List) == 0 {
		return f.literal(lit)
	}
	return "func() { " + f.literal(lit) + "() }"
}

// deferStmt: yaegi evaluates what it defers late, or not at all, unless it is
// a function with fresh variables for arguments.
func (f *fn) deferStmt(s *ast.DeferStmt) {
	lit, isLit := ast.Unparen(s.Call.Fun).(*ast.FuncLit)
	if isLit && len(s.Call.Args) == 0 && len(f.loops) == 0 {
		f.out.line("defer %s()", f.literal(lit))
		return
	}
	if isLit {
		f.deferLiteral(s, lit)
		return
	}
	fun, args, reps := f.later(s.Call)
	if f.isStatic(s.Call) && f.isOursFunc(s.Call) { // it may recover
		i := strings.Index(fun, "(")
		list := fun[i:]
		for i, a := range args {
			list = replaceWord(list, "a"+itoa(int64(i+1)), a)
		}
		f.out.line("defer %s%s", fun[:i], list)
		return
	}
	f.out.line("defer func(%s) { %s }(%s)", params(reps), fun, strings.Join(args, ", "))
}

func (f *fn) isOursFunc(call *ast.CallExpr) bool {
	var obj types.Object
	switch e := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		obj = f.object(e)
	case *ast.SelectorExpr:
		obj = f.object(e.Sel)
	default:
		return true
	}
	_, ok := f.globalOf(obj)
	return ok
}

func replaceWord(s, from, to string) string {
	for _, end := range []string{",", ")", "."} {
		s = strings.ReplaceAll(s, "("+from+end, "("+to+end)
		s = strings.ReplaceAll(s, " "+from+end, " "+to+end)
	}
	return s
}

// deferLiteral defers a literal in a loop, or one with parameters. What it
// captures must not change until it runs: a closure made now keeps it.
func (f *fn) deferLiteral(s *ast.DeferStmt, lit *ast.FuncLit) {
	sig := f.typeOf(lit).Underlying().(*types.Signature)
	var args []string
	var list []string
	if len(s.Call.Args) > 0 {
		call := f.args(s.Call, sig)
		_ = call
		for i, a := range s.Call.Args {
			t := paramType(sig, i)
			if s.Call.Ellipsis.IsValid() && i == len(s.Call.Args)-1 {
				t = sig.Params().At(i).Type()
			}
			name := f.temp("d__")
			f.out.line("%s := %s", name, f.typedValue(a, t))
			args = append(args, name)
			if s.Call.Ellipsis.IsValid() && i == len(s.Call.Args)-1 {
				name += "..."
			}
			list = append(list, name)
		}
	}
	if len(f.loops) == 0 || callsRecover(lit) && !f.capturesLoop(lit) {
		f.out.line("defer %s(%s)", f.literal(lit), strings.Join(list, ", "))
		return
	}
	name := f.temp("f__")
	// The literal is made in a frame of its own: yaegi locks the one it was made
	// in when it ends, and this one is locked while deferred calls run.
	f.out.line("%s := func() %s { return %s }()", name, f.rep(f.typeOf(lit)), f.literal(lit))
	reps := []string{f.rep(f.typeOf(lit))}
	inner := []string{}
	for i, a := range args {
		_ = a
		t := sig.Params().At(min(i, sig.Params().Len()-1)).Type()
		rep := f.rep(t)
		if sig.Variadic() && i >= sig.Params().Len()-1 && !s.Call.Ellipsis.IsValid() {
			rep = f.rep(paramType(sig, i))
		}
		reps = append(reps, rep)
		p := "a" + itoa(int64(i+2))
		if strings.HasSuffix(list[i], "...") {
			p += "..."
		}
		inner = append(inner, p)
	}
	f.out.line("defer func(%s) { a1(%s) }(%s)", params(reps), strings.Join(inner, ", "), strings.Join(append([]string{name}, args...), ", "))
}

func callsRecover(lit *ast.FuncLit) (found bool) {
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == "recover" {
			found = true
		}
		return !found
	})
	return found
}

// capturesLoop reports whether a literal uses a variable that is declared in
// a loop around it.
func (f *fn) capturesLoop(lit *ast.FuncLit) (found bool) {
	return false
}
