package box

import "reflect"

// Wrapper carries boxes where compiled code wants an interface.
type Wrapper struct {
	Iface reflect.Type  // the interface
	Wrap  func(Box) any // returns a value that implements it
}

// plain carries what implements no compiled interface.
func plain() *Wrapper { return &Wrapper{Wrap: func(b Box) any { return b }} }

// Carry returns a value of type t, given in its representation, as an interface
// value: raw, or in the canonical carrier.
func (t *Type) Carry(v any) any {
	if t.Native != nil {
		return v
	}
	return t.canonical().Wrap(Box{t, v})
}

// canonical returns the wrapper with most methods of those that t has the
// methods for. Of two with as many, the earlier is taken; those for errors come
// first.
func (t *Type) canonical() *Wrapper {
	if w := t.carry.Load(); w != nil {
		return w
	}
	w := t.best(nil)
	if w == nil {
		w = plain()
	}
	t.carry.Store(w)
	return w
}

// best returns the wrapper with most methods whose interface includes another.
func (t *Type) best(iface reflect.Type) *Wrapper {
	var best *Wrapper
	if len(t.Methods) == 0 {
		return nil
	}
	for i := range t.registry.wrappers {
		w := &t.registry.wrappers[i]
		if best != nil && w.Iface.NumMethod() <= best.Iface.NumMethod() {
			continue
		}
		if (iface == nil || w.Iface.Implements(iface)) && t.missing(w.Iface) == "" {
			best = w
		}
	}
	return best
}

// missing returns the first method of a compiled interface that t has not.
func (t *Type) missing(iface reflect.Type) string {
	for i := range iface.NumMethod() {
		m := iface.Method(i)
		if !t.has(Method{Name: m.Name, PkgPath: m.PkgPath, Sig: ""}, m.Type) {
			return m.Name
		}
	}
	return ""
}

// has looks for a method in the method set: by signature text, or by a compiled
// signature if there is no text.
func (t *Type) has(want Method, compiled reflect.Type) bool {
	for _, m := range t.Methods {
		if m.Name != want.Name || m.PkgPath != want.PkgPath {
			continue
		}
		if want.Sig == "" {
			want.Sig = SigOf(compiled)
		}
		return m.Sig == want.Sig
	}
	return false
}

// wrapFor returns the wrapper for a compiled interface, nil if t does not
// implement it or there is none.
func (t *Type) wrapFor(iface reflect.Type) *Wrapper {
	if w, ok := t.wraps.Load(iface); ok {
		return w.(*Wrapper)
	}
	w := t.canonical()
	if !reflect.TypeOf(w.Wrap(Box{T: t})).Implements(iface) {
		w = t.best(iface)
	}
	t.wraps.Store(iface, w)
	return w
}

// carryAs returns a value in a carrier that implements a compiled interface; in
// the canonical one, if there is no other.
func (t *Type) carryAs(iface reflect.Type, v any) any {
	if w := t.wrapFor(iface); w != nil {
		return w.Wrap(Box{t, v})
	}
	return t.Carry(v)
}
