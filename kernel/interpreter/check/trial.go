package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
)

// trial is one run of the type checker over a package that is made for it: the
// declarations and statements of a group, and of earlier cells what these
// reach, bodies left out.
type trial struct {
	world *World
	view  *view
	src   *source
	group *group
	auto  map[string]string // packages that the group uses without an import

	split map[string]bool // keys that stay with what they were: their names mean something else from this group on
	again map[string]bool // keys of entries that are checked again, with their bodies

	mine    map[string]bool    // names that the group declares in the package
	imports map[string]bool    // names that it imports
	methods map[[2]string]bool // methods that it declares: type and name

	included map[string]*included      // earlier entries as they were, by key
	redone   map[string]*included      // and those that are checked again
	dotted   map[string]*types.Package // what names mean that dot imports of earlier cells brought, by path
	files    map[*env]*file
	order    []*file
	own      *file
	values   *values

	pkg   *types.Package
	info  *types.Info
	errs  []types.Error
	skip  bool            // the last error was tolerated
	body  *ast.FuncDecl   // holds the statements
	inits []*ast.FuncDecl // init functions of the group
	main  *ast.FuncDecl   // of a program
}

// included is an earlier entry that takes part.
type included struct {
	*entry
	label string // what the package calls it
	decl  ast.Decl
	body  bool // with its body
	stays bool // it uses what has no name any more
}

// file is a file of the package: what came from one place of the session and
// sees the same imports.
type file struct {
	imports map[string]string // name to path
	list    []string          // names, in order
	decls   []ast.Decl
}

func (f *file) use(name, path string) {
	if _, ok := f.imports[name]; !ok {
		f.imports[name] = path
		f.list = append(f.list, name)
	}
}

func (t *trial) run() {
	t.included, t.redone, t.files = map[string]*included{}, map[string]*included{}, map[*env]*file{}
	t.values = newValues()
	t.own = &file{imports: map[string]string{}}
	t.order = []*file{t.own}
	t.declared()
	for _, key := range slices.Sorted(maps.Keys(t.again)) {
		t.redo(key)
	}
	t.reach()
	t.assemble()
	t.check()
}

// declared collects what the group declares in the package.
func (t *trial) declared() {
	t.mine, t.imports, t.methods = map[string]bool{}, map[string]bool{}, map[[2]string]bool{}
	for _, it := range t.group.decls {
		if isImport(it) {
			for _, id := range it.defs {
				t.imports[id.Name] = true
			}
			continue
		}
		if f, ok := it.decl.(*ast.FuncDecl); ok && f.Recv != nil {
			t.methods[[2]string{receiverName(f), f.Name.Name}] = true
			continue
		}
		for _, id := range it.defs {
			t.mine[id.Name] = true
		}
	}
	delete(t.mine, "_")
	delete(t.mine, "init")
}

// receiverName returns the name of the type that a method belongs to.
func receiverName(f *ast.FuncDecl) string {
	if len(f.Recv.List) == 0 {
		return ""
	}
	if id := baseIdent(f.Recv.List[0].Type); id != nil {
		return id.Name
	}
	return ""
}

// baseIdent returns the T of T, *T and T[P].
func baseIdent(x ast.Expr) *ast.Ident {
	for {
		switch y := x.(type) {
		case *ast.StarExpr:
			x = y.X
		case *ast.ParenExpr:
			x = y.X
		case *ast.IndexExpr:
			x = y.X
		case *ast.IndexListExpr:
			x = y.X
		case *ast.Ident:
			return y
		default:
			return nil
		}
	}
}

// old reports whether the name of an entry means something else in this group.
func (t *trial) old(e *entry) bool {
	if e.kind == aMethod {
		return t.old(t.view.entry(e.recv))
	}
	return t.split[e.key] || !t.view.current(e)
}

// label returns what the package calls an entry of an earlier cell.
func (t *trial) label(e *entry) string {
	if e.kind == aMethod || !t.old(e) {
		return e.name
	}
	label := e.label()
	for t.taken(label, e.key) {
		label += "'" // a cell that declared the name twice
	}
	return label
}

func (t *trial) taken(label, key string) bool {
	for k, in := range t.included {
		if in.label == label && k != key {
			return true
		}
	}
	return false
}

// declaredAgain reports whether what an entry is called is declared by the
// group, or by an earlier cell that is checked again.
func (t *trial) declaredAgain(e *entry) bool {
	if t.old(e) {
		return false
	}
	if e.kind == aMethod {
		return t.again[e.key] || t.methods[[2]string{t.view.entry(e.recv).name, e.name}]
	}
	return t.again[e.key] || t.mine[e.name]
}

// reach includes what the group uses.
func (t *trial) reach() {
	for _, list := range [][]*item{t.group.decls, t.group.stmts} {
		for _, it := range list {
			for _, r := range it.refs {
				t.reachRef(r)
			}
		}
	}
	// A name that is declared again still has methods.
	for _, name := range slices.Sorted(maps.Keys(t.mine)) {
		if e := t.view.lookup(name); e != nil && e.kind == aType && !t.old(e) {
			t.addMethods(e)
		}
	}
}

func (t *trial) reachRef(r ref) {
	name := r.id.Name
	e := t.view.lookup(name)
	switch {
	case t.mine[name] || t.imports[name]:
	case e != nil && e.kind == aPackage:
		t.own.use(name, e.path)
	case e != nil && t.old(e): // a dot import of the group hides it
	case e != nil:
		t.add(e.key)
	default:
		if path, ok := t.auto[name]; ok {
			t.own.use(name, path)
		}
	}
}

// add includes an entry as it was, and what it needs, and returns what the
// package calls it.
func (t *trial) add(key string) string {
	if in := t.included[key]; in != nil {
		return in.label
	}
	e := t.view.entry(key)
	if e == nil {
		return ""
	}
	if t.declaredAgain(e) {
		return e.name
	}
	in := &included{entry: e, label: t.label(e), body: e.params}
	t.included[key] = in
	switch e.kind {
	case aVar, aConst:
		f := t.file(t.values.env)
		in.decl = t.value(e, in.label, t.add)
		f.decls = append(f.decls, in.decl)
		return in.label
	case aType:
		t.addMethods(e)
	case aMethod:
		t.add(e.recv)
	}
	t.place(in, func(u use) string { return t.add(u.key) })
	return in.label
}

func (t *trial) addMethods(e *entry) {
	for _, name := range slices.Sorted(maps.Keys(e.methods)) {
		t.add(e.methods[name])
	}
}

// redo includes an entry to be checked again: its names mean what they mean
// now.
func (t *trial) redo(key string) {
	e := t.view.entry(key)
	in := &included{entry: e, label: e.name, body: true}
	t.redone[key] = in
	if e.kind == aConst {
		f := t.file(t.values.env)
		in.decl = t.value(e, e.name, func(key string) string { return t.now(in, use{name: t.view.entry(key).name, key: key}) })
		f.decls = append(f.decls, in.decl)
		return
	}
	t.place(in, func(u use) string { return t.now(in, u) })
}

// now returns what the package calls the thing that a name means now, or, if
// the name is none any more, what it meant.
func (t *trial) now(in *included, u use) string {
	if t.mine[u.name] {
		return u.name
	}
	if e := t.view.lookup(u.name); e != nil && e.kind != aPackage {
		if t.again[e.key] {
			return u.name
		}
		return t.add(e.key)
	}
	in.stays = true
	return t.add(u.key)
}

// place puts the declaration of an entry into its file. rename returns what
// the package calls what an identifier of it means.
func (t *trial) place(in *included, rename func(use) string) {
	f := t.file(in.env)
	renames := map[token.Pos]string{}
	if in.label != in.name {
		renames[in.pos] = in.label
	}
	lists := [][]use{in.refs}
	if in.body {
		lists = append(lists, in.inner)
	}
	dots := map[token.Pos]string{}
	for _, list := range lists {
		for _, u := range list {
			if name, ok := t.meaning(f, u, rename, dots); ok && name != u.name {
				renames[u.pos] = name
			}
		}
	}
	in.decl = in.spec
	if in.body || len(renames) > 0 || len(dots) > 0 {
		in.decl = t.parseAgain(in, f, renames, dots)
	}
	f.decls = append(f.decls, in.decl)
}

// meaning makes the file see what an identifier means and returns its name
// there; ok is false if it stays as it is.
func (t *trial) meaning(f *file, u use, rename func(use) string, dots map[token.Pos]string) (string, bool) {
	switch {
	case len(u.key) > len(importKey) && u.key[:len(importKey)] == importKey:
		name := u.name
		if e := t.view.lookup(name); t.mine[name] || e != nil && e.kind != aPackage || f.imports[name] != "" && f.imports[name] != u.key[len(importKey):] {
			name += " of " + u.key[len(importKey):] // the package has a name like it
		}
		f.use(name, u.key[len(importKey):])
		return name, true
	case len(u.key) > len(dotKey) && u.key[:len(dotKey)] == dotKey:
		path := u.key[len(dotKey):]
		dots[u.pos] = path
		f.use(path, path)
		return "", false
	}
	if e := t.view.entry(u.key); e == nil || e.kind == aMethod {
		return "", false
	}
	name := rename(u)
	return name, name != ""
}

func (t *trial) file(e *env) *file {
	f := t.files[e]
	if f == nil {
		f = &file{imports: map[string]string{}}
		t.files[e] = f
		t.order = append(t.order, f)
	}
	return f
}

// value declares a variable or constant of an earlier cell.
func (t *trial) value(e *entry, label string, name func(key string) string) ast.Decl {
	f := t.file(t.values.env)
	f.use(valuesName, valuesPath)
	f.use(embedName, embedPath)
	r := &respeller{
		known: func(key string) ast.Expr { return &ast.Ident{Name: name(key), NamePos: e.pos} },
		stand: func(typ types.Type) ast.Expr { return t.values.typ(typ, e.pos) },
		embed: t.values.embed,
	}
	spec := &ast.ValueSpec{Names: []*ast.Ident{{Name: label, NamePos: e.pos}}}
	tok := token.VAR
	if e.typ != nil {
		spec.Type = r.expr(e.typ)
	}
	if e.kind == aConst {
		tok = token.CONST
		spec.Values = []ast.Expr{t.values.constant(e.val, e.pos)}
	}
	return &ast.GenDecl{Tok: tok, TokPos: e.pos, Specs: []ast.Spec{spec}}
}

// importDecls writes the imports of a file.
func (f *file) importDecls(pos token.Pos) []ast.Decl {
	if len(f.list) == 0 {
		return nil
	}
	d := &ast.GenDecl{Tok: token.IMPORT, TokPos: pos}
	for _, name := range f.list {
		d.Specs = append(d.Specs, importSpec(name, f.imports[name], pos))
	}
	return []ast.Decl{d}
}

func importSpec(name, path string, pos token.Pos) *ast.ImportSpec {
	return &ast.ImportSpec{
		Name: &ast.Ident{Name: name, NamePos: pos},
		Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(path), ValuePos: pos},
	}
}
