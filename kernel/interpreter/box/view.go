package box

import (
	"fmt"
	"reflect"
	"sync"
)

// A view is the representation of a type under the names that the user gave its
// fields, exported or not. It has the same layout, so that a value is seen
// through it where it is, and what is set is set.
//
// Package reflect can make no types with names or methods. A view has neither;
// [namedType] adds them to what is said of it, not to what it is.
type views struct {
	mu    sync.Mutex
	names map[*Type]*namedType
	types map[reflect.Type]*Type // of views; nil if two types share one
}

// viewOf returns the view of a type whose representation is known.
func viewOf(t *Type, rep reflect.Type, open map[*Type]bool) reflect.Type {
	if t.Native != nil || open[t] || underlying(t, rep).Kind() != t.Kind {
		return rep
	}
	rep = underlying(t, rep)
	open[t] = true
	defer delete(open, t)
	switch t.Kind {
	case reflect.Pointer:
		return reflect.PointerTo(viewOf(t.Elem, rep.Elem(), open))
	case reflect.Slice:
		return reflect.SliceOf(viewOf(t.Elem, rep.Elem(), open))
	case reflect.Array:
		return reflect.ArrayOf(t.Len, viewOf(t.Elem, rep.Elem(), open))
	case reflect.Chan:
		return reflect.ChanOf(t.Dir, viewOf(t.Elem, rep.Elem(), open))
	case reflect.Map:
		return reflect.MapOf(viewOf(t.Key, rep.Key(), open), viewOf(t.Elem, rep.Elem(), open))
	case reflect.Struct:
		return viewOfStruct(t, rep, open)
	case reflect.Func:
		return viewOfFunc(t, rep, open)
	}
	return rep
}

// viewOfFunc is called as the representation is: what it is given and returns
// has the same layout.
func viewOfFunc(t *Type, rep reflect.Type, open map[*Type]bool) reflect.Type {
	if len(t.In) != rep.NumIn() || len(t.Out) != rep.NumOut() {
		return rep
	}
	in, out := make([]reflect.Type, len(t.In)), make([]reflect.Type, len(t.Out))
	for i, p := range t.In {
		in[i] = viewOf(p, rep.In(i), open)
	}
	for i, p := range t.Out {
		out[i] = viewOf(p, rep.Out(i), open)
	}
	return reflect.FuncOf(in, out, t.Variadic)
}

func viewOfStruct(t *Type, rep reflect.Type, open map[*Type]bool) reflect.Type {
	if rep.NumField() != len(t.Fields) {
		return rep // something stands in for a compiled type
	}
	fields := make([]reflect.StructField, len(t.Fields))
	for i, f := range t.Fields {
		typ := viewOf(f.Type, rep.Field(i).Type, open)
		tag := f.Tag + reflect.StructTag(fmt.Sprintf(" view:\"%d\"", t.ID)) // keeps views apart that are alike
		fields[i] = reflect.StructField{Name: f.Name, PkgPath: f.PkgPath, Type: typ, Tag: tag, Anonymous: f.Embedded && canEmbed(f, typ)}
	}
	if len(fields) == 0 { // and so keeps this one apart
		tag := reflect.StructTag(fmt.Sprintf("view:\"%d\"", t.ID))
		fields = []reflect.StructField{{Name: "_", PkgPath: t.PkgPath, Type: rep, Tag: tag}}
	}
	view := reflect.StructOf(fields)
	if view.Size() != rep.Size() {
		return rep
	}
	return view
}

// canEmbed reports whether package reflect embeds a field: not if it is not
// exported, or would lend its methods.
func canEmbed(f Field, typ reflect.Type) bool {
	return f.PkgPath == "" && typ.NumMethod() == 0 && (typ.Kind() == reflect.Interface || reflect.PointerTo(typ).NumMethod() == 0)
}

// seenAs returns a value as one of a type with the same layout.
func seenAs(v reflect.Value, t reflect.Type) reflect.Value {
	if v.Type() == t {
		return v
	}
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	return reflect.NewAt(t, p.UnsafePointer()).Elem()
}

// valueOf is reflect.ValueOf for values that may be boxes. What pointers, maps
// and slices refer to is shared with x.
func valueOf(x any) reflect.Value {
	b, ok := Of(x)
	if !ok {
		return reflect.ValueOf(x)
	}
	v := reflect.ValueOf(b.V)
	if !v.IsValid() {
		return v
	}
	return seenAs(v, b.T.registry.views.of(b.T, v.Type()).Type)
}

// of returns a type with its view.
func (s *views) of(t *Type, rep reflect.Type) *namedType {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.add(t, rep)
}

func (s *views) add(t *Type, rep reflect.Type) *namedType {
	if n, ok := s.names[t]; ok {
		return n
	}
	n := &namedType{Type: viewOf(t, rep, map[*Type]bool{}), t: t, rep: rep}
	if s.names == nil {
		s.names, s.types = map[*Type]*namedType{}, map[reflect.Type]*Type{}
	}
	s.names[t] = n
	s.addParts(t, rep)
	if n.Type == rep {
		return n // nothing tells it from a raw value
	}
	if _, shared := s.types[n.Type]; shared {
		s.types[n.Type] = nil
	} else {
		s.types[n.Type] = t
	}
	return n
}

// addParts adds the types of what values of a type hold.
func (s *views) addParts(t *Type, rep reflect.Type) {
	rep = underlying(t, rep)
	if rep.Kind() != t.Kind {
		return
	}
	part := func(t *Type, rep reflect.Type) {
		if t != nil && t.Native == nil && t.Kind == underlying(t, rep).Kind() {
			s.add(t, rep)
		}
	}
	switch t.Kind {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		part(t.Elem, rep.Elem())
	case reflect.Struct:
		for i, f := range t.Fields[:min(len(t.Fields), rep.NumField())] {
			part(f.Type, rep.Field(i).Type)
		}
	}
}

// known returns the type that a view is of.
func (s *views) known(view reflect.Type) *namedType {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.types[view]; t != nil {
		return s.names[t]
	}
	return nil
}
