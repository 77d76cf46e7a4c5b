package interpreter

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// selection makes a select statement that may block end with the cell.
func (l *lowering) selection(n *ast.SelectStmt) {
	for _, c := range n.Body.List {
		if c.(*ast.CommClause).Comm == nil {
			return // it has a default: it does not block
		}
	}
	text := "case <-" + rt + ".Stopped(): " + rt + ".Wake()"
	if len(n.Body.List) > 0 {
		text = ";" + text
	}
	l.insert(n.Body.Rbrace, text)
}

// communication lowers a case of a select statement, whose receive is not a
// statement of its own.
func (l *lowering) communication(n *ast.CommClause) {
	switch comm := n.Comm.(type) {
	case *ast.ExprStmt:
		ast.Walk(l, comm.X)
	case *ast.SendStmt:
		ast.Walk(l, comm.Chan)
		ast.Walk(l, comm.Value)
	case *ast.AssignStmt:
		if temps, into := l.assignReceived(comm); into != "" {
			l.clear(comm.Pos(), comm.Rhs[0].Pos())
			l.replace(comm.Pos(), comm.Rhs[0].Pos(), temps+" := ")
			l.insert(n.Colon+1, " "+into+";")
		} else {
			for _, e := range comm.Lhs {
				ast.Walk(l, e)
			}
		}
		ast.Walk(l, comm.Rhs[0])
	}
	l.mark(n.Body)
	l.count(n.Body)
	l.receives(n.Body)
	for _, s := range n.Body {
		ast.Walk(l, s)
	}
}

// receives lets variables that are defined by a receive have an address, which
// they do not get from yaegi, by way of another:
//
//	vˑr := <-c; v := vˑr
func (l *lowering) receives(list []ast.Stmt) {
	for _, s := range list {
		a, ok := s.(*ast.AssignStmt)
		if !ok || a.Tok != token.DEFINE || len(a.Rhs) != 1 || !isReceive(a.Rhs[0]) {
			continue
		}
		var names, temps []string
		for _, e := range a.Lhs {
			id := e.(*ast.Ident)
			if id.Name == "_" {
				continue
			}
			name := id.Name
			if to, ok := l.rename[id]; ok {
				name = to
			}
			names, temps = append(names, name), append(temps, name+mark+"r")
			l.edits = slices.DeleteFunc(l.edits, func(e edit) bool { return e.lo == l.it.off(id.Pos()) })
			l.replace(id.Pos(), id.End(), name+mark+"r")
		}
		if len(names) > 0 {
			l.insert(a.End(), "; "+strings.Join(names, ", ")+" := "+strings.Join(temps, ", "))
		}
	}
}

func isReceive(e ast.Expr) bool {
	u, ok := ast.Unparen(e).(*ast.UnaryExpr)
	return ok && u.Op == token.ARROW
}

// What makes a channel operation at the top level of a cell end with it: the
// operation and a colon stand between.
//
// Never inside a function: the machine keeps the cases of a select statement in
// one place for all goroutines that execute it, so that two of them could take
// each other's channels and values.
const (
	selectOpen = "select { case "
	selectEnd  = ";case <-" + rt + ".Stopped(): " + rt + ".Wake() }"
)

// wait makes a receive or a send that is a statement end with the cell.
func (l *lowering) wait(n ast.Stmt) {
	l.insert(n.Pos(), selectOpen)
	l.insert(n.End(), ":"+selectEnd)
}

// received does so for an assignment of what a channel holds, and returns the
// assignment that has to follow:
//
//	select { case vˑr := <-c: v = vˑr; … }
//
// The machine takes no case that assigns. What is assigned to must be a name:
// Go evaluates anything else before it waits.
func (l *lowering) received(n *ast.AssignStmt) string {
	temps, into := l.assignReceived(n)
	if into != "" {
		l.clear(n.Pos(), n.Rhs[0].Pos())
		l.replace(n.Pos(), n.Rhs[0].Pos(), selectOpen+temps+" := ")
	}
	return into
}

// assignReceived returns temporaries for v = <-c and the assignment from them,
// or nothing if the statement is another.
func (l *lowering) assignReceived(n *ast.AssignStmt) (temps, into string) {
	if n.Tok != token.ASSIGN || len(n.Rhs) != 1 || !isReceive(n.Rhs[0]) {
		return "", ""
	}
	var names, list []string
	for i, e := range n.Lhs {
		id, ok := e.(*ast.Ident)
		if !ok {
			return "", ""
		}
		name := id.Name
		if to, ok := l.rename[id]; ok {
			name = to
		}
		names, list = append(names, name), append(list, mark+"r"+strconv.Itoa(i))
	}
	temps = strings.Join(list, ", ")
	return temps, strings.Join(names, ", ") + " = " + temps
}

// clear takes back the edits made between two positions.
func (l *lowering) clear(from, to token.Pos) {
	lo, hi := l.it.off(from), l.it.off(to)
	l.edits = slices.DeleteFunc(l.edits, func(e edit) bool { return lo <= e.lo && e.lo < hi })
}
