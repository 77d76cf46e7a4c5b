package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// Snapshot is what a world held at a moment. It does not change and may be
// used by any goroutine, also while a cell runs.
type Snapshot struct {
	world *World
	table *table
}

// Snapshot returns what the world holds now.
func (w *World) Snapshot() *Snapshot {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := &table{maps.Clone(w.table.names), maps.Clone(w.table.entries), slices.Clone(w.table.dots), maps.Clone(w.table.stale)}
	return &Snapshot{w, t}
}

// Named is a name that cells declared.
type Named struct {
	Name string
	Kind string // var, const, type, func, package
	// Type is the type of a variable or constant, the signature of a function,
	// the path of a package, what a type is declared as.
	Type   string
	Value  string // of a constant
	Cell   int    // that declared it; 0 if none did
	Source string // the declaration, or the statement that defined it, as written
	Doc    string // the comment in front of it, without the marks
}

// Names lists what is in scope, sorted by name: what cells declared and the
// packages that they import. Methods are not in it.
func (s *Snapshot) Names() []Named {
	var list []Named
	for _, name := range slices.Sorted(maps.Keys(s.table.names)) {
		if n, ok := s.Lookup(name); ok {
			list = append(list, n)
		}
	}
	return list
}

// Lookup returns what a name in scope is.
func (s *Snapshot) Lookup(name string) (Named, bool) {
	e := s.table.entries[s.table.names[name]]
	if e == nil {
		return Named{}, false
	}
	return s.describe(e, name), true
}

// Method returns a method of a type in scope.
func (s *Snapshot) Method(typ, name string) (Named, bool) {
	t := s.table.entries[s.table.names[typ]]
	if t == nil || s.table.entries[t.methods[name]] == nil {
		return Named{}, false
	}
	return s.describe(s.table.entries[t.methods[name]], name), true
}

// Methods lists the methods of a type in scope, sorted by name.
func (s *Snapshot) Methods(typ string) (list []Named) {
	if t := s.table.entries[s.table.names[typ]]; t != nil {
		for _, name := range slices.Sorted(maps.Keys(t.methods)) {
			m, _ := s.Method(typ, name)
			list = append(list, m)
		}
	}
	return list
}

// Import returns the path of the package that a name means: an import, or a
// package that needs none.
func (s *Snapshot) Import(name string) (path string, ok bool) {
	if e := s.table.entries[s.table.names[name]]; e != nil {
		return e.path, e.kind == aPackage
	}
	path, ok = s.world.options.Names[name]
	return path, ok
}

// Package returns the type data of a package. What it holds must only be read
// within [Snapshot.Do].
func (s *Snapshot) Package(path string) (*types.Package, error) {
	return s.world.importPackage(path)
}

// Do calls f while nothing else checks or imports: whoever looks into types
// after a check does so here, because types complete themselves when asked.
func (s *Snapshot) Do(f func()) {
	s.world.mu.Lock()
	defer s.world.mu.Unlock()
	f()
}

func (s *Snapshot) describe(e *entry, name string) Named {
	n := Named{Name: name, Kind: e.kind.String(), Type: e.path, Cell: e.src.number}
	if e.hi > e.lo {
		n.Source = e.src.code[e.lo:e.hi]
		n.Doc = docBefore(e.src.code, e.lo)
	}
	switch {
	case e.kind == aVar || e.kind == aConst:
		n.Type = s.spelled(e)
		if e.kind == aConst && e.val != nil {
			n.Value = e.val.String()
		}
	case e.kind == aFunc || e.kind == aMethod:
		n.Type = types.ExprString(e.spec.(*ast.FuncDecl).Type)
	case e.kind == aType:
		spec := e.spec.(*ast.GenDecl).Specs[0].(*ast.TypeSpec)
		n.Type = types.ExprString(spec.Type)
		if doc := specDoc(e, spec); doc != "" {
			n.Doc = doc
		}
	}
	return n
}

// spelled writes the type of a variable or constant.
func (s *Snapshot) spelled(e *entry) string {
	if e.typ == nil {
		return "untyped " + strings.ToLower(e.val.Kind().String())
	}
	leaf := func(text string) ast.Expr { return ast.NewIdent(text) }
	r := &respeller{
		known: func(key string) ast.Expr {
			t := s.table.entries[key]
			switch {
			case t == nil:
				return leaf(key)
			case s.table.names[t.name] != key:
				return leaf(t.label())
			}
			return leaf(t.name)
		},
		stand: func(t types.Type) ast.Expr { return leaf(types.TypeString(t, (*types.Package).Name)) },
		embed: func(_ string, typ ast.Expr) ast.Expr { return typ },
	}
	return types.ExprString(r.expr(e.typ))
}

// specDoc returns the comment in front of a type in a group of types.
func specDoc(e *entry, spec *ast.TypeSpec) string {
	at := e.src.off(spec.Pos())
	if e.src.off(e.spec.Pos()) == at {
		return ""
	}
	return docBefore(e.src.code, e.src.off(lineStart(e.src, spec.Pos())))
}

func lineStart(s *source, p token.Pos) token.Pos {
	return s.pos(strings.LastIndexByte(s.code[:s.off(p)], '\n') + 1)
}

// docBefore returns the // comments on the lines that end at an offset.
func docBefore(code string, off int) string {
	head := code[:off]
	i := strings.LastIndexByte(head, '\n')
	if strings.TrimSpace(head[i+1:]) != "" || i < 0 {
		return ""
	}
	lines := strings.Split(head[:i], "\n")
	first := len(lines)
	for first > 0 && strings.HasPrefix(strings.TrimSpace(lines[first-1]), "//") {
		first--
	}
	var doc []string
	for _, l := range lines[first:] {
		l = strings.TrimPrefix(strings.TrimSpace(l), "//")
		doc = append(doc, strings.TrimPrefix(l, " "))
	}
	if len(doc) == 0 && strings.HasSuffix(strings.TrimSpace(head), "*/") {
		if j := strings.LastIndex(head, "/*"); j >= 0 && strings.TrimSpace(head[:j]) == "" || j > 0 && head[j-1] == '\n' {
			return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(head[j+2:]), "*/"))
		}
	}
	return strings.Join(doc, "\n")
}
