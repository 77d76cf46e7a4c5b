package check

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"slices"
	"strconv"
)

// local is a variable that a statement defines at the top level.
type local struct {
	v     *types.Var
	id    *ast.Ident
	stmt  int
	old   *entry // what its name meant
	same  bool   // it is that variable still
	where *item
}

// defines lists the variables that the statements of the group define.
func (f *finisher) defines() (list []local) {
	w := &keyWriter{pkg: f.trial.pkg, key: f.trial.assumed()}
	if f.keys != nil {
		w.key = func(tn *types.TypeName) string { return f.keys[tn] }
	}
	for i, it := range f.group.stmts {
		for _, id := range it.defs {
			v, ok := f.trial.info.Defs[id].(*types.Var)
			if !ok || id.Name == "_" {
				continue
			}
			l := local{v: v, id: id, stmt: i, old: f.view.lookup(id.Name), where: it}
			l.same = l.old != nil && !l.old.everywhere && l.old.kind == aVar && valid(v) && w.of(v.Type()) == l.old.sig
			list = append(list, l)
		}
	}
	return list
}

// breaks returns the number of statements after which earlier declarations
// mean something else, because a name has become another variable.
func (f *finisher) breaks() int {
	for _, l := range f.defines() {
		if !l.same && l.old.isObject() && f.used(l.old) || !l.same && f.view.wanted(l.id.Name) {
			return l.stmt + 1
		}
	}
	return len(f.group.stmts)
}

// used reports whether any current declaration uses what an entry is.
func (f *finisher) used(e *entry) bool {
	found := false
	split := map[string]bool{e.key: true}
	f.view.all(func(d *entry) { found = found || d.affected(split, nil) && f.view.current(d) })
	return found
}

// locals makes globals of the variables that statements define.
func (f *finisher) locals() {
	f.carried, f.renamed = map[string]bool{}, map[string]bool{}
	w := &keyWriter{pkg: f.trial.pkg, key: func(tn *types.TypeName) string { return f.keys[tn] }}
	for _, l := range f.defines() {
		e := &entry{name: l.id.Name, kind: aVar, src: f.src, env: f.env, number: f.src.number, pos: l.id.Pos(), lo: l.where.lo, hi: l.where.hi}
		if l.same {
			e.key, e.emitted = l.old.key, l.old.emitted
		} else {
			e.key = f.alloc(l.id.Name)
			e.emitted = e.key
			f.seg.Vars = append(f.seg.Vars, l.v)
			f.renamed[e.name] = true
			if l.old.isObject() {
				f.carried[l.old.key] = true
			}
		}
		if valid(l.v) {
			e.sig = w.of(l.v.Type())
		}
		e.typ = f.spell(l.v.Type(), e)
		f.seg.global[l.v] = e.emitted
		f.delta.declare(e)
	}
	maps.DeleteFunc(f.carried, func(key string, _ bool) bool { return !f.used(f.view.entry(key)) })
	maps.DeleteFunc(f.renamed, func(name string, _ bool) bool { return !f.view.wanted(name) })
}

// importsSeen lets later cells see the imports of the group.
func (f *finisher) importsSeen() {
	for _, it := range f.group.decls {
		if !isImport(it) {
			continue
		}
		for _, s := range it.decl.(*ast.GenDecl).Specs {
			s := s.(*ast.ImportSpec)
			path, _ := strconv.Unquote(s.Path.Value)
			switch name := f.importName(s); name {
			case "", "_":
			case ".":
				f.delta.dots = append(f.delta.dots, path)
				f.hide(path)
			default:
				f.delta.declare(&entry{key: importKey + path, name: name, kind: aPackage, path: path, number: f.src.number, src: f.src, env: f.env, pos: s.Pos(), lo: it.lo, hi: it.hi})
			}
		}
	}
}

// hide takes their names from things that a dot import hides.
func (f *finisher) hide(path string) {
	pkg, err := f.world.importPackage(path)
	if err != nil {
		return
	}
	for _, name := range exported(pkg) {
		if f.view.key(name) != "" {
			f.delta.names[name] = ""
		}
	}
}

// statements fills in the statements and the result of the cell.
func (f *finisher) statements() {
	list := f.trial.body.Body.List
	f.seg.Stmts = list
	n := len(f.group.stmts)
	if n == 0 || f.group.stmts[n-1] != f.final || f.group.program {
		return
	}
	last, ok := list[len(list)-1].(*ast.ExprStmt)
	if !ok {
		return
	}
	if tv := f.trial.info.Types[last.X]; tv.IsVoid() || tv.Type == nil || f.prints(last.X) {
		return
	}
	f.seg.Stmts, f.seg.Result = list[:len(list)-1], last.X
}

// prints reports whether an expression is a call of fmt.Print and the like,
// whose results nobody wants to see.
func (f *finisher) prints(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	var id *ast.Ident
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		id = fun.Sel
	case *ast.Ident:
		id = fun
	}
	fun, ok := f.trial.info.Uses[id].(*types.Func)
	if !ok || fun.Pkg() == nil || fun.Pkg().Path() != "fmt" {
		return false
	}
	return slices.Contains([]string{"Print", "Printf", "Println", "Fprint", "Fprintf", "Fprintln"}, fun.Name())
}

// overflow reports a result that no variable could hold.
func (c *checker) overflow(s *Segment) {
	if s.Result == nil {
		return
	}
	tv := s.Info.Types[s.Result]
	b, ok := tv.Type.(*types.Basic)
	if !ok || b.Info()&types.IsUntyped == 0 || tv.Value == nil {
		return
	}
	fits := true
	switch b.Kind() {
	case types.UntypedInt:
		_, fits = constant.Int64Val(constant.ToInt(tv.Value))
	case types.UntypedRune:
		n, exact := constant.Int64Val(constant.ToInt(tv.Value))
		fits = exact && int64(int32(n)) == n
	}
	if !fits {
		to := types.Default(b)
		msg := fmt.Sprintf("cannot use %s (untyped %s constant %s) as %s value (overflows)", types.ExprString(s.Result), b.Name()[len("untyped "):], tv.Value, to)
		c.errs = append(c.errs, c.src.error(problem{off: c.src.off(s.Result.Pos()), msg: msg}))
	}
}
