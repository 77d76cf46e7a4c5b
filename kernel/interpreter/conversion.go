package interpreter

import (
	"fmt"
	"slices"
	"strings"
)

// carry moves variables over to types that were made anew only to change their
// methods: the layout is the same, so that a conversion keeps the value. Only
// variables of such a type, or of a pointer to one, can be found by syntax;
// the person is told of others.
func (g *group) carry(before scopeTable) *failure {
	for _, e := range g.defs {
		old := before[e.name]
		if old == nil || old.kind != aType || e.kind != aType || !sameLayout(old, e) {
			continue
		}
		if f := g.c.carryTo(old, e); f != nil {
			return f
		}
	}
	return nil
}

// sameLayout reports whether two types are declared in the same words, and
// these mean the same.
func sameLayout(a, b *entry) bool {
	if a.decl.item.text(a.decl.item.decl) != b.decl.item.text(b.decl.item.decl) {
		return false
	}
	for name, e := range a.decl.uses {
		if now := b.decl.uses[name]; now != e && e != a && now != b {
			return false
		}
	}
	return true
}

func (c *compiler) carryTo(old, now *entry) *failure {
	var vars []*entry
	for _, v := range c.names {
		if v.kind == aVar && strings.Contains(v.hint, old.emitted) {
			vars = append(vars, v)
		}
	}
	slices.SortFunc(vars, func(a, b *entry) int { return strings.Compare(a.name, b.name) })
	for _, v := range vars {
		to := now.emitted
		switch v.hint {
		case old.emitted:
		case "*" + old.emitted:
			to = "(*" + now.emitted + ")"
		default:
			continue
		}
		if f := c.convert(v, to, strings.ReplaceAll(v.hint, old.emitted, now.emitted)); f != nil {
			return f
		}
	}
	return nil
}

// convert makes a variable anew with its value converted.
func (c *compiler) convert(v *entry, to, hint string) *failure {
	e := &entry{kind: aVar, name: v.name, emitted: c.s.emittedName(v.name), where: v.where, hint: hint}
	define := &unit{lowered: lowered{text: fmt.Sprintf("%s := %s(%s)", e.emitted, to, v.emitted)}, body: true}
	bind := &unit{lowered: lowered{text: c.s.bindCall(e)}, body: true}
	for _, u := range []*unit{define, bind} {
		if f := c.s.machine.compile(u); f != nil {
			return &failure{v.where, f.msg}
		}
	}
	c.steps = append(c.steps, step{unit: define, at: v.where}, step{unit: bind, at: v.where, defs: []*entry{e}})
	c.names[e.name] = e
	return nil
}

// bindCall returns the statement that tells the session where a variable
// lives.
func (s *Session) bindCall(e *entry) string {
	s.slots[e.emitted] = e
	return fmt.Sprintf("func() { %s.Bind(%q, &%s) }()", rt, e.emitted, e.emitted)
}
