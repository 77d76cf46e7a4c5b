package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

func (f *fn) assignStmt(s *ast.AssignStmt) {
	switch s.Tok {
	case token.ASSIGN, token.DEFINE:
		if len(s.Lhs) == len(s.Rhs) {
			f.assignEach(s.Lhs, s.Rhs, s.Tok == token.DEFINE)
			return
		}
		f.assignMany(s.Lhs, s.Rhs[0], s.Tok == token.DEFINE)
	default:
		f.update(s)
	}
}

// update lowers x += y. The place is found before what is called on the right,
// which may make x lead elsewhere.
func (f *fn) update(s *ast.AssignStmt) {
	to := ""
	if _, isName := ast.Unparen(s.Lhs[0]).(*ast.Ident); !isName && f.calls(s.Rhs[0]) {
		to = f.place(s.Lhs[0]).text
	} else {
		to = f.expr(s.Lhs[0])
	}
	if s.Tok == token.SHL_ASSIGN || s.Tok == token.SHR_ASSIGN {
		f.out.line("%s %s %s", to, s.Tok, f.shiftCount(s.Rhs[0]))
		return
	}
	f.out.line("%s %s %s", to, s.Tok, f.expr(s.Rhs[0]))
}

// target is something that is assigned to.
type target struct {
	text  string
	typ   types.Type // nil for the blank identifier
	fresh bool       // a local that begins here
}

func (f *fn) target(e ast.Expr, define bool) target {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if ok && id.Name == "_" {
		return target{text: "_"}
	}
	if ok && define {
		if obj := f.info.Defs[id]; obj != nil {
			_, global := f.in.Global(obj)
			return target{f.local(obj), f.apply(obj.Type()), !global && !f.hoist(obj)}
		}
	}
	return target{f.expr(e), f.typeOf(e), false}
}

func (t target) assign(f *fn, value string) {
	switch {
	case t.typ == nil && strings.HasPrefix(value, "*"): // yaegi would not follow the pointer
		f.hold(value)
	case t.typ == nil:
		f.out.line("_ = %s", value)
	case t.fresh && value == "nil":
		f.out.line("%s := *new(%s)", t.text, f.rep(t.typ))
	case t.fresh:
		f.out.line("%s := %s", t.text, value)
	case strings.HasSuffix(value, "}"): // yaegi would put a composite literal in another place than the variable's
		f.out.line("%s = (%s)", t.text, value)
	default:
		f.out.line("%s = %s", t.text, value)
	}
}

// assignEach lowers a, b = x, y.
func (f *fn) assignEach(lhs, rhs []ast.Expr, define bool) {
	if len(lhs) == 1 {
		value, t := "", types.Type(nil)
		if id, ok := lhs[0].(*ast.Ident); ok && define && f.info.Defs[id] != nil {
			t = f.apply(f.info.Defs[id].Type())
			value = f.valueFor(rhs[0], t) // before the variable exists: x := x
			f.target(lhs[0], define).assign(f, value)
			return
		}
		f.assignOne(lhs[0], rhs[0], define)
		return
	}
	if f.swap(lhs, rhs, define) {
		return
	}
	temps := make([]string, len(lhs))
	targets := make([]target, len(lhs))
	if !define {
		for i, e := range lhs {
			targets[i] = f.place(e)
		}
	}
	for i, e := range rhs {
		temps[i] = f.temp("t")
		var t types.Type
		if id, ok := lhs[i].(*ast.Ident); !ok || id.Name != "_" {
			t = f.lhsType(lhs[i])
		}
		v := f.valueFor(e, t)
		if v == "nil" {
			if t == nil {
				t = anyType
			}
			v = "*new(" + f.rep(t) + ")"
		}
		f.out.line("%s := %s", temps[i], v)
	}
	for i, e := range lhs {
		if define {
			targets[i] = f.target(e, define)
		}
		targets[i].assign(f, temps[i])
	}
}

// assignOne lowers x = y. What is called on the right is called before yaegi
// looks at the place on the left, which it finds first.
func (f *fn) assignOne(lhs, rhs ast.Expr, define bool) {
	_, isName := ast.Unparen(lhs).(*ast.Ident)
	_, isStar := ast.Unparen(rhs).(*ast.StarExpr) // of nil, yaegi would delete a map's element
	if isName || !isStar && !f.calls(rhs) {
		to := f.target(lhs, define)
		to.assign(f, f.valueFor(rhs, to.typ))
		return
	}
	to := target{typ: f.typeOf(lhs)}
	if f.calls(lhs) {
		to = f.place(lhs)
	}
	value := f.hold(f.typedValue(rhs, to.typ))
	if to.text == "" {
		to = f.target(lhs, define)
	}
	to.assign(f, value)
}

// calls reports whether an expression calls something that is not built in.
func (f *fn) calls(e ast.Expr) (found bool) {
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			tv := f.info.Types[n.Fun]
			found = found || !tv.IsType() && !tv.IsBuiltin()
		}
		return !found
	})
	return found
}

// swap writes assignments of plain variables at once. What is called on the
// right would be told to write its result where the variable is, before the
// others are read.
func (f *fn) swap(lhs, rhs []ast.Expr, define bool) bool {
	if define {
		return false
	}
	var to, from []string
	for i := range lhs {
		if !isSimple(lhs[i]) || f.isNil(rhs[i]) || !f.isPlain(rhs[i], f.typeOf(lhs[i])) {
			return false
		}
		to = append(to, f.expr(lhs[i]))
		from = append(from, f.valueFor(rhs[i], f.typeOf(lhs[i])))
	}
	f.out.line("%s = %s", strings.Join(to, ", "), strings.Join(from, ", "))
	return true
}

// isPlain reports whether a value is written without a call of anything.
func (f *fn) isPlain(e ast.Expr, to types.Type) (plain bool) {
	if types.IsInterface(to) && !types.IsInterface(f.typeOf(e)) {
		return false
	}
	plain = true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr, *ast.FuncLit, *ast.CompositeLit, *ast.TypeAssertExpr:
			plain = false
		case *ast.UnaryExpr:
			plain = plain && n.Op != token.ARROW && n.Op != token.AND
		}
		return plain
	})
	return plain
}

func isSimple(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name != "_"
}

func (f *fn) lhsType(e ast.Expr) types.Type {
	if id, ok := e.(*ast.Ident); ok {
		if obj := f.info.Defs[id]; obj != nil {
			return f.apply(obj.Type())
		}
	}
	return f.typeOf(e)
}

// place evaluates the operands of something that is assigned to later.
func (f *fn) place(e ast.Expr) target {
	switch e := ast.Unparen(e).(type) {
	case *ast.IndexExpr:
		return f.placeOfElement(e)
	case *ast.StarExpr:
		return target{"*" + f.hold(f.expr(e.X)), f.typeOf(e), false}
	case *ast.SelectorExpr:
		s, ok := f.selectionOf(e)
		if !ok {
			break
		}
		base := ""
		if isPointer(s.recv) {
			base = f.hold(f.expr(e.X))
		} else {
			base = f.place(e.X).operand()
		}
		x, t := f.walk(base, s.recv, s.path)
		return target{x, t, false}
	}
	return f.target(e, false)
}

func (f *fn) placeOfElement(e *ast.IndexExpr) target {
	base, index := "", ast.Expr(e.Index)
	switch t := f.typeOf(e.X).Underlying().(type) {
	case *types.Map:
		base = f.hold(f.expr(e.X))
		return target{base + "[" + f.hold(f.typedValue(index, t.Key())) + "]", t.Elem(), false}
	case *types.Slice:
		base = f.hold(f.expr(e.X))
	case *types.Pointer:
		base = "(*" + f.hold(f.expr(e.X)) + ")"
	default:
		base = f.place(e.X).operand()
	}
	at := f.hold(f.position(index))
	f.indexed(e, base, at)
	return target{base + "[" + at + "]", f.typeOf(e), false}
}

// operand is the text of a place that something follows.
func (t target) operand() string {
	if strings.HasPrefix(t.text, "*") {
		return "(" + t.text + ")"
	}
	return t.text
}

// valueFor writes a value for a variable of type t; nil means the blank
// identifier, which takes any.
func (f *fn) valueFor(e ast.Expr, t types.Type) string {
	if t == nil {
		return f.expr(e)
	}
	return f.as(e, t)
}

// assignMany lowers a, b = f() and the forms with ok.
func (f *fn) assignMany(lhs []ast.Expr, rhs ast.Expr, define bool) {
	var values []string
	var from []types.Type
	places := make([]target, len(lhs))
	for i, e := range lhs {
		if _, isName := ast.Unparen(e).(*ast.Ident); !isName {
			places[i] = f.place(e)
		}
	}
	switch e := ast.Unparen(rhs).(type) {
	case *ast.TypeAssertExpr:
		v, ok := f.assertionOK(e)
		values, from = []string{v, ok}, []types.Type{f.typeOf(e.Type), types.Typ[types.Bool]}
	case *ast.UnaryExpr:
		v, ok := f.receiveOK(e)
		values, from = []string{v, ok}, []types.Type{chanOf(f.typeOf(e.X)).Elem(), types.Typ[types.Bool]}
	default:
		var elem []types.Type
		if ix, ok := e.(*ast.IndexExpr); ok && !f.isGenericFunc(ix.X) {
			elem = []types.Type{f.typeOf(ix.X).Underlying().(*types.Map).Elem(), types.Typ[types.Bool]}
		} else {
			t := f.typeOf(e).(*types.Tuple)
			for i := range t.Len() {
				elem = append(elem, t.At(i).Type())
			}
		}
		x := f.expr(e)
		for range elem {
			values = append(values, f.temp("t"))
		}
		from = elem
		f.out.line("%s := %s", strings.Join(values, ", "), x)
		f.remark(e)
	}
	for i, e := range lhs {
		to := places[i]
		if to.text == "" {
			to = f.target(e, define)
		}
		if to.typ == nil {
			continue
		}
		to.assign(f, f.convert(values[i], from[i], to.typ))
	}
}

func chanOf(t types.Type) *types.Chan { return t.Underlying().(*types.Chan) }
