package answer

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/check"
)

// describeName describes the identifier in front of the cursor.
func (q *question) describeName(name string, detail int) (description, bool) {
	id, sel := q.ident(name)
	if id == nil || q.part.Info == nil {
		return q.describeUnknown(name, detail)
	}
	if obj := q.part.Info.ObjectOf(id); obj != nil {
		return q.describe(id, q.owner(id, sel), obj, detail)
	}
	if field, owner := q.fieldNamed(name, sel); field != nil {
		return q.describe(id, owner, field, detail)
	}
	if sel == nil {
		return q.describeUnknown(name, detail)
	}
	x, ok := sel.X.(*ast.Ident)
	if !ok || q.part.Info.ObjectOf(x) != nil {
		return description{}, false
	}
	paths, _ := q.packagesOf(x.Name)
	for _, path := range paths {
		if d, ok := q.documented(path, name); ok {
			d.fact(fmt.Sprintf("of package %q", path))
			return d, true
		}
	}
	return description{}, false
}

// fieldNamed returns the field that a name without a meaning in Go stands for all the
// same, and the type that has it: T in T.Name, and in a literal T{Name that has no colon
// yet.
func (q *question) fieldNamed(name string, sel *ast.SelectorExpr) (*types.Var, *types.TypeName) {
	var of types.Type
	if sel != nil {
		if x := q.part.Info.Types[sel.X]; x.IsType() {
			of = x.Type
		}
	} else if lit, ok := enclosing[*ast.CompositeLit](q); ok && q.part.Pos > lit.Lbrace {
		of = q.part.Info.Types[lit].Type
	}
	st := structOf(of)
	if st == nil {
		return nil, nil
	}
	for f := range st.Fields() {
		if f.Name() == name && (f.Exported() || f.Pkg() == q.part.Pkg) {
			return f, nameOf(of)
		}
	}
	return nil, nil
}

// describeUnknown describes a name by what the session knows of it, where the
// code around it has no meaning.
func (q *question) describeUnknown(name string, detail int) (description, bool) {
	if n, ok := q.snap.Lookup(name); ok && n.Kind != "package" {
		d := description{code: strings.TrimSpace(n.Kind + " " + name + " " + strings.TrimPrefix(n.Type, "func")), doc: n.Doc}
		if n.Kind == "func" {
			d.code = "func " + name + strings.TrimPrefix(n.Type, "func")
		}
		if n.Cell > 0 {
			d.fact(fmt.Sprintf("declared in In[%d]", n.Cell))
		}
		return d.sourced(n.Source, detail), true
	}
	if paths, _ := q.packagesOf(name); len(paths) > 0 {
		return q.describePackage(paths[0])
	}
	if obj := types.Universe.Lookup(name); obj != nil {
		return q.describePredeclared(obj), true
	}
	return description{}, false
}

func (a *Answerer) describePackage(path string) (description, bool) {
	name := path[strings.LastIndexByte(path, '/')+1:]
	if a.options.PackageName != nil {
		if name = a.options.PackageName(path); name == "" {
			return description{}, false
		}
	}
	return description{code: fmt.Sprintf("package %s // import %q", name, path), doc: a.doc(path, "")}, true
}

// documented describes a member of a compiled package by its documentation.
func (q *question) documented(path, name string) (description, bool) {
	code, doc, _ := strings.Cut(q.doc(path, name), "\n\n")
	return description{code: code, doc: doc}, code != ""
}

func (q *question) describePredeclared(obj types.Object) description {
	d := description{code: q.declaration(obj)}
	switch obj.(type) {
	case *types.Builtin:
		d.code = "func " + obj.Name() + strings.TrimPrefix(builtins[obj.Name()], "func")
		d.fact("predeclared function of Go")
	case *types.TypeName:
		d.fact("predeclared type of Go")
	default:
		d.fact("predeclared in Go")
	}
	return d
}

// describe describes an object that an identifier means; owner is the type that has it,
// if it is a field.
func (q *question) describe(id *ast.Ident, owner *types.TypeName, obj types.Object, detail int) (d description, ok bool) {
	switch obj := obj.(type) {
	case *types.PkgName:
		return q.describePackage(obj.Imported().Path())
	case *types.Label:
		return description{code: obj.Name() + ":", facts: []string{q.declaredAt(obj)}}, true
	}
	switch {
	case obj.Pkg() == nil && obj.Parent() == types.Universe:
		return q.describePredeclared(obj), true
	case obj.Pkg() == nil || obj.Pkg() != q.part.Pkg:
		d = q.describeCompiled(obj, owner)
	default:
		d = q.describeDeclared(obj, owner, detail)
	}
	if inst, ok := q.part.Info.Instances[id]; ok {
		d.fact("here " + q.write(inst.Type))
	}
	return d, true
}

// describeCompiled describes an object of a compiled package; owner is the type
// that has it, if it is a field.
func (q *question) describeCompiled(obj types.Object, owner *types.TypeName) description {
	name := obj.Name()
	if f, ok := obj.(*types.Func); ok {
		obj = f.Origin()
		if owner = receiver(f); owner != nil {
			name = owner.Name() + "." + name
		}
	} else if owner != nil {
		name = owner.Name() + "." + name
	}
	d := description{}
	q.home = obj.Pkg()
	defer func() { q.home = nil }()
	if obj.Pkg() != nil {
		d, _ = q.documented(obj.Pkg().Path(), name)
	}
	if d.code == "" {
		d.code = q.declaration(obj)
	}
	if tn, ok := obj.(*types.TypeName); ok {
		d.code += q.methods(tn)
		d.fact(q.size(tn.Type()))
	}
	return d
}

// describeDeclared describes what a cell declared.
func (q *question) describeDeclared(obj types.Object, owner *types.TypeName, detail int) description {
	d := description{code: q.declaration(obj)}
	if v, ok := obj.(*types.Var); ok && v.IsField() && owner != nil {
		d.fact("of type " + check.Name(owner))
	}
	source := ""
	if off, mine := q.part.Offset(obj.Pos()); mine && obj.Pos().IsValid() {
		d.doc, source = q.written(off, obj)
	} else if n, ok := q.lookup(obj); ok {
		d.doc, source = n.Doc, n.Source
		d.variable = variable(obj)
	}
	if tn, ok := obj.(*types.TypeName); ok {
		d.code += q.methods(tn)
		d.fact(q.size(tn.Type()))
	}
	d.fact(q.declaredAt(obj))
	return d.sourced(source, detail)
}

// variable returns the name of an object whose value may be known.
func variable(obj types.Object) string {
	if _, ok := obj.(*types.Var); !ok {
		return ""
	}
	return check.Name(obj)
}

// valued returns a description with the value of what it describes. It must not
// be called within ask: reading a value takes a check.
func (a *Answerer) valued(d description) description {
	if d.variable != "" && a.options.Value != nil {
		d.value, _ = a.options.Value(d.variable)
	}
	return d
}

// sourced returns a description with the source, if detail asks for it, in the
// place of the declaration.
func (d description) sourced(source string, detail int) description {
	if source = strings.TrimSpace(source); detail > 0 && source != "" {
		d.code = source
	}
	return d
}

// lookup returns what the session knows of an object of an earlier cell.
func (q *question) lookup(obj types.Object) (check.Named, bool) {
	if f, ok := obj.(*types.Func); ok {
		if tn := receiver(f); tn != nil {
			return q.snap.Method(check.Name(tn), f.Name())
		}
	}
	if obj.Parent() == nil { // a field
		return check.Named{}, false
	}
	return q.snap.Lookup(check.Name(obj))
}

// declaredAt tells where an object is declared.
func (q *question) declaredAt(obj types.Object) string {
	if off, mine := q.part.Offset(obj.Pos()); mine {
		return fmt.Sprintf("declared in this cell, line %d", 1+strings.Count(q.part.Code[:off], "\n"))
	}
	if pos := q.part.Fset.Position(obj.Pos()); pos.IsValid() && strings.HasPrefix(pos.Filename, "In[") {
		return "declared in " + pos.String()
	}
	return ""
}
