package interpreter

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// group is a set of declarations that are compiled together because they may
// use each other.
type group struct {
	c       *compiler
	decls   []*declaration
	methods []*method // of types of this group, and of earlier ones
	defs    []*entry
	adds    []func() // methods that join a type of an earlier cell
}

// declare compiles declarations of the cell, and then what earlier cells
// declared in terms of something that now means something else.
func (c *compiler) declare(parts []*part) *failure {
	g := &group{c: c}
	for _, p := range parts {
		if name, _ := methodOf(p.decl); name != "" {
			g.methods = append(g.methods, &method{item: p.item, binding: p.binding, told: uses{}})
		} else {
			g.decls = append(g.decls, &declaration{item: p.item, binding: p.binding, told: uses{}, methods: map[string]*method{}})
		}
	}
	g.completeTypes()
	g.dropUnchanged()
	if f := g.compile(); f != nil {
		return f
	}
	return c.refresh()
}

// completeTypes brings in what cannot be compiled without the methods at hand:
// yaegi ignores a second definition of a method, so its type is made anew.
// Methods that other cells gave to a type that is declared again stay with it.
func (g *group) completeTypes() {
	declared := g.types()
	for _, m := range slices.Clone(g.methods) {
		name, recv := methodOf(m.item.decl)
		e := g.c.names[recv]
		if declared[recv] != nil || e == nil || e.kind != aType {
			continue
		}
		old := e.decl.methods[recv+"."+name]
		if old == nil && !e.decl.spoiled[m.key()] || old != nil && g.c.sameMethod(old, m) {
			continue
		}
		again := &declaration{item: e.decl.item, binding: e.decl.binding, told: uses{}, methods: map[string]*method{}}
		g.decls = append(g.decls, again)
		declared = g.types()
		g.inherit(e.decl, func(*method) bool { return true })
	}
	for name, d := range declared {
		if e := g.c.names[name]; e != nil && e.kind == aType && e.decl.item != d.item {
			g.inherit(e.decl, func(m *method) bool { return m.item.src != e.decl.item.src })
		}
	}
}

// inherit adds the methods of an older declaration that the group does not
// define itself.
func (g *group) inherit(old *declaration, want func(*method) bool) {
	have := map[string]bool{}
	for _, m := range g.methods {
		have[m.key()] = true
	}
	for _, key := range slices.Sorted(maps.Keys(old.methods)) {
		if m := old.methods[key]; !have[key] && want(m) {
			g.methods = append(g.methods, &method{item: m.item, binding: m.binding, told: uses{}})
		}
	}
}

func (m *method) key() string {
	name, recv := methodOf(m.item.decl)
	return recv + "." + name
}

// types returns the declaration of each type that the group declares.
func (g *group) types() map[string]*declaration {
	types := map[string]*declaration{}
	for _, d := range g.decls {
		if gen, ok := d.item.decl.(*ast.GenDecl); ok && gen.Tok == token.TYPE {
			for _, id := range d.binding.defs {
				types[id.Name] = d
			}
		}
	}
	return types
}

// dropUnchanged leaves out declarations that say what the session knows
// already, so that running a cell twice keeps its types the same.
func (g *group) dropUnchanged() {
	same := map[*declaration]*declaration{}
	declares := map[string]*declaration{}
	for _, d := range g.decls {
		for _, id := range d.binding.defs {
			declares[id.Name] = d
		}
		if old := g.c.sameText(d); old != nil {
			same[d] = old
		}
	}
	means := func(name string) *entry { // nil: something new
		if d := declares[name]; d != nil && same[d] == nil {
			return nil
		}
		return g.c.names[name]
	}
	unchanged := func(u uses) bool {
		for name, e := range u {
			if !e.same(means(name)) {
				return false
			}
		}
		return true
	}
	for again := true; again; {
		again = false
		for d, old := range same {
			if !unchanged(old.uses) || !g.sameMethods(d, old, unchanged) {
				delete(same, d)
				again = true
			}
		}
	}
	g.decls = slices.DeleteFunc(g.decls, func(d *declaration) bool { return same[d] != nil })
	g.methods = slices.DeleteFunc(g.methods, func(m *method) bool {
		_, recv := methodOf(m.item.decl)
		e := g.c.names[recv]
		if d := declares[recv]; d != nil && same[d] == nil || e == nil || e.kind != aType {
			return false
		}
		return e.decl.methods[m.key()] != nil
	})
}

// sameText returns the session's declaration of the same names in the same
// words, if there is one.
func (c *compiler) sameText(d *declaration) *declaration {
	var old *declaration
	for _, id := range d.binding.defs {
		e := c.names[id.Name]
		if e == nil || e.decl == nil || old != nil && e.decl != old {
			return nil
		}
		old = e.decl
	}
	if old == nil || len(old.entries) != len(d.binding.defs) || old.item.text(old.item.decl) != d.item.text(d.item.decl) {
		return nil
	}
	return old
}

// sameMethods reports whether no method in the group differs from one that the
// old declaration has.
func (g *group) sameMethods(d, old *declaration, unchanged func(uses) bool) bool {
	for _, m := range g.methods {
		_, recv := methodOf(m.item.decl)
		if !slices.ContainsFunc(d.binding.defs, func(id *ast.Ident) bool { return id.Name == recv }) {
			continue
		}
		if old.spoiled[m.key()] {
			return false
		}
		if was := old.methods[m.key()]; was != nil && (was.text() != m.text() || !unchanged(was.uses)) {
			return false
		}
	}
	return true
}

func (m *method) text() string { return m.item.text(m.item.decl) }

func (c *compiler) sameMethod(old, m *method) bool {
	if old.text() != m.text() {
		return false
	}
	for name, e := range old.uses {
		if !e.same(c.names[name]) {
			return false
		}
	}
	return true
}

// compile compiles what the group has. The names that it declares mean it from
// here on.
func (g *group) compile() *failure {
	if len(g.decls)+len(g.methods) == 0 {
		return nil
	}
	c := g.c
	before := c.names.clone()
	for _, d := range g.decls {
		for _, id := range d.binding.defs {
			e := &entry{kind: kindOf(d.item.decl), name: id.Name, emitted: c.s.emittedName(id.Name), decl: d, where: d.item.at(id)}
			d.entries = append(d.entries, e)
			g.defs = append(g.defs, e)
		}
	}
	c.define(g.defs)
	f := g.emit(before)
	if f != nil {
		c.names = before
		g.spoil()
		for _, e := range c.pending {
			e.indirect = ""
		}
	}
	c.pending = nil
	return f
}

func (g *group) emit(before scopeTable) *failure {
	c := g.c
	var pending []*entry
	var u *unit
	f := c.rangesOver(g.renew, func() (f *failure) {
		u, f = g.text()
		if f != nil {
			return f
		}
		pending = c.pending
		return c.s.machine.compile(u)
	})
	if f != nil {
		return f
	}
	at := g.place()
	c.made = append(c.made, pending...)
	c.steps = append(c.steps, step{unit: u, at: at, defs: g.defs, done: func() {
		for _, add := range g.adds {
			add()
		}
		for _, e := range pending {
			e.callable = true
		}
	}})
	if f := g.redirect(before); f != nil {
		return f
	}
	return g.carry(before)
}

// spoil notes methods that older types have and cannot run: the machine keeps
// them although they did not compile.
func (g *group) spoil() {
	for _, m := range g.methods {
		_, recv := methodOf(m.item.decl)
		if e := g.c.names[recv]; e != nil && e.kind == aType && e.decl.methods[m.key()] == nil {
			if e.decl.spoiled == nil {
				e.decl.spoiled = map[string]bool{}
			}
			e.decl.spoiled[m.key()] = true
		}
	}
}

// renew gives other names to all that the group has shown to the machine,
// which keeps half of what it does not compile. It cannot do so for methods of
// older types.
func (g *group) renew() bool {
	for _, m := range g.methods {
		_, recv := methodOf(m.item.decl)
		if e := g.c.names[recv]; e != nil && !slices.Contains(g.defs, e) {
			return false
		}
	}
	for _, e := range g.defs {
		e.emitted = g.c.s.emittedName(e.name)
	}
	for _, e := range g.c.pending {
		e.indirect = g.c.s.emittedName(e.name + mark + "v")
		g.c.s.userName[e.indirect] = e.name
	}
	return true
}

// text lowers what the group has.
func (g *group) text() (*unit, *failure) {
	c := g.c
	var w writer
	for _, d := range g.decls {
		r := c.resolve(d.item, d.binding, false)
		if r.err != nil {
			return nil, &failure{d.item.place(), r.err.Error()}
		}
		for i, id := range d.binding.defs {
			r.rename[id] = d.entries[i].emitted
		}
		d.uses = r.uses
		w.item(d.item, r.lower())
	}
	g.adds = nil
	for _, m := range g.methods {
		r := c.resolve(m.item, m.binding, true)
		if r.err != nil {
			return nil, &failure{m.item.place(), r.err.Error()}
		}
		m.uses = r.uses
		g.attach(m)
		w.item(m.item, r.lower())
	}
	for _, e := range c.pending {
		w.say("var ", e.indirect, " = ", e.emitted, "\n")
	}
	return &unit{lowered: w.lowered()}, nil
}

// item writes the declaration of an item with its edits.
func (w *writer) item(it *item, edits []edit) {
	w.write(it.src, it.off(it.decl.Pos()), it.off(it.decl.End()), edits)
	w.say("\n")
}

func (g *group) place() place {
	if len(g.decls) > 0 {
		return g.decls[0].item.place()
	}
	return g.methods[0].item.place()
}

// attach gives a method to its type: at once if the type is of this group,
// when the unit has run if it is there already.
func (g *group) attach(m *method) {
	_, recv := methodOf(m.item.decl)
	e := g.c.names[recv]
	if e == nil || e.decl == nil {
		return // the machine will say so
	}
	if slices.Contains(g.decls, e.decl) {
		e.decl.methods[m.key()] = m
		return
	}
	g.adds = append(g.adds, func() { e.decl.methods[m.key()] = m })
}

// redirect lets methods that call an older function of the same signature call
// the new one.
func (g *group) redirect(before scopeTable) *failure {
	for _, e := range g.defs {
		old := before[e.name]
		if old == nil || old.indirect == "" || e.indirect != "" || e.kind != aFunc || !sameSignature(old.decl, e.decl) {
			continue
		}
		e.indirect, e.callable = old.indirect, old.callable
		u := &unit{lowered: lowered{text: "func() { " + e.indirect + " = " + e.emitted + " }()"}, body: true}
		if f := g.c.s.machine.compile(u); f != nil {
			return &failure{e.where, f.msg}
		}
		g.c.steps = append(g.c.steps, step{unit: u, at: e.where})
	}
	return nil
}

func sameSignature(a, b *declaration) bool {
	x, ok := a.item.decl.(*ast.FuncDecl)
	y, fine := b.item.decl.(*ast.FuncDecl)
	if !ok || !fine || spaceless(a.item.text(x.Type)) != spaceless(b.item.text(y.Type)) {
		return false
	}
	for name, e := range a.uses {
		if now := b.uses[name]; now != nil && now != e && e.kind == aType {
			return false
		}
	}
	return true
}

func spaceless(s string) string { return strings.Join(strings.Fields(s), " ") }

func kindOf(d ast.Decl) kind {
	if g, ok := d.(*ast.GenDecl); ok {
		if g.Tok == token.CONST {
			return aConst
		}
		return aType
	}
	return aFunc
}
