package strand

import (
	"go/ast"
	"go/constant"
	"go/token"
	"reflect"
)

// variables are what operands of an [Access] mention, by name.
type variables map[string]reflect.Value

// IsRepeatable reports whether an expression of lowered code may be evaluated
// again: it has no side effects, and variables and constants are all it is made
// of. Each is told the names of the variables.
func IsRepeatable(e ast.Expr, each func(name string)) bool {
	switch e := e.(type) {
	case nil, *ast.BasicLit:
		return true
	case *ast.Ident:
		if !isWord(e.Name) {
			each(e.Name)
		}
		return true
	case *ast.ParenExpr:
		return IsRepeatable(e.X, each)
	case *ast.StarExpr:
		return IsRepeatable(e.X, each)
	case *ast.SelectorExpr:
		return IsRepeatable(e.X, each)
	case *ast.UnaryExpr:
		return e.Op != token.ARROW && e.Op != token.AND && IsRepeatable(e.X, each)
	case *ast.BinaryExpr:
		return IsRepeatable(e.X, each) && IsRepeatable(e.Y, each)
	case *ast.IndexExpr:
		return IsRepeatable(e.X, each) && IsRepeatable(e.Index, each)
	case *ast.SliceExpr:
		return !e.Slice3 && IsRepeatable(e.X, each) && IsRepeatable(e.Low, each) && IsRepeatable(e.High, each)
	case *ast.CallExpr:
		f, ok := ast.Unparen(e.Fun).(*ast.Ident)
		return ok && len(e.Args) == 1 && (isLength(f.Name) || numbers[f.Name] != nil) && IsRepeatable(e.Args[0], each)
	}
	return false
}

func isWord(name string) bool { return name == "nil" || name == "true" || name == "false" }

func isLength(name string) bool { return name == "len" || name == "cap" }

// numbers are the types that a conversion in an operand may name.
var numbers = map[string]reflect.Type{
	"int": reflect.TypeFor[int](), "int8": reflect.TypeFor[int8](), "int16": reflect.TypeFor[int16](),
	"int32": reflect.TypeFor[int32](), "int64": reflect.TypeFor[int64](),
	"uint": reflect.TypeFor[uint](), "uint8": reflect.TypeFor[uint8](), "uint16": reflect.TypeFor[uint16](),
	"uint32": reflect.TypeFor[uint32](), "uint64": reflect.TypeFor[uint64](), "uintptr": reflect.TypeFor[uintptr](),
	"float32": reflect.TypeFor[float32](), "float64": reflect.TypeFor[float64](),
}

// literal is a number whose type its neighbour tells.
type literal int64

// value returns what an expression is now: the zero Value if that is unknown.
// It panics where the program would.
func (v variables) value(e ast.Expr) (x reflect.Value) {
	switch e := e.(type) {
	case *ast.BasicLit:
		c := constant.MakeFromLiteral(e.Value, e.Kind, 0)
		if n, exact := constant.Int64Val(c); c.Kind() == constant.Int && exact {
			return reflect.ValueOf(literal(n))
		}
	case *ast.Ident:
		if e.Name == "true" || e.Name == "false" {
			return reflect.ValueOf(e.Name == "true")
		}
		return v[e.Name]
	case *ast.ParenExpr:
		return v.value(e.X)
	case *ast.StarExpr:
		return v.value(e.X).Elem()
	case *ast.SelectorExpr:
		return reflect.Indirect(v.value(e.X)).FieldByName(e.Sel.Name)
	case *ast.UnaryExpr:
		return v.unary(e)
	case *ast.BinaryExpr:
		return v.binary(e)
	case *ast.IndexExpr:
		return v.element(e)
	case *ast.SliceExpr:
		return v.part(e)
	case *ast.CallExpr:
		return v.call(e)
	}
	return x
}

func (v variables) call(e *ast.CallExpr) (none reflect.Value) {
	x := v.value(e.Args[0])
	switch name := ast.Unparen(e.Fun).(*ast.Ident).Name; {
	case !x.IsValid():
		return none
	case name == "len":
		return reflect.ValueOf(x.Len())
	case name == "cap":
		return reflect.ValueOf(x.Cap())
	default:
		return x.Convert(numbers[name])
	}
}

func (v variables) element(e *ast.IndexExpr) (none reflect.Value) {
	x, i := v.value(e.X), v.value(e.Index)
	if !x.IsValid() || !i.IsValid() {
		return none
	}
	switch x.Kind() {
	case reflect.Map:
		if y := x.MapIndex(i.Convert(x.Type().Key())); y.IsValid() {
			return y
		}
		return reflect.Zero(x.Type().Elem())
	case reflect.Pointer:
		x = x.Elem()
	}
	return x.Index(int(i.Int()))
}

func (v variables) part(e *ast.SliceExpr) (none reflect.Value) {
	x := v.value(e.X)
	if !x.IsValid() {
		return none
	}
	low, high := 0, x.Len()
	for _, b := range []struct {
		e  ast.Expr
		to *int
	}{{e.Low, &low}, {e.High, &high}} {
		if b.e == nil {
			continue
		}
		n := v.value(b.e)
		if !n.IsValid() {
			return none
		}
		*b.to = int(n.Int())
	}
	return x.Slice(low, high)
}

func (v variables) unary(e *ast.UnaryExpr) (none reflect.Value) {
	x := v.value(e.X)
	if !x.IsValid() {
		return none
	}
	if e.Op == token.NOT {
		return reflect.ValueOf(!x.Bool())
	}
	c := constantOf(x)
	if c == nil {
		return none
	}
	return numberOf(constant.UnaryOp(e.Op, c, 0), x.Type())
}

func (v variables) binary(e *ast.BinaryExpr) (none reflect.Value) {
	x := v.value(e.X)
	if e.Op == token.LAND || e.Op == token.LOR {
		if x.IsValid() && x.Bool() == (e.Op == token.LAND) {
			return v.value(e.Y)
		}
		return x
	}
	if id, ok := e.Y.(*ast.Ident); ok && id.Name == "nil" && x.IsValid() {
		return reflect.ValueOf(x.IsNil() == (e.Op == token.EQL))
	}
	y := v.value(e.Y)
	if !x.IsValid() || !y.IsValid() {
		return none
	}
	a, b := constantOf(x), constantOf(y)
	if a == nil || b == nil {
		return none
	}
	return calculate(a, e.Op, b, typeOf(x, y))
}

// calculate does what Go does with numbers and strings, except with floating
// point numbers that are out of range.
func calculate(a constant.Value, op token.Token, b constant.Value, t reflect.Type) (none reflect.Value) {
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return reflect.ValueOf(constant.Compare(a, op, b))
	case token.SHL, token.SHR:
		n, ok := constant.Uint64Val(b)
		if !ok || n >= 64 {
			return none
		}
		return numberOf(constant.Shift(a, op, uint(n)), t)
	case token.QUO:
		if constant.Sign(b) == 0 {
			return none
		}
		if isFloat(t) {
			break
		}
		op = token.QUO_ASSIGN // of integers
	case token.REM:
		if constant.Sign(b) == 0 {
			return none
		}
	}
	return numberOf(constant.BinaryOp(a, op, b), t)
}

// typeOf returns the type of two operands, one of which may be a literal.
func typeOf(x, y reflect.Value) reflect.Type {
	if x.Type() == reflect.TypeFor[literal]() {
		return y.Type()
	}
	return x.Type()
}

func isFloat(t reflect.Type) bool { return t.Kind() == reflect.Float32 || t.Kind() == reflect.Float64 }

// constantOf returns a value to calculate with; nil if there is no such.
func constantOf(x reflect.Value) constant.Value {
	switch {
	case x.CanInt():
		return constant.MakeInt64(x.Int())
	case x.CanUint():
		return constant.MakeUint64(x.Uint())
	case x.CanFloat():
		if c := constant.MakeFloat64(x.Float()); c.Kind() == constant.Float {
			return c
		}
	case x.Kind() == reflect.String:
		return constant.MakeString(x.String())
	case x.Kind() == reflect.Bool:
		return constant.MakeBool(x.Bool())
	}
	return nil
}

// numberOf returns a number as a value of a type, wrapped around as that does.
func numberOf(c constant.Value, t reflect.Type) (none reflect.Value) {
	switch {
	case c.Kind() == constant.String && t.Kind() == reflect.String:
		return reflect.ValueOf(constant.StringVal(c)).Convert(t)
	case isFloat(t):
		x, _ := constant.Float64Val(c)
		return reflect.ValueOf(x).Convert(t)
	case c.Kind() == constant.Int:
		if n, exact := constant.Int64Val(c); exact {
			return reflect.ValueOf(n).Convert(t)
		}
	}
	return none
}
