package box

import (
	"cmp"
	"errors"
	"reflect"
	"strings"
	"unicode"
)

// field returns how a field of a struct appears in JSON.
func (m jsonMode) field(b *shapes, t *Type, i int) (sf reflect.StructField, s *shape, ok bool) {
	f := t.Fields[i]
	tag := f.Tag.Get("json")
	name, options, _ := strings.Cut(tag, ",")
	if !isJSONName(name) {
		name = ""
	}
	switch {
	case tag == "-":
		return sf, nil, false
	case f.Embedded && isStruct(f.Type):
		if name == "" {
			sf, s, ok = b.flattened(t, i)
			if ok && m.decode && f.PkgPath != "" && f.Type.Kind == reflect.Pointer {
				s = unreachable(s, f.Type)
			}
			return sf, s, ok
		}
	case f.PkgPath != "":
		return sf, nil, false
	}
	s = b.of(f.Type)
	sf = reflect.StructField{Name: exported(f, i), Tag: f.Tag}
	empty, zero := hasOption(options, "omitempty"), hasOption(options, "omitzero")
	if !m.decode && (empty && s.typ == reflect.TypeFor[marshaled]() || zero && (s.typ == reflect.TypeFor[marshaled]() || f.Type.hasIsZero())) {
		if name == "" {
			name = f.Name
		}
		sf.Tag = reflect.StructTag(`json:"` + name + `,omitempty` + quoted(options) + `"`)
		s = omitted(s, empty, zero)
	}
	if m.decode {
		s = t.placing(s, cmp.Or(name, f.Name))
	}
	return sf, s, true
}

// placing lets a shape's errors say in which field they occurred.
func (t *Type) placing(s *shape, field string) *shape {
	return &shape{s.typ, s.to, func(v, rep reflect.Value) error { return t.placed(s.from(v, rep), field) }}
}

// unreachable is the shape of an embedded pointer that package reflect could not
// set.
func unreachable(s *shape, t *Type) *shape {
	return &shape{s.typ, s.to, func(v, rep reflect.Value) error {
		if rep.IsNil() && !v.IsNil() {
			return errors.New("json: cannot set embedded pointer to unexported struct: " + strings.TrimPrefix(t.String(), "*"))
		}
		return s.from(v, rep)
	}}
}

func quoted(options string) string {
	if hasOption(options, "string") {
		return ",string"
	}
	return ""
}

// exported is the name of a field in a shape.
func exported(f Field, i int) string {
	if f.PkgPath == "" {
		return f.Name
	}
	return "Embedded_" + f.Name
}

func hasOption(options, want string) bool {
	for o := range strings.SplitSeq(options, ",") {
		if o == want {
			return true
		}
	}
	return false
}

// isJSONName reports whether encoding/json takes a name in a tag for one.
func isJSONName(s string) bool {
	for _, c := range s {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
	}
	return s != ""
}

// omitted is the shape of a field that is left out if it is empty or zero, which
// cannot be seen from the shape that it would have. A nil pointer is left out.
func omitted(s *shape, empty, zero bool) *shape {
	typ := reflect.PointerTo(s.typ)
	return &shape{typ: typ, to: func(x value) reflect.Value {
		if empty && isEmpty(x) || zero && isZero(x) {
			return reflect.Zero(typ)
		}
		p := reflect.New(s.typ)
		p.Elem().Set(s.to(x))
		return p
	}}
}

// isEmpty reports whether omitempty leaves a value out.
func isEmpty(x value) bool {
	switch x.v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return x.v.Len() == 0
	case reflect.Struct, reflect.Func, reflect.Chan, reflect.Complex64, reflect.Complex128:
		return false
	}
	return x.v.IsZero()
}

// hasIsZero reports whether a method says which values omitzero leaves out.
func (t *Type) hasIsZero() bool {
	has := func(t *Type) bool {
		return t != nil && t.Native == nil && t.has(Method{Name: "IsZero", Sig: "func() bool"}, nil)
	}
	return has(t) || has(t.addressable())
}

// isZero reports whether omitzero leaves a value out.
func isZero(x value) bool {
	if !x.v.IsValid() || x.kind() == reflect.Pointer && x.isNil() {
		return true
	}
	if f, ok := x.method("IsZero", "func() bool").(func(any) bool); ok {
		return f(x.receiver())
	}
	if x.t != nil && x.t.hasIsZero() {
		p := reflect.New(x.whole().Type())
		p.Elem().Set(x.whole())
		return x.t.addressable().Method("IsZero").(func(any) bool)(p.Interface())
	}
	return x.v.IsZero()
}
