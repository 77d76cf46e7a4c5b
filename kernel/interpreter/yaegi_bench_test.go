package interpreter

import (
	"fmt"
	"testing"
	"time"

	"github.com/traefik/yaegi/interp"
)

// againstYaegi are programs on which bare yaegi is right: each defines
// work(n), whose turns are measured.
var againstYaegi = []struct {
	name, code string
	turns      int
}{
	{"empty loop", "func work(n int) int { for i := 0; i < n; i++ { }; return n }", 100_000},
	{"arithmetic", "func work(n int) int { s := 0; for i := 0; i < n; i++ { s += i & 3 }; return s }", 100_000},
	{"nested loops", "func work(n int) int { s := 0; for i := 0; i < n/100; i++ { for j := 0; j < 100; j++ { if i < j { s += j } } }; return s }", 100_000},
	{"index by range", "func work(n int) int { a := make([]int, n); s := 0; for i := range a { s += a[i] }; return s }", 100_000},
	{"range over values", "func work(n int) int { a := make([]int, n); s := 0; for _, v := range a { s += v }; return s }", 100_000},
	{"index by for", "func work(n int) int { a := make([]int, n); s := 0; for i := 0; i < len(a); i++ { s += a[i] }; return s }", 100_000},
	{"store by for", "func work(n int) int { a := make([]int, n); for i := 0; i < n; i++ { a[i] = i }; return a[1] }", 100_000},
	{"computed index", "func work(n int) int { a := make([]int, 8); s := 0; for i := 0; i < n; i++ { s += a[i&7] }; return s }", 100_000},
	{"two failing statements", "func work(n int) int { a := make([]int, 8); s := 0; for i := 0; i < n; i++ { s += a[i&7]; a[i&3] = s }; return s }", 100_000},
	{"matrix product", `func work(n int) int {
	a, b, c := make([][]float64, 20), make([][]float64, 20), make([][]float64, 20)
	for i := range a { a[i], b[i], c[i] = make([]float64, 20), make([]float64, 20), make([]float64, 20) }
	for r := 0; r < n/8000; r++ {
		for i := 0; i < 20; i++ { for j := 0; j < 20; j++ { for k := 0; k < 20; k++ { c[i][j] += a[i][k] * b[k][j] } } }
	}
	return n
}`, 40_000},
	{"sieve", `func work(n int) int {
	composite := make([]bool, n)
	count := 0
	for i := 2; i < n; i++ {
		if composite[i] { continue }
		count++
		for j := i * i; j < n; j += i { composite[j] = true }
	}
	return count
}`, 50_000},
	{"division", "func work(n int) int { s := 1; for i := 1; i < n; i++ { s += n / i }; return s }", 100_000},
	{"calls", "func add(a, b int) int { return a + b }\nfunc work(n int) int { s := 0; for i := 0; i < n; i++ { s = add(s, i) }; return s }", 20_000},
	{"fib", "func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }\nfunc work(n int) int { return fib(20) }", 21_891},
	{"method of a pointer", "type P struct { x, y int }\nfunc (p *P) Step(d int) { p.x += d }\nfunc work(n int) int { p := &P{}; for i := 0; i < n; i++ { p.Step(i) }; return p.x }", 20_000},
	{"method of a value", "type P struct { x, y int }\nfunc (p P) Sum(d int) int { return p.x + d }\nfunc work(n int) int { p := P{1, 2}; s := 0; for i := 0; i < n; i++ { s += p.Sum(i) }; return s }", 20_000},
	{"method of an interface", "type P struct { x int }\nfunc (p *P) Step(d int) int { p.x += d; return p.x }\ntype I interface { Step(int) int }\nfunc work(n int) int { var v I = &P{}; s := 0; for i := 0; i < n; i++ { s = v.Step(i) }; return s }", 20_000},
	{"closure", "func work(n int) int { s := 0; f := func(d int) { s += d }; for i := 0; i < n; i++ { f(i) }; return s }", 20_000},
	{"map", "func work(n int) int { m := map[int]int{}; for i := 0; i < n; i++ { m[i&255] += i }; return m[7] }", 20_000},
	{"map of strings", "func work(n int) int { m := map[string]int{\"a\": 1, \"b\": 2}; s := 0; for i := 0; i < n; i++ { s += m[\"a\"] }; return s }", 20_000},
	{"string building", "func work(n int) int { s := \"\"; for i := 0; i < n; i++ { s += \"x\"; if len(s) > 64 { s = \"\" } }; return len(s) }", 20_000},
	{"bytes of a string", "func work(n int) int { t := \"hello, world\"; s := 0; for i := 0; i < n; i++ { s += int(t[i%12]) }; return s }", 50_000},
	{"append", "func work(n int) int { var a []int; for i := 0; i < n; i++ { a = append(a, i) }; return len(a) }", 20_000},
	{"compiled function", "import \"math\"\nfunc work(n int) int { s := 0.0; for i := 0; i < n; i++ { s += math.Sqrt(float64(i)) }; return int(s) }", 20_000},
	{"compiled method", "import \"strings\"\nfunc work(n int) int { var b strings.Builder; for i := 0; i < n; i++ { b.WriteByte('x') }; return b.Len() }", 20_000},
	{"struct fields", "type P struct { x, y int }\nfunc work(n int) int { p := P{1, 2}; for i := 0; i < n; i++ { p.x += p.y }; return p.x }", 50_000},
	{"struct fields by pointer", "type P struct { x, y int }\nfunc work(n int) int { p := &P{1, 2}; for i := 0; i < n; i++ { p.x += p.y }; return p.x }", 50_000},
	{"channel", "func work(n int) int { c := make(chan int, 1); s := 0; for i := 0; i < n; i++ { c <- i; s += <-c }; return s }", 20_000},
	{"switch", "func work(n int) int { s := 0; for i := 0; i < n; i++ { switch i & 3 { case 0: s++; case 1: s += 2; default: s += 3 } }; return s }", 50_000},
	{"sort with a callback", "import \"sort\"\nfunc work(n int) int { a := make([]int, n); for i := 0; i < n; i++ { a[i] = (i * 7919) % n }; sort.Slice(a, func(i, j int) bool { return a[i] < a[j] }); return a[0] }", 1000},
}

// BenchmarkAgainstYaegi measures a session beside bare yaegi: what the
// lowering, the positions and the polls cost, and what they gain. The two take
// turns, and the fastest run of each counts: whatever else the machine does
// only slows both.
func BenchmarkAgainstYaegi(b *testing.B) {
	for _, bb := range againstYaegi {
		b.Run("program="+bb.name, func(b *testing.B) {
			bare := newBare(b, bb.code)
			n := newNotebook(b)
			n.must(bb.code)
			call := fmt.Sprintf("result := work(%d)", bb.turns)
			best := [2]time.Duration{time.Hour, time.Hour}
			for b.Loop() {
				for range 2 {
					best[0] = min(best[0], timed(func() { bare(call) }))
					best[1] = min(best[1], timed(func() { n.must(call) }))
				}
			}
			b.ReportMetric(float64(best[0].Nanoseconds())/float64(bb.turns), "bare-ns/turn")
			b.ReportMetric(float64(best[1].Nanoseconds())/float64(bb.turns), "ns/turn")
			b.ReportMetric(float64(best[1])/float64(best[0]), "ratio")
			b.ReportMetric(0, "ns/op") // it says nothing here
		})
	}
}

// newBare returns what evaluates code in an interpreter of yaegi that has run
// some.
func newBare(b *testing.B, code string) func(code string) {
	i := interp.New(interp.Options{})
	if err := i.Use(interp.Exports(options().Symbols)); err != nil {
		b.Fatal(err)
	}
	eval := func(code string) {
		if _, err := i.Eval(code); err != nil {
			b.Fatal(err)
		}
	}
	eval(code)
	return eval
}

func timed(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

// must runs a cell that does not fail.
func (n *notebook) must(code string) {
	n.t.Helper()
	n.count++
	if _, err := n.Eval(n.t.Context(), Cell{Number: n.count, Code: code}, &tape{}); err != nil {
		n.t.Fatal(err)
	}
}
