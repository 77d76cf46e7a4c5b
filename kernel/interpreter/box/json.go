package box

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
)

// jsonMode makes shapes for package encoding/json, to be encoded or decoded.
type jsonMode struct{ decode bool }

func (m jsonMode) decodes() bool { return m.decode }

// dynamic leaves boxes in interfaces as they are: they marshal themselves.
func (jsonMode) dynamic(x any) any { return x }

// marshaled stands for a value that is encoded in a way of its own: by a method
// of the user's, or later, since its type holds itself.
type marshaled struct{ encode func() ([]byte, error) }

// MarshalJSON returns the encoding.
func (m marshaled) MarshalJSON() ([]byte, error) { return m.encode() }

// captured stands for a value that is decoded in a way of its own. It takes
// down the input.
type captured struct{ data []byte }

// UnmarshalJSON keeps the input.
func (c *captured) UnmarshalJSON(data []byte) error {
	c.data = bytes.Clone(data)
	return nil
}

// MarshalJSON encodes a boxed value as encoding/json would one of a compiled
// type.
func (b Box) MarshalJSON() ([]byte, error) {
	x := typed(b.T, reflect.ValueOf(b.V), open)
	return b.T.guarded(x, func() ([]byte, error) { return x.json() })
}

// json encodes a value. What is special in HTML is left to the encoder that
// asks.
func (x value) json() ([]byte, error) {
	if x.t == nil {
		return encodeJSON(x.v.Interface())
	}
	return encodeJSON(x.t.shapeFor(jsonMode{}).to(x).Interface())
}

func encodeJSON(v any) ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, jsonError(err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// guarded encodes a value unless it is, directly or not, part of itself.
func (t *Type) guarded(x value, encode func() ([]byte, error)) ([]byte, error) {
	p, name := identity(x)
	if p == 0 {
		return encode()
	}
	if !t.registry.active.enter(p) {
		return nil, &json.UnsupportedValueError{Value: x.v, Str: "encountered a cycle via " + name}
	}
	defer t.registry.active.leave(p)
	return encode()
}

// identity returns the address by which a value is known, 0 if it has none, and
// the type of what refers to it.
func identity(x value) (uintptr, string) {
	switch k := x.kind(); {
	case x.v.IsValid() && (k == reflect.Pointer || k == reflect.Map || k == reflect.Slice && x.len() > 0):
		return x.v.Pointer(), x.typeString()
	case x.v.IsValid() && x.v.CanAddr():
		return x.v.UnsafeAddr(), "*" + x.typeString()
	}
	return 0, ""
}

// special returns the shape of a type that has methods for JSON.
func (m jsonMode) special(b *shapes, t *Type) *shape {
	if t.Native != nil || t.Kind == reflect.Interface {
		return nil
	}
	if m.decode {
		return unmarshaled(t)
	}
	if !t.isJSONMarshaler() {
		return unsupported(t)
	}
	return &shape{typ: reflect.TypeFor[marshaled](), to: func(x value) reflect.Value {
		return reflect.ValueOf(marshaled{func() ([]byte, error) { return t.marshal(x) }})
	}}
}

// unsupported returns the shape of a type of which there is no JSON.
func unsupported(t *Type) *shape {
	switch t.Kind {
	case reflect.Chan, reflect.Func, reflect.Complex64, reflect.Complex128, reflect.UnsafePointer:
	case reflect.Map:
		if k := t.Key.Kind; k == reflect.String || k >= reflect.Int && k <= reflect.Uintptr || t.Key.isTextMarshaler() {
			return nil
		}
	default:
		return nil
	}
	fail := marshaled{func() ([]byte, error) { return nil, unsupportedType(t.String()) }}
	return &shape{typ: reflect.TypeFor[marshaled](), to: func(value) reflect.Value { return reflect.ValueOf(fail) }}
}

// isJSONMarshaler reports whether values of a type, or those that have an
// address, are encoded by a method.
func (t *Type) isJSONMarshaler() bool {
	for _, t := range []*Type{t, t.addressable()} {
		if t != nil && (t.hasJSON() || t.hasText()) {
			return true
		}
	}
	return false
}

// addressable returns the type of pointers to t, nil if there is none yet, or
// if values are not asked for it.
func (t *Type) addressable() *Type {
	if t.Kind == reflect.Pointer {
		return nil
	}
	return t.pointer.Load()
}

func (t *Type) hasJSON() bool {
	return t.has(Method{Name: "MarshalJSON", Sig: marshalSig}, nil)
}

func (t *Type) hasText() bool {
	return t.has(Method{Name: "MarshalText", Sig: marshalSig}, nil)
}

// isTextMarshaler reports whether values have a method for text, of whichever
// kind their type is.
func (t *Type) isTextMarshaler() bool {
	if t.Native != nil {
		return t.Native.Implements(reflect.TypeFor[encoding.TextMarshaler]())
	}
	return t.hasText()
}

const (
	marshalSig   = "func() ([]uint8, error)"
	unmarshalSig = "func([]uint8) error"
)

// marshal encodes a value by the method that encoding/json would choose, which
// is one of the pointer to it if it has an address.
func (t *Type) marshal(x value) ([]byte, error) {
	if x.kind() == reflect.Pointer && x.isNil() {
		return []byte("null"), nil
	}
	p := t.addressable()
	if p == nil || !x.v.IsValid() || !x.v.CanAddr() {
		p = nil
	}
	switch {
	case p != nil && p.hasJSON():
		return t.callMarshal(p, "MarshalJSON", x.address())
	case t.hasJSON():
		return t.callMarshal(t, "MarshalJSON", x.receiver())
	case p != nil && p.hasText():
		return t.callMarshal(p, "MarshalText", x.address())
	case t.hasText():
		return t.callMarshal(t, "MarshalText", x.receiver())
	}
	s := (&shapes{jsonMode{}, map[*Type]bool{}}).plain(t)
	return encodeJSON(s.to(x).Interface())
}

// callMarshal calls a method of t, or of the type of pointers to it.
func (t *Type) callMarshal(of *Type, method string, recv any) ([]byte, error) {
	data, err := of.Method(method).(func(any) ([]byte, error))(recv)
	if err == nil && method == "MarshalText" {
		return encodeJSON(string(data))
	}
	if err == nil {
		var buf bytes.Buffer
		err = json.Compact(&buf, data)
		data = buf.Bytes()
	}
	if err != nil {
		return nil, &methodError{t, method, err}
	}
	return data, nil
}

// again returns the shape of a type within itself: encoded or decoded when it is
// its turn.
func (m jsonMode) again(t *Type) *shape {
	if !m.decode {
		return &shape{typ: reflect.TypeFor[marshaled](), to: func(x value) reflect.Value {
			x.t = t
			return reflect.ValueOf(marshaled{func() ([]byte, error) { return t.guarded(x, x.json) }})
		}}
	}
	return capturing(func(data []byte, rep reflect.Value) error {
		return t.fill(m, rep, func(p any) error { return json.Unmarshal(data, p) })
	})
}

// fill lets a function store to a value of the shape of a type, and what it has
// stored is stored to a representation.
func (t *Type) fill(m mode, rep reflect.Value, store func(p any) error) error {
	s := t.shapeFor(m)
	p := reflect.New(s.typ)
	p.Elem().Set(s.to(typed(t, rep, open)))
	failed := t.namedErrors(store(p.Interface()))
	if err := s.from(p.Elem(), rep); failed == nil {
		return err
	}
	return failed
}
