package check

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Unread is a variable into which a cell put an error that it did not look at.
type Unread struct {
	Name string
	Pos  token.Position // where the cell set it
}

// Unread lists the variables that a cell, whose segments have been committed, set
// to errors from behind other values, as in
//
//	net, err := models.ResNet(config)
//
// and does not mention afterwards. What a function of the session mentions is not
// among them, nor what a function literal of the cell does: when those look,
// nobody can tell. Nor is the error of a call that returns nothing else: it may be
// errors.New.
func (w *World) Unread(c *Cell) []Unread {
	l := &lookout{set: map[string]Unread{}, anytime: map[string]bool{}}
	for _, seg := range c.Segments {
		l.segment(seg)
	}
	if l.jumps || len(l.set) == 0 {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []Unread
	for _, emitted := range l.order {
		u, ok := l.set[emitted]
		e := w.table.entries[w.table.names[u.Name]]
		if ok && !l.anytime[emitted] && e != nil && e.emitted == emitted && !w.table.mentioned(e.key) {
			list = append(list, u)
		}
		delete(l.set, emitted)
	}
	return list
}

// mentioned reports whether a function or method uses what has a key.
func (t *table) mentioned(key string) bool {
	for _, e := range t.entries {
		if e.kind != aFunc && e.kind != aMethod {
			continue
		}
		for _, u := range e.inner {
			if u.key == key {
				return true
			}
		}
	}
	return false
}

// lookout goes through a cell in the order in which it runs.
type lookout struct {
	seg     *Segment
	set     map[string]Unread // by emitted name: what is set and not mentioned since
	order   []string          // in which they were set
	anytime map[string]bool   // mentioned in a function literal, or by its address
	jumps   bool              // back and forth, by goto
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
	if obj == nil || obj.Type() != types.Universe.Lookup("error").Type() {
		return
	}
	if emitted, ok := l.seg.Global(obj); ok {
		l.set[emitted] = Unread{Name(obj), l.seg.Fset.Position(pos)}
		l.order = append(l.order, emitted)
	}
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
			if emitted, ok := l.seg.Global(l.seg.Info.ObjectOf(n)); ok {
				delete(l.set, emitted)
				l.anytime[emitted] = l.anytime[emitted] || anytime
			}
		}
		return true
	})
}
