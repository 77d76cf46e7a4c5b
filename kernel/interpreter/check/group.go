package check

import (
	"go/ast"
	"go/token"
	"slices"
)

// group is what becomes a segment: declarations, then statements.
type group struct {
	decls   []*item
	stmts   []*item
	program bool
}

// cut cuts items into groups. A program is one group. In a cell a new group
// starts
//
//   - where a variable declaration follows statements, so that it happens in
//     its turn;
//   - where a declaration uses or defines a name that a statement of the group
//     defines, so that functions can use what statements made;
//   - where names are defined again, which Go allows in no block.
func cut(p *parsed, known func(string) bool) []*group {
	if p.program {
		g := &group{program: true}
		for _, it := range p.items {
			g.add(it)
		}
		return []*group{g}
	}
	var groups []*group
	c := newCutter()
	for _, it := range delay(p.items, known) {
		if c.breaks(it) {
			groups = append(groups, c.group)
			c = newCutter()
		}
		c.add(it)
	}
	return append(groups, c.group)
}

func (g *group) add(it *item) {
	if it.decl != nil {
		g.decls = append(g.decls, it)
	} else {
		g.stmts = append(g.stmts, it)
	}
}

type cutter struct {
	group    *group
	defined  map[string]bool // by statements
	declared map[string]bool
}

func newCutter() *cutter {
	return &cutter{&group{}, map[string]bool{}, map[string]bool{}}
}

func (c *cutter) add(it *item) {
	c.group.add(it)
	names := c.declared
	if it.decl == nil {
		names = c.defined
	}
	for _, id := range it.defs {
		names[id.Name] = true
	}
}

func (c *cutter) breaks(it *item) bool {
	defines := func(names map[string]bool) bool {
		return slices.ContainsFunc(it.defs, func(id *ast.Ident) bool { return names[id.Name] })
	}
	if it.decl == nil {
		all := len(it.defs) > 0
		for _, id := range it.defs {
			all = all && c.defined[id.Name]
		}
		return all || defines(c.declared)
	}
	if it.isVar() && (len(c.group.stmts) > 0 || defines(c.declared)) {
		return true
	}
	return defines(c.defined) || slices.ContainsFunc(it.refs, func(r ref) bool { return !r.weak && c.defined[r.id.Name] })
}

// delay moves functions, types and constants that need a name which only a
// later statement of the cell defines behind that statement.
func delay(items []*item, known func(string) bool) []*item {
	at := map[string]int{} // the last statement that defines a name
	for i, it := range items {
		if it.decl == nil {
			for _, id := range it.defs {
				at[id.Name] = i
			}
		}
	}
	if len(at) == 0 {
		return items
	}
	for _, it := range items {
		if it.decl != nil {
			for _, id := range it.defs {
				delete(at, id.Name)
			}
		}
	}
	until := make([]int, len(items))
	for again := true; again; {
		again = false
		for i, it := range items {
			if it.decl == nil || it.isVar() || isImport(it) {
				continue
			}
			for _, r := range it.refs {
				if j, ok := at[r.id.Name]; ok && j > max(i, until[i]) && !r.weak && !known(r.id.Name) {
					until[i], again = j, true
					for _, id := range it.defs {
						at[id.Name] = j
					}
				}
			}
		}
	}
	var order []*item
	for i, it := range items {
		if until[i] > i {
			continue
		}
		order = append(order, it)
		for j := range i {
			if until[j] == i {
				order = append(order, items[j])
			}
		}
	}
	return order
}

func isImport(it *item) bool {
	d, ok := it.decl.(*ast.GenDecl)
	return ok && d.Tok == token.IMPORT
}
