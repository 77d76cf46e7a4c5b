package interpreter

import (
	"go/ast"
	"go/token"
	"strconv"
	"sync"
)

// markedPlace is a statement that may fail at run time: lowered code writes its
// number, behind which the session finds it, before the statement runs.
type markedPlace struct {
	at     place
	lo, hi int // of the function around it
}

// marks are the statements that lowered code has marked, and the number of the
// one that was reached last.
type marks struct {
	mu   sync.Mutex
	list []markedPlace
	last int // written by interpreted code, without any lock
}

func (m *marks) add(p markedPlace) (number int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.list = append(m.list, p)
	return len(m.list)
}

// now returns what the last mark was. Another goroutine of the cell may be
// writing it: see failedAt.
//
//go:norace
func (m *marks) now() int { return m.last }

// set is what lowered code calls where it does not write itself.
//
//go:norace
func (m *marks) set(number int) { m.last = number }

//go:norace
func (m *marks) reset() { m.last = 0 }

// failedAt returns the innermost statement that a panic left, as far as it is
// known, else the statement of the cell. The last mark is taken only if it
// stands in the function that failed: a function that returned before leaves
// its own behind. With other goroutines at work nothing is known.
func (s *Session) failedAt(at place) place {
	n := s.machine.trail.marked()
	frames := s.machine.frames()
	if n <= 0 || len(frames) == 0 || s.strands.others() {
		return at
	}
	m, f := s.marks.numbered(n), frames[0].place
	if f.src != m.at.src || f.off < m.lo || f.off >= m.hi {
		return at
	}
	return m.at
}

// mark marks the statements of a list that may fail.
func (l *lowering) mark(list []ast.Stmt) {
	for _, s := range list {
		switch s.(type) {
		case *ast.CaseClause, *ast.CommClause: // no statements, but lists of some
			continue
		}
		if l.mayFail(s) {
			l.markAt(s.Pos(), s)
		}
	}
}

// markLoop marks a loop again at the end of its body, where its condition
// comes next.
func (l *lowering) markLoop(n *ast.ForStmt) {
	if n.Cond != nil && l.mayFail(&ast.ExprStmt{X: n.Cond}) || n.Post != nil && l.mayFail(n.Post) {
		l.insert(n.Body.Rbrace, ";")
		l.markAt(n.Body.Rbrace, n)
	}
}

func (l *lowering) markAt(pos token.Pos, n ast.Node) {
	if l.marks == nil || l.unmarked {
		return
	}
	lo, hi := l.it.lo, l.it.hi
	if l.body != nil {
		lo, hi = l.it.off(l.body.Pos()), l.it.off(l.body.End())
	}
	number := l.marks.add(markedPlace{l.it.at(n), lo, hi})
	l.insert(pos, markOpen+strconv.Itoa(number)+markEnd)
}

// mayFail reports whether a statement itself, not one inside it, may panic.
func (l *lowering) mayFail(s ast.Stmt) (found bool) {
	ast.Inspect(s, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.BlockStmt:
			if sw, ok := s.(*ast.SwitchStmt); !ok || n != ast.Node(sw.Body) {
				return false
			}
		case *ast.CaseClause:
			for _, e := range n.List {
				found = found || l.mayFail(&ast.ExprStmt{X: e})
			}
			return false
		case *ast.IndexExpr, *ast.SliceExpr, *ast.StarExpr, *ast.TypeAssertExpr, *ast.SendStmt, *ast.DeferStmt:
			found = true
		case *ast.SelectorExpr:
			id, ok := n.X.(*ast.Ident)
			found = found || !ok || !l.known[id]
		case *ast.CallExpr:
			id, ok := n.Fun.(*ast.Ident)
			found = found || !ok || !l.plain[id] || failing[id.Name]
		case *ast.BinaryExpr:
			found = found || divides(n.Op) && !isLiteral(n.Y)
		case *ast.AssignStmt:
			found = found || divides(n.Tok) && !isLiteral(n.Rhs[0])
		}
		return !found
	})
	return found
}

// failing are the predeclared functions that may panic.
var failing = map[string]bool{"panic": true, "make": true, "close": true, "clear": true, "delete": true}

func divides(t token.Token) bool {
	switch t {
	case token.QUO, token.REM, token.SHL, token.SHR,
		token.QUO_ASSIGN, token.REM_ASSIGN, token.SHL_ASSIGN, token.SHR_ASSIGN:
		return true
	}
	return false
}

func isLiteral(e ast.Expr) bool {
	_, ok := ast.Unparen(e).(*ast.BasicLit)
	return ok
}

// numbered returns what a number stands for.
func (m *marks) numbered(number int) markedPlace {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.list[number-1]
}
