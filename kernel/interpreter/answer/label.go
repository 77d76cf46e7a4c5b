package answer

import (
	"go/ast"
	"go/token"
	"slices"
)

// labels lists what a goto, break or continue may name.
func (q *question) labels() (all list) {
	jump := q.before(q.n, 0).Token
	if jump == token.GOTO {
		return q.targets()
	}
	for _, n := range slices.Backward(q.part.Path) {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return all
		case *ast.LabeledStmt:
			if labelled(n.Stmt, jump) {
				all.add(Match{Text: n.Label.Name, Kind: instance, Signature: "label"}, first)
			}
		}
	}
	return all
}

// labelled reports whether a jump to the label of a statement is one.
func labelled(s ast.Stmt, jump token.Token) bool {
	switch s.(type) {
	case *ast.ForStmt, *ast.RangeStmt:
		return true
	case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		return jump == token.BREAK
	}
	return false
}

// targets lists the labels of the function around the cursor, or, outside of
// functions, those of the cell.
func (q *question) targets() (all list) {
	add := func(name string) {
		all.add(Match{Text: name, Kind: instance, Signature: "label"}, first)
	}
	for _, n := range slices.Backward(q.part.Path) {
		var body *ast.BlockStmt
		switch n := n.(type) {
		case *ast.FuncLit:
			body = n.Body
		case *ast.FuncDecl:
			body = n.Body
		default:
			continue
		}
		ast.Inspect(body, func(n ast.Node) bool {
			if l, ok := n.(*ast.LabeledStmt); ok {
				add(l.Label.Name)
			}
			_, lit := n.(*ast.FuncLit)
			return !lit
		})
		return all
	}
	for i, k := range q.tokens {
		if k.Token == token.COLON && q.before(i, 0).Token == token.IDENT && startsStatement(q.before(i, 1).Token) {
			add(q.lit(q.before(i, 0)))
		}
	}
	return all
}

func startsStatement(prev token.Token) bool {
	switch prev {
	case token.ILLEGAL, token.SEMICOLON, token.LBRACE, token.GOTO: // goto without its label ends no statement
		return true
	}
	return false
}
