package interpreter

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// commaOK returns the two variables and the value of a definition such as
//
//	v, ok := m[k]
//
// where the second variable tells whether there is a first: of an element of a
// map, a type assertion or a receive.
func commaOK(stmt ast.Stmt) (names []*ast.Ident, value ast.Expr) {
	switch s := stmt.(type) {
	case *ast.AssignStmt:
		if len(s.Lhs) != 2 || len(s.Rhs) != 1 {
			return nil, nil
		}
		names, value = []*ast.Ident{s.Lhs[0].(*ast.Ident), s.Lhs[1].(*ast.Ident)}, s.Rhs[0]
	case *ast.DeclStmt:
		specs := s.Decl.(*ast.GenDecl).Specs
		spec, ok := specs[0].(*ast.ValueSpec)
		if len(specs) != 1 || !ok || spec.Type != nil || len(spec.Names) != 2 || len(spec.Values) != 1 {
			return nil, nil
		}
		names, value = spec.Names, spec.Values[0]
	}
	switch e := ast.Unparen(value).(type) {
	case *ast.IndexExpr, *ast.TypeAssertExpr:
		return names, value
	case *ast.UnaryExpr:
		if e.Op == token.ARROW {
			return names, value
		}
	}
	return nil, nil
}

// typedPair compiles v, ok := e as var v T; var ok bool; v, ok = e: the
// machine takes such a definition for one of two values at the top level.
func (c *compiler) typedPair(p *part, r *resolution, edits []edit, names []*ast.Ident, value ast.Expr) bool {
	typ, ok := c.typeOf(p, edits, value)
	if !ok {
		return false
	}
	var w writer
	types := []string{typ, "bool"}
	for i, id := range names {
		if id.Name != "_" {
			w.sayAt(p.at(id), fmt.Sprintf("var %s %s; ", r.renamed(id), types[i]))
		}
	}
	w.assign(p, edits, r.renamed(names[0])+", "+r.renamed(names[1]), value)
	u := &unit{lowered: w.lowered(), body: true}
	if c.s.machine.compile(u) != nil {
		return false
	}
	c.steps = append(c.steps, step{unit: u, at: p.place()})
	return true
}

// assign writes an assignment to variables of the top level. A receive ends
// with the cell.
func (w *writer) assign(p *part, edits []edit, names string, value ast.Expr) {
	open, end := names+" = ", ""
	if isReceive(value) {
		temps := mark + "r0"
		if strings.Contains(names, ",") {
			temps += ", " + mark + "r1"
		}
		open, end = selectOpen+temps+" := ", ": "+names+" = "+temps+selectEnd
	}
	w.sayAt(p.at(value), "func() { "+open)
	w.write(p.src, p.off(value.Pos()), p.off(value.End()), edits)
	w.say(end + " }(); ")
}

// definesReceived reports whether a definition waits for a channel.
func definesReceived(stmt ast.Stmt) bool {
	if _, value := commaOK(stmt); value != nil {
		return isReceive(value)
	}
	_, values := pairs(stmt)
	return slices.ContainsFunc(values, isReceive)
}
