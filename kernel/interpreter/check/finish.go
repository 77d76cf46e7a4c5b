package check

import (
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"slices"
)

// finisher makes a segment of a trial, and says what names mean after it.
type finisher struct {
	*resolver
	trial *trial
	seg   *Segment
	delta *delta
	env   *env

	keys map[types.Object]string // of everything that the package declares
}

func (f *finisher) finish() (*Segment, *delta) {
	t := f.trial
	f.seg = &Segment{
		Fset: f.world.fset, Pkg: t.pkg, Info: t.info, Inits: t.info.InitOrder,
		global: map[types.Object]string{}, keys: map[*types.TypeName]string{}, bodies: map[*types.Func]*ast.FuncDecl{},
	}
	f.delta, f.env = newDelta(), &env{f.src.number}
	f.keys = map[types.Object]string{}
	f.earlier()
	f.types()
	f.functions()
	f.entries()
	f.bury()
	f.locals()
	f.importsSeen()
	f.statements()
	for obj, key := range f.keys {
		if tn, ok := obj.(*types.TypeName); ok {
			f.seg.keys[tn] = key
		}
	}
	return f.seg, f.delta
}

// earlier tells what earlier entries are called that take part as they were.
func (f *finisher) earlier() {
	for key, in := range f.trial.included {
		if obj := f.defined(in.decl); obj != nil {
			f.name(obj, key, in.emitted)
			f.body(obj, in.decl)
		}
	}
}

func (f *finisher) defined(d ast.Decl) types.Object { return f.trial.info.Defs[declared(d)[0]] }

func (f *finisher) name(obj types.Object, key, emitted string) {
	f.keys[obj] = key
	f.seg.global[obj] = emitted
}

func (f *finisher) body(obj types.Object, d ast.Decl) {
	fun, ok := obj.(*types.Func)
	if decl, is := d.(*ast.FuncDecl); ok && is && decl.Body != nil && generic(fun) {
		f.seg.bodies[fun] = decl
	}
}

func generic(f *types.Func) bool {
	s := f.Signature()
	return s.TypeParams().Len() > 0 || s.RecvTypeParams().Len() > 0
}

// made is a declaration that becomes an entry: one of the group, or an earlier
// one that has been checked again.
type made struct {
	id   *ast.Ident
	obj  types.Object
	decl ast.Decl
	spec *ast.ValueSpec
	old  *entry // what it was, if it is the same thing
	was  *included
}

// news lists what becomes an entry, in the order of the cells.
func (f *finisher) news() (list []made) {
	t := f.trial
	for _, key := range slices.Sorted(maps.Keys(t.redone)) {
		in := t.redone[key]
		if id := declared(in.decl)[0]; t.info.Defs[id] != nil {
			list = append(list, made{id: id, obj: t.info.Defs[id], decl: in.decl, was: in, old: f.same(in.entry)})
		}
	}
	for _, d := range t.own.decls {
		for i, id := range declared(d) {
			obj := t.info.Defs[id]
			if obj == nil || id.Name == "_" || d == ast.Decl(t.body) {
				continue
			}
			m := made{id: id, obj: obj, decl: d}
			if fd, ok := d.(*ast.FuncDecl); ok && fd.Recv != nil {
				m.old = f.same(f.method(receiverName(fd), id.Name))
			} else {
				m.old = f.same(f.view.lookup(id.Name))
				m.spec, m.decl = specOf(d, i)
			}
			list = append(list, m)
		}
	}
	return list
}

// same returns an entry if its name still means the same thing after the
// group.
func (f *finisher) same(e *entry) *entry {
	if e == nil || e.kind == aPackage || f.split[e.key] || f.trial.old(e) {
		return nil
	}
	return e
}

// specOf returns the specification of the i-th name of a declaration, and the
// declaration for it alone.
func specOf(d ast.Decl, i int) (*ast.ValueSpec, ast.Decl) {
	g, ok := d.(*ast.GenDecl)
	if !ok {
		return nil, d
	}
	for _, s := range g.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if i == 0 {
				return nil, &ast.GenDecl{Doc: g.Doc, TokPos: g.TokPos, Tok: g.Tok, Specs: []ast.Spec{s}}
			}
			i--
		case *ast.ValueSpec:
			if i < len(s.Names) {
				return s, d
			}
			i -= len(s.Names)
		}
	}
	return nil, d
}

// types gives keys to types, before anything is written in terms of them.
func (f *finisher) types() {
	for _, m := range f.news() {
		if _, ok := m.obj.(*types.TypeName); !ok {
			continue
		}
		if m.old != nil {
			f.name(m.obj, m.old.key, m.old.emitted)
		} else {
			key := f.alloc(m.id.Name)
			f.name(m.obj, key, key)
		}
	}
}

// functions gives names to everything else.
func (f *finisher) functions() {
	for _, m := range f.news() {
		switch obj := m.obj.(type) {
		case *types.Func:
			f.function(m, obj)
		case *types.Var, *types.Const:
			if m.old != nil {
				f.name(obj, m.old.key, m.old.emitted)
				if v, ok := obj.(*types.Var); ok && m.spec != nil && len(m.spec.Values) == 0 {
					f.seg.Reset = append(f.seg.Reset, v)
				}
				continue
			}
			key := f.alloc(m.id.Name)
			f.name(obj, key, key)
			if v, ok := obj.(*types.Var); ok {
				f.seg.Vars = append(f.seg.Vars, v)
			}
		}
	}
}

func (f *finisher) function(m made, fun *types.Func) {
	decl := m.decl.(*ast.FuncDecl)
	emitted := ""
	if decl.Recv == nil {
		name := m.id.Name
		if f.isInit(decl) {
			name = "init"
		}
		emitted = f.alloc(name)
	} else {
		emitted = f.allocMethod(f.receiverKey(fun), m.id.Name)
	}
	key := emitted
	switch {
	case generic(fun):
		if m.old != nil { // the same text
			key, emitted = m.old.key, m.old.emitted
		}
		f.seg.bodies[fun] = decl
	case m.old != nil:
		key = m.old.key
		f.seg.Forward = append(f.seg.Forward, [2]string{m.old.emitted, emitted})
		fallthrough
	default:
		f.seg.Funcs = append(f.seg.Funcs, decl)
	}
	f.name(fun, key, emitted)
}

func (f *finisher) isInit(d *ast.FuncDecl) bool { return slices.Contains(f.trial.inits, d) }

// receiverKey returns the key of the type that a method belongs to.
func (f *finisher) receiverKey(m *types.Func) string {
	recv := m.Signature().Recv()
	if recv == nil {
		return ""
	}
	t := types.Unalias(recv.Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return f.keys[n.Origin().Obj()]
	}
	return ""
}

// entries writes what becomes of the world.
func (f *finisher) entries() {
	w := &keyWriter{pkg: f.trial.pkg, key: func(tn *types.TypeName) string { return f.keys[tn] }}
	list := f.news()
	for _, m := range list { // types first: methods join them
		if _, ok := m.obj.(*types.TypeName); ok {
			e := f.entry(m, w)
			e.methods = map[string]string{}
			if m.old != nil {
				maps.Copy(e.methods, m.old.methods)
			}
			f.delta.declare(e)
		}
	}
	for _, m := range list {
		if _, ok := m.obj.(*types.TypeName); ok || m.id.Name == "_" {
			continue
		}
		e := f.entry(m, w)
		switch {
		case e.kind == aMethod:
			f.join(e)
		case e.kind == aFunc && f.isInit(m.decl.(*ast.FuncDecl)):
		default:
			f.delta.declare(e)
		}
	}
}

// join gives a method to its type.
func (f *finisher) join(m *entry) {
	f.delta.entries[m.key] = m
	t := f.delta.entries[m.recv]
	if t == nil {
		old := f.view.entry(m.recv)
		if old == nil {
			return
		}
		c := *old
		c.methods = maps.Clone(old.methods)
		t = &c
		f.delta.entries[m.recv] = t
	}
	if t.methods == nil {
		t.methods = map[string]string{}
	}
	t.methods[m.name] = m.key
}

// entry describes a declaration to the cells to come.
func (f *finisher) entry(m made, w *keyWriter) *entry {
	e := &entry{
		key: f.keys[m.obj], emitted: f.seg.global[m.obj], name: plain(m.id.Name), src: f.src, env: f.env, pos: m.id.Pos(), number: f.src.number,
	}
	if m.old != nil && e.key == m.old.key && m.was != nil {
		e.number = m.old.number
	}
	if m.was != nil {
		e.src, e.env, e.lo, e.hi = m.was.src, m.was.env, m.was.lo, m.was.hi
	} else if it := f.itemOf(m.decl); it != nil {
		e.lo, e.hi = it.lo, it.hi
	}
	if valid(m.obj) {
		e.sig = signature(w, m.obj)
	}
	switch obj := m.obj.(type) {
	case *types.Var:
		e.kind = aVar
		e.typ = f.spell(obj.Type(), e)
	case *types.Const:
		f.constant(e, obj)
	case *types.TypeName:
		e.kind, e.spec = aType, m.decl
		e.refs = f.uses(m.decl)
	case *types.Func:
		f.funcEntry(e, m.decl.(*ast.FuncDecl), obj)
	}
	if m.was != nil {
		e.spec = m.was.spec // as it was written
		e.stale = m.was.stays
	}
	return e
}

func (f *finisher) constant(e *entry, obj *types.Const) {
	e.kind, e.val = aConst, obj.Val()
	if b, ok := obj.Type().(*types.Basic); !ok || b.Info()&types.IsUntyped == 0 {
		e.typ = f.spell(obj.Type(), e)
	}
	if e.val.Kind() == constant.Unknown {
		e.kind, e.typ = aVar, f.spell(types.Typ[types.Invalid], e)
	}
}

func (f *finisher) funcEntry(e *entry, d *ast.FuncDecl, obj *types.Func) {
	e.kind = aFunc
	if d.Recv != nil {
		e.kind, e.recv = aMethod, f.receiverKey(obj)
		e.refs = f.uses(d.Recv)
	}
	e.refs = append(e.refs, f.uses(d.Type)...)
	if d.Body != nil {
		e.inner = f.uses(d.Body)
	}
	e.params = generic(obj)
	e.spec = &ast.FuncDecl{Recv: d.Recv, Name: d.Name, Type: d.Type}
}

func (f *finisher) spell(t types.Type, e *entry) ast.Expr {
	s := &speller{pkg: f.trial.pkg, key: func(tn *types.TypeName) string { return f.keys[tn] }, uses: map[string]bool{}}
	x := s.spell(t)
	for _, key := range slices.Sorted(maps.Keys(s.uses)) {
		e.refs = append(e.refs, use{key: key})
	}
	return x
}
