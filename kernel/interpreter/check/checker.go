package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
)

// checker takes a cell from text to segments.
type checker struct {
	world *World
	src   *source
	view  *view
	cell  *Cell

	carried map[string]bool // keys that a statement took the name from: who uses them is checked again next
	renamed map[string]bool // names that statements gave to something new, and stale entries use
	counts  map[string]int  // emitted names given out
	final   *item           // of the cell
	errs    []*Error
}

// newChecker returns a checker of a cell over what a table holds.
func newChecker(w *World, t *table, src *source) *checker {
	v := newView(t)
	maps.Copy(v.over.names, w.everywhere)
	return &checker{
		world: w, src: src, view: v, cell: &Cell{Number: src.number, Code: src.code},
		carried: map[string]bool{}, renamed: map[string]bool{}, counts: map[string]int{},
	}
}

// run checks the whole cell and returns what is wrong with it.
func (c *checker) run() []*Error {
	p := parse(c.src, false)
	for _, problem := range p.problems {
		e := c.src.error(problem)
		e.Syntax = true
		c.errs = append(c.errs, e)
	}
	if len(c.errs) > 0 {
		return c.errs[:min(len(c.errs), maxErrors)]
	}
	if n := len(p.items); n > 0 {
		c.final = p.items[n-1]
	}
	c.imports(p)
	groups := cut(p, c.known)
	if len(groups) > maxSegments {
		return []*Error{c.src.error(problem{off: groups[maxSegments].off(), msg: "too many definitions of the same names in one cell"})}
	}
	for i := 0; i < len(groups); i++ {
		rest := c.group(groups[i], i == len(groups)-1)
		if rest != nil {
			groups = slices.Insert(groups, i+1, rest)
		}
		if len(c.errs) >= maxErrors {
			break
		}
	}
	if !p.program && len(c.errs) == 0 && onlyMain(p.items) {
		c.cell.Notices = append(c.cell.Notices, "main was only declared: a cell runs statements, such as main(), or a program that begins with package main")
	}
	slices.SortStableFunc(c.errs, func(a, b *Error) int { return a.Offset - b.Offset })
	return c.errs
}

// onlyMain reports whether items declare a main and nothing calls it.
func onlyMain(items []*item) bool {
	found := false
	for _, it := range items {
		if it.decl == nil {
			return false
		}
		f, ok := it.decl.(*ast.FuncDecl)
		found = found || ok && f.Recv == nil && f.Name.Name == "main"
	}
	return found
}

func (g *group) off() int {
	off := -1
	for _, list := range [][]*item{g.decls, g.stmts} {
		for _, it := range list {
			if off < 0 || it.lo < off {
				off = it.lo
			}
		}
	}
	return max(off, 0)
}

// known reports whether a name means something before the cell.
func (c *checker) known(name string) bool {
	if c.view.key(name) != "" || types.Universe.Lookup(name) != nil {
		return true
	}
	_, ok := c.world.options.Names[name]
	return ok
}

// imports gives import declarations the names that they define.
func (c *checker) imports(p *parsed) {
	seen := map[string]bool{}
	for _, it := range p.items {
		if !isImport(it) {
			continue
		}
		d := it.decl.(*ast.GenDecl)
		d.Specs = slices.DeleteFunc(d.Specs, func(s ast.Spec) bool {
			spec := s.(*ast.ImportSpec)
			name := c.importName(spec)
			twice := seen[name+spec.Path.Value]
			seen[name+spec.Path.Value] = name != "_"
			if name != "" && name != "_" && name != "." && !twice {
				it.defs = append(it.defs, &ast.Ident{Name: name, NamePos: spec.Pos()})
			}
			return twice
		})
	}
}

// importName returns the name by which a file knows a package.
func (c *checker) importName(s *ast.ImportSpec) string {
	if s.Name != nil {
		return s.Name.Name
	}
	path, err := strconv.Unquote(s.Path.Value)
	if err != nil {
		return ""
	}
	pkg, err := c.world.importPackage(path)
	if err != nil {
		return ""
	}
	return pkg.Name()
}

// group checks a group, as a segment of its own. If what its statements
// define makes earlier declarations mean something else, it ends there, and
// the rest is returned.
func (c *checker) group(g *group, last bool) (rest *group) {
	r := &resolver{checker: c, group: g, auto: c.auto(g), split: map[string]bool{}, dead: map[string]error{}, hidden: map[string]bool{}}
	r.resolve()
	t := r.trial
	if errs := r.failures(); len(errs) > 0 {
		c.errs = append(c.errs, errs...)
	}
	f := &finisher{resolver: r, trial: t}
	if len(c.errs) == 0 {
		if n := f.breaks(); n < len(g.stmts) {
			rest = &group{stmts: g.stmts[n:], program: g.program}
			again := &group{decls: g.decls, stmts: g.stmts[:n], program: g.program}
			c.group(again, false)
			return rest
		}
	}
	seg, d := f.finish()
	c.overflow(seg)
	c.cell.Segments = append(c.cell.Segments, seg)
	c.cell.deltas = append(c.cell.deltas, d)
	c.view.over.apply(d)
	if last && len(c.carried)+len(c.renamed) > 0 && len(c.errs) == 0 {
		return &group{}
	}
	return nil
}

// auto returns the packages that a group uses without having imported them.
func (c *checker) auto(g *group) map[string]string {
	auto := map[string]string{}
	defined := map[string]bool{}
	for _, list := range [][]*item{g.decls, g.stmts} {
		for _, it := range list {
			for _, id := range it.defs {
				if it.decl != nil {
					defined[id.Name] = true
				}
			}
		}
	}
	for _, list := range [][]*item{g.decls, g.stmts} {
		for _, it := range list {
			for _, r := range it.refs {
				name := r.id.Name
				if path, ok := c.world.options.Names[name]; ok && !r.weak && !defined[name] && c.view.key(name) == "" {
					auto[name] = path
				}
			}
		}
	}
	return auto
}

// resolver finds out what a group changes. It tries the group on the
// assumption that what is declared again stays the same thing; what turns out
// to be another is split from its name, and what used it is checked again, as
// long as that goes on.
type resolver struct {
	*checker
	group *group
	auto  map[string]string
	trial *trial
	split map[string]bool
	dead  map[string]error // keys of entries that no longer compile

	hidden map[string]bool // split keys whose users need not be checked again
}

const maxRounds = 50

func (r *resolver) resolve() {
	r.splitKinds()
	for range maxRounds {
		t := &trial{
			world: r.world, view: r.view, src: r.src, group: r.group, auto: r.auto,
			split: r.split, again: r.dependents(),
		}
		t.run()
		r.trial = t
		more := r.changed(t)
		if found := r.fails(t); len(more) == 0 && !found {
			return
		}
		r.split = maps.Clone(r.split)
		for _, key := range more {
			r.split[key] = true
		}
	}
}

// splitKinds splits what the group declares as another kind of thing.
func (r *resolver) splitKinds() {
	t := &trial{view: r.view, group: r.group}
	t.declared()
	if r.group.program {
		r.splitOld(t)
	}
	for _, it := range r.group.decls {
		if isImport(it) {
			r.splitDotted(it)
		}
		for _, id := range it.defs {
			if e := r.view.lookup(id.Name); e != nil && (e.kind != declKind(it.decl) || e.everywhere) && e.kind != aPackage {
				r.split[e.key] = true
			}
		}
		if f, ok := it.decl.(*ast.FuncDecl); ok && f.Recv != nil {
			r.splitPromoted(receiverName(f), f.Name.Name)
		}
	}
}

// splitPromoted sees to it that who uses a method by way of an embedded field
// is checked again when a type gets a method of that name.
func (r *resolver) splitPromoted(recv, name string) {
	if e := r.view.lookup(recv); e != nil && e.kind == aType && e.methods[name] == "" {
		r.split[promotedKey+name] = true
	}
}

// moves reports whether a method moves over to a type that the group declares
// anew. A program stands for itself; and where the new declaration comes with
// methods, those that came with the old one have had their time.
func (r *resolver) moves(t *trial, m *entry) bool {
	typ := r.view.entry(m.recv)
	if !t.mine[typ.name] {
		return true
	}
	if r.group.program {
		return false
	}
	if m.env != typ.env {
		return true
	}
	for id := range t.methods {
		if id[0] == typ.name {
			return false
		}
	}
	return true
}

// splitOld splits the types that a program declares if they would come with
// methods that it does not declare.
func (r *resolver) splitOld(t *trial) {
	for name := range t.mine {
		e := r.view.lookup(name)
		if e == nil || e.kind != aType {
			continue
		}
		for m := range e.methods {
			if !t.methods[[2]string{name, m}] {
				r.split[e.key] = true
			}
		}
	}
}

// splitDotted hides what the names meant that a dot import of the group brings.
func (r *resolver) splitDotted(it *item) {
	for _, s := range it.decl.(*ast.GenDecl).Specs {
		s := s.(*ast.ImportSpec)
		path, _ := strconv.Unquote(s.Path.Value)
		pkg, err := r.world.importPackage(path)
		if s.Name == nil || s.Name.Name != "." || err != nil {
			continue
		}
		for _, name := range exported(pkg) {
			if e := r.view.lookup(name); e != nil {
				r.split[e.key], r.hidden[e.key] = true, true
			}
		}
	}
}

func declKind(d ast.Decl) kind {
	if g, ok := d.(*ast.GenDecl); ok {
		return map[token.Token]kind{token.VAR: aVar, token.CONST: aConst, token.TYPE: aType, token.IMPORT: aPackage}[g.Tok]
	}
	if d.(*ast.FuncDecl).Recv != nil {
		return aMethod
	}
	return aFunc
}

// dependents returns the entries that have to be checked again: they use
// something that is no longer what its name means, or keep to what a name
// meant that means something else now.
func (r *resolver) dependents() map[string]bool {
	again := map[string]bool{}
	t := &trial{view: r.view, group: r.group, split: r.split}
	t.declared()
	names := r.news(t)
	if len(r.split) == 0 && len(r.carried) == 0 && len(names) == 0 {
		return again
	}
	gone := map[string]bool{}
	for _, set := range []map[string]bool{r.split, r.carried} {
		for key := range set {
			e := r.view.entry(key)
			if e != nil && e.everywhere || r.hidden[key] {
				continue
			}
			gone[key] = true
			if e != nil && e.kind == aMethod { // its type may not implement what it did
				gone[e.recv] = true
			}
		}
	}
	r.view.all(func(e *entry) {
		if e.kind == aMethod && r.split[e.recv] {
			if r.dead[e.key] != nil || !r.moves(t, e) {
				return
			}
		} else if r.dead[e.key] != nil || !e.affected(gone, names) {
			return
		}
		if r.view.current(e) && !r.declares(t, e) {
			again[e.key] = true
		}
	})
	return again
}

// news lists the names for which stale entries wait.
func (r *resolver) news(t *trial) map[string]bool {
	names := maps.Clone(r.renamed)
	if names == nil {
		names = map[string]bool{}
	}
	if len(r.view.base.stale)+len(r.view.over.stale) == 0 {
		return names
	}
	for name := range t.mine {
		if e := r.view.lookup(name); (e == nil || e.kind == aPackage || r.split[e.key]) && r.view.wanted(name) {
			names[name] = true
		}
	}
	return names
}

// affected reports whether a declaration uses what is gone.
func (e *entry) affected(gone, names map[string]bool) bool {
	if e.kind == aVar || e.kind == aPackage {
		return false
	}
	for _, list := range [][]use{e.refs, e.inner} {
		for _, u := range list {
			if gone[u.key] || e.stale && names[u.name] {
				return true
			}
		}
	}
	return false
}

// declares reports whether the group itself declares what an entry is called.
func (r *resolver) declares(t *trial, e *entry) bool {
	if e.kind == aMethod {
		return t.methods[[2]string{r.view.entry(e.recv).name, e.name}]
	}
	return t.mine[e.name] || t.imports[e.name]
}

// fails finds entries that no longer compile and reports whether there are new
// ones.
func (r *resolver) fails(t *trial) (found bool) {
	for _, e := range t.errs {
		for key, in := range t.redone {
			if in.at(e.Pos) && r.dead[key] == nil {
				r.dead[key] = e
				found = true
			}
		}
	}
	return found
}

// at reports whether a position lies in the declaration of an entry.
func (in *included) at(p token.Pos) bool {
	if in.kind == aConst {
		return p == in.pos
	}
	return in.src.has(p) && in.decl != nil && in.decl.Pos() <= p && p < in.decl.End()
}
