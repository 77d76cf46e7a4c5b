package interpreter

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// asked is a session with something to ask about, and documentation.
func asked(t testing.TB) *Session {
	t.Helper()
	docs := map[string]string{
		"strings.ToUpper": "func ToUpper(s string) string\n\nToUpper returns s in capitals.",
		"strings.":        "Package strings works on strings.",
		"time.Time.Year":  "func (t Time) Year() int\n\nYear is the year.",
	}
	s, err := New(Options{
		Symbols: symbols(), Preload: preload(),
		Docs: func(path, name string) string { return docs[path+"."+name] },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	n := &notebook{t: t, Session: s}
	out := n.run(`import str "strings"
const answer = 42
// Square returns n².
// It never overflows in this test.
func Square(n int) int {
	return n * n
}
type Point struct{ X, Y int; hidden bool }
func (p *Point) Norm(scale int) float64 { return float64(scale) }
func NewPoint() *Point { return &Point{} }
p := NewPoint()
q := Point{1, 2, true}
now := time.Unix(0, 0)
words := []string{"a"}
total := 7`)
	if out != "" {
		t.Fatal(out)
	}
	return s
}

func TestComplete(t *testing.T) {
	s := asked(t)
	tests := []struct {
		name, code string // the cursor stands at |
		want       []string
		not        []string
		replaces   string
	}{
		{"a name of the session", "to|", []string{"total"}, []string{"answer"}, "to"},
		{"a function", "x := Squ|", []string{"Square"}, nil, "Squ"},
		{"a keyword", "fo|", []string{"for"}, nil, "fo"},
		{"a predeclared function", "appe|", []string{"append"}, nil, "appe"},
		{"a package without import", "mat|", []string{"math"}, nil, "mat"},
		{"in any case", "squ|", []string{"Square"}, nil, "squ"},
		{"members of a package", "math.Sq|", []string{"Sqrt"}, []string{"Sin"}, "Sq"},
		{"all members of a package", "math.|", []string{"Sqrt", "Pi"}, []string{"for"}, ""},
		{"members under another name", "str.ToU|", []string{"ToUpper", "ToUpperSpecial"}, nil, "ToU"},
		{"methods and fields of a compiled value", "now.Ye|", []string{"Year", "YearDay"}, nil, "Ye"},
		{"fields of an interpreted value", "q.|", []string{"X", "Y", "hidden", "Norm"}, nil, ""},
		{"fields and methods behind a pointer", "p.|", []string{"X", "Norm"}, nil, ""},
		{"the result of a call", "NewPoint().No|", []string{"Norm"}, nil, "No"},
		{"the result of a method", "now.UTC().Ye|", []string{"Year"}, nil, "Ye"},
		{"an element", "words[0].|", nil, []string{"X"}, ""},
		{"a variable that the cell defines", "later := strings.NewReader(\"\")\nlater.Le|", []string{"Len"}, nil, "Le"},
		{"a name that the cell has not run", "longName := 1\nlong|", []string{"longName"}, nil, "long"},
		{"in the middle of a word", "Squ|are(2)", []string{"Square"}, nil, "Square"},
		{"an import path", `import "encoding/js|"`, []string{"encoding/json"}, nil, "encoding/js"},
		{"behind a dot that follows nothing", "..|", nil, []string{"for"}, ""},
		{"ctx", "ct|", []string{"ctx"}, nil, "ct"},
		{"after a letter of two bytes", "é := 1; to|", []string{"total"}, nil, "to"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, after, _ := strings.Cut(tt.code, "|")
			code := before + after
			got := s.Complete(code, len(before))
			var texts []string
			for _, m := range got.Matches {
				texts = append(texts, m.Text)
			}
			for _, want := range tt.want {
				if !slices.Contains(texts, want) {
					t.Errorf("no %s in %.200q", want, texts)
				}
			}
			for _, not := range tt.not {
				if slices.Contains(texts, not) {
					t.Errorf("%s is in %.200q", not, texts)
				}
			}
			if replaced := code[got.Start:got.End]; replaced != tt.replaces {
				t.Errorf("replaces %q, want %q", replaced, tt.replaces)
			}
		})
	}
}

func TestCompleteKinds(t *testing.T) {
	s := asked(t)
	tests := []struct{ code, text, kind, signature string }{
		{"Squ", "Square", kindFunction, "func(n int) int"},
		{"tota", "total", kindInstance, "int"},
		{"Poi", "Point", kindClass, ""},
		{"mat", "math", kindModule, "math"},
		{"str.ToUpper", "ToUpper", kindFunction, "func(s string) string"},
		{"math.Sqrt", "Sqrt", kindFunction, "func(float64) float64"},
		{"time.Duration", "Duration", kindClass, "time.Duration"},
		{"now.Yea", "Year", kindFunction, "func() int"},
		{"q.", "X", kindInstance, "int"},
		{"p.", "Norm", kindFunction, "func(scale int) float64"},
	}
	for _, tt := range tests {
		for _, m := range s.Complete(tt.code, len(tt.code)).Matches {
			if m.Text != tt.text {
				continue
			}
			if m.Kind != tt.kind || m.Signature != tt.signature {
				t.Errorf("%s: got %+v, want %s %s", tt.code, m, tt.kind, tt.signature)
			}
		}
	}
}

func TestInspect(t *testing.T) {
	s := asked(t)
	tests := []struct {
		name, code string // the cursor stands at |
		detail     int
		want       []string
		not        []string
	}{
		{"a function", "Squ|are", 0, []string{"func Square(n int) int", "Square returns n².\nIt never", "In[1]:5:6"}, []string{"return n * n"}},
		{"its source", "Square|", 1, []string{"return n * n"}, nil},
		{"a variable", "total|", 0, []string{"var total int", "7"}, nil},
		{"a variable of an interpreted type", "q|", 0, []string{"var q Point"}, nil},
		{"a type", "Point|", 0, []string{"type Point struct"}, nil},
		{"a documented function", "strings.ToUpper|", 0, []string{"func ToUpper(s string) string", "in capitals"}, nil},
		{"a function without documentation", "math.Sqrt|", 0, []string{"func Sqrt(float64) float64"}, nil},
		{"a package", "strings|", 0, []string{`package strings // import "strings"`, "works on strings"}, nil},
		{"a documented method", "now.Year|", 0, []string{"func (t Time) Year() int", "Year is the year"}, nil},
		{"a method without documentation", "now.Unix|", 0, []string{"func (time.Time) Unix() int64"}, nil},
		{"an interpreted method", "p.Norm|", 1, []string{"float64(scale)"}, nil},
		{"inside a call", "strings.ToUpper(\"a\" + |", 0, []string{"in capitals"}, nil},
		{"inside a nested call", "strings.ToUpper(fmt.Sprint(1), |", 0, []string{"in capitals"}, nil},
		{"ctx", "ctx|", 0, []string{"var ctx context.Context"}, nil},
		{"a constant of a package", "math.Pi|", 0, []string{"const Pi = 3.14"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, after, _ := strings.Cut(tt.code, "|")
			b, ok := s.Inspect(before+after, len(before), tt.detail)
			if !ok {
				t.Fatal("nothing to say")
			}
			plain, markdown := fmt.Sprint(b["text/plain"]), fmt.Sprint(b["text/markdown"])
			for _, want := range tt.want {
				if !strings.Contains(plain, want) {
					t.Errorf("no %q in %q", want, plain)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(plain, not) {
					t.Errorf("%q is in %q", not, plain)
				}
			}
			if !strings.HasPrefix(markdown, "```go\n") {
				t.Errorf("markdown without code: %q", markdown)
			}
		})
	}
	if _, ok := s.Inspect("nobodyKnows", 3, 0); ok {
		t.Error("an unknown name has something to say")
	}
	for _, cursor := range []int{-1, 0, 1000} {
		s.Inspect("x", cursor, 0)
		s.Complete("x", cursor)
	}
}

// TestAskingWhileACellRuns: completion and inspection do not wait for it.
func TestAskingWhileACellRuns(t *testing.T) {
	s := asked(t)
	n := &notebook{t: t, Session: s, count: 1}
	var wg sync.WaitGroup
	wg.Go(func() {
		n.interrupted("fmt.Println(\"under way\"); for { total++; now = now.Add(1); words = append(words[:0], \"b\") }")
	})
	for end := time.Now().Add(50 * time.Millisecond); time.Now().Before(end); {
		s.Complete("now.", 4)
		s.Inspect("total", 5, 0)
		s.IsComplete("x := ")
	}
	wg.Wait()
}
