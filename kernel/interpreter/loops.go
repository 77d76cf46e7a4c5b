package interpreter

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// rangeLoop gives each iteration variables of its own where a closure or a
// pointer may keep them, as Go does since 1.22.
func (l *lowering) rangeLoop(n *ast.RangeStmt) {
	if n.Tok != token.DEFINE {
		return
	}
	if names := kept(n.Body, n.Key, n.Value); len(names) > 0 {
		list := strings.Join(names, ", ")
		l.insert(n.Body.Lbrace+1, " "+list+" := "+list+";")
	}
}

// forLoop does the same for a loop with a counter: the loop counts in another
// variable, and the body works on a copy that is copied back at its end.
func (l *lowering) forLoop(n *ast.ForStmt) {
	init, ok := n.Init.(*ast.AssignStmt)
	if !ok || init.Tok != token.DEFINE {
		return
	}
	names := kept(n.Body, init.Lhs...)
	if len(names) == 0 {
		return
	}
	for _, e := range init.Lhs {
		l.outer(e, names)
	}
	if n.Cond != nil {
		l.outer(n.Cond, names)
	}
	if n.Post != nil {
		l.outer(n.Post, names)
	}
	inner, outer := strings.Join(names, ", "), strings.Join(names, mark+", ")+mark
	l.insert(n.Body.Lbrace+1, " "+inner+" := "+outer+";")
	back := outer + " = " + inner
	l.insert(n.Body.Rbrace, ";"+back)
	for _, c := range continues(n.Body) {
		l.insert(c.Pos(), "{ "+back+"; ")
		l.insert(c.End(), " }")
	}
}

// outer renames uses of the loop's variables in its header.
func (l *lowering) outer(n ast.Node, names []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			l.outer(n.X, names)
			return false
		case *ast.Ident:
			if slices.Contains(names, n.Name) {
				l.insert(n.End(), mark)
			}
		}
		return true
	})
}

// kept returns those of the variables that something in the body may keep
// beyond the iteration.
func kept(body *ast.BlockStmt, vars ...ast.Expr) (names []string) {
	for _, v := range vars {
		id, ok := v.(*ast.Ident)
		if ok && id.Name != "_" && isKept(body, id.Name) {
			names = append(names, id.Name)
		}
	}
	return names
}

func isKept(n ast.Node, name string) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			found = found || mentions(n, name)
		case *ast.UnaryExpr:
			found = found || n.Op == token.AND && mentions(n.X, name)
		}
		return !found
	})
	return found
}

func mentions(n ast.Node, name string) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && id.Name == name
		return !found
	})
	return found
}

// continues returns the continue statements of a loop body that mean this
// loop. One with a label may mean it too: copying back does no harm then,
// because the copy ends with the iteration either way.
func continues(body *ast.BlockStmt) (list []*ast.BranchStmt) {
	var visit func(n ast.Node, nested bool)
	visit = func(n ast.Node, nested bool) {
		ast.Inspect(n, func(m ast.Node) bool {
			switch m := m.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ForStmt:
				if m != n {
					visit(m.Body, true)
					return false
				}
			case *ast.RangeStmt:
				visit(m.Body, true)
				return false
			case *ast.BranchStmt:
				if m.Tok == token.CONTINUE && (!nested || m.Label != nil) {
					list = append(list, m)
				}
			}
			return true
		})
	}
	visit(body, false)
	return list
}
