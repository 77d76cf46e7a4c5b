package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strings"
)

func (f *fn) builtin(e *ast.CallExpr) string {
	name := builtinName(e.Fun)
	if len(e.Args) == 1 {
		if t, ok := f.typeOf(e.Args[0]).(*types.Tuple); ok {
			e = f.spreadBuiltin(e, t)
		}
	}
	switch name {
	case "append":
		return f.appendCall(e)
	case "cap", "len":
		return f.length(e.Args[0], name)
	case "imag", "real":
		return name + "(" + f.under(e.Args[0]) + ")"
	case "complex":
		parts := f.as(e.Args[0], f.partOf(e)) + ", " + f.as(e.Args[1], f.partOf(e))
		if f.partOf(e) == types.Typ[types.Float32] {
			return "rt.Complex64(" + parts + ")" // yaegi's is a complex128
		}
		return "complex(" + parts + ")"
	case "clear":
		return "rt.Clear(" + f.under(e.Args[0]) + ")"
	case "close":
		return "rt.CloseChan(" + f.under(e.Args[0]) + ")"
	case "copy":
		src := f.under(e.Args[1])
		if isString(f.typeOf(e.Args[1])) {
			src = "[]uint8(" + src + ")"
		}
		return "copy(" + f.under(e.Args[0]) + ", " + src + ")"
	case "delete":
		m := f.typeOf(e.Args[0]).Underlying().(*types.Map)
		return "delete(" + f.under(e.Args[0]) + ", " + f.as(e.Args[1], m.Key()) + ")"
	case "make":
		return f.makeCall(e)
	case "max", "min":
		return f.extreme(e, name)
	case "new":
		return f.newCall(e)
	case "panic":
		return "rt.Panic(" + f.as(e.Args[0], anyType) + ")"
	case "print", "println":
		list := make([]string, len(e.Args))
		for i, a := range e.Args {
			list[i] = f.expr(a)
		}
		return "rt." + strings.ToUpper(name[:1]) + name[1:] + "(" + strings.Join(list, ", ") + ")"
	case "recover":
		return f.recoverCall()
	}
	f.unsupported(e, "%s is not supported by the interpreter", name)
	return ""
}

// length writes len and cap. That of an array is known, but what gives it has
// to be evaluated; a pointer to it is not followed.
func (f *fn) length(e ast.Expr, name string) string {
	t := f.typeOf(e)
	if isPointer(t) {
		t = deref(t)
	}
	a, ok := t.Underlying().(*types.Array)
	if !ok {
		return name + "(" + f.under(e) + ")"
	}
	if x := f.expr(e); !isName(x) {
		f.hold(x)
	}
	return itoa(a.Len())
}

// spreadBuiltin makes f(x, y) of f(g()).
func (f *fn) spreadBuiltin(e *ast.CallExpr, t *types.Tuple) *ast.CallExpr {
	spread := *e
	f.info.Types[&spread] = f.info.Types[e]
	spread.Args = make([]ast.Expr, t.Len())
	names := make([]string, t.Len())
	for i := range names {
		names[i] = f.temp("t")
		spread.Args[i] = f.standFor(names[i], t.At(i).Type())
	}
	f.out.line("%s := %s", strings.Join(names, ", "), f.expr(e.Args[0]))
	return &spread
}

// standFor returns an expression for an emitted variable.
func (f *fn) standFor(name string, t types.Type) ast.Expr {
	id := ast.NewIdent(name)
	v := types.NewVar(token.NoPos, f.in.Pkg, name, t)
	f.info.Uses[id] = v
	f.info.Types[id] = types.TypeAndValue{Type: t}
	f.names[v] = name
	return id
}

func builtinName(e ast.Expr) string {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return "unsafe." + e.Sel.Name
	}
	return ""
}

func (f *fn) partOf(e ast.Expr) types.Type {
	if b, ok := f.typeOf(e).Underlying().(*types.Basic); ok && b.Kind() == types.Complex64 {
		return types.Typ[types.Float32]
	}
	return types.Typ[types.Float64]
}

func (f *fn) appendCall(e *ast.CallExpr) string {
	s, ok := f.typeOf(e).Underlying().(*types.Slice)
	if !ok {
		f.unsupported(e, "append to %v", f.typeOf(e))
	}
	list := []string{f.untie(f.as(e.Args[0], f.typeOf(e)), f.typeOf(e))}
	for i, a := range e.Args[1:] {
		switch {
		case !e.Ellipsis.IsValid():
			x := f.as(a, s.Elem())
			if i > 0 && isPlace(a) { // yaegi reads it when it has written those before it, maybe there
				x = f.hold(x)
			}
			list = append(list, x)
		case i == 0 && isString(f.typeOf(a)):
			list = append(list, "[]uint8("+f.expr(a)+")...")
		case f.isNil(a):
		default:
			list = append(list, f.under(a)+"...")
		}
	}
	if len(list) == 1 {
		return f.tie(list[0], f.typeOf(e))
	}
	return f.tie("append("+strings.Join(list, ", ")+")", f.typeOf(e))
}

// isPlace reports whether an expression is a variable inside another value.
func isPlace(e ast.Expr) bool {
	switch ast.Unparen(e).(type) {
	case *ast.IndexExpr, *ast.StarExpr, *ast.SelectorExpr:
		return true
	}
	return false
}

func (f *fn) makeCall(e *ast.CallExpr) string {
	t := f.typeOf(e)
	list := []string{f.underRep(t)}
	for _, a := range e.Args[1:] {
		list = append(list, f.position(a))
	}
	if c, ok := t.Underlying().(*types.Chan); ok {
		return f.makeChan(t, c, list[1:])
	}
	return f.tie("make("+strings.Join(list, ", ")+")", t)
}

func (f *fn) newCall(e *ast.CallExpr) string {
	arg := e.Args[0]
	if f.info.Types[arg].IsType() {
		return "new(" + f.rep(f.typeOf(arg)) + ")"
	}
	t := f.typeOf(e).Underlying().(*types.Pointer).Elem()
	return "func(v " + f.rep(t) + ") *" + f.rep(t) + " { return &v }(" + f.as(arg, t) + ")"
}

// extreme writes min and max as calls of compiled functions.
func (f *fn) extreme(e *ast.CallExpr, name string) string {
	t := f.typeOf(e)
	b, ok := t.Underlying().(*types.Basic)
	if !ok {
		f.unsupported(e, "%s of %v", name, t)
	}
	rep := f.rep(types.Default(b))
	list := make([]string, len(e.Args))
	for i, a := range e.Args {
		list[i] = f.as(a, t)
		if f.rep(t) != rep {
			list[i] = rep + "(" + list[i] + ")"
		}
	}
	call := f.symbol(strings.ToUpper(name[:1])+name[1:]+"_"+rep, reflect.ValueOf(extremes[name+" "+rep])) + "(" + strings.Join(list, ", ") + ")"
	if f.rep(t) != rep {
		return f.rep(t) + "(" + call + ")"
	}
	return call
}
