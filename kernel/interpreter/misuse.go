package interpreter

import (
	"fmt"
	"go/ast"
	"go/token"
)

// misuse finds what parses and is no Go, and of which the machine would say
// nothing or little.
func (c *compiler) misuse(p *part) (problems []problem) {
	if p.stmt == nil {
		return nil
	}
	say := func(n ast.Node, msg string) { problems = append(problems, problem{off: p.off(n.Pos()), msg: msg}) }
	free := map[*ast.Ident]bool{}
	for _, r := range p.refs {
		free[r.id] = true
	}
	if s, ok := p.stmt.(*ast.ExprStmt); ok {
		if id, ok := ast.Unparen(s.X).(*ast.Ident); ok && free[id] {
			switch c.meaning(id.Name) {
			case aType:
				say(id, id.Name+" (type) is not an expression")
			case aFunc:
				if c.names[id.Name] == nil && !c.mine[id.Name] {
					say(id, id.Name+" (built-in) must be called")
				}
			}
		}
	}
	isNil := func(e ast.Expr) bool {
		id, ok := ast.Unparen(e).(*ast.Ident)
		return ok && id.Name == "nil" && free[id] && c.names["nil"] == nil && !c.mine["nil"]
	}
	ast.Inspect(p.stmt, func(n ast.Node) bool {
		if b, ok := n.(*ast.BinaryExpr); ok && (b.Op == token.EQL || b.Op == token.NEQ) && isNil(b.X) && isNil(b.Y) {
			say(b, fmt.Sprintf("invalid operation: nil %s nil (operator %s not defined on nil)", b.Op, b.Op))
		}
		return true
	})
	return problems
}

// meaning returns what a free name of the cell stands for.
func (c *compiler) meaning(name string) kind {
	if c.mine[name] {
		return c.kinds[name]
	}
	if e := c.names[name]; e != nil {
		return e.kind
	}
	return universe[name]
}

// unsupported are the predeclared functions that the machine does not have.
var unsupported = map[string]bool{"min": true, "max": true, "clear": true}

// jumps finds break and continue statements that no statement around them
// takes.
func jumps(it *item) (problems []problem) {
	var visit func(n ast.Node, inLoop, inSwitch bool)
	visit = func(n ast.Node, inLoop, inSwitch bool) {
		ast.Inspect(n, func(m ast.Node) bool {
			if m == n {
				return true
			}
			switch m := m.(type) {
			case *ast.FuncLit:
				visit(m.Body, false, false)
				return false
			case *ast.ForStmt:
				visit(m.Body, true, true)
				return false
			case *ast.RangeStmt:
				visit(m.Body, true, true)
				return false
			case *ast.SwitchStmt:
				visit(m.Body, inLoop, true)
				return false
			case *ast.TypeSwitchStmt:
				visit(m.Body, inLoop, true)
				return false
			case *ast.SelectStmt:
				visit(m.Body, inLoop, true)
				return false
			case *ast.BranchStmt:
				switch {
				case m.Label != nil:
				case m.Tok == token.BREAK && !inSwitch:
					problems = append(problems, problem{off: it.off(m.Pos()), msg: "break is not in a loop, switch, or select"})
				case m.Tok == token.CONTINUE && !inLoop:
					problems = append(problems, problem{off: it.off(m.Pos()), msg: "continue is not in a loop"})
				}
			}
			return true
		})
	}
	var root ast.Stmt = it.stmt
	if f, ok := it.decl.(*ast.FuncDecl); ok && f.Body != nil {
		root = f.Body
	}
	if root != nil {
		visit(&ast.BlockStmt{List: []ast.Stmt{root}}, false, false)
	}
	return problems
}
