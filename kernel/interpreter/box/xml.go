package box

import (
	"encoding/xml"
	"errors"
	"reflect"
	"strings"
)

// xmlMode makes shapes for package encoding/xml, to be encoded or decoded.
type xmlMode struct{ decode bool }

func (m xmlMode) decodes() bool { return m.decode }

// dynamic leaves boxes in interfaces as they are: they marshal themselves.
func (xmlMode) dynamic(x any) any { return x }

// element stands for a value that is encoded by a method of the user's, or
// later, since its type holds itself.
type element struct {
	encode func(e *xml.Encoder, start xml.StartElement) error
}

// MarshalXML writes the encoding.
func (m element) MarshalXML(e *xml.Encoder, start xml.StartElement) error { return m.encode(e, start) }

// textElement stands for a value that is encoded as text by a method.
type textElement struct{ text func() ([]byte, error) }

// MarshalText returns the text.
func (m textElement) MarshalText() ([]byte, error) { return m.text() }

const (
	marshalXMLSig   = "func(*encoding/xml.Encoder, encoding/xml.StartElement) error"
	unmarshalXMLSig = "func(*encoding/xml.Decoder, encoding/xml.StartElement) error"
)

func (m xmlMode) special(_ *shapes, t *Type) *shape {
	if t.Native != nil || t.Kind == reflect.Interface {
		return nil
	}
	if m.decode {
		return unmarshaledXML(t)
	}
	own, text := Method{Name: "MarshalXML", Sig: marshalXMLSig}, Method{Name: "MarshalText", Sig: marshalSig}
	switch {
	case t.orPointerHas(own):
		return &shape{typ: reflect.TypeFor[element](), to: func(x value) reflect.Value {
			of, recv := t.chosen(x, own)
			if of == nil {
				return reflect.ValueOf(element{x.element})
			}
			call := of.Method("MarshalXML").(func(any, *xml.Encoder, xml.StartElement) error)
			return reflect.ValueOf(element{func(e *xml.Encoder, start xml.StartElement) error { return call(recv, e, start) }})
		}}
	case t.has(text, nil):
		return &shape{typ: reflect.TypeFor[textElement](), to: func(x value) reflect.Value {
			return reflect.ValueOf(textElement{func() ([]byte, error) {
				return t.Method("MarshalText").(func(any) ([]byte, error))(x.receiver())
			}})
		}}
	}
	return nil
}

func (t *Type) orPointerHas(m Method) bool {
	p := t.addressable()
	return t.has(m, nil) || p != nil && p.has(m, nil)
}

// chosen returns the type that has a method for x, and the receiver: a pointer
// to x if x has an address. It returns nil if the method needs one that x lacks.
func (t *Type) chosen(x value, m Method) (of *Type, recv any) {
	p := t.addressable()
	switch {
	case x.v.IsValid() && x.v.CanAddr() && p != nil && p.has(m, nil):
		return p, x.address()
	case x.v.IsValid() && t.has(m, nil):
		return t, x.receiver()
	}
	return nil, nil
}

func (m xmlMode) again(t *Type) *shape {
	if m.decode {
		return recording(func(d *xml.Decoder, start xml.StartElement, rep reflect.Value) error {
			return t.fill(m, rep, func(p any) error { return d.DecodeElement(p, &start) })
		})
	}
	return &shape{typ: reflect.TypeFor[element](), to: func(x value) reflect.Value {
		x.t = t
		return reflect.ValueOf(element{x.element})
	}}
}

// element writes a value without regard to its own methods.
func (x value) element(e *xml.Encoder, start xml.StartElement) error {
	if p, name := identity(x); p != 0 {
		if !x.t.registry.active.enter(p) {
			return errors.New("xml: unsupported value: encountered a cycle via " + name)
		}
		defer x.t.registry.active.leave(p)
	}
	v := (&shapes{xmlMode{}, map[*Type]bool{}}).plain(x.t).to(x).Interface()
	if x.t.namesElement() {
		return e.Encode(v)
	}
	return e.EncodeElement(v, start)
}

// namesElement reports whether values of the type say what their element is
// called.
func (t *Type) namesElement() bool {
	for _, f := range t.Fields {
		if f.Name == "XMLName" {
			return true
		}
	}
	return false
}

func (m xmlMode) field(b *shapes, t *Type, i int) (sf reflect.StructField, s *shape, ok bool) {
	f := t.Fields[i]
	switch {
	case f.Tag.Get("xml") == "-":
		return sf, nil, false
	case f.Embedded && isStruct(f.Type):
		return b.flattened(t, i)
	case f.PkgPath != "":
		return sf, nil, false
	}
	return reflect.StructField{Name: f.Name, Tag: f.Tag}, b.of(f.Type), true
}

// MarshalXML encodes a boxed value as encoding/xml would one of a compiled
// type. The element is called as the type is, unless something else names it.
func (b Box) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	x := typed(b.T, reflect.ValueOf(b.V), open)
	if start.Name.Local == b.T.carrierName() {
		return x.encodeXML(e)
	}
	return e.EncodeElement(b.T.shapeFor(xmlMode{}).to(x).Interface(), start)
}

// carrierName is what encoding/xml calls an element that nothing names.
func (t *Type) carrierName() string { return reflect.TypeOf(t.Carry(nil)).Name() }

// encodeXML encodes a value that is not part of another.
func (x value) encodeXML(e *xml.Encoder) error {
	k := x.kind()
	switch {
	case !x.v.IsValid() || (k == reflect.Pointer || k == reflect.Interface) && x.isNil():
		return nil
	case x.t == nil:
		return e.Encode(x.v.Interface())
	case k == reflect.Pointer || k == reflect.Interface:
		return x.elem().encodeXML(e)
	case (k == reflect.Slice || k == reflect.Array) && x.elemKind() != reflect.Uint8 && xmlMode.special(xmlMode{}, nil, x.t) == nil:
		for i := range x.len() {
			if err := x.index(i).encodeXML(e); err != nil {
				return err
			}
		}
		return nil
	}
	v := x.t.shapeFor(xmlMode{}).to(x).Interface()
	if x.t.Name == "" || x.t.namesElement() {
		return e.Encode(v)
	}
	name, _, _ := strings.Cut(x.t.Name, "[")
	return e.EncodeElement(v, xml.StartElement{Name: xml.Name{Local: name}})
}
