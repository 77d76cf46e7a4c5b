package box

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Types that a user might declare.
type (
	celsius float64
	weekday int
	label   string
	flagged bool
	phase   complex64
	octet   uint8
	blob    []byte
	octets  []octet
	point   struct{ X, Y int }
	pair    struct {
		First  point
		second *point
		third  weekday
		Fourth weekday
	}
	shouting struct{ Word string }
	failing  struct{ Code int }
	syntax   struct{ A any }
	custom   struct{ N int }
	boom     struct{ Why any }
	nilly    struct{ N int }
	base     struct {
		ID   weekday
		hide weekday
	}
	derived struct {
		base
		*point
		Name string `json:"name"`
	}
	list struct {
		Value int
		Next  *list
	}
	tree     []tree
	matrix   [2][2]celsius
	index    map[label]*point
	days     map[weekday]any
	anything struct {
		V any
		w any
		E error
		f func()
		c chan int
	}
	blank struct {
		A int
		_ int
	}
	generic[K comparable, V any] struct {
		Key K
		Val V
	}
	unit struct{}
)

func (d weekday) String() string {
	if d > 6 {
		return fmt.Sprintf("weekday(%d)", int(d))
	}
	return [...]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}[d]
}
func (s *shouting) String() string { return s.Word + "!" }
func (f failing) Error() string    { return fmt.Sprintf("failed with %d", f.Code) }
func (s syntax) GoString() string  { return fmt.Sprintf("syntax(%v)", s.A) }
func (c custom) Format(s fmt.State, verb rune) {
	w, hasW := s.Width()
	p, hasP := s.Precision()
	fmt.Fprintf(s, "<%c %d %t %d %t %t%t%t%t%t>", verb, w, hasW, p, hasP, s.Flag('+'), s.Flag('-'), s.Flag('#'), s.Flag(' '), s.Flag('0'))
}
func (b boom) String() string  { panic(b.Why) }
func (n nilly) String() string { return fmt.Sprint("nilly ", n.N) }

// specimens are values to compare the boxes of with.
func specimens() map[string]any {
	p := &point{3, 4}
	cyc := &list{Value: 1}
	cyc.Next = &list{2, cyc}
	return map[string]any{
		"number with a name":            celsius(36.6),
		"negative number":               celsius(-1),
		"number with String":            weekday(2),
		"panicking String":              weekday(-3),
		"string":                        label("hey \"you\""),
		"bool":                          flagged(true),
		"complex":                       phase(1 - 2i),
		"byte":                          octet(200),
		"bytes":                         blob("hi\xff"),
		"nil bytes":                     blob(nil),
		"slice of named bytes":          octets{1, 2},
		"array of named bytes":          [2]octet{7, 8},
		"struct":                        point{1, 2},
		"pointer to struct":             p,
		"nil pointer":                   (*point)(nil),
		"pointer to pointer":            &p,
		"nested, some fields hidden":    pair{point{1, 2}, p, 1, 2},
		"pointer to nested":             &pair{Fourth: 9},
		"String on pointer":             &shouting{"hey"},
		"value of it":                   shouting{"hey"},
		"slice of pointers with String": []*shouting{{"a"}, nil, {"b"}},
		"slice of values without":       []shouting{{"a"}},
		"error":                         failing{3},
		"pointer to error":              &failing{3},
		"nil pointer to error":          (*failing)(nil),
		"GoString":                      syntax{weekday(1)},
		"nested GoString":               []any{syntax{1}, &syntax{2}},
		"Format":                        custom{1},
		"nested Format":                 []custom{{1}},
		"panic with string":             boom{"ouch"},
		"panic with error":              boom{errors.New("bad")},
		"panic with own error":          boom{failing{1}},
		"panic with struct":             boom{point{1, 2}},
		"nested panic": struct {
			B boom
			N int
		}{boom{"x"}, 1},
		"nil receiver":                    (*nilly)(nil),
		"nested nil receiver":             []*nilly{nil, {1}},
		"embedded":                        derived{base{1, 2}, p, "n"},
		"pointer to embedded":             &derived{base: base{1, 2}},
		"linked list":                     &list{1, &list{2, nil}},
		"cyclic list":                     cyc,
		"recursive slice":                 tree{tree{}, tree{nil}},
		"array":                           matrix{{1, 2}, {3, 4.5}},
		"map":                             index{"b": p, "a": nil},
		"nil map":                         index(nil),
		"map with String keys":            days{3: "x", 1: weekday(2), 2: nil},
		"pointer to map":                  &index{"a": nil},
		"pointer to slice":                &blob{1},
		"interfaces":                      anything{weekday(1), weekday(1), failing{2}, nil, nil},
		"interfaces, nil":                 anything{},
		"interfaces holding pointers":     anything{V: p, w: p, c: make(chan int)},
		"blank field":                     blank{1, 2},
		"generic":                         generic[label, []weekday]{"k", []weekday{1}},
		"empty struct":                    unit{},
		"slice of any":                    []any{celsius(1), point{}, nil, p, "s", 1, []any{weekday(1)}, time.Second},
		"map of any":                      map[any]any{weekday(1): point{}, weekday(0): 1},
		"map with struct keys":            map[point]string{{2, 1}: "b", {1, 9}: "a", {2, 0}: "c"},
		"map with array keys":             map[[2]weekday]int{{2, 1}: 1, {1, 2}: 2},
		"map with float keys":             map[celsius]bool{2: true, 1: false},
		"map with bool keys":              map[flagged]int{true: 1, false: 0},
		"map to errors":                   map[string]error{"a": failing{1}, "b": nil, "c": errors.New("c")},
		"struct literal type":             struct{ a, B weekday }{1, 2},
		"struct with durations":           struct{ d, E time.Duration }{1, 2},
		"struct with time":                &struct{ t, U time.Time }{},
		"channel":                         make(chan point),
		"nil channel":                     (chan point)(nil),
		"nil function":                    (func(point))(nil),
		"slice of interfaces with errors": []error{failing{1}, &failing{2}, nil},
		"slice of stringers":              []fmt.Stringer{weekday(1), &shouting{"x"}, nil},
	}
}

// addresses finds what may be an address, in any base; spaces, padding.
var (
	addresses = regexp.MustCompile(`(0[xX])?[0-9a-fA-F]{7,16}|0x[0-9a-f]{6}|[01]{20,}|[0-7]{15,}`)
	padding   = regexp.MustCompile(` {3,}`)
)

// masked makes texts comparable that differ in the addresses they hold.
func masked(s string) string {
	return padding.ReplaceAllString(addresses.ReplaceAllString(s, "PTR"), "   ")
}

// TestFormat compares what package fmt prints for a real value and for its box.
func TestFormat(t *testing.T) {
	formats := []string{
		"%v", "%+v", "%#v", "%d", "%+d", "%x", "%X", "%#x", "% x", "%s", "%q", "%#q", "%t", "%c", "%U", "%b", "%o", "%O", "%e", "%g", "%.2f", "%8.3f|",
		"%6v|", "%-6v|", "%06v|", "%+6d|", "%-20v|", "%20v|", "%.1v", "%z", "%#z", "%+z", "%w", "%#w", "% d", "%10s|", "%-10q|", "%.1s", "%x|%X", "%[1]v %[1]d", "%T", "%20T|", "%-20T|", "%.3T", "%p", "%#p", "%*d", "%.*d", "%d %d", "", "%[2]d", "%[1]*d", "%!", "%", "%5", "%-", "100%%", "%[", "%[]d", "%[x]d", "%[1]5d", "%[1].2d", "%99999999d",
	}
	for name, x := range specimens() {
		t.Run(name, func(t *testing.T) {
			m := newMirror()
			y := m.of(x)
			_, boxed := Of(y)
			for _, f := range formats {
				if strings.Contains(f, "w") && !boxed {
					continue // %w outside Errorf prints raw values without calling the methods of boxes
				}
				want, got := masked(fmt.Sprintf(f, x)), masked(sprintf(f, y))
				if got != want {
					t.Errorf("%s: got %s, want %s", f, got, want)
				}
			}
			if got, want := masked(fmt.Sprintln(y, y)), masked(fmt.Sprintln(x, x)); got != want {
				t.Errorf("Sprintln: got %s, want %s", got, want)
			}
		})
	}
}

func sprintf(f string, a ...any) string {
	f, a = rewrite(f, a, false)
	return fmt.Sprintf(f, a...)
}
