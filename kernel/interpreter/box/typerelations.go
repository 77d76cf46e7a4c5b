package box

import "reflect"

// Package reflect knows compiled types only: how those of ours relate to them,
// and to each other, these functions tell.

func implements(t, iface reflect.Type) bool {
	if iface == nil {
		panic("reflect: nil type passed to Type.Implements")
	}
	if iface.Kind() != reflect.Interface {
		panic("reflect: non-interface type passed to Type.Implements")
	}
	n, ours := t.(*namedType)
	want, wantOurs := iface.(*namedType)
	switch {
	case ours && wantOurs:
		if n.t.Kind == reflect.Interface {
			return n.t.includes(want.t.Interface)
		}
		return n.t.lacks(want.t) == ""
	case ours && n.t.Kind == reflect.Interface:
		return n.t.includes(methodsOf(iface))
	case ours:
		return n.t.missing(iface) == ""
	case wantOurs:
		for _, m := range want.t.Interface {
			if !nativeHas(t, m) {
				return false
			}
		}
		return true
	}
	return t.Implements(iface)
}

// methodsOf returns the methods of a compiled interface.
func methodsOf(iface reflect.Type) []Method {
	list := make([]Method, iface.NumMethod())
	for i := range list {
		m := iface.Method(i)
		list[i] = Method{Name: m.Name, PkgPath: m.PkgPath, Sig: SigOf(m.Type)}
	}
	return list
}

// includes reports whether an interface has methods.
func (t *Type) includes(methods []Method) bool {
	for _, m := range methods {
		found := false
		for _, o := range t.Interface {
			found = found || o.Name == m.Name && o.PkgPath == m.PkgPath && o.Sig == m.Sig
		}
		if !found {
			return false
		}
	}
	return true
}

func assignable(t, to reflect.Type) bool {
	a, ours := t.(*namedType)
	b, toOurs := to.(*namedType)
	switch {
	case !ours && !toOurs:
		return t.AssignableTo(to)
	case ours && toOurs && a.t == b.t:
		return true
	case to.Kind() == reflect.Interface:
		return implements(t, to)
	}
	return (t.Name() == "" || to.Name() == "") && alike(t, to)
}

// alike reports whether types have one underlying type, as far as views show.
func alike(t, to reflect.Type) bool {
	v, w := viewType(t), viewType(to)
	return v == w || v.Kind() == w.Kind() && v.Kind() != reflect.Struct && v.ConvertibleTo(w) && w.ConvertibleTo(v) && !isNumeric(v.Kind())
}

func isNumeric(k reflect.Kind) bool { return k >= reflect.Int && k <= reflect.Complex128 }

func convertible(t, to reflect.Type) bool {
	if to.Kind() == reflect.Interface {
		return implements(t, to)
	}
	return viewType(t).ConvertibleTo(viewType(to))
}
