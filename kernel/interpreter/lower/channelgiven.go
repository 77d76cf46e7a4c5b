package lower

import (
	"go/ast"
	"go/types"
)

// What compiled code has been given, it may feed: package strand is told of
// channels that become interface values, arguments of compiled functions or
// fields of compiled types.

// holdsChannel reports whether a value leads compiled code to channels. Structs
// with names count as closed: nobody feeds channels that are their fields.
func holdsChannel(t types.Type) bool { return leadsToChannel(t, map[types.Type]bool{}) }

func leadsToChannel(t types.Type, seen map[types.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	if _, ok := types.Unalias(t).(*types.Named); ok {
		if _, ok := t.Underlying().(*types.Struct); ok {
			return false
		}
	}
	switch t := t.Underlying().(type) {
	case *types.Chan:
		return true
	case *types.Pointer:
		return leadsToChannel(t.Elem(), seen)
	case *types.Slice:
		return leadsToChannel(t.Elem(), seen)
	case *types.Array:
		return leadsToChannel(t.Elem(), seen)
	case *types.Map:
		return leadsToChannel(t.Key(), seen) || leadsToChannel(t.Elem(), seen)
	case *types.Struct:
		for i := range t.NumFields() {
			if leadsToChannel(t.Field(i).Type(), seen) {
				return true
			}
		}
	}
	return false
}

// given writes a value that compiled code gets.
func (f *fn) given(x string, t types.Type) string {
	if !holdsChannel(t) {
		return x
	}
	return f.payload("rt.Given("+x+")", t)
}

// givenTo writes an argument of a call.
func (f *fn) givenTo(call *ast.CallExpr, x string, t types.Type) string {
	if !f.callsCompiled(call) {
		return x
	}
	return f.given(x, t)
}
