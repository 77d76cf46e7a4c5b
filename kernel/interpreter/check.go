package interpreter

import (
	"fmt"
	"go/ast"
)

// check reports every name that means nothing and every name that is declared
// twice, before anything is compiled.
func (c *compiler) check(parts []*part) (problems []problem) {
	declared := map[string]place{}
	for _, p := range parts {
		if p.decl == nil {
			continue
		}
		for _, id := range p.defs {
			if first, twice := declared[id.Name]; twice {
				msg := fmt.Sprintf("%s redeclared in this cell (first at %s)", id.Name, first)
				problems = append(problems, problem{off: p.off(id.Pos()), msg: msg})
				continue
			}
			declared[id.Name] = p.at(id)
		}
	}
	c.mine, c.kinds = map[string]bool{}, map[string]kind{}
	defined := map[string]int{} // index of the first statement that defines a name
	for _, p := range parts {
		for _, id := range p.defs {
			c.mine[id.Name] = true
			if p.decl != nil {
				c.kinds[id.Name] = kindOf(p.decl)
			}
			if _, ok := defined[id.Name]; !ok {
				defined[id.Name] = p.index
			}
		}
	}
	for _, p := range parts {
		problems = append(problems, labels(p.item)...)
		problems = append(problems, jumps(p.item)...)
		problems = append(problems, c.misuse(p)...)
		local := func(name string) bool {
			if _, ok := declared[name]; ok {
				return true
			}
			at, ok := defined[name]
			return ok && (p.decl != nil || at < p.index)
		}
		for _, r := range p.refs {
			if msg := c.checkRef(r, local, func(name string) bool {
				at, ok := defined[name]
				return ok && at > p.index
			}); msg != "" {
				at := r.id.Pos()
				problems = append(problems, problem{off: p.off(at), msg: msg})
			}
		}
	}
	return problems
}

// checkRef returns what is wrong with a use of a name, or "".
func (c *compiler) checkRef(r ref, local, later func(string) bool) string {
	name := r.id.Name
	if local(name) || name == ctxName {
		return ""
	}
	e := c.names[name]
	path := ""
	switch {
	case e == nil:
		if unsupported[name] {
			return name + " is not supported by the interpreter yet"
		}
		if _, ok := universe[name]; ok {
			return ""
		}
		p, ok := c.s.options.Preload[name]
		if !ok {
			return c.undefined(name, later)
		}
		if r.sel == nil {
			return fmt.Sprintf("use of package %s without selector", name)
		}
		path = p
	case e.kind != aPackage:
		return ""
	case r.sel == nil:
		return fmt.Sprintf("use of package %s without selector", name)
	default:
		path = e.path
	}
	return c.checkMember(name, path, r.sel.Name)
}

// labels finds jumps out of a statement of the cell: each is compiled alone.
func labels(it *item) (problems []problem) {
	if it.stmt == nil {
		return nil
	}
	have := map[string]bool{}
	ast.Inspect(it.stmt, func(n ast.Node) bool {
		if l, ok := n.(*ast.LabeledStmt); ok {
			have[l.Label.Name] = true
		}
		return true
	})
	ast.Inspect(it.stmt, func(n ast.Node) bool {
		if b, ok := n.(*ast.BranchStmt); ok && b.Label != nil && !have[b.Label.Name] {
			msg := fmt.Sprintf("label %s is not in this statement: a jump between statements of a cell needs a function around them", b.Label.Name)
			problems = append(problems, problem{off: it.off(b.Pos()), msg: msg})
		}
		return true
	})
	return problems
}

func (c *compiler) checkMember(name, path, member string) string {
	table := c.s.machine.table[path]
	if table == nil {
		return c.s.unknownPackage(path)
	}
	if _, ok := table[member]; ok || generics[path] {
		return ""
	}
	var members []string
	for m := range table {
		if ast.IsExported(m) {
			members = append(members, m)
		}
	}
	msg := fmt.Sprintf("undefined: %s.%s", name, member)
	if like := suggest(member, members); like != "" {
		msg += fmt.Sprintf(" (did you mean %s.%s?)", name, like)
	}
	return msg
}

// generics are the packages of which the machine knows more than the symbol
// tables say: their generic functions, from source.
var generics = map[string]bool{"cmp": true, "maps": true, "slices": true, "sync": true, "sync/atomic": true}

func (c *compiler) undefined(name string, later func(string) bool) string {
	msg := "undefined: " + name
	if later(name) {
		return msg + " (it is defined further down)"
	}
	var known []string
	for n := range c.names {
		known = append(known, n)
	}
	for n := range c.mine {
		known = append(known, n)
	}
	for n := range universe {
		known = append(known, n)
	}
	for n := range c.s.options.Preload {
		known = append(known, n)
	}
	if like := suggest(name, known); like != "" && like != name {
		msg += fmt.Sprintf(" (did you mean %s?)", like)
	}
	return msg
}
