package interpreter

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// refresh compiles again what was declared in terms of something that means
// something else by now: the callers of a function that was redefined, the
// functions over a type or a variable that is a new one. What does not compile
// any more keeps its old meaning, and the person is told.
//
// Methods are never compiled again for that, because their type would become
// another one and the values there are would be left behind.
func (c *compiler) refresh() *failure {
	for range 10 { // each failing declaration is left out of the next attempt
		dirty := c.dirty()
		if len(dirty) == 0 {
			break
		}
		g := &group{c: c}
		for _, d := range dirty {
			g.decls = append(g.decls, &declaration{item: d.item, binding: d.binding, told: uses{}, methods: map[string]*method{}})
			g.inherit(d, func(*method) bool { return true })
		}
		f := g.compile()
		if f == nil {
			continue
		}
		culprit := dirty[0]
		for _, d := range dirty {
			if f.place.src == d.item.src && d.item.lo <= f.place.off && f.place.off < d.item.hi {
				culprit = d
			}
		}
		c.leave(culprit, c.s.userText(f.msg))
	}
	c.noteMethods()
	return nil
}

// changed returns the names that mean something else than in u, and that the
// person has not been told of.
func (c *compiler) changed(u, told uses) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(u)) {
		if now := c.names[name]; now != nil && now != u[name] && now != told[name] {
			names = append(names, name)
		}
	}
	return names
}

// dirty returns the declarations of the session that use what has changed, and
// those that use them, in a fixed order.
func (c *compiler) dirty() (list []*declaration) {
	set := map[*declaration]bool{}
	all := c.declarations()
	for again := true; again; {
		again = false
		for _, d := range all {
			if !set[d] && !c.left[d] && (len(c.changed(d.uses, d.told)) > 0 || usesAny(d.uses, set)) {
				set[d], again = true, true
			}
		}
	}
	for _, d := range all {
		if set[d] {
			list = append(list, d)
		}
	}
	return list
}

func usesAny(u uses, set map[*declaration]bool) bool {
	for _, e := range u {
		if e.decl != nil && set[e.decl] {
			return true
		}
	}
	return false
}

// declarations lists what the names of the session declare, by name.
func (c *compiler) declarations() (list []*declaration) {
	seen := map[*declaration]bool{}
	for _, name := range slices.Sorted(maps.Keys(c.names)) {
		if d := c.names[name].decl; d != nil && !seen[d] {
			seen[d] = true
			list = append(list, d)
		}
	}
	return list
}

// leave gives up on a declaration until its own cell runs again.
func (c *compiler) leave(d *declaration, msg string) {
	c.left[d] = true
	var names []string
	for _, e := range d.entries {
		names = append(names, e.name)
	}
	changed := c.changed(d.uses, d.told)
	what := strings.Join(changed, ", ")
	if what == "" {
		what = "definitions"
	}
	c.notes = append(c.notes, fmt.Sprintf("note: %s (%s) does not compile with the new %s and keeps the old: %s",
		strings.Join(names, ", "), d.item.place(), what, msg))
	for _, name := range changed {
		c.tell(d.told, name)
	}
}

// tell notes, once the cell has run, that the person knows of a change.
func (c *compiler) tell(told uses, name string) {
	now := c.names[name]
	c.settle = append(c.settle, func() { told[name] = now })
}

// noteMethods tells of methods that still use the old meaning of a name.
func (c *compiler) noteMethods() {
	for _, d := range c.declarations() {
		for _, key := range slices.Sorted(maps.Keys(d.methods)) {
			m := d.methods[key]
			for _, name := range c.changed(m.uses, m.told) {
				if c.noted[m] || m.uses[name].same(c.names[name]) {
					continue
				}
				c.noted[m] = true
				c.notes = append(c.notes, fmt.Sprintf("note: method %s (%s) keeps using the old %s until its cell runs again",
					key, m.item.place(), name))
				c.tell(m.told, name)
			}
		}
	}
}
