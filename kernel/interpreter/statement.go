package interpreter

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// statement compiles one statement of the cell. last tells that nothing
// follows, so that the value of an expression is the cell's.
func (c *compiler) statement(p *part, last bool) *failure {
	r := c.resolve(p.item, p.binding, false)
	if r.err != nil {
		return &failure{p.place(), r.err.Error()}
	}
	if len(p.defs) > 0 {
		return c.definition(p, r)
	}
	edits := r.lower()
	e, ok := p.stmt.(*ast.ExprStmt)
	if !ok {
		return c.body(p, edits, "func() { ", " }()")
	}
	if last && c.hasValue(e.X) {
		l := &lowering{it: p.item, marks: &c.s.marks, ranges: &c.ranges, types: r.types, field: c.field, rename: r.rename, plain: r.plain, known: r.known}
		for id, name := range r.rename {
			if id.Name != name {
				l.replace(id.Pos(), id.End(), name)
			}
		}
		ast.Walk(l, e.X) // not the statement: a receive is an expression here
		f := c.body(p, l.edits, "func() { "+rt+".Show(", ") }()")
		if _, call := e.X.(*ast.CallExpr); f == nil || !call {
			return f
		}
		// A call without a result cannot be shown; any other error comes up
		// again.
	}
	if !isAction(e.X) {
		return c.body(p, edits, "func() { _ = ", " }()")
	}
	return c.body(p, edits, "func() { ", " }()")
}

// isAction reports whether an expression may stand as a statement in Go.
func isAction(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CallExpr:
		return true
	case *ast.ParenExpr:
		return isAction(e.X)
	case *ast.UnaryExpr:
		return e.Op == token.ARROW
	}
	return false
}

// body compiles a statement between an opening and a closing text.
func (c *compiler) body(p *part, edits []edit, open, end string) *failure {
	var w writer
	w.sayAt(p.place(), open)
	w.write(p.src, p.lo, p.off(p.stmt.End()), edits)
	w.say(end)
	u := &unit{lowered: w.lowered(), body: true}
	if f := c.s.machine.compile(u); f != nil {
		return f
	}
	c.steps = append(c.steps, step{unit: u, at: p.place()})
	return nil
}

// hasValue reports whether an expression at the end of a cell can have a value
// that a person wants to see: a call may, unless the function has no result or
// is one that prints.
func (c *compiler) hasValue(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return true
	}
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		if d := c.function(f.Name); d != nil {
			return d.Type.Results.NumFields() > 0
		}
	case *ast.SelectorExpr:
		id, ok := f.X.(*ast.Ident)
		return !ok || !c.isPackage(id.Name, "fmt") ||
			!strings.HasPrefix(f.Sel.Name, "Print") && !strings.HasPrefix(f.Sel.Name, "Fprint")
	case *ast.FuncLit:
		return f.Type.Results.NumFields() > 0
	}
	return true
}

func (c *compiler) function(name string) *ast.FuncDecl {
	if e := c.names[name]; e != nil && e.kind == aFunc {
		d, _ := e.decl.item.decl.(*ast.FuncDecl)
		return d
	}
	return nil
}

func (c *compiler) isPackage(name, path string) bool {
	if e := c.names[name]; e != nil {
		return e.kind == aPackage && e.path == path
	}
	return c.s.options.Preload[name] == path
}

// definition compiles x := … and var x …. The variables are new ones to the
// machine. Where one has the type of the session's older variable of that
// name, its value then moves there, so that the functions and closures over
// the older one see it.
func (c *compiler) definition(p *part, r *resolution) *failure {
	hints := c.hints(p, r)
	fresh := make([]*entry, len(p.defs))
	seen := map[string]*entry{}
	for i, id := range p.defs {
		e := seen[id.Name]
		if e == nil {
			e = &entry{kind: aVar, name: id.Name, emitted: c.s.emittedName(id.Name), where: p.at(id), hint: hints[id.Name]}
			seen[id.Name] = e
		}
		fresh[i] = e
		r.rename[id] = e.emitted
	}
	if definesReceived(p.stmt) && c.typedDefinition(p, r) {
		// It can be interrupted, which the plain form cannot.
	} else if f := c.body(p, r.lower(), "", ""); f != nil {
		if !isUnknownType(f) || !c.typedDefinition(p, r) {
			return f
		}
	}
	var defs []*entry
	var calls []string
	fresh = slices.Compact(fresh)
	for _, e := range fresh {
		old := c.names[e.name]
		if old != nil && old.kind == aVar && old.hint == e.hint && old.name != ctxName && c.sameType(old, e) {
			calls = append(calls, fmt.Sprintf("func() { %s = %s }()", old.emitted, e.emitted))
			continue
		}
		calls = append(calls, c.s.bindCall(e))
		defs = append(defs, e)
	}
	c.define(defs)
	if len(calls) > 0 {
		u := &unit{lowered: lowered{text: strings.Join(calls, "; "), segs: []segment{{0, p.place(), true}}}, body: true}
		if f := c.s.machine.compile(u); f != nil {
			return f
		}
		// The names mean the new variables only when these hold their values.
		c.steps = append(c.steps, step{unit: u, at: p.place(), defs: defs})
	}
	if len(defs) > 0 {
		return c.refresh()
	}
	return nil
}

// sameType asks the machine whether two variables have one type.
func (c *compiler) sameType(a, b *entry) bool {
	text := fmt.Sprintf("func() { %sp := &%s; %sp = &%s; _ = %sp }()", mark, a.emitted, mark, b.emitted, mark)
	return c.s.machine.compile(&unit{lowered: lowered{text: text}, body: true}) == nil
}

// hints returns what the syntax says about the types of defined variables: the
// machine takes structs of equal layout for equal.
func (c *compiler) hints(p *part, r *resolution) map[string]string {
	hints := map[string]string{}
	note := func(lhs []ast.Expr, rhs []ast.Expr) {
		for i, l := range lhs {
			if id, ok := l.(*ast.Ident); ok && len(lhs) == len(rhs) {
				hints[id.Name] = c.hint(r, rhs[i])
			}
		}
	}
	switch s := p.stmt.(type) {
	case *ast.AssignStmt:
		note(s.Lhs, s.Rhs)
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			spec, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for i, id := range spec.Names {
				if spec.Type != nil {
					hints[id.Name] = r.rendered(spec.Type)
				} else if len(spec.Values) == len(spec.Names) {
					hints[id.Name] = c.hint(r, spec.Values[i])
				}
			}
		}
	}
	return hints
}

func (c *compiler) hint(r *resolution, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.CompositeLit:
		if e.Type != nil {
			return r.rendered(e.Type)
		}
	case *ast.UnaryExpr:
		if lit, ok := e.X.(*ast.CompositeLit); ok && e.Op == token.AND && lit.Type != nil {
			return "*" + r.rendered(lit.Type)
		}
	case *ast.CallExpr:
		id, ok := e.Fun.(*ast.Ident)
		if !ok {
			return ""
		}
		if d := c.names[id.Name]; d != nil && d.kind == aType {
			return d.emitted
		}
		if f := c.function(id.Name); f != nil && f.Type.TypeParams == nil && f.Type.Results.NumFields() == 1 {
			d := c.names[id.Name].decl
			return c.resolve(d.item, d.binding, false).rendered(f.Type.Results.List[0].Type)
		}
	}
	return ""
}
