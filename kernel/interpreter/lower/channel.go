package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// makeChan writes make for a channel type t. Package strand makes the channel,
// and knows from then on who may use it; package reflect makes none of one
// direction.
func (f *fn) makeChan(t types.Type, c *types.Chan, size []string) string {
	if len(size) == 0 {
		size = []string{"0"}
	}
	both := f.rep(types.NewChan(types.SendRecv, c.Elem()))
	made := "rt.MakeChan((" + both + ")(nil), " + size[0] + ").(" + both + ")"
	if c.Dir() != types.SendRecv {
		made = "(" + f.underRep(t) + ")(" + made + ")"
	}
	return f.tie(made, t)
}

// receive writes <-ch where a value is wanted. A nil interface cannot be
// asserted of an interface{}: it goes by way of a variable.
func (f *fn) receive(ch ast.Expr) string {
	t := chanOf(f.typeOf(ch))
	rep := f.rep(t.Elem())
	if types.IsInterface(t.Elem()) || rep == "interface{}" {
		return "func(c " + f.rep(t) + ") " + rep + " { v := *new(" + rep + "); rt.RecvInto(c, &v); return v }(" + f.under(ch) + ")"
	}
	return f.payload("rt.Recv("+f.under(ch)+")", t.Elem())
}

// receiveOK writes v, ok = <-ch.
func (f *fn) receiveOK(e *ast.UnaryExpr) (v, ok string) {
	t := chanOf(f.typeOf(e.X))
	return f.receiveFrom(f.hold(f.under(e.X)), t)
}

func (f *fn) receiveFrom(ch string, t *types.Chan) (v, ok string) {
	v, ok = f.temp("v"), f.temp("ok")
	f.out.line("%s := *new(%s)", v, f.rep(t.Elem()))
	f.out.line("%s := rt.RecvInto(%s, &%s)", ok, ch, v)
	return v, ok
}

func (f *fn) send(s *ast.SendStmt) {
	t := chanOf(f.typeOf(s.Chan))
	f.out.line("rt.Send(%s, %s)", f.under(s.Chan), f.as(s.Value, t.Elem()))
}

func (f *fn) selectStmt(s *ast.SelectStmt, label *ast.LabeledStmt) {
	f.out.line("{")
	var cases []string
	values := map[*ast.CommClause]string{}
	for _, c := range s.Body.List {
		c := c.(*ast.CommClause)
		switch comm := c.Comm.(type) {
		case nil:
			cases = append(cases, "rt.DefaultCase()")
		case *ast.SendStmt:
			t := chanOf(f.typeOf(comm.Chan))
			ch := f.hold(f.under(comm.Chan))
			cases = append(cases, "rt.SendCase("+ch+", "+f.hold(f.typedValue(comm.Value, t.Elem()))+")")
		default:
			e := received(comm)
			t := chanOf(f.typeOf(e.X))
			ch, v := f.hold(f.under(e.X)), f.temp("v")
			f.out.line("%s := *new(%s)", v, f.rep(t.Elem()))
			values[c] = v
			cases = append(cases, "rt.RecvCase("+ch+", &"+v+")")
		}
	}
	chosen, ok := f.temp("i"), f.temp("ok")
	f.out.line("%s, %s := rt.Select(%s)", chosen, ok, strings.Join(cases, ", "))
	obj, text := f.labelOf(label)
	f.out.line("%sswitch %s {", text, chosen)
	f.push(&loop{label: obj})
	for i, c := range s.Body.List {
		c := c.(*ast.CommClause)
		f.out.line("case %d:", i)
		f.commAssign(c.Comm, values[c], ok)
		f.clause(c.Body)
	}
	f.pop()
	f.out.line("}\n}")
}

// typedValue writes a value that can be kept in a variable.
func (f *fn) typedValue(e ast.Expr, t types.Type) string {
	v := f.as(e, t)
	if v == "nil" {
		return "*new(" + f.rep(t) + ")"
	}
	return v
}

// received returns the receive operation of a clause.
func received(s ast.Stmt) *ast.UnaryExpr {
	switch s := s.(type) {
	case *ast.ExprStmt:
		return ast.Unparen(s.X).(*ast.UnaryExpr)
	case *ast.AssignStmt:
		return ast.Unparen(s.Rhs[0]).(*ast.UnaryExpr)
	}
	panic(fmt.Sprintf("lower: communication %T", s))
}

func (f *fn) commAssign(s ast.Stmt, v, ok string) {
	a, isAssign := s.(*ast.AssignStmt)
	if !isAssign {
		return
	}
	t := chanOf(f.typeOf(received(s).X))
	for i, e := range a.Lhs {
		to := f.target(e, a.Tok == token.DEFINE)
		if to.typ == nil {
			continue
		}
		if i == 0 {
			to.assign(f, f.convert(v, t.Elem(), to.typ))
		} else {
			to.assign(f, ok)
		}
	}
}
