package answer

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/unravel-go/unravel/kernel/interpreter/check"
	"github.com/unravel-go/unravel/kernel/symbols"
)

// session is what the tests ask about.
var session = []string{
	`import str "strings"
const answer = 42
// Square returns n².
// It never overflows in this test.
func Square(n int) int {
	return n * n
}
type Base struct{ ID int }
func (b *Base) Touch() {}
func (b Base) Label() string { return "" }
// Point is a place in the plane.
type Point struct{ X, Y int; hidden bool; Base }
// Norm is its length.
func (p *Point) Norm(scale int) float64 { return float64(scale) }
func (p Point) Add(q Point) Point { return p }
func NewPoint() *Point { return &Point{} }
func Value() Point { return Point{} }
type Shape interface{ Area() float64 }`,
	`type Pair[K comparable, V any] struct { Key K; Val V }
func (p Pair[K, V]) Swap() (V, K) { return p.Val, p.Key }
func Map[T, U any](list []T, f func(T) U) []U { return nil }
type Celsius float64
func (c Celsius) Warm() bool { return c > 20 }`,
	`p := NewPoint()
q := Point{X: 1, Y: 2}
now := time.Unix(0, 0)
words := []string{"a"}
points := map[string]*Point{}
pair := Pair[string, *Point]{}
var shape Shape
total := 7
anon := struct{ Left, right int }{}`,
}

func newAnswerer(t testing.TB) *Answerer {
	t.Helper()
	preload := symbols.Preload()
	delete(preload, "html") // a package that has to be imported
	w := check.NewWorld(check.Options{
		Importer: symbols.Importer(), Names: preload, Paths: symbols.Paths,
		Predeclared: map[string]check.Predeclared{"ctx": {Path: "context", Type: "Context", Emitted: "ctx__0"}},
	})
	for i, code := range session {
		c, errs := w.Check(i+1, code)
		for _, e := range errs {
			t.Fatal(e)
		}
		w.Commit(c, len(c.Segments))
	}
	return New(Options{
		World: w, Preload: preload, Paths: symbols.Paths,
		PackageName: symbols.PackageName, Members: symbols.Members, Doc: symbols.Doc,
		Value: func(name string) (string, bool) { return "7", name == "total" },
	})
}

// cursor cuts the mark of the cursor, ‸, out of code.
func cursor(code string) (string, int) {
	before, after, _ := strings.Cut(code, "‸")
	return before + after, len(before)
}

func texts(c Completion) (list []string) {
	for _, m := range c.Matches {
		list = append(list, m.Text)
	}
	return list
}

func contains(t *testing.T, got []string, want, not string) {
	t.Helper()
	for _, w := range strings.Fields(want) {
		if !slices.Contains(got, w) {
			t.Errorf("no %s in %.300q", w, got)
		}
	}
	for _, n := range strings.Fields(not) {
		if slices.Contains(got, n) {
			t.Errorf("%s is in %.300q", n, got)
		}
	}
}

// TestAskingWhileCellsAreChecked: questions and cells do not meet.
func TestAskingWhileCellsAreChecked(t *testing.T) {
	a := newAnswerer(t)
	var wg sync.WaitGroup
	for _, code := range []string{"q.‸", "json.‸", "template.‸", "Square(‸", "to‸", "net.‸"} {
		wg.Go(func() {
			text, at := cursor(code)
			for range 10 {
				a.Complete(text, at)
				a.Inspect(text, at, 0)
				a.IsComplete(text)
			}
		})
	}
	for i := range 20 {
		c, errs := a.options.World.Check(10+i, fmt.Sprintf("type T%d struct{ Q Point }\nv%d := T%d{q}\nxml.Marshal(v%d)\ntotal := %d", i, i, i, i, i))
		if len(errs) > 0 {
			t.Fatal(errs[0])
		}
		a.options.World.Commit(c, len(c.Segments))
	}
	wg.Wait()
	text, at := cursor("v19.Q.‸")
	contains(t, texts(a.Complete(text, at)), "X Norm", "")
}
