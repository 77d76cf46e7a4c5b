package interpreter

import (
	"fmt"
	"testing"
)

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(options()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEval runs cells in a warm session.
func BenchmarkEval(b *testing.B) {
	for _, bb := range []struct{ name, code string }{
		{"expression", "1 + 1"},
		{"definition", "x := 1"},
		{"print", `fmt.Println("hello")`},
		{"function", "func f(n int) int { return n * n }\nf(3)"},
		{"loop", "for i := 0; i < 10; i++ { x = i }"},
	} {
		b.Run("cell="+bb.name, func(b *testing.B) {
			n := newNotebook(b)
			n.run("x := 1")
			for b.Loop() {
				n.count++
				if _, err := n.Eval(b.Context(), Cell{Number: n.count, Code: bb.code}, &tape{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkMarks measures what marks of places cost in loops that fail seldom.
func BenchmarkMarks(b *testing.B) {
	for _, bb := range []struct{ name, body string }{
		{"index", "s += a[i&7]"},
		{"store", "a[i&7] = s + i; s += 3"},
		{"call", "s += int(math.Sqrt(float64(i)))"},
		{"function", "s = add(s, i)"},
	} {
		b.Run("loop="+bb.name, func(b *testing.B) {
			n := newNotebook(b)
			n.run("func add(a, b int) int { return a + b }\nfunc loop(n int) int { a := make([]int, 8); s := 0; for i := 0; i < n; i++ { " + bb.body + " }; return s + len(a) }")
			const turns = 100_000
			for b.Loop() {
				n.run(fmt.Sprintf("loop(%d)", turns))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/turns, "ns/turn")
		})
	}
}

// BenchmarkLoop measures what the poll costs in a loop that does nothing else.
func BenchmarkLoop(b *testing.B) {
	n := newNotebook(b)
	n.run("func loop(n int) int { s := 0; for i := 0; i < n; i++ { s += i & 3 }; return s }")
	const turns = 100_000
	for b.Loop() {
		n.run(fmt.Sprintf("loop(%d)", turns))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/turns, "ns/turn")
}
