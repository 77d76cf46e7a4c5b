package worker

import (
	"testing"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// silent hears nothing.
type silent struct{ tape }

func (*silent) Stdout([]byte) {}

// BenchmarkEval measures what the way to the worker and back costs.
func BenchmarkEval(b *testing.B) {
	for _, bb := range []struct{ name, code string }{
		{"nothing", "get"},
		{"line", "print x"},
		{"lines", "lines 100000"},
	} {
		b.Run("cell="+bb.name, func(b *testing.B) {
			p, err := Start(Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer p.Close()
			for b.Loop() {
				if _, err := p.Eval(b.Context(), interpreter.Cell{Code: bb.code}, &silent{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkClose measures how long an idle worker takes to end.
func BenchmarkClose(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		p, err := Start(Options{})
		if err != nil {
			b.Fatal(err)
		}
		p.Names()
		b.StartTimer()
		p.Close()
	}
}
