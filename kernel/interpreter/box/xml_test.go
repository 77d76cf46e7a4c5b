package box

import (
	"encoding/xml"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

type (
	address2 struct{ City, State string }
	person   struct {
		XMLName xml.Name `xml:"person"`
		ID      weekday  `xml:"id,attr"`
		First   string   `xml:"name>first"`
		Last    label    `xml:"name>last"`
		Age     int      `xml:"age,omitempty"`
		Note    string   `xml:",comment"`
		address2
	}
	folder struct {
		Name string   `xml:"name,attr"`
		Sub  []folder `xml:"folder"`
	}
	shout  string
	boxed2 struct {
		S  shout
		T  textual
		Ps []*point
		N  celsius `xml:",chardata"`
		A  any
	}
)

func (s shout) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	return e.EncodeElement(strings.ToUpper(string(s)), start)
}

func (s *shout) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	var text string
	err := d.DecodeElement(&text, &start)
	*s = shout(strings.ToLower(text))
	return err
}

// TestXML compares the XML of real values with that of boxes, and what is
// decoded from it.
func TestXML(t *testing.T) {
	values := map[string]any{
		"struct":          point{1, 2},
		"pointer":         &point{1, 2},
		"number":          celsius(1.5),
		"names, embedded": person{ID: 3, First: "a", Last: "b", Note: "n", address2: address2{"c", "s"}},
		"recursive":       folder{"a", []folder{{"b", nil}, {"c", []folder{{"d", nil}}}}},
		"methods":         boxed2{S: "hey", T: textual{"x"}, Ps: []*point{{1, 2}, nil}, N: 2},
		"any":             boxed2{A: point{3, 4}},
		"slice":           []point{{1, 2}, {3, 4}},
		"generic":         generic[label, weekday]{"a", 1},
		"unsupported":     struct{ a int }{1},
		"nil":             (*point)(nil),
	}
	for name, x := range values {
		t.Run(name, func(t *testing.T) {
			m := newMirror()
			want, wantErr := xml.MarshalIndent(x, "", " ")
			got, err := xml.MarshalIndent(m.of(x), "", " ")
			if string(got) != string(want) || (err == nil) != (wantErr == nil) {
				t.Errorf("got  %s %v\nwant %s %v", got, err, want, wantErr)
			}
			p := reflect.New(reflect.TypeOf(x))
			y := m.of(p.Interface())
			wantErr = xml.Unmarshal(want, p.Interface())
			err = decodeXML(y, func(p any) error { return xml.Unmarshal(want, p) })
			if fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Errorf("decoding: got %v, want %v", err, wantErr)
			}
			if w, g := masked(fmt.Sprintf("%+v", p.Elem())), masked(fmt.Sprintf("%+v", reflect.ValueOf(m.back(y)).Elem())); g != w {
				t.Errorf("decoded: got  %s\nwant %s", g, w)
			}
		})
	}
}
