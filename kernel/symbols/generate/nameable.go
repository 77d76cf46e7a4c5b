package main

import (
	"go/types"
	"strings"
)

// nameable reports whether another package can write a type down.
func nameable(t types.Type, seen map[types.Type]bool) bool {
	if seen[t] {
		return true
	}
	seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		return visible(t.Obj()) && typesNameable(t.TypeArgs(), seen)
	case *types.Named:
		return visible(t.Obj()) && typesNameable(t.TypeArgs(), seen)
	case interface{ Elem() types.Type }:
		m, ok := t.(*types.Map)
		return nameable(t.Elem(), seen) && (!ok || nameable(m.Key(), seen))
	case *types.Signature:
		return tupleNameable(t.Params(), seen) && tupleNameable(t.Results(), seen)
	case *types.Struct:
		for v := range t.Fields() {
			if !v.Exported() || !nameable(v.Type(), seen) {
				return false
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			if !m.Exported() || !nameable(m.Type(), seen) {
				return false
			}
		}
	}
	return true
}

// instances reports whether a type mentions an instance of a generic type,
// which interpreted code represents in its own way.
func instances(t types.Type) bool {
	switch t := t.(type) {
	case *types.Alias:
		return t.TypeArgs().Len() > 0
	case *types.Named:
		return t.TypeArgs().Len() > 0
	case interface{ Elem() types.Type }:
		m, ok := t.(*types.Map)
		return instances(t.Elem()) || ok && instances(m.Key())
	case *types.Signature:
		return tupleHasInstances(t.Params()) || tupleHasInstances(t.Results())
	case *types.Struct:
		for v := range t.Fields() {
			if instances(v.Type()) {
				return true
			}
		}
	}
	return false
}

func tupleHasInstances(tuple *types.Tuple) bool {
	for v := range tuple.Variables() {
		if instances(v.Type()) {
			return true
		}
	}
	return false
}

func visible(o *types.TypeName) bool {
	if o.Pkg() == nil {
		return true
	}
	return o.Exported() && !strings.Contains("/"+o.Pkg().Path()+"/", "/internal/")
}

func typesNameable(list *types.TypeList, seen map[types.Type]bool) bool {
	for t := range list.Types() {
		if !nameable(t, seen) {
			return false
		}
	}
	return true
}

func tupleNameable(tuple *types.Tuple, seen map[types.Type]bool) bool {
	for v := range tuple.Variables() {
		if !nameable(v.Type(), seen) {
			return false
		}
	}
	return true
}
