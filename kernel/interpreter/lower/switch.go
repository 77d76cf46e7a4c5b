package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

func (f *fn) switchStmt(s *ast.SwitchStmt, label *ast.LabeledStmt) {
	f.scoped(s.Init, func() {
		tag, tagType := "", types.Type(nil)
		native := false
		if s.Tag != nil {
			tagType = f.typeOf(s.Tag)
			if f.isNil(s.Tag) {
				tagType = anyType
			}
			native = f.allConstant(s, tagType)
			tag = f.as(s.Tag, tagType)
			if constant := f.info.Types[s.Tag].Value != nil; constant || !native {
				tag = f.hold(typedOnce(f.rep(tagType), tag))
			}
		}
		obj, text := f.labelOf(label)
		f.push(&loop{label: obj})
		defer f.pop()
		head := "switch {"
		if native {
			head = "switch " + tag + " {"
		}
		caseLine := func(c *ast.CaseClause) { f.caseLine(c, tag, tagType, native) }
		list, ok := defaultLast(s.Body.List)
		if !ok {
			f.numbered(list, text, head, caseLine)
			return
		}
		f.out.line("%s%s", text, head)
		for _, c := range list {
			caseLine(c)
			f.clause(c.Body)
		}
		f.out.line("}")
	})
}

// numbered writes a switch in two steps, the first of which finds the number
// of the clause: yaegi takes a default that is not the last clause for the last
// one, and falls through wrongly.
func (f *fn) numbered(list []*ast.CaseClause, text, head string, caseLine func(*ast.CaseClause)) {
	number := f.temp("c")
	for i, c := range list {
		if c.List == nil {
			f.out.line("%s := %d", number, i)
		}
	}
	f.out.line("%s", head)
	for i, c := range list {
		if c.List != nil {
			caseLine(c)
			f.out.line("%s = %d", number, i)
		}
	}
	f.out.line("}\n%sswitch %s {", text, number)
	for i, c := range list {
		f.out.line("case %d:", i)
		f.clause(c.Body)
	}
	f.out.line("}")
}

// clause writes the statements of a clause. Labels have to stand in a block.
func (f *fn) clause(list []ast.Stmt) {
	n := len(list)
	if n > 0 && isFallthrough(list[n-1]) {
		n--
	}
	inner := false
	for _, s := range list[:n] {
		_, labeled := s.(*ast.LabeledStmt)
		inner = inner || labeled
	}
	if inner {
		f.out.line("{")
	}
	f.block(list[:n])
	if inner {
		f.out.line("}")
	}
	f.block(list[n:])
}

func isFallthrough(s ast.Stmt) bool {
	b, ok := s.(*ast.BranchStmt)
	return ok && b.Tok == token.FALLTHROUGH
}

// defaultLast returns the clauses of a switch with the default at the end. It
// reports false, and returns them in order, if one falls through to another
// and the default stands before the end.
func defaultLast(body []ast.Stmt) (list []*ast.CaseClause, ok bool) {
	var last *ast.CaseClause
	var ordered []*ast.CaseClause
	falls := false
	for i, s := range body {
		c := s.(*ast.CaseClause)
		ordered = append(ordered, c)
		if n := len(c.Body); n > 0 {
			falls = falls || isFallthrough(c.Body[n-1])
		}
		if c.List == nil && i < len(body)-1 {
			last = c
		} else {
			list = append(list, c)
		}
	}
	if last == nil {
		return ordered, true
	}
	if falls {
		return ordered, false
	}
	return append(list, last), true
}

// allConstant reports whether the machine can compare the cases itself.
func (f *fn) allConstant(s *ast.SwitchStmt, tag types.Type) bool {
	if _, ok := tag.Underlying().(*types.Basic); !ok {
		return false
	}
	for _, c := range s.Body.List {
		for _, e := range c.(*ast.CaseClause).List {
			if f.info.Types[e].Value == nil {
				return false
			}
		}
	}
	return f.info.Types[s.Tag].Value == nil
}

func (f *fn) caseLine(c *ast.CaseClause, tag string, tagType types.Type, native bool) {
	if c.List == nil {
		f.out.line("default:")
		return
	}
	var list []string
	for _, e := range c.List {
		switch {
		case native:
			list = append(list, f.constant(f.info.Types[e].Value, tagType))
		case tag == "" && types.IsInterface(f.typeOf(e)):
			list = append(list, f.caseEquals(e, "true", types.Typ[types.Bool]))
		case tag == "":
			list = append(list, f.apart(e))
		default:
			list = append(list, f.caseEquals(e, tag, tagType))
		}
	}
	if native {
		f.out.line("case %s:", strings.Join(list, ", "))
		return
	}
	f.out.line("case %s:", strings.Join(list, " || "))
}

func (f *fn) caseEquals(e ast.Expr, tag string, tagType types.Type) string {
	if f.isNil(e) {
		return "(" + tag + " == nil)"
	}
	f.unsure = true // an earlier case may be the one
	before, x := f.ahead(func() string { return f.compare(tag, tagType, f.expr(e), f.typeOf(e)) })
	f.unsure = false
	if before == "" {
		return x
	}
	return "func() bool {\n" + before + "return " + x + "\n}()"
}

// compare writes x == y.
func (f *fn) compare(x string, tx types.Type, y string, ty types.Type) string {
	if types.IsInterface(tx) || types.IsInterface(ty) {
		return "rt.Eq(" + f.convert(x, tx, anyType) + ", " + f.convert(y, ty, anyType) + ")"
	}
	switch tx.Underlying().(type) {
	case *types.Struct, *types.Array:
		return "rt.Eq(" + x + ", " + y + ")"
	}
	x, y = f.meet(f.untie(x, tx), tx, f.untie(y, ty), ty)
	return "(" + x + " == " + y + ")"
}

func (f *fn) typeSwitch(s *ast.TypeSwitchStmt, label *ast.LabeledStmt) {
	f.scoped(s.Init, func() {
		var operand ast.Expr
		named := false
		switch a := s.Assign.(type) {
		case *ast.ExprStmt:
			operand = a.X.(*ast.TypeAssertExpr).X
		case *ast.AssignStmt:
			operand = ast.Unparen(a.Rhs[0]).(*ast.TypeAssertExpr).X
			named = true
		}
		static := f.typeOf(operand)
		x := f.temp("x")
		own := f.temp("y")
		f.out.line("%s := %s", own, f.expr(operand))
		f.out.line("%s := %s", x, f.convert(own, static, anyType))
		obj, text := f.labelOf(label)
		f.out.line("%sswitch {", text)
		f.push(&loop{label: obj})
		list, _ := defaultLast(s.Body.List)
		for _, c := range list {
			f.typeCase(c, x, own, static, named)
		}
		f.pop()
		f.out.line("}")
	})
}

func (f *fn) typeCase(c *ast.CaseClause, x, own string, static types.Type, named bool) {
	if c.List == nil {
		f.out.line("default:")
	} else {
		list := make([]string, len(c.List))
		for i, e := range c.List {
			if f.isNil(e) {
				list[i] = "(" + x + " == nil)"
				continue
			}
			t := f.typeOf(e)
			list[i] = "rt.Is(" + original(x, t) + ", " + f.describe(t).symbol + ")"
		}
		f.out.line("case %s:", strings.Join(list, " || "))
	}
	if v, ok := f.info.Implicits[c].(*types.Var); ok && named {
		f.typeCaseVar(c, v, x, own, static)
	}
	f.clause(c.Body)
}

// typeCaseVar declares the variable of a clause with the type it has there.
func (f *fn) typeCaseVar(c *ast.CaseClause, v *types.Var, x, own string, static types.Type) {
	name := f.local(v)
	if len(c.List) != 1 || f.isNil(c.List[0]) {
		f.out.line("%s := %s", name, own)
		return
	}
	to := f.typeOf(c.List[0])
	switch {
	case f.isCompiledInterface(to):
		f.out.line("%s := %s(%s)", name, f.converter(to), x)
	case types.IsInterface(to):
		f.out.line("%s := %s", name, x)
	default:
		f.out.line("%s := %s", name, f.payload("rt.V("+original(x, to)+")", to))
	}
}
