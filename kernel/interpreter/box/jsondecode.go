package box

import (
	"encoding/json"
	"reflect"
)

// capturing is the shape of what is decoded in a way of its own.
func capturing(decode func(data []byte, rep reflect.Value) error) *shape {
	typ := reflect.TypeFor[captured]()
	return &shape{typ, func(value) reflect.Value { return reflect.Zero(typ) }, func(s, rep reflect.Value) error {
		data := s.Interface().(captured).data
		if data == nil {
			return nil
		}
		return decode(data, rep)
	}}
}

// unmarshaled returns the shape of a type that has a method for decoding.
func unmarshaled(t *Type) *shape {
	p := t.addressable()
	switch {
	case p == nil:
		return nil
	case p.has(Method{Name: "UnmarshalJSON", Sig: unmarshalSig}, nil):
		return capturing(func(data []byte, rep reflect.Value) error { return p.callUnmarshal("UnmarshalJSON", data, rep) })
	case p.has(Method{Name: "UnmarshalText", Sig: unmarshalSig}, nil):
		return capturing(func(data []byte, rep reflect.Value) error { return p.unmarshalText(data, rep) })
	}
	return nil
}

// callUnmarshal calls a method of a pointer to a representation.
func (t *Type) callUnmarshal(method string, data []byte, rep reflect.Value) error {
	f := t.Method(method).(func(any, []byte) error)
	if rep.Kind() != reflect.Interface {
		return f(rep.Addr().Interface(), data)
	}
	if t.Elem.rep() == nil { // see held
		return &unknownRep{t.Elem}
	}
	p := reflect.New(t.Elem.rep())
	err := f(p.Interface(), data)
	rep.Set(p.Elem())
	return err
}

func (t *Type) unmarshalText(data []byte, rep reflect.Value) error {
	var s string
	switch {
	case string(data) == "null":
		return nil
	case data[0] != '"':
		return &unmarshalError{UnmarshalTypeError: &json.UnmarshalTypeError{Value: kindOfJSON(data)}, typ: t.Elem.String()}
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	return t.callUnmarshal("UnmarshalText", []byte(s), rep)
}

// kindOfJSON is what encoding/json calls a value.
func kindOfJSON(data []byte) string {
	switch data[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case 't', 'f':
		return "bool"
	}
	return "number"
}

// textKey is a key of a map that is encoded by a method.
type textKey struct {
	text string
	fail *methodError
}

// MarshalText returns what the method returned.
func (k textKey) MarshalText() ([]byte, error) {
	if k.fail != nil {
		return nil, k.fail
	}
	return []byte(k.text), nil
}

// UnmarshalText keeps the input.
func (k *textKey) UnmarshalText(text []byte) error {
	k.text = string(text)
	return nil
}

// key returns the shape of a type as that of a map's keys.
func (m jsonMode) key(t *Type) *shape {
	typ := reflect.TypeFor[textKey]()
	if m.decode {
		p := t.addressable()
		if t.Native != nil || p == nil || !p.has(Method{Name: "UnmarshalText", Sig: unmarshalSig}, nil) {
			return nil
		}
		return &shape{typ, nil, func(s, rep reflect.Value) error {
			return p.callUnmarshal("UnmarshalText", []byte(s.Interface().(textKey).text), rep)
		}}
	}
	if t.Native != nil || t.Kind == reflect.String || !t.hasText() {
		return nil
	}
	return &shape{typ: typ, to: func(x value) reflect.Value {
		if x.kind() == reflect.Pointer && x.isNil() {
			return reflect.ValueOf(textKey{})
		}
		data, err := t.Method("MarshalText").(func(any) ([]byte, error))(x.receiver())
		k := textKey{text: string(data)}
		if err != nil {
			k.fail = &methodError{t, "MarshalText", err}
		}
		return reflect.ValueOf(k)
	}}
}
