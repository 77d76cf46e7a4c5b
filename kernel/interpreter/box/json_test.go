package box

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

type (
	jsonTagged struct {
		Name    string `json:"name"`
		Empty   string `json:"empty,omitempty"`
		Zero    int    `json:",omitzero"`
		Quoted  int    `json:"q,string"`
		Skipped int    `json:"-"`
		//lint:ignore SA5008 a name that is a dash
		Dash   int `json:"-,"`
		hidden int
		Odd    int `json:"odd name"`
		//lint:ignore SA5008 not a name
		Bad  int       `json:"bad\"name"`
		List []celsius `json:"list,omitempty"`
		HTML label
	}
	color       int
	upper       string
	jsonIn      struct{ A int }
	shade       struct{ R, G uint8 }
	maybe       struct{ N *int }
	opaque      struct{ secret string }
	jsonMethods struct {
		C   color
		P   *color
		Cs  []color
		M   map[string]color
		K   map[upper]int
		KS  map[textual]int
		S   shade
		SP  *shade
		Nil *shade
		Any any
		O   color `json:",omitempty"`
		Z   maybe `json:",omitzero"`
		Y   maybe
		T   textual
		D   time.Duration
		At  time.Time
	}
	textual  struct{ s string }
	jsonBase struct {
		ID   int
		Name string
	}
	Middle struct {
		jsonBase
		Name string
		*jsonIn
	}
	jsonEmbeds struct {
		Middle
		jsonIn `json:"in"`
		celsius
		Extra bool
	}
	jsonPromoted struct {
		opaque
		X int
	}
	jsonTree struct {
		Value celsius
		note  string
		Kids  []*jsonTree          `json:",omitempty"`
		By    map[string]*jsonTree `json:",omitempty"`
		Up    *jsonTree
	}
	jsonList  []jsonList
	jsonKinds struct {
		B    flagged
		I    weekday
		By   blob
		Oc   octets
		Arr  [2]celsius
		Ptr  **point
		F    float32
		Raw  json.RawMessage
		Num  json.Number
		If   fmt.Stringer
		E    error
		Fn   func() `json:"-"`
		Rune rune
	}
	jsonFails  struct{ E explosive }
	explosive  int
	jsonBroken int
)

func (c color) MarshalJSON() ([]byte, error) { return json.Marshal(fmt.Sprintf("#%06x", int(c))) }
func (c *color) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("color: %w", err)
	}
	_, err := fmt.Sscanf(s, "#%x", (*int)(c))
	return err
}

func (s *shade) MarshalJSON() ([]byte, error) { return []byte(fmt.Sprintf("[%d, %d]", s.R, s.G)), nil }

func (s *shade) UnmarshalJSON(b []byte) error {
	if _, err := fmt.Sscanf(string(b), "[%d,%d]", &s.R, &s.G); err != nil {
		return errors.New("shade: not [r,g]")
	}
	return nil
}
func (u upper) MarshalText() ([]byte, error) { return []byte(strings.ToUpper(string(u))), nil }
func (u *upper) UnmarshalText(b []byte) error {
	*u = upper(strings.ToLower(string(b)))
	return nil
}
func (t textual) MarshalText() ([]byte, error) { return []byte("<" + t.s + ">"), nil }
func (t *textual) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		return errors.New("textual: empty")
	}
	t.s = strings.Trim(string(b), "<>")
	return nil
}
func (m maybe) IsZero() bool { return m.N == nil || *m.N == 0 }
func (o opaque) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"secret": o.secret})
}
func (o *opaque) UnmarshalJSON(b []byte) error    { o.secret = string(b); return nil }
func (e explosive) MarshalJSON() ([]byte, error)  { return nil, fmt.Errorf("cannot: %w", errBase) }
func (e *explosive) UnmarshalJSON(b []byte) error { return fmt.Errorf("will not: %w", errBase) }
func (jsonBroken) MarshalJSON() ([]byte, error)   { return []byte("{"), nil }

func jsonSpecimens() map[string]any {
	zero, c := 0, color(0xff)
	p := &point{1, 2}
	tree := &jsonTree{1, "n", []*jsonTree{{2, "", nil, nil, nil}, nil}, map[string]*jsonTree{"x": {Value: 3}}, nil}
	loop := &jsonTree{Value: 1}
	loop.Up = loop
	methods := jsonMethods{
		C: 1, P: &c, Cs: []color{1, 2}, M: map[string]color{"b": 2, "a": 1}, K: map[upper]int{"x": 1},
		KS: map[textual]int{{"k"}: 1, {"a"}: 2}, S: shade{1, 2}, SP: &shade{3, 4}, Any: color(5), Z: maybe{&zero}, T: textual{"t"}, D: 5,
	}
	return map[string]any{
		"number":                 celsius(1.5),
		"string":                 label("<a&b>\u2028"),
		"bytes":                  blob("hello"),
		"tags":                   jsonTagged{Name: "n", HTML: "<&>", hidden: 1, Dash: 2, Skipped: 3, Odd: 4},
		"pointer to tags":        &jsonTagged{Empty: "x", Zero: 1, Quoted: 7, List: []celsius{1, 2.5}, Bad: 3},
		"methods":                methods,
		"pointer to methods":     &methods,
		"zero methods":           jsonMethods{},
		"nil pointer":            (*jsonMethods)(nil),
		"method on pointer":      shade{1, 2},
		"pointer to it":          &shade{1, 2},
		"slice of it":            []shade{{1, 2}},
		"map of it":              map[string]shade{"a": {1, 2}},
		"embedded":               jsonEmbeds{Middle{jsonBase{1, "base"}, "middle", &jsonIn{9}}, jsonIn{3}, 7, true},
		"embedded nil":           jsonEmbeds{},
		"promoted method":        jsonPromoted{opaque{"s"}, 1},
		"tree":                   tree,
		"tree value":             *tree,
		"recursive slice":        jsonList{{}, nil, {{}}},
		"kinds":                  jsonKinds{true, 2, blob("x"), octets{1}, [2]celsius{1, 2}, &p, 1.25, json.RawMessage(`{"a": 1}`), "12", weekday(1), failing{3}, nil, 'r'},
		"any":                    []any{celsius(1), point{1, 2}, nil, color(3), map[string]any{"x": weekday(2)}},
		"map with number keys":   map[weekday]string{2: "b", 1: "a"},
		"map with text keys":     map[textual]celsius{{"b"}: 1, {"a"}: 2},
		"failing method":         jsonFails{},
		"failing method, nested": []any{map[string]any{"x": explosive(1)}},
		"broken method":          []jsonBroken{1},
		"unsupported":            struct{ C chan point }{},
		"cycle":                  loop,
		"struct literal": struct {
			a int
			B weekday `json:"b"`
		}{1, 2},
	}
}

// TestMarshal compares the JSON of real values with that of boxes.
func TestMarshal(t *testing.T) {
	for name, x := range jsonSpecimens() {
		t.Run(name, func(t *testing.T) {
			y := newMirror().of(x)
			want, wantErr := json.Marshal(x)
			got, err := Marshal(y)
			if string(got) != string(want) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			checkError(t, err, wantErr)
			want, _ = json.MarshalIndent(x, ">", " ")
			if got, _ = MarshalIndent(y, ">", " "); string(got) != string(want) {
				t.Errorf("indented: got  %s\nwant %s", got, want)
			}
			if got, err = json.Marshal(map[string]any{"x": y}); err == nil {
				if want, _ = json.Marshal(map[string]any{"x": x}); string(got) != string(want) {
					t.Errorf("by compiled code: got  %s\nwant %s", got, want)
				}
			}
			var bw, bg bytes.Buffer
			e := json.NewEncoder(&bw)
			e.SetEscapeHTML(false)
			e.Encode(x)
			e = json.NewEncoder(&bg)
			e.SetEscapeHTML(false)
			e.Encode(y)
			if bg.String() != bw.String() {
				t.Errorf("not escaped: got  %s\nwant %s", bg.String(), bw.String())
			}
		})
	}
}

func checkError(t *testing.T, got, want error) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("error: got  %v\nwant %v", got, want)
	}
	if errors.Is(got, errBase) != errors.Is(want, errBase) {
		t.Errorf("error wraps: got %v, want %v", errors.Is(got, errBase), errors.Is(want, errBase))
	}
}

// TestUnmarshal compares what is decoded into real values with what is decoded
// into boxes.
func TestUnmarshal(t *testing.T) {
	inputs := []string{
		`null`, `1`, `"#0000ff"`, `"x"`, `true`, `[]`, `[1,2]`, `{}`, `{"A": 1, "X": 2, "name": "n"}`, `{"name": 1}`, `{"q": "5", "Dash": 1, "-": 9, "odd name": 4}`,
		`{"C":"#000005","P":"#01","Cs":["#02","#03"],"M":{"a":"#04"},"K":{"KEY":1},"KS":{"<k>":2},"S":[1,2],"SP":[3,4],"Any":{"z":[1]},"T":"<t>","D":7,"At":"2020-01-02T03:04:05Z"}`,
		`{"C": 5}`, `{"T": 5}`, `{"T": ""}`, `{"SP": null, "P": null, "Cs": null}`, `{"ID": 5, "Name": "x", "in": {"A": 4}, "A": 6, "Extra": true, "color": "#01"}`,
		`{"Value": 1.5, "note": "no", "Kids": [{"Value": 2}, null], "By": {"k": {"Value": 3, "Up": {"Value": 4}}}}`, `{"Kids": [{"Value": "x"}]}`,
		`[[],null,[[]]]`, `{"B":true,"I":3,"By":"aGk=","Oc":"AQI=","Arr":[1,2,3],"Ptr":{"X":1},"F":2.5,"Raw":{"a": 1},"Num":12,"Rune":65}`, `{"If": {}}`, `{"If": null, "E": null}`,
		`{"list": [1, 2, 3]}`, `{"list": [1, "a"]}`, `{"E": 1}`, `{`, `{"a":1}`, `{"1": "a", "2": "b"}`, `{"<b>": 1}`, `"<t>"`, `{"b": 3}`, `{"Arr": "x"}`, `{"Ptr": {"Y": "q"}}`,
	}
	for name, x := range jsonSpecimens() {
		if name == "cycle" || name == "unsupported" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			for _, in := range inputs {
				for _, start := range []string{"zero", "filled"} {
					p := reflect.New(reflect.TypeOf(x))
					if start == "filled" {
						fresh := reflect.ValueOf(jsonSpecimens()[name])
						p.Elem().Set(fresh)
					}
					m := newMirror()
					y := m.of(p.Interface())
					wantErr := json.Unmarshal([]byte(in), p.Interface())
					err := Unmarshal([]byte(in), y)
					checkError(t, err, wantErr)
					if wantErr != nil {
						continue // how much was stored before is left open
					}
					want := masked(fmt.Sprintf("%+v", p.Elem().Interface()))
					got := masked(fmt.Sprintf("%+v", reflect.ValueOf(m.back(y)).Elem().Interface()))
					a, _ := json.Marshal(p.Interface())
					b, _ := json.Marshal(m.back(y))
					if got != want || string(a) != string(b) {
						t.Errorf("%s into %s: got  %s %s\nwant %s %s", in, start, got, b, want, a)
					}
				}
			}
		})
	}
}
