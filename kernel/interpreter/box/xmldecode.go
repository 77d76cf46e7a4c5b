package box

import (
	"encoding/xml"
	"errors"
	"io"
	"reflect"
)

// recorded stands for a value that is decoded in a way of its own. It takes down
// the element.
type recorded struct{ tokens []xml.Token }

// UnmarshalXML keeps the element.
func (r *recorded) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	r.tokens = []xml.Token{start.Copy()}
	for depth := 1; depth > 0; {
		t, err := d.Token()
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		r.tokens = append(r.tokens, xml.CopyToken(t))
	}
	return nil
}

// replay reads tokens again.
type replay struct{ tokens []xml.Token }

// Token returns the next token.
func (r *replay) Token() (xml.Token, error) {
	if len(r.tokens) == 0 {
		return nil, io.EOF
	}
	t := r.tokens[0]
	r.tokens = r.tokens[1:]
	return t, nil
}

// recordedText stands for a value that is decoded from text by a method.
type recordedText struct {
	text []byte
	set  bool
}

// UnmarshalText keeps the text.
func (r *recordedText) UnmarshalText(text []byte) error {
	r.text, r.set = append([]byte{}, text...), true
	return nil
}

func unmarshaledXML(t *Type) *shape {
	p := t.addressable()
	switch {
	case p == nil:
		return nil
	case p.has(Method{Name: "UnmarshalXML", Sig: unmarshalXMLSig}, nil):
		return recording(func(d *xml.Decoder, start xml.StartElement, rep reflect.Value) error {
			return p.Method("UnmarshalXML").(func(any, *xml.Decoder, xml.StartElement) error)(rep.Addr().Interface(), d, start)
		})
	case p.has(Method{Name: "UnmarshalText", Sig: unmarshalSig}, nil):
		typ := reflect.TypeFor[recordedText]()
		return &shape{typ, func(value) reflect.Value { return reflect.Zero(typ) }, func(s, rep reflect.Value) error {
			if r := s.Interface().(recordedText); r.set {
				return p.callUnmarshal("UnmarshalText", r.text, rep)
			}
			return nil
		}}
	}
	return nil
}

// recording is the shape of what is decoded from an element that was kept.
func recording(decode func(d *xml.Decoder, start xml.StartElement, rep reflect.Value) error) *shape {
	typ := reflect.TypeFor[recorded]()
	return &shape{typ, func(value) reflect.Value { return reflect.Zero(typ) }, func(s, rep reflect.Value) error {
		r := s.Interface().(recorded)
		if r.tokens == nil {
			return nil
		}
		d := xml.NewTokenDecoder(&replay{r.tokens})
		start, err := d.Token()
		if err != nil {
			return err
		}
		return decode(d, start.(xml.StartElement), rep)
	}}
}

// decodeXML lets a function that decodes XML store to a target that may be the
// box of a pointer.
func decodeXML(target any, decode func(p any) error) error {
	b, ok := Of(target)
	if !ok {
		return decode(target)
	}
	if b.T.Kind != reflect.Pointer {
		return errors.New("non-pointer passed to Unmarshal")
	}
	p := reflect.ValueOf(b.V)
	if p.IsNil() {
		return errors.New("nil pointer passed to Unmarshal")
	}
	return b.T.Elem.fill(xmlMode{true}, p.Elem(), decode)
}

func xmlFunctions() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Unmarshal": reflect.ValueOf(func(data []byte, target any) error {
			return decodeXML(target, func(p any) error { return xml.Unmarshal(data, p) })
		}),
	}
}

func xmlCalls() map[string]reflect.Value {
	return map[string]reflect.Value{
		"encoding/xml.(*Decoder).Decode": reflect.ValueOf(func(d *xml.Decoder, target any) error { return decodeXML(target, d.Decode) }),
		"encoding/xml.(*Decoder).DecodeElement": reflect.ValueOf(func(d *xml.Decoder, target any, start *xml.StartElement) error {
			return decodeXML(target, func(p any) error { return d.DecodeElement(p, start) })
		}),
	}
}
