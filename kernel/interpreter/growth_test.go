package interpreter

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/unravel-go/unravel/kernel/interpreter/check"
	"github.com/unravel-go/unravel/kernel/symbols"
)

// cellsOfASession are kinds of cells of which a session may run thousands.
var cellsOfASession = []struct {
	name string
	code func(i int) string
}{
	{"expression", func(int) string { return "1 + 1" }},
	{"the same variable", func(int) string { return "x := 1" }},
	{"a new variable", func(i int) string { return fmt.Sprintf("x_%d := %d", i, i) }},
	{"a function redefined", func(i int) string { return fmt.Sprintf("func f(n int) int { return n + %d }", i) }},
	{"a call", func(int) string { return "f(1)" }},
	{"a print", func(i int) string { return fmt.Sprintf("fmt.Println(%d)", i) }},
	{"a loop", func(int) string { return "for i := range 3 { x += i }" }},
	{"an error", func(int) string { return "x + nothing" }},
}

// newSeasoned returns a notebook in which the cells above make sense.
func newSeasoned(t testing.TB) *notebook {
	n := newNotebook(t)
	n.must("x := 1\nfunc f(n int) int { return n }\nfunc g() int { return f(1) }")
	return n
}

// TestHeapOfManyCells: a session keeps less than 4 KB of a cell.
func TestHeapOfManyCells(t *testing.T) {
	if raceDetector {
		t.Skip("what the detector keeps is counted with it")
	}
	n := newSeasoned(t)
	run := func(from, to int) {
		for i := from; i < to; i++ {
			n.run(cellsOfASession[i%len(cellsOfASession)].code(i))
		}
	}
	const warm, cells = 1000, 10_000
	run(0, warm)
	before := heap()
	run(warm, cells)
	if got, most := (heap()-before)/(cells-warm), int64(4<<10); got >= most {
		t.Errorf("a cell leaves %d bytes behind, want less than %d", got, most)
	}
	if got := n.run("g()"); !strings.HasPrefix(got, "= ") {
		t.Errorf("a function that calls a redefined one says %q", got)
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkManyCells compares the last of 10,000 cells with the first: the
// fastest of 200 of each.
func BenchmarkManyCells(b *testing.B) {
	for _, kind := range cellsOfASession {
		b.Run("cell="+kind.name, func(b *testing.B) {
			for b.Loop() {
				n := newSeasoned(b)
				const some, cells = 200, 10_000
				fastest := func(from int) time.Duration {
					best := time.Hour
					for i := range some {
						best = min(best, timed(func() { n.run(kind.code(from + i)) }))
					}
					return best
				}
				first := fastest(0)
				before := heap()
				for i := some; i < cells-some; i++ {
					n.run(kind.code(i))
				}
				grown := heap() - before
				last := fastest(cells - some)
				b.ReportMetric(float64(grown)/(cells-2*some), "B/cell")
				b.ReportMetric(float64(first.Nanoseconds())/1000, "first-µs")
				b.ReportMetric(float64(last.Nanoseconds())/1000, "last-µs")
				b.ReportMetric(float64(last)/float64(first), "ratio")
				b.ReportMetric(0, "ns/op")
			}
		})
	}
}

// BenchmarkCheck checks a cell of 150 lines against a session with others.
func BenchmarkCheck(b *testing.B) {
	var code strings.Builder
	for i := range 15 {
		fmt.Fprintf(&code, `type T%[1]d struct {
	name string
	n    int
}
func (t *T%[1]d) add(d int) string {
	for i := range d {
		t.n += i * f(d)
	}
	return fmt.Sprintf("%%s: %%d", strings.ToUpper(t.name), t.n)
}
`, i)
	}
	world := check.NewWorld(check.Options{Importer: symbols.Importer(), Names: symbols.Preload()})
	c, errs := world.Check(1, "x := 1\nfunc f(n int) int { return n }")
	if len(errs) > 0 {
		b.Fatal(errs)
	}
	world.Commit(c, len(c.Segments))
	for b.Loop() {
		if _, errs := world.Check(2, code.String()); len(errs) > 0 {
			b.Fatal(errs)
		}
	}
}
