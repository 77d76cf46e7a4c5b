package main

import (
	"go/types"
	"slices"
)

// entry is a member of a package as its table has it.
type entry struct {
	name string
	form string // what is written of the qualified name, in place of %s
}

// The forms of entries. A table tells types from variables by the pointer,
// which is nil for types.
const (
	function = "%s"
	variable = "&%s"
	typeName = "(*%s)(nil)"
)

// entriesOf returns the functions, variables and types that a package exports.
// There are none for what is generic and for constraints, as only an instance
// is a value, and none for constants, which are part of the type data.
func entriesOf(p *types.Package) []entry {
	var list []entry
	for _, name := range p.Scope().Names() {
		o := p.Scope().Lookup(name)
		if !o.Exported() || p == types.Unsafe {
			continue
		}
		switch o := o.(type) {
		case *types.Func:
			if o.Signature().TypeParams().Len() == 0 {
				list = append(list, entry{name, function})
			}
		case *types.Var:
			list = append(list, entry{name, variable})
		case *types.TypeName:
			i, ok := o.Type().Underlying().(*types.Interface)
			if !isGeneric(o) && (!ok || i.IsMethodSet()) {
				list = append(list, entry{name, typeName})
			}
		}
	}
	return list
}

func isGeneric(o *types.TypeName) bool {
	if a, ok := o.Type().(*types.Alias); ok {
		return a.TypeParams().Len() > 0
	}
	n, ok := o.Type().(*types.Named)
	return ok && n.TypeParams().Len() > 0
}

// common returns the entries of a package of the first world that all others
// have as well.
func common(worlds []*world, s *source) []entry {
	list := entriesOf(s.types)
	if !s.std() {
		return list
	}
	for _, w := range worlds[1:] {
		other := w.lookup(s.path)
		if other == nil {
			return nil
		}
		theirs := entriesOf(other.types)
		list = slices.DeleteFunc(list, func(e entry) bool { return !slices.Contains(theirs, e) })
	}
	return list
}

// own returns the entries of a package that not all worlds have.
func own(worlds []*world, s *source) []entry {
	list := entriesOf(s.types)
	if first := worlds[0].lookup(s.path); first != nil {
		shared := common(worlds, first)
		list = slices.DeleteFunc(list, func(e entry) bool { return slices.Contains(shared, e) })
	}
	return list
}
