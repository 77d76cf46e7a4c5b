package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// Partial is a cell that is being written, checked as far as it goes.
//
// Its types must only be looked into within [Snapshot.Do].
type Partial struct {
	Code   string // as given
	Cursor int    // clamped to the code, and to the start of a rune
	Fset   *token.FileSet
	Pkg    *types.Package
	Info   *types.Info
	Pos    token.Pos // of the cursor

	// Path holds the nodes around the cursor, outermost first. It is empty
	// outside of all declarations and statements, and in comments.
	Path []ast.Node
	// Selector is the x.name at the cursor, if it stands on the name or behind
	// the dot; nil otherwise. The name may be "_", where nothing is written.
	Selector *ast.SelectorExpr
	// Package is what x is, if it is a package.
	Package *types.Package
	// Type is the type of x if it is a value or a type, nil if it is unknown.
	Type types.Type
	// IsType tells that x is a type: what can be selected are methods.
	IsType bool

	base   token.Pos
	scope  *types.Scope
	locals *types.Scope // of the statements of the cell
	view   *view
	world  *World
}

// Offset returns the offset in Code of a position, and whether it lies there.
func (p *Partial) Offset(pos token.Pos) (int, bool) {
	off := int(pos - p.base)
	return off, pos.IsValid() && off >= 0 && off <= len(p.Code)
}

// Partial checks code that may be unfinished anywhere against the snapshot.
// Errors are ignored. number is that which the cell is going to have.
func (s *Snapshot) Partial(number int, code string, cursor int) *Partial {
	w := s.world
	w.mu.Lock()
	defer w.mu.Unlock()
	cursor = clamp(code, cursor)
	p := &Partial{Code: code, Cursor: cursor, Fset: w.fset, world: w}
	text := code
	if len(text) > maxAsked || unreadable(text) != nil {
		text = ""
	} else if needsName(text, cursor) {
		text = text[:cursor] + placeholder(text[:cursor]) + text[cursor:]
	}
	src := addSource(w.fset, number, text)
	defer w.fset.RemoveFile(src.file)
	p.base, p.Pos = src.base, src.pos(min(cursor, len(text)))
	c := newChecker(w, s.table, src)
	p.view = c.view
	func() {
		defer func() { _ = recover() }() // what is half written may be anything: then there is no answer
		c.partial(p)
	}()
	return p
}

// needsName reports whether a dot in front of the cursor waits for a name.
func needsName(code string, cursor int) bool {
	head := strings.TrimRight(code[:cursor], " \t")
	if !strings.HasSuffix(head, ".") || strings.HasSuffix(head, "..") {
		return false
	}
	return cursor == len(code) || !isLetter(code[cursor])
}

// placeholder is what may stand where a name is missing.
func placeholder(before string) string {
	line := strings.TrimSpace(before[strings.LastIndexAny(before, "\n;{")+1:])
	if strings.HasPrefix(line, "defer ") || strings.HasPrefix(line, "go ") {
		return "_()" // the parser drops these statements if there is no call
	}
	return "_"
}

func isLetter(b byte) bool {
	return b == '_' || b >= 0x80 || 'a' <= b|0x20 && b|0x20 <= 'z' || '0' <= b && b <= '9'
}

func clamp(code string, cursor int) int {
	cursor = min(max(cursor, 0), len(code))
	for cursor > 0 && cursor < len(code) && code[cursor]&0xC0 == 0x80 {
		cursor--
	}
	return cursor
}

// partial checks the groups of a cell until one holds the cursor.
func (c *checker) partial(p *Partial) {
	items := parse(c.src, true)
	c.imports(items)
	groups := cut(items, c.known)
	at := len(groups) - 1
	for i, g := range groups[:min(len(groups), maxSegments)] {
		if g.holds(p.Pos, c.src) {
			at = i
		}
	}
	for i := range at + 1 {
		g := groups[i]
		r := &resolver{checker: c, group: g, auto: c.auto(g), split: map[string]bool{}, dead: map[string]error{}, hidden: map[string]bool{}}
		r.resolve()
		if i == at {
			p.fill(r.trial)
			return
		}
		_, d := (&finisher{resolver: r, trial: r.trial}).finish()
		c.view.over.apply(d)
	}
}

func (g *group) holds(pos token.Pos, src *source) bool {
	for _, list := range [][]*item{g.decls, g.stmts} {
		for _, it := range list {
			if src.pos(it.lo) <= pos && pos <= src.pos(it.hi) {
				return true
			}
		}
	}
	return false
}

func (p *Partial) fill(t *trial) {
	p.Pkg, p.Info = t.pkg, t.info
	p.locals = t.info.Scopes[t.body.Type]
	for _, d := range t.own.decls {
		list := []ast.Node{d}
		if d == ast.Decl(t.body) {
			list = nil
			for _, s := range t.body.Body.List {
				list = append(list, s)
			}
		}
		for _, n := range list {
			if path := around(n, p.Pos); path != nil {
				p.Path = path
			}
		}
	}
	p.scope = p.innermost()
	p.selector()
}

// around returns the nodes that hold a position, outermost first.
func around(root ast.Node, pos token.Pos) (path []ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil || n.Pos() > pos || pos > n.End() {
			return false
		}
		i := len(path)
		for i > 0 && !(path[i-1].Pos() <= n.Pos() && n.End() <= path[i-1].End()) {
			i--
		}
		path = append(path[:i], n)
		return true
	})
	return path
}

func (p *Partial) innermost() *types.Scope {
	for _, n := range slices.Backward(p.Path) {
		switch f := n.(type) {
		case *ast.FuncDecl:
			n = f.Type
		case *ast.FuncLit:
			n = f.Type
		}
		if s := p.Info.Scopes[n]; s != nil {
			return s
		}
	}
	return p.locals
}

func (p *Partial) selector() {
	for _, n := range slices.Backward(p.Path) {
		s, ok := n.(*ast.SelectorExpr)
		if !ok || p.Pos < s.X.End() {
			continue
		}
		p.Selector = s
		p.Package = packageOf(p.Info, s.X)
		if tv, ok := p.Info.Types[s.X]; ok && tv.Type != types.Typ[types.Invalid] {
			p.Type, p.IsType = tv.Type, tv.IsType()
		}
		return
	}
}

// Visible is an object in scope at the cursor.
type Visible struct {
	Name string
	// Obj is nil for what earlier cells declared and the cell does not use: see
	// [Snapshot.Lookup].
	Obj   types.Object
	Local bool // declared by the cell
}

// Scope lists the names in scope at the cursor, sorted: those of the blocks
// around it, of the cell, and of earlier cells. Universe and packages that need
// no import are not in it.
func (p *Partial) Scope() []Visible {
	found := map[string]Visible{}
	see := func(name string, v Visible) {
		if _, ok := found[name]; !ok && name != "_" && !strings.Contains(name, " ") {
			v.Name = name
			found[name] = v
		}
	}
	if p.Pkg == nil {
		return nil
	}
	for s := p.scope; s != nil && s != p.Pkg.Scope() && s != types.Universe; s = s.Parent() {
		for _, name := range s.Names() {
			obj := s.Lookup(name)
			if _, isPkg := obj.(*types.PkgName); isPkg || obj.Pos() < p.Pos || s != p.locals && !obj.Pos().IsValid() {
				see(name, Visible{Obj: obj, Local: p.mine(obj)})
			}
		}
	}
	for _, name := range p.Pkg.Scope().Names() {
		obj := p.Pkg.Scope().Lookup(name)
		see(name, Visible{Obj: obj, Local: p.mine(obj)})
	}
	for _, t := range []*table{p.view.over, p.view.base} {
		for name := range t.names {
			see(name, Visible{})
		}
	}
	var list []Visible
	for _, v := range found {
		list = append(list, v)
	}
	slices.SortFunc(list, func(a, b Visible) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// Dots returns the paths of the packages whose names earlier cells imported by
// a dot, the last first.
func (p *Partial) Dots() (paths []string) {
	if p.view == nil {
		return nil
	}
	paths = slices.Clone(p.view.over.dots)
	slices.Reverse(paths)
	return paths
}

func (p *Partial) mine(obj types.Object) bool {
	_, ok := p.Offset(obj.Pos())
	return ok
}
