package answer

import (
	"fmt"
	"strings"
	"testing"
)

func TestInspect(t *testing.T) {
	a := newAnswerer(t)
	tests := []struct {
		name, code string
		detail     int
		want, not  []string
	}{
		{"a function", "Squ‸are", 0, []string{"func Square(n int) int", "Square returns n².\nIt never", "declared in In[1]:5:6"}, []string{"return n * n"}},
		{"its source", "Square‸", 1, []string{"return n * n", "It never"}, nil},
		{"at its first letter", "‸Square(1)", 0, []string{"func Square"}, nil},
		{"in front of its bracket", "Square‸(1)", 0, []string{"func Square"}, nil},
		{"a variable", "total‸", 0, []string{"var total int", "7", "declared in In[3]"}, nil},
		{"its statement", "total‸", 1, []string{"total := 7"}, nil},
		{"a variable of a type of a cell", "q‸", 0, []string{"var q Point"}, nil},
		{"a constant", "answer‸", 0, []string{"const answer = 42"}, nil},
		{"a type", "Point‸", 0, []string{"type Point struct {", "hidden bool", "func (p *Point) Norm(scale int) float64", "func (b *Base) Touch()", "a value has 32 bytes", "place in the plane"}, nil},
		{"the source of a type", "Point‸", 1, []string{"type Point struct{ X, Y int; hidden bool; Base }"}, nil},
		{"a generic type", "Pair‸", 0, []string{"type Pair[K comparable, V any] struct", "Swap() (V, K)"}, nil},
		{"a generic function", "Map‸", 0, []string{"func Map[T, U any](list []T, f func(T) U) []U", "In[2]"}, nil},
		{"an instance of a generic function", "Map‸(words, strings.ToUpper)", 0, []string{"here func(list []string, f func(string) string) []string"}, nil},
		{"an interface", "Shape‸", 0, []string{"type Shape interface{Area() float64}"}, nil},
		{"a method", "p.Norm‸", 0, []string{"func (p *Point) Norm(scale int) float64", "Norm is its length.", "In[1]"}, nil},
		{"the source of a method", "p.Norm‸", 1, []string{"float64(scale)"}, nil},
		{"a field", "p.hid‸den", 0, []string{"field hidden bool", "of type Point"}, nil},
		{"a promoted field", "p.ID‸", 0, []string{"field ID int", "of type Base"}, nil},
		{"a key of a literal", "Point{X‸: 1}", 0, []string{"field X int", "of type Point"}, nil},
		{"a key of a literal without its colon", "Point{X‸", 0, []string{"field X int", "of type Point"}, nil},
		{"a key behind others", "http.Server{ReadTimeout: 1, Addr‸}", 0, []string{"Addr string", "TCP address"}, nil},
		{"a variable in a literal", "Point{X: total‸}", 0, []string{"var total int"}, nil},
		{"a field of a type", "Point.hidden‸", 0, []string{"field hidden bool", "of type Point"}, nil},
		{"a field of a type of a package", "http.Server.Addr‸", 0, []string{"Addr string", "TCP address"}, nil},
		{"a documented function", "strings.ToUpper‸", 0, []string{"func ToUpper(s string) string", "upper case"}, nil},
		{"a function under another name", "str.ToUpper‸", 0, []string{"func ToUpper(s string) string"}, nil},
		{"a generic compiled function", "slices.Sort‸(words)", 0, []string{"func Sort[S ~[]E, E cmp.Ordered](x S)", "here func(x []string)"}, nil},
		{"a package", "strings‸", 0, []string{`package strings // import "strings"`, "UTF-8"}, nil},
		{"a package by its path", `import "math/ra‸nd"`, 0, []string{"package rand"}, nil},
		{"a method of a compiled type", "now.Year‸", 0, []string{"func (t Time) Year() int", "the year in which"}, nil},
		{"a method of a compiled interface", "var r io.Reader\nr.Read‸", 0, []string{"Read(p []byte) (n int, err error)"}, nil},
		{"a field of a compiled type", "http.Server{Addr‸: \"\"}", 0, []string{"Addr string", "TCP address"}, nil},
		{"a compiled type", "image.Point‸", 0, []string{"type Point struct", "func (p Point) Add(q Point) Point", "16 bytes"}, nil},
		{"a constant of a package", "math.Pi‸", 0, []string{"const Pi = 3.14"}, nil},
		{"inside a call", "strings.ToUpper(\"a\" + ‸", 0, []string{"func ToUpper"}, nil},
		{"inside a string in a call", "strings.ToUpper(\"a b‸", 0, []string{"func ToUpper"}, nil},
		{"inside a closed string in a call", "strings.ToUpper(\"a b‸\")", 0, []string{"func ToUpper"}, nil},
		{"inside a nested call", "strings.ToUpper(fmt.Sprint(1), ‸", 0, []string{"func ToUpper"}, nil},
		{"inside a call in a function", "func f() {\n\tx := Square(‸\n}", 0, []string{"func Square"}, nil},
		{"inside a call of a method", "now.Add(time.‸)", 0, []string{"func (t Time) Add"}, nil},
		{"inside a call of an instance", "Map[int, int](‸)", 0, []string{"func Map["}, nil},
		{"on an unknown name in a call", "Square(nobody‸)", 0, []string{"func Square"}, nil},
		{"ctx", "ctx‸", 0, []string{"var ctx context.Context"}, nil},
		{"a predeclared function", "append‸", 0, []string{"func append(slice []T, elems ...T) []T", "predeclared"}, nil},
		{"a predeclared type", "error‸", 0, []string{"type error interface", "predeclared"}, nil},
		{"a parameter", "func f(alpha string) { _ = alpha‸ }", 0, []string{"var alpha string", "this cell, line 1"}, nil},
		{"a local", "func f() {\n\t// beta counts.\n\tbeta := 2\n\t_ = beta‸\n}", 1, []string{"beta := 2", "beta counts.", "line 3"}, nil},
		{"a function of the cell", "// Twice doubles.\nfunc Twice(n int) int { return 2 * n }\nTwice‸", 0, []string{"func Twice(n int) int", "Twice doubles.", "this cell, line 2"}, []string{"return"}},
		{"a function of the cell, its source", "func Twice(n int) int { return 2 * n }\nTwice‸", 1, []string{"return 2 * n"}, nil},
		{"where it is defined", "func Twi‸ce(n int) int { return 2 * n }", 0, []string{"func Twice(n int) int"}, nil},
		{"a method of the cell", "// Far is far.\nfunc (p Point) Far() bool { return true }\nq.Far‸", 0, []string{"func (p Point) Far() bool", "Far is far."}, nil},
		{"a member of a package that needs an import", "html.EscapeString‸", 0, []string{"func EscapeString(s string) string"}, nil},
		{"a closure", "sq := func(n int) int { return n }\nsq(‸)", 0, []string{"var sq func(n int) int"}, nil},
		{"in code that does not parse", "func Square( = = { Square‸ ] ", 0, []string{"Square"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, at := cursor(tt.code)
			d, ok := a.inspect(code, at, tt.detail)
			if !ok {
				t.Fatal("nothing to say")
			}
			b := d.bundle()
			plain, markdown := fmt.Sprint(b["text/plain"]), fmt.Sprint(b["text/markdown"])
			for _, want := range tt.want {
				if !strings.Contains(plain, want) {
					t.Errorf("no %q in %s", want, plain)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(plain, not) {
					t.Errorf("%q is in %s", not, plain)
				}
			}
			if !strings.HasPrefix(markdown, "```go\n") {
				t.Errorf("markdown without code: %q", markdown)
			}
		})
	}
}

func TestInspectNothing(t *testing.T) {
	a := newAnswerer(t)
	for _, code := range []string{"", "nobody‸Knows", "1 + ‸2", "// Square‸", "‸", "x.y‸", "math.Nothing‸", "for‸ {}", `import "no/such‸"`} {
		text, at := cursor(code)
		if b, ok := a.Inspect(text, at, 0); ok {
			t.Errorf("%q: %v, want nothing", code, b["text/plain"])
		}
	}
}

func TestForms(t *testing.T) {
	d := description{
		code: "func F[T any](x <-chan T)", doc: "F is <b>.\n\nSee:\n\n\tF(`x`)\n",
		value: "a ```` b", facts: []string{"declared in In[1]", "here <-"},
	}
	b := d.bundle()
	for kind, want := range map[string]string{
		"text/plain":    "func F[T any](x <-chan T)\n\nF is <b>.\n\nSee:\n\n\tF(`x`)\n\na ```` b\n\ndeclared in In[1]\nhere <-",
		"text/markdown": "```go\nfunc F[T any](x <-chan T)\n```\n\nF is \\<b>.\n\nSee:\n\n\tF(`x`)\n\n`````\na ```` b\n`````\n\ndeclared in In[1]  \nhere <-",
		"text/html":     "<pre style=\"" + ofBlock + "\">" + highlighted("func F[T any](x <-chan T)") + "</pre>\n<p>F is &lt;b&gt;.\n<p>See:\n<pre>F(`x`)\n</pre>\n<pre style=\"margin:0 0 0.7em 0;padding:0\">a ```` b</pre>\n<p style=\"color:#808080\">declared in In[1]<br>here &lt;-</p>",
	} {
		if b[kind] != want {
			t.Errorf("%s:\n%q\nwant\n%q", kind, b[kind], want)
		}
	}
}
