package box

import (
	"go/token"
	"reflect"
	"strconv"
)

// member is a field of a struct's shape.
type member struct {
	index int // in the type
	*shape
}

func (b *shapes) structure(t *Type) *shape { return b.structureWith(t, nil, nil) }

// structureWith is the shape of a struct, with one more field in front if first
// is not nil.
func (b *shapes) structureWith(t *Type, first *reflect.StructField, lead func(x value) reflect.Value) *shape {
	var fields []reflect.StructField
	var members []member
	if first != nil {
		fields = append(fields, *first)
		members = append(members, member{-1, &shape{to: lead}})
	}
	for i := range t.Fields {
		if t.Fields[i].Name == "_" {
			continue
		}
		f, s, ok := b.mode.field(b, t, i)
		if !ok {
			continue
		}
		f.Type = s.typ
		fields = append(fields, f)
		members = append(members, member{i, s})
	}
	typ := reflect.StructOf(fields)
	return &shape{typ, func(x value) reflect.Value {
		s := reflect.New(typ).Elem()
		for j, m := range members {
			if m.index < 0 {
				s.Field(j).Set(m.to(x))
			} else if x.v.IsValid() {
				reachable(s.Field(j)).Set(m.to(typed(t.Fields[m.index].Type, x.v.Field(m.index), open)))
			}
		}
		return s
	}, func(s, rep reflect.Value) error {
		for j, m := range members {
			if err := m.from(reachable(s.Field(j)), rep.Field(m.index)); err != nil {
				return err
			}
		}
		return nil
	}}
}

// reachable lets a field be set that is not exported.
func reachable(f reflect.Value) reflect.Value {
	if f.CanSet() || !f.CanAddr() {
		return f
	}
	return reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem()
}

// isStruct reports whether an embedded type lends its fields: it is a struct,
// or a pointer to one.
func isStruct(t *Type) bool {
	if t.Kind == reflect.Pointer && t.Name == "" {
		return pointee(t).kind == reflect.Struct
	}
	return t.Kind == reflect.Struct
}

type pointed struct {
	t    *Type // nil if compiled
	kind reflect.Kind
}

func pointee(t *Type) pointed {
	if t.Elem != nil {
		return pointed{t.Elem, t.Elem.Kind}
	}
	return pointed{nil, t.Native.Elem().Kind()}
}

// flattened returns an embedded struct, or pointer to one, as an embedded field
// of the shape. It gets an exported name, since package reflect allows no other;
// nobody sees it. A type within itself has nothing to add.
func (b *shapes) flattened(t *Type, i int) (reflect.StructField, *shape, bool) {
	f := t.Fields[i]
	s := b.embedded(f.Type)
	if s == nil {
		return reflect.StructField{}, nil, false
	}
	name := f.Name
	if f.PkgPath != "" {
		name = "Embedded" + strconv.Itoa(i) + "_" + name
	}
	return reflect.StructField{Name: name, Tag: f.Tag, Anonymous: true}, s, true
}

func (b *shapes) embedded(t *Type) *shape {
	if t.Native != nil {
		return stripped(t.Native)
	}
	if t.Kind == reflect.Pointer {
		elem := b.embedded(t.Elem)
		if elem == nil {
			return nil
		}
		return (&shapes{fixed{b.mode, elem}, b.open}).pointer(t)
	}
	if b.open[t] {
		return nil
	}
	b.open[t] = true
	defer delete(b.open, t)
	return b.structure(t)
}

// fixed is a mode in which the type below is known.
type fixed struct {
	mode
	elem *shape
}

func (m fixed) special(*shapes, *Type) *shape { return m.elem }

// stripped is the shape of a compiled struct type that is embedded, or of a
// pointer to one: without methods, since package reflect cannot promote them,
// and without what is not exported.
func stripped(t reflect.Type) *shape {
	if t.Kind() == reflect.Pointer {
		elem := stripped(t.Elem())
		return &shape{reflect.PointerTo(elem.typ), func(x value) reflect.Value {
			if x.isNil() {
				return reflect.Zero(reflect.PointerTo(elem.typ))
			}
			p := reflect.New(elem.typ)
			p.Elem().Set(elem.to(x.elem()))
			return p
		}, func(s, rep reflect.Value) error {
			switch {
			case s.IsNil():
				rep.SetZero()
				return nil
			case rep.IsNil():
				rep.Set(reflect.New(t.Elem()))
			}
			return elem.from(s.Elem(), rep.Elem())
		}}
	}
	var fields []reflect.StructField
	var members []member
	for i := range t.NumField() {
		f := t.Field(i)
		s := same(f.Type)
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			s = stripped(f.Type)
		} else if f.PkgPath != "" {
			continue
		}
		f = reflect.StructField{Name: f.Name, Type: s.typ, Tag: f.Tag, Anonymous: f.Anonymous && s.typ.NumMethod() == 0}
		if !token.IsExported(f.Name) {
			f.Name = "Embedded" + strconv.Itoa(i) + "_" + f.Name
		}
		fields, members = append(fields, f), append(members, member{i, s})
	}
	typ := reflect.StructOf(fields)
	return &shape{typ, func(x value) reflect.Value {
		s := reflect.New(typ).Elem()
		for j, m := range members {
			if x.v.IsValid() {
				s.Field(j).Set(m.to(value{v: x.v.Field(m.index)}))
			}
		}
		return s
	}, func(s, rep reflect.Value) error {
		for j, m := range members {
			if err := m.from(s.Field(j), rep.Field(m.index)); err != nil {
				return err
			}
		}
		return nil
	}}
}
