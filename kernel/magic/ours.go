package magic

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// isGo decides what a statement that begins with an exclamation mark is. It is
// Go if it is an expression of Go, and the name that it begins with is known:
// to the session, or because the cell uses it above. Then
//
//	!done    !f(x)    !(a && b)    !strings.Contains(s, "x")
//
// are Go, and in a session that knows none of these names they are commands.
func (m *Magic) isGo(statement string, above []string) bool {
	x, err := parser.ParseExpr(statement)
	if err != nil {
		return false
	}
	name, member := leading(x)
	if member != nil {
		if _, ok := m.interpreter().Inspect(name+"."+member.Name, len(name)+1+len(member.Name), 0); ok {
			return true
		}
	}
	return name == "true" || name == "false" || uses(above, name) || m.knows(name)
}

// leading returns the name that an expression begins with, and the one that is
// selected from it, if there is one.
func leading(x ast.Expr) (name string, member *ast.Ident) {
	for {
		switch e := x.(type) {
		case *ast.Ident:
			return e.Name, member
		case *ast.UnaryExpr:
			x = e.X
		case *ast.ParenExpr:
			x = e.X
		case *ast.BinaryExpr:
			x = e.X
		case *ast.CallExpr:
			x = e.Fun
		case *ast.IndexExpr:
			x = e.X
		case *ast.IndexListExpr:
			x = e.X
		case *ast.SliceExpr:
			x = e.X
		case *ast.StarExpr:
			x = e.X
		case *ast.TypeAssertExpr:
			x = e.X
		case *ast.SelectorExpr:
			x, member = e.X, e.Sel
		default:
			return "", nil
		}
	}
}

// uses reports whether Go code uses a name other than as a member.
func uses(code []string, name string) bool {
	for _, text := range code {
		var s scanner.Scanner
		file := token.NewFileSet().AddFile("", -1, len(text))
		s.Init(file, []byte(text), nil, 0)
		for last := token.ILLEGAL; ; {
			_, tok, lit := s.Scan()
			if tok == token.EOF {
				break
			}
			if tok == token.IDENT && lit == name && last != token.PERIOD {
				return true
			}
			last = tok
		}
	}
	return false
}

// knows reports whether cells have declared a name: packages do not count,
// many of which are called what commands are.
func (m *Magic) knows(name string) bool {
	if name == "" {
		return false
	}
	l, ok := m.interpreter().(interpreter.Lister)
	if !ok {
		_, ok = m.interpreter().Inspect(name, len(name), 0)
		return ok
	}
	for _, n := range l.Names() {
		if n.Name == name {
			return n.Kind != "import"
		}
	}
	return false
}
