package interpreter

import (
	"go/ast"
	"go/constant"
	"go/token"
	"strings"
)

// constants writes the constants of a group that counts with iota as literals:
// yaegi gives iota + 1 a value that no map takes for a key.
func (l *lowering) constants(d *ast.GenDecl) {
	if d.Tok != token.CONST {
		return
	}
	var typ ast.Expr
	var values []ast.Expr
	for i, s := range d.Specs {
		spec := s.(*ast.ValueSpec)
		if len(spec.Values) > 0 {
			typ, values = spec.Type, spec.Values
		}
		if len(values) != len(spec.Names) {
			return // the machine will say so
		}
		var names, texts []string
		for j, id := range spec.Names {
			v := l.integerConstant(values[j], i)
			if v == nil {
				break
			}
			name := id.Name
			if to, ok := l.rename[id]; ok {
				name = to
			}
			names, texts = append(names, name), append(texts, v.ExactString())
		}
		if len(texts) < len(values) {
			continue
		}
		text := strings.Join(names, ", ")
		if typ != nil {
			text += " " + l.rendered(typ)
		}
		l.clear(spec.Pos(), spec.End())
		l.replace(spec.Pos(), spec.End(), text+" = "+strings.Join(texts, ", "))
	}
}

// integerConstant returns the value of an expression of integer literals and
// iota, or nil if it is another.
func (l *lowering) integerConstant(e ast.Expr, iota int) constant.Value {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.INT {
			return constant.MakeFromLiteral(e.Value, e.Kind, 0)
		}
	case *ast.Ident:
		if e.Name == "iota" && l.plain[e] {
			return constant.MakeInt64(int64(iota))
		}
	case *ast.ParenExpr:
		return l.integerConstant(e.X, iota)
	case *ast.UnaryExpr:
		if x := l.integerConstant(e.X, iota); x != nil && (e.Op == token.SUB || e.Op == token.ADD) {
			return constant.UnaryOp(e.Op, x, 0)
		}
	case *ast.BinaryExpr:
		x, y := l.integerConstant(e.X, iota), l.integerConstant(e.Y, iota)
		if x == nil || y == nil {
			return nil
		}
		switch e.Op {
		case token.SHL, token.SHR:
			if n, exact := constant.Uint64Val(y); exact && n < 512 {
				return constant.Shift(x, e.Op, uint(n))
			}
		case token.ADD, token.SUB, token.MUL, token.AND, token.OR, token.XOR, token.AND_NOT:
			return constant.BinaryOp(x, e.Op, y)
		}
	}
	return nil
}
