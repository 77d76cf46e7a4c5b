package interpreter

import (
	"go/ast"
	"reflect"
)

// resolution is what the names of a part mean, ready for lowering.
type resolution struct {
	lowering
	uses uses
	err  error // a package that cannot be imported
}

// resolve looks up the names that a part uses. Functions are called through
// variables if indirect is set: see entry.indirect.
func (c *compiler) resolve(it *item, b binding, indirect bool) *resolution {
	r := &resolution{
		lowering: lowering{it: it, marks: &c.s.marks, ranges: &c.ranges, field: c.field, types: map[*ast.Ident]reflect.Type{}, rename: map[*ast.Ident]string{}, plain: map[*ast.Ident]bool{}, known: map[*ast.Ident]bool{}},
		uses:     uses{},
	}
	for _, ref := range b.refs {
		id := ref.id
		e := c.names[id.Name]
		if e == nil {
			e = c.predeclared(r, ref)
			if e == nil {
				continue
			}
		}
		switch e.kind {
		case aPackage, aMember:
			alias, err := c.s.machine.importPackage(e.path)
			if err != nil {
				r.err = err
				continue
			}
			if e.kind == aMember {
				alias += "." + e.name
			}
			r.rename[id], r.known[id] = alias, e.kind == aPackage
		default:
			r.rename[id] = e.emitted
			if indirect && e.kind == aFunc && !isGeneric(e.decl.item.decl) {
				r.rename[id] = c.variable(e)
			}
			r.uses[id.Name] = e
			if e.slot.IsValid() {
				r.types[id] = e.slot.Type()
			}
			r.known[id] = e.kind == aFunc || e.kind == aConst
		}
	}
	return r
}

// predeclared resolves a name that the session does not define: as a package
// that is there without import, or as one that every cell has.
func (c *compiler) predeclared(r *resolution, ref ref) *entry {
	name := ref.id.Name
	if name == ctxName {
		r.rename[ref.id] = rt + ".Ctx()"
		return nil
	}
	if _, ok := universe[name]; ok {
		r.plain[ref.id] = true
		return nil
	}
	if path, ok := c.s.options.Preload[name]; ok {
		return &entry{kind: aPackage, name: name, path: path}
	}
	return nil
}

// variable returns the variable through which methods call a function. The
// unit at hand declares it if it is the first to ask.
func (c *compiler) variable(e *entry) string {
	if e.indirect == "" {
		e.indirect = c.s.emittedName(e.name + mark + "v")
		c.s.userName[e.indirect] = e.name
		c.pending = append(c.pending, e)
	}
	return e.indirect
}

func isGeneric(d ast.Decl) bool {
	f, ok := d.(*ast.FuncDecl)
	return ok && f.Type.TypeParams != nil
}
