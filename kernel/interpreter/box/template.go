package box

import (
	"fmt"
	htmltemplate "html/template"
	"io"
	"reflect"
	"text/template"
)

// templateMode makes shapes for the data of templates. They have the fields of
// the user's types, and are printed as those are. Other methods they have not:
// package reflect can make no types with methods.
type templateMode struct {
	shapes map[*Type]*shape
	copies map[copied]reflect.Value // pointers to what has been copied: data may hold itself
}

// copied is a variable of a type.
type copied struct {
	at  uintptr
	len int // of a slice
	t   *Type
}

func (*templateMode) decodes() bool { return false }

// templateData returns data for a template in place of what may be, or hold, a
// box.
func templateData(x any) any {
	m := &templateMode{map[*Type]*shape{}, map[copied]reflect.Value{}}
	return m.dynamic(x)
}

func (m *templateMode) shape(t *Type) *shape {
	s, ok := m.shapes[t]
	if !ok {
		s = (&shapes{m, map[*Type]bool{}}).of(t)
		m.shapes[t] = s
	}
	return s
}

func (m *templateMode) dynamic(x any) any {
	if b, ok := Of(x); ok {
		return m.shape(b.T).to(typed(b.T, reflect.ValueOf(b.V), open)).Interface()
	}
	switch x := x.(type) {
	case []any:
		list := make([]any, len(x))
		for i, e := range x {
			list[i] = m.dynamic(e)
		}
		return list
	case map[string]any:
		all := make(map[string]any, len(x))
		for k, e := range x {
			all[k] = m.dynamic(e)
		}
		return all
	}
	return x
}

// Printed is embedded in the shape of a struct that says itself how it is
// printed.
type Printed struct {
	box Box
	_   struct{}
}

// Format prints the value that the shape was made of.
func (p Printed) Format(s fmt.State, verb rune) { p.box.Format(s, verb) }

// String is what it is printed as.
func (p Printed) String() string { return fmt.Sprint(p.box) }

// prints reports whether a type has methods by which it is printed.
func (t *Type) prints() bool {
	for _, m := range []Method{{Name: "Error", Sig: "func() string"}, {Name: "String", Sig: "func() string"}, {Name: "Format", Sig: "func(fmt.State, int32)"}} {
		if t.has(m, nil) {
			return true
		}
	}
	return false
}

// special keeps boxes of what is printed by a method and has no fields to look
// at, and puts a [Printed] into what has.
func (m *templateMode) special(b *shapes, t *Type) *shape {
	if t.Native != nil || t.Kind == reflect.Interface || t.Kind == reflect.Pointer || !t.prints() || b.open[t] {
		return nil
	}
	if t.Kind != reflect.Struct {
		return boxedShape(t)
	}
	b.open[t] = true
	defer delete(b.open, t)
	return b.structureWith(t, &reflect.StructField{Name: "Printed", Type: reflect.TypeFor[Printed](), Anonymous: true}, func(x value) reflect.Value {
		return reflect.ValueOf(Printed{box: Box{t, x.receiver()}})
	})
}

// boxedShape is the shape of what stays in its box.
func boxedShape(t *Type) *shape {
	return &shape{typ: reflect.TypeFor[any](), to: func(x value) reflect.Value {
		s := reflect.New(reflect.TypeFor[any]()).Elem()
		if x.v.IsValid() {
			s.Set(reflect.ValueOf(any(t.Carry(x.receiver()))))
		}
		return s
	}}
}

// again is a type within itself: an interface that holds a pointer to a copy.
func (m *templateMode) again(t *Type) *shape {
	return &shape{typ: reflect.TypeFor[any](), to: func(x value) reflect.Value {
		dst := reflect.New(reflect.TypeFor[any]()).Elem()
		if !x.v.IsValid() {
			return dst
		}
		x = typed(t, x.whole(), open)
		key := copied{t: t}
		if key.at, _ = identity(x); t.Kind == reflect.Slice {
			key.len = x.len()
		}
		p, ok := m.copies[key]
		if !ok {
			s := m.shape(t)
			p = reflect.New(s.typ)
			if key.at != 0 {
				m.copies[key] = p
			}
			p.Elem().Set(s.to(x))
		}
		dst.Set(p)
		return dst
	}}
}

func (*templateMode) field(b *shapes, t *Type, i int) (sf reflect.StructField, s *shape, ok bool) {
	f := t.Fields[i]
	switch {
	case f.Embedded && isStruct(f.Type):
		return b.flattened(t, i)
	case f.PkgPath != "":
		return sf, nil, false
	}
	return reflect.StructField{Name: f.Name, Tag: f.Tag}, b.of(f.Type), true
}

// templateFuncs returns functions for templates: those that have a type of
// ours, because they take or return values of one, in its representation.
func templateFuncs(funcs map[string]any) map[string]any {
	all := make(map[string]any, len(funcs))
	for name, f := range funcs {
		all[name] = bare(f)
	}
	return all
}

func templateCalls() map[string]reflect.Value {
	return map[string]reflect.Value{
		"text/template.(*Template).Funcs": reflect.ValueOf(func(t *template.Template, funcs template.FuncMap) *template.Template {
			return t.Funcs(templateFuncs(funcs))
		}),
		"html/template.(*Template).Funcs": reflect.ValueOf(func(t *htmltemplate.Template, funcs htmltemplate.FuncMap) *htmltemplate.Template {
			return t.Funcs(templateFuncs(funcs))
		}),
		"text/template.(*Template).Execute": reflect.ValueOf(func(t *template.Template, w io.Writer, x any) error {
			return t.Execute(w, templateData(x))
		}),
		"text/template.(*Template).ExecuteTemplate": reflect.ValueOf(func(t *template.Template, w io.Writer, name string, x any) error {
			return t.ExecuteTemplate(w, name, templateData(x))
		}),
		"html/template.(*Template).Execute": reflect.ValueOf(func(t *htmltemplate.Template, w io.Writer, x any) error {
			return t.Execute(w, templateData(x))
		}),
		"html/template.(*Template).ExecuteTemplate": reflect.ValueOf(func(t *htmltemplate.Template, w io.Writer, name string, x any) error {
			return t.ExecuteTemplate(w, name, templateData(x))
		}),
	}
}
