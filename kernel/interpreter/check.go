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
				problems = append(problems, problem{p.off(id.Pos()), msg})
				continue
			}
			declared[id.Name] = p.at(id)
		}
	}
	defined := map[string]int{} // index of the first statement that defines a name
	for _, p := range parts {
		for _, id := range p.defs {
			if _, ok := defined[id.Name]; !ok {
				defined[id.Name] = p.index
			}
		}
	}
	for _, p := range parts {
		local := func(name string) bool {
			if _, ok := declared[name]; ok {
				return true
			}
			at, ok := defined[name]
			return ok && (p.decl != nil || at < p.index)
		}
		for _, r := range p.refs {
			if msg := c.checkRef(r, local, defined); msg != "" {
				at := r.id.Pos()
				problems = append(problems, problem{p.off(at), msg})
			}
		}
	}
	return problems
}

// checkRef returns what is wrong with a use of a name, or "".
func (c *compiler) checkRef(r ref, local func(string) bool, defined map[string]int) string {
	name := r.id.Name
	if local(name) || name == ctxName {
		return ""
	}
	e := c.names[name]
	path := ""
	switch {
	case e == nil:
		if _, ok := universe[name]; ok {
			return ""
		}
		p, ok := c.s.options.Preload[name]
		if !ok || r.sel == nil {
			return c.undefined(name, defined)
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

func (c *compiler) undefined(name string, defined map[string]int) string {
	msg := "undefined: " + name
	if _, later := defined[name]; later {
		return msg + " (it is defined further down)"
	}
	var known []string
	for n := range c.names {
		known = append(known, n)
	}
	for n := range defined {
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
