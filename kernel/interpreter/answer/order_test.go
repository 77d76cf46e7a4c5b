package answer

import (
	"slices"
	"testing"
)

// TestOrder: what was typed in its case comes first, then what is nearer.
func TestOrder(t *testing.T) {
	a := newAnswerer(t)
	tests := []struct {
		name, code string
		want       []string // in this order, others between them
	}{
		{"locals, globals, predeclared, packages, keywords", "func f(forward int) { fo‸ }", []string{"forward", "for"}},
		{"predeclared before packages", "func f() { st‸ }", []string{"str", "string", "strconv", "strings"}},
		{"the cell before earlier ones", "points2 := 1\npo‸", []string{"points2", "points", "Point"}},
		{"a block before the cell", "x2 := 1\nfunc() {\n\tx3 := 1\n\tx‸\n}()", []string{"x2", "x3", "xml"}},
		{"its own case before another", "Sq‸ + square", []string{"Square"}},
		{"keys before names", "Point{‸}", []string{"Base", "X", "Y", "hidden", "NewPoint"}},
		{"own members before promoted ones", "q.‸", []string{"Add", "X", "ID", "Label"}},
		{"a range before other operands", "for i := ‸", []string{"answer", "func", "range"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, at := cursor(tt.code)
			got := texts(a.complete(code, at))
			last := -1
			for _, w := range tt.want {
				i := slices.Index(got, w)
				if i <= last {
					t.Errorf("%s at %d, behind %d in %.400q", w, i, last, got)
				}
				last = i
			}
		})
	}
}

func TestKinds(t *testing.T) {
	a := newAnswerer(t)
	tests := []struct{ code, text, kind, signature string }{
		{"Squ‸", "Square", function, "func(n int) int"},
		{"tota‸", "total", instance, "int"},
		{"now‸", "now", instance, "time.Time"},
		{"answ‸", "answer", instance, "untyped int"},
		{"answer; answ‸", "answer", instance, "untyped int = 42"},
		{"Poi‸", "Point", class, "struct{X, Y int; hidden bool; Base}"},
		{"mat‸", "math", module, "math"},
		{"st‸", "str", module, "strings"},
		{"fo‸", "for", keyword, ""},
		{"app‸", "append", function, "func(slice []T, elems ...T) []T"},
		{"in‸", "int", class, ""},
		{"str.ToUpper‸", "ToUpper", function, "func(s string) string"},
		{"math.Sqrt‸", "Sqrt", function, "func(x float64) float64"},
		{"math.MaxInt8‸", "MaxInt8", instance, "untyped int = 127"},
		{"time.Duration‸", "Duration", class, "int64"},
		{"http.Server‸", "Server", class, "struct{…}"},
		{"slices.Sort‸", "Sort", function, "func[S ~[]E, E cmp.Ordered](x S)"},
		{"now.Yea‸", "Year", function, "func() int"},
		{"q.‸", "X", instance, "int"},
		{"p.‸", "Norm", function, "func(scale int) float64"},
		{"(*Point).‸", "Norm", function, "func(*Point, scale int) float64"},
		{"pair.‸", "Swap", function, "func() (*Point, string)"},
		{"pair.‸", "Val", instance, "*Point"},
		{"func f(n []Point) { n‸ }", "n", instance, "[]Point"},
	}
	for _, tt := range tests {
		code, at := cursor(tt.code)
		found := false
		for _, m := range a.complete(code, at).Matches {
			if m.Text != tt.text || m.Import != "" {
				continue
			}
			found = true
			if m.Kind != tt.kind || m.Signature != tt.signature {
				t.Errorf("%s: got %+v, want %s %s", tt.code, m, tt.kind, tt.signature)
			}
		}
		if !found {
			t.Errorf("%s: no %s", tt.code, tt.text)
		}
	}
}

// TestImports: what needs an import says which.
func TestImports(t *testing.T) {
	a := newAnswerer(t)
	for code, want := range map[string]string{"html.Esc‸": "html", "htm‸": "html", "math.Sq‸": "", "mat‸": ""} {
		text, at := cursor(code)
		c := a.complete(text, at)
		if len(c.Matches) == 0 {
			t.Errorf("%s: nothing", code)
			continue
		}
		if got := c.Matches[0].Import; got != want {
			t.Errorf("%s: %s needs %q, want %q", code, c.Matches[0].Text, got, want)
		}
	}
}

func TestClamp(t *testing.T) {
	for _, tt := range []struct {
		code         string
		cursor, want int
	}{
		{"", 5, 0},
		{"ab", -5, 0},
		{"ab", 1 << 40, 2},
		{"é", 1, 0},
		{"é", 2, 2},
		{"a€b", 3, 1},
		{"a€b", 4, 4},
		{"\xff\xff", 1, 1},
		{"\xc3", 1, 1},
		{"\x80\x80", 1, 1},
		{"\xf0\x9f\x98", 2, 2},
	} {
		if got := clamp(tt.code, tt.cursor); got != tt.want {
			t.Errorf("%q %d: got %d, want %d", tt.code, tt.cursor, got, tt.want)
		}
	}
}
