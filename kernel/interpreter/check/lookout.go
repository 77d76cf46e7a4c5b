package check

import (
	"go/ast"
	"go/token"
	"go/types"
)

// lookout goes through a cell in the order in which it runs.
type lookout struct {
	seg     *Segment
	set     map[string]Unread // by emitted name: what is set and not mentioned since
	order   []string          // in which they were set
	anytime map[string]bool   // mentioned in a function literal, or by its address
	jumps   bool              // back and forth, by goto
}

func newLookout(segments []*Segment) *lookout {
	l := &lookout{set: map[string]Unread{}, anytime: map[string]bool{}}
	for _, seg := range segments {
		l.segment(seg)
	}
	return l
}

func (l *lookout) segment(seg *Segment) {
	l.seg = seg
	for _, init := range seg.Inits {
		l.mentions(init.Rhs, false)
		if isCall(init.Rhs) && len(init.Lhs) > 1 {
			for _, v := range init.Lhs {
				l.sets(v, v.Pos())
			}
		}
	}
	for _, s := range seg.Stmts {
		l.statement(s)
	}
	if seg.Result != nil {
		l.mentions(seg.Result, false)
	}
}

// statement takes a statement at the top of the cell. Assignments within others
// count as mentions: nobody can tell whether they run.
func (l *lookout) statement(s ast.Stmt) {
	a, ok := s.(*ast.AssignStmt)
	if !ok || len(a.Lhs) < 2 || len(a.Rhs) > 1 || !isCall(a.Rhs[0]) {
		l.mentions(s, false)
		return
	}
	l.mentions(a.Rhs[0], false)
	for _, e := range a.Lhs {
		if id, ok := e.(*ast.Ident); ok {
			l.sets(l.seg.Info.ObjectOf(id), id.Pos())
		} else {
			l.mentions(e, false)
		}
	}
}

func isCall(e ast.Expr) bool {
	_, ok := ast.Unparen(e).(*ast.CallExpr)
	return ok
}

// sets notes that a variable holds what a call returned, if it is an error.
func (l *lookout) sets(obj types.Object, pos token.Pos) {
	if !isError(obj) {
		return
	}
	if emitted, ok := l.seg.Global(obj); ok {
		l.set[emitted] = Unread{Name(obj), l.seg.Fset.Position(pos)}
		l.order = append(l.order, emitted)
	}
}

func isError(obj types.Object) bool {
	return obj != nil && obj.Type() == types.Universe.Lookup("error").Type()
}

// mentions notes what a piece of the cell looks at: once, or at any time that
// suits a function literal or the owner of an address.
func (l *lookout) mentions(root ast.Node, anytime bool) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BranchStmt:
			l.jumps = l.jumps || n.Tok == token.GOTO
		case *ast.FuncLit:
			l.mentions(n.Body, true)
			return false
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				l.mentions(n.X, true)
				return false
			}
		case *ast.Ident:
			obj := l.seg.Info.ObjectOf(n)
			if emitted, ok := l.seg.Global(obj); ok && isError(obj) {
				delete(l.set, emitted)
				if anytime {
					l.anytime[emitted] = true
				}
			}
		}
		return true
	})
}
