package lower

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// expr writes an expression as a value of the representation of its type.
func (f *fn) expr(e ast.Expr) string {
	if tv, ok := f.info.Types[e]; ok && tv.Value != nil {
		return f.constant(tv.Value, f.typeOf(e))
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return f.expr(e.X)
	case *ast.Ident:
		return f.ident(e)
	case *ast.BasicLit:
		panic("lower: literal without a value")
	case *ast.FuncLit:
		return f.literal(e)
	case *ast.CompositeLit:
		return f.composite(e, f.typeOf(e))
	case *ast.SelectorExpr:
		return f.selector(e)
	case *ast.IndexExpr:
		return f.index(e)
	case *ast.IndexListExpr:
		return f.funcValue(f.staticFunc(e))
	case *ast.SliceExpr:
		return f.slice(e)
	case *ast.TypeAssertExpr:
		return f.assertion(e)
	case *ast.CallExpr:
		return f.call(e)
	case *ast.StarExpr:
		return "*" + f.under(e.X)
	case *ast.UnaryExpr:
		return f.unary(e)
	case *ast.BinaryExpr:
		return f.binary(e)
	}
	panic(fmt.Sprintf("lower: %v: expression %T", f.fset.Position(e.Pos()), e))
}

// operand is expr in parentheses where something follows or precedes it.
func (f *fn) operand(e ast.Expr) string {
	s := f.expr(e)
	switch s[0] {
	case '*', '&', '-', '!', '^', '+', '<':
		return "(" + s + ")"
	}
	if strings.HasPrefix(s, "func(") {
		return "(" + s + ")"
	}
	return s
}

// as is expr, converted as an assignment to a variable of type to does.
func (f *fn) as(e ast.Expr, to types.Type) string {
	if f.isNil(e) {
		return f.nilOf(to)
	}
	return f.convert(f.expr(e), f.typeOf(e), to)
}

func (f *fn) isNil(e ast.Expr) bool {
	tv, ok := f.info.Types[e]
	return ok && tv.IsNil()
}

// nilOf writes nil so that its type is known. yaegi knows a bare nil to be an error,
// but no other compiled interface.
func (f *fn) nilOf(t types.Type) string {
	switch {
	case f.isKnot(t):
		return f.rep(t) + "{}"
	case f.isCompiledInterface(t) && f.rep(t) != "error":
		return zeroOf(f.rep(t))
	}
	switch t.Underlying().(type) {
	case *types.Interface, *types.Signature:
		return "nil"
	case *types.Basic:
		return "nil"
	}
	return "(" + f.rep(t) + ")(nil)"
}

// typedNil writes nil so that it may stand anywhere.
func (f *fn) typedNil(t types.Type) string {
	if x := f.nilOf(t); x != "nil" {
		return x
	}
	return zeroOf(f.rep(t))
}

// zeroOf writes the zero value of a type so that it may stand anywhere.
func zeroOf(rep string) string { return "(*new(" + rep + "))" }

func (f *fn) ident(id *ast.Ident) string {
	switch obj := f.object(id).(type) {
	case *types.Nil:
		return "nil"
	case *types.Var:
		return f.variable(obj)
	case *types.Func:
		return f.funcValue(id, obj)
	}
	panic(fmt.Sprintf("lower: %v: %s is %T", f.fset.Position(id.Pos()), id.Name, f.object(id)))
}

// variable writes a use of a variable: of the cell, of a compiled package by
// way of a dot import, or of this function.
func (f *fn) variable(v *types.Var) string {
	if isPackageLevel(v) {
		if name, ok := f.globalOf(v); ok {
			return name
		}
		return f.compiledVar(v)
	}
	return f.local(v)
}

func isPackageLevel(o types.Object) bool { return o.Pkg() != nil && o.Parent() == o.Pkg().Scope() }

func (f *fn) globalOf(o types.Object) (string, bool) {
	if isOverlay(o.Pkg()) {
		return "", false
	}
	return f.in.Global(o)
}

func (f *fn) unary(e *ast.UnaryExpr) string {
	switch e.Op {
	case token.AND:
		if lit, ok := ast.Unparen(e.X).(*ast.CompositeLit); ok {
			return f.pointerTo(f.composite(lit, f.typeOf(lit)), f.typeOf(lit))
		}
		return "&" + f.operand(e.X)
	case token.ARROW:
		return f.overtake(e, f.receive(e.X))
	}
	return "(" + e.Op.String() + f.operand(e.X) + ")"
}

// pointerTo writes a pointer to a new variable.
func (f *fn) pointerTo(lit string, t types.Type) string {
	if _, ok := t.Underlying().(*types.Struct); ok && t.Underlying().(*types.Struct).NumFields() > 0 {
		return "&" + lit
	}
	return "func() *" + f.rep(t) + " { v := " + lit + "; return &v }()"
}

func (f *fn) binary(e *ast.BinaryExpr) string {
	switch e.Op {
	case token.EQL, token.NEQ:
		return f.equality(e)
	case token.SHL, token.SHR:
		return "(" + f.operand(e.X) + " " + e.Op.String() + " " + f.shiftCount(e.Y) + ")"
	case token.LAND, token.LOR:
		if v := f.info.Types[e.Y].Value; v != nil && constant.BoolVal(v) != (e.Op == token.LAND) {
			f.hold(f.expr(e.X)) // yaegi would take the result for the constant's own
			return boolText(e.Op == token.LOR)
		}
		x := f.expr(e.X)
		f.when = append(f.when, strand.Condition{Text: x, Want: e.Op == token.LAND})
		y := f.apart(e.Y)
		f.when = f.when[:len(f.when)-1]
		return "(" + x + " " + e.Op.String() + " " + y + ")"
	}
	return "(" + f.expr(e.X) + " " + e.Op.String() + " " + f.expr(e.Y) + ")"
}

// apart writes an expression that is not always evaluated, so that nothing of
// it is done beforehand.
func (f *fn) apart(e ast.Expr) string {
	before, x := f.ahead(func() string { return f.expr(e) })
	if before == "" {
		return x
	}
	return "func() " + f.rep(f.typeOf(e)) + " {\n" + before + "return " + x + "\n}()"
}

// ahead returns the statements that must run before an expression, and the
// expression.
func (f *fn) ahead(write func() string) (before, x string) {
	out := f.out
	f.out = &writer{}
	x = write()
	before = f.out.String()
	f.out = out
	return before, x
}

// shiftCount writes the right operand of a shift.
func (f *fn) shiftCount(e ast.Expr) string {
	if v := f.info.Types[e].Value; v != nil {
		return constant.ToInt(v).ExactString()
	}
	if b, ok := f.typeOf(e).Underlying().(*types.Basic); ok && b.Info()&types.IsUnsigned == 0 {
		return "rt.Shift(int64(" + f.expr(e) + "))"
	}
	return "uint64(" + f.expr(e) + ")"
}

func (f *fn) equality(e *ast.BinaryExpr) string {
	x, y := f.typeOf(e.X), f.typeOf(e.Y)
	not := ""
	if e.Op == token.NEQ {
		not = "!"
	}
	switch {
	case f.isNil(e.X):
		return f.equalsNil(e.Y, y, e.Op)
	case f.isNil(e.Y):
		return f.equalsNil(e.X, x, e.Op)
	case types.IsInterface(x) || types.IsInterface(y):
		return not + "rt.Eq(" + f.convert(f.expr(e.X), x, anyType) + ", " + f.convert(f.expr(e.Y), y, anyType) + ")"
	}
	switch x.Underlying().(type) {
	case *types.Struct, *types.Array:
		return not + "rt.Eq(" + f.expr(e.X) + ", " + f.expr(e.Y) + ")"
	}
	l, r := f.meet(f.under(e.X), x, f.under(e.Y), y)
	return "(" + l + " " + e.Op.String() + " " + r + ")"
}

// meet writes two values that are compared as values of one type. Channels may
// differ in direction.
func (f *fn) meet(x string, tx types.Type, y string, ty types.Type) (string, string) {
	switch {
	case !isChan(tx) || f.underRep(tx) == f.underRep(ty):
		return x, y
	case types.AssignableTo(tx, ty):
		return converted(f.underRep(ty), x), y
	}
	return x, converted(f.underRep(tx), y)
}

func isChan(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

func (f *fn) equalsNil(e ast.Expr, t types.Type, op token.Token) string {
	if f.isNil(e) {
		return "(" + boolText(op == token.EQL) + ")"
	}
	return "(" + f.under(e) + " " + op.String() + " nil)"
}

func boolText(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

var anyType = types.NewInterfaceType(nil, nil).Complete()

func (f *fn) index(e *ast.IndexExpr) string {
	if tv, ok := f.info.Types[e.X]; ok && !tv.IsValue() || f.isGenericFunc(e.X) {
		return f.funcValue(f.staticFunc(e))
	}
	switch t := f.typeOf(e.X).Underlying().(type) {
	case *types.Map:
		return f.under(e.X) + "[" + f.as(e.Index, t.Key()) + "]"
	case *types.Pointer:
		return f.indexInto(e, f.untie("(*"+f.under(e.X)+")", t.Elem()))
	}
	return f.indexInto(e, f.under(e.X))
}

func (f *fn) indexInto(e *ast.IndexExpr, x string) string {
	if lit, ok := ast.Unparen(e.X).(*ast.CompositeLit); ok && !f.calls(lit) {
		x = f.hold(x) // to be looked at again
	}
	index := f.position(e.Index)
	f.indexed(e, x, index)
	return x + "[" + index + "]"
}

func (f *fn) isGenericFunc(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		fun, ok := f.object(e).(*types.Func)
		return ok && isGeneric(fun)
	case *ast.SelectorExpr:
		fun, ok := f.object(e.Sel).(*types.Func)
		return ok && fun.Signature().TypeParams().Len() > 0
	}
	return false
}

// position writes an index of type int.
func (f *fn) position(e ast.Expr) string {
	if v := f.info.Types[e].Value; v != nil {
		return constant.ToInt(v).ExactString()
	}
	if b, ok := f.typeOf(e).Underlying().(*types.Basic); ok && b.Kind() == types.Int {
		return f.expr(e)
	}
	return "int(" + f.expr(e) + ")"
}

func (f *fn) slice(e *ast.SliceExpr) string {
	x := f.under(e.X)
	if isPointer(f.typeOf(e.X)) {
		x = f.untie("(*"+x+")", deref(f.typeOf(e.X)))
	}
	var bounds [3]string
	for i, b := range []ast.Expr{e.Low, e.High, e.Max} {
		if b != nil {
			bounds[i] = f.position(b)
		}
	}
	f.sliced(e, x, bounds)
	s := x + "[" + bounds[0] + ":" + bounds[1]
	if e.Slice3 {
		s += ":" + bounds[2]
	}
	return f.tie(s+"]", f.typeOf(e))
}
