package lower

import (
	"go/ast"
	"go/types"
	"reflect"
)

// selection is what x.name means once type parameters are replaced.
type selection struct {
	kind types.SelectionKind
	recv types.Type // of x
	obj  types.Object
	path []int // fields on the way; for a field, itself last
}

// selectionOf finds what a selector means; ok is false for a member of a
// package.
func (f *fn) selectionOf(e *ast.SelectorExpr) (s selection, ok bool) {
	sel := f.info.Selections[e]
	if sel == nil {
		return s, false
	}
	s = selection{sel.Kind(), f.apply(sel.Recv()), sel.Obj(), sel.Index()}
	if len(f.subst) == 0 {
		return s.trimmed(), true
	}
	obj, path, _ := types.LookupFieldOrMethod(s.recv, true, sel.Obj().Pkg(), sel.Obj().Name())
	if obj != nil {
		s.obj, s.path = obj, path
	}
	return s.trimmed(), true
}

// trimmed leaves out the number of the method.
func (s selection) trimmed() selection {
	if s.kind != types.FieldVal {
		s.path = s.path[:len(s.path)-1]
	}
	return s
}

func (f *fn) selector(e *ast.SelectorExpr) string {
	s, ok := f.selectionOf(e)
	if !ok {
		return f.member(e)
	}
	switch s.kind {
	case types.FieldVal:
		x, _ := f.walk(f.operand(e.X), s.recv, s.path)
		return x
	case types.MethodExpr:
		return f.methodExpr(s)
	}
	return f.methodValue(e, s)
}

// member writes a member of a package.
func (f *fn) member(e *ast.SelectorExpr) string {
	switch obj := f.object(e.Sel).(type) {
	case *types.Func:
		return f.funcValue(e.Sel, obj)
	case *types.Var:
		if isOverlay(obj.Pkg()) {
			f.unsupported(e, "variable of an overlay")
		}
		return f.compiledVar(obj)
	}
	panic("lower: member " + e.Sel.Name)
}

// compiledVar writes a variable of a compiled package. yaegi compares, and
// copies, what a pointer was when the code was compiled, and takes one that was
// nil for a type: those are reached by their address.
func (f *fn) compiledVar(v *types.Var) string {
	path := v.Pkg().Path()
	if x, ok := f.compiled.Member(path, v.Name()); ok && x.Kind() == reflect.Pointer && x.CanAddr() {
		return "(*" + f.symbol("V__"+symbolName(path+"."+v.Name()), x.Addr()) + ")"
	}
	return f.pkg(path) + "." + v.Name()
}

// walk follows a path of fields from a value x of type t.
func (f *fn) walk(x string, t types.Type, path []int) (string, types.Type) {
	for n, i := range path {
		s, ok := deref(t).Underlying().(*types.Struct)
		if !ok {
			panic("lower: no struct in path: " + t.String())
		}
		if named, ok := types.Unalias(deref(t)).(*types.Named); ok && !f.isOurs(named.Obj()) && f.standIn(named) == nil {
			last := f.last(t, path[n:])
			return x + "." + last.Name(), last.Type() // promoted fields of compiled types are found by name
		}
		x += "." + f.fieldOf(deref(t), s, i)
		t = s.Field(i).Type()
	}
	return x, t
}

func (f *fn) last(t types.Type, path []int) *types.Var {
	var v *types.Var
	for _, i := range path {
		v = deref(t).Underlying().(*types.Struct).Field(i)
		t = v.Type()
	}
	return v
}

func deref(t types.Type) types.Type {
	if p, ok := types.Unalias(t).Underlying().(*types.Pointer); ok {
		return types.Unalias(p.Elem())
	}
	return types.Unalias(t)
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// method is a way to call a method: a function to be followed by arguments,
// the first of which, if there are any, stands in first.
type method struct {
	callee string
	first  string
	sig    *types.Signature
}

// method finds the function behind x.name for x of type s.recv.
func (f *fn) method(x string, s selection) method {
	fun := s.obj.(*types.Func)
	x, t := f.walk(x, s.recv, s.path)
	sig := f.apply(fun.Signature()).(*types.Signature)
	if types.IsInterface(t) {
		if f.isCompiledInterface(t) {
			return f.compiledMethod(x, t, fun, sig)
		}
		return f.dispatch(x, t, fun, sig)
	}
	if f.isCompiledMethod(fun) {
		return f.compiledMethod(x, t, fun, sig)
	}
	name := f.methodName(fun, t)
	switch ptr := isPointer(fun.Signature().Recv().Type()); {
	case ptr && !isPointer(t):
		x = "&" + x
	case !ptr && isPointer(t):
		x = "*" + x
	}
	return method{name, x, sig}
}

func recvType(fun *types.Func) types.Type { return fun.Signature().Recv().Type() }

// isCompiledMethod reports whether a method has no body of ours.
func (f *fn) isCompiledMethod(fun *types.Func) bool {
	named, ok := types.Unalias(deref(recvType(fun))).(*types.Named)
	if !ok {
		return false
	}
	if f.isOurs(named.Obj()) {
		return false
	}
	return named.TypeArgs().Len() == 0 && named.TypeParams().Len() == 0 || f.overlay == nil
}

func (f *fn) compiledMethod(x string, t types.Type, fun *types.Func, sig *types.Signature) method {
	if name := f.replaced(fun); name != "" {
		if isPointer(recvType(fun)) && !isPointer(t) {
			x = "&" + x
		}
		return method{name, x, sig}
	}
	return method{callee: x + "." + fun.Name(), sig: sig}
}

// replaced returns the function that takes the place of a compiled method.
func (f *fn) replaced(fun *types.Func) string {
	named, ok := types.Unalias(deref(recvType(fun))).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return ""
	}
	base := named.Obj().Name()
	if isPointer(recvType(fun)) {
		base = "(*" + base + ")"
	}
	name := named.Obj().Pkg().Path() + "." + base + "." + fun.Name()
	v, ok := f.replace0[name]
	if !ok {
		return ""
	}
	return f.symbol("R__"+symbolName(name), v)
}

func symbolName(s string) string {
	b := []byte(s)
	for i, c := range b {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9') {
			b[i] = '_'
		}
	}
	return string(b)
}

// methodName returns the emitted function of a method of ours, for a receiver
// of type t.
func (f *fn) methodName(fun *types.Func, t types.Type) string {
	named, _ := types.Unalias(deref(t)).(*types.Named)
	if named != nil && named.TypeArgs().Len() > 0 {
		args := make([]types.Type, named.TypeArgs().Len())
		for i := range args {
			args[i] = named.TypeArgs().At(i)
		}
		return f.instantiate(fun.Origin(), args)
	}
	if isOverlay(fun.Pkg()) {
		return f.overlayFunc(fun)
	}
	name, ok := f.in.Global(fun)
	if !ok {
		panic("lower: no name for method " + fun.FullName())
	}
	return name
}

// methodExpr writes T.name as a function.
func (f *fn) methodExpr(s selection) string {
	recv := f.temp("r")
	m := f.method(recv, s)
	sig := m.sig
	params, args := f.forwardParams(sig)
	return "func(" + join(recv+" "+f.rep(s.recv), params) + ")" + f.unit.results(sig.Results()) +
		" { " + returns(sig) + m.callee + "(" + join(m.first, args) + ") }"
}

// methodValue writes x.name as a function that has kept x.
func (f *fn) methodValue(e *ast.SelectorExpr, s selection) string {
	// Go evaluates x, and copies what the method receives, now.
	x, t := f.walk(f.operand(e.X), s.recv, s.path)
	fun := s.obj.(*types.Func)
	s.path = nil
	if !types.IsInterface(t) {
		switch ptr := isPointer(recvType(fun)); {
		case ptr && !isPointer(t):
			x, t = "&"+x, types.NewPointer(t)
		case !ptr && isPointer(t):
			x, t = "*"+x, t.Underlying().(*types.Pointer).Elem()
		}
	}
	s.recv = t
	recv := f.temp("r")
	m := f.method(recv, s)
	params, args := f.forwardParams(m.sig)
	check := ""
	if types.IsInterface(t) {
		check = "rt.NotNil(" + recv + "); "
	}
	typ := "func(" + params + ")" + f.unit.results(m.sig.Results())
	return "func(" + recv + " " + f.rep(t) + ") " + typ + " { " + check + "return " + typ +
		" { " + returns(m.sig) + m.callee + "(" + join(m.first, args) + ") } }(" + x + ")"
}

// forwardParams writes a parameter list for a signature, and the arguments
// that pass it on.
func (f *fn) forwardParams(sig *types.Signature) (params, args string) {
	for i := range sig.Params().Len() {
		name := f.temp("a")
		t := sig.Params().At(i).Type()
		if s, ok := t.Underlying().(*types.Slice); ok && sig.Variadic() && i == sig.Params().Len()-1 {
			params = join(params, name+" ..."+f.rep(s.Elem()))
			args = join(args, name+"...")
			continue
		}
		params, args = join(params, name+" "+f.rep(t)), join(args, name)
	}
	return params, args
}

func returns(sig *types.Signature) string {
	if sig.Results().Len() > 0 {
		return "return "
	}
	return ""
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}
