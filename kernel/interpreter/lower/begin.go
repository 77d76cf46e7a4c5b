package lower

import "go/ast"

// beginnings notes what goroutines begin with: what go statements call, and
// literals that are handed to a method Go, of a sync.WaitGroup, say.
func (u *unit) beginnings(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			switch e := ast.Unparen(n.Call.Fun).(type) {
			case *ast.FuncLit:
				u.begins[e] = true
			case *ast.Ident:
				u.begins[u.in.Info.Uses[e]] = true
			case *ast.SelectorExpr:
				u.begins[u.in.Info.Uses[e.Sel]] = true
			}
		case *ast.CallExpr:
			if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok && sel.Sel.Name == "Go" {
				for _, a := range n.Args {
					if lit, ok := ast.Unparen(a).(*ast.FuncLit); ok {
						u.begins[lit] = true
					}
				}
			}
		}
		return true
	})
}
