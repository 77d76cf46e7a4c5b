package interpreter

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// isUnknownType reports whether a definition at the top level fails because the
// machine cannot tell the type of its value, which it can inside a function. It
// says so in odd words, or panics.
func isUnknownType(f *failure) bool {
	return f.msg == "constant definition loop" || strings.HasPrefix(f.msg, panickedCompiling)
}

// typedDefinition compiles x := e and var x = e as var x T = e, once for each
// variable. It returns nil and false if a type cannot be told or written.
func (c *compiler) typedDefinition(p *part, r *resolution) bool {
	edits := r.lowerValues()
	if names, value := commaOK(p.stmt); value != nil {
		return c.typedPair(p, r, edits, names, value)
	}
	names, values := pairs(p.stmt)
	var w writer
	for i, e := range values {
		typ, ok := c.typeOf(p, edits, e)
		if !ok {
			return false
		}
		if isReceive(e) {
			w.sayAt(p.at(names[i]), fmt.Sprintf("var %s %s; ", r.renamed(names[i]), typ))
			w.assign(p, edits, r.renamed(names[i]), e)
			continue
		}
		w.sayAt(p.at(names[i]), fmt.Sprintf("var %s %s = ", r.renamed(names[i]), typ))
		w.write(p.src, p.off(e.Pos()), p.off(e.End()), edits)
		w.say("; ")
	}
	u := &unit{lowered: w.lowered(), body: true}
	if len(values) == 0 || c.s.machine.compile(u) != nil {
		return false
	}
	c.steps = append(c.steps, step{unit: u, at: p.place()})
	return true
}

// pairs returns the variables of a definition and their values, if each has
// one of its own and none has a type.
func pairs(stmt ast.Stmt) (names []*ast.Ident, values []ast.Expr) {
	switch s := stmt.(type) {
	case *ast.AssignStmt:
		for _, l := range s.Lhs {
			names = append(names, l.(*ast.Ident))
		}
		values = s.Rhs
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			spec, ok := spec.(*ast.ValueSpec)
			if !ok || spec.Type != nil || len(spec.Names) != len(spec.Values) {
				return nil, nil
			}
			names = append(names, spec.Names...)
			values = append(values, spec.Values...)
		}
	}
	if len(names) != len(values) {
		return nil, nil
	}
	return names, values
}

// renamed is what the machine calls a name.
func (r *resolution) renamed(id *ast.Ident) string {
	if name, ok := r.rename[id]; ok {
		return name
	}
	return id.Name
}

// unassignable is a type that no value of a cell has.
type unassignable struct{ _ int }

var (
	refused = regexp.MustCompile(`cannot use type (.*) as type interpreter\.unassignable in assignment`)
	untyped = regexp.MustCompile(`cannot convert untyped (\w+) to `)
)

// typeOf returns the type of an expression as lowered code writes it. The
// machine tells it in the words with which it refuses to assign the value to a
// variable of another type.
func (c *compiler) typeOf(p *part, edits []edit, e ast.Expr) (string, bool) {
	var w writer
	w.say("func() { var p ", rt, ".Probe = ")
	w.write(p.src, p.off(e.Pos()), p.off(e.End()), edits)
	w.say("; _ = p }()")
	f := c.s.machine.compile(&unit{lowered: w.lowered(), body: true})
	switch {
	case f == nil:
		return c.typeOfOperation(p, edits, e)
	case untyped.MatchString(f.msg):
		kind := untyped.FindStringSubmatch(f.msg)[1]
		if kind == "float" {
			kind = "float64"
		}
		return kind, true
	case refused.MatchString(f.msg):
		return c.typeText(refused.FindStringSubmatch(f.msg)[1])
	}
	return "", false
}

// typeOfOperation returns the type of a binary operation, which the machine
// does not check: that of its typed operand.
func (c *compiler) typeOfOperation(p *part, edits []edit, e ast.Expr) (string, bool) {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	if !ok {
		return "", false
	}
	switch b.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return "bool", true
	case token.SHL, token.SHR:
		return c.typeOf(p, edits, b.X)
	}
	if _, literal := ast.Unparen(b.X).(*ast.BasicLit); literal {
		return c.typeOf(p, edits, b.Y)
	}
	return c.typeOf(p, edits, b.X)
}

// typeText rewrites a type that the machine printed so that it can be compiled:
// types of packages under the packages' aliases, those of the session without
// a package.
func (c *compiler) typeText(printed string) (string, bool) {
	expr, err := parser.ParseExpr(printed)
	if err != nil {
		return "", false
	}
	known := true
	ast.Inspect(expr, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := sel.X.(*ast.Ident)
		known = known && ok && c.qualify(pkg, sel.Sel)
		return false
	})
	var buf bytes.Buffer
	if !known || printer.Fprint(&buf, token.NewFileSet(), expr) != nil {
		return "", false
	}
	return strings.ReplaceAll(buf.String(), sessionPackage+".", ""), true
}

// sessionPackage is the package of everything that cells declare.
const sessionPackage = "main"

// qualify puts the alias of the package that has the type in place of the
// package's name.
func (c *compiler) qualify(pkg, name *ast.Ident) bool {
	if pkg.Name == sessionPackage {
		return true
	}
	m := c.s.machine
	var found []string
	for p, members := range m.table {
		if m.names[p] == pkg.Name && isType(members[name.Name]) {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return false
	}
	// Packages of one name that both have such a type are rare: the one that
	// the session has imported, else the shortest path.
	slices.SortFunc(found, func(a, b string) int {
		if x, y := m.alias[a] != "", m.alias[b] != ""; x != y {
			if x {
				return -1
			}
			return 1
		}
		return len(path.Clean(a)) - len(path.Clean(b))
	})
	alias, err := m.importPackage(found[0])
	pkg.Name = alias
	return err == nil
}

// isType reports whether a table's entry is a type: a nil pointer to it.
func isType(v reflect.Value) bool {
	return v.IsValid() && v.Kind() == reflect.Pointer && v.IsNil() && !v.CanAddr()
}
