package answer

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkComplete(b *testing.B) {
	a := newAnswerer(b)
	var long strings.Builder
	for i := range 15 {
		fmt.Fprintf(&long, "func f%d(n int) (sum float64) {\n\tfor i := range n {\n\t\tif i%%2 == 0 {\n\t\t\tcontinue\n\t\t}\n\t\tsum += math.Sqrt(float64(i))\n\t}\n\tfmt.Println(sum)\n\treturn sum\n}\n", i)
	}
	for _, bb := range []struct{ name, code string }{
		{"name", "to‸"},
		{"all names", "‸"},
		{"member of a package", "gorgonia.‸"},
		{"member of a value", "q.‸"},
		{"unfinished call", "func f() {\n\tfmt.Println(q.‸\n}"},
		{"150 lines", long.String() + "q.‸"},
		{"inside of 150 lines", strings.Replace(long.String(), "fmt.Println(sum)", "fmt.Println(q.‸", 1)},
	} {
		code, at := cursor(bb.code)
		b.Run(bb.name, func(b *testing.B) {
			a.Complete(code, at)
			for b.Loop() {
				a.Complete(code, at)
			}
		})
	}
}

func BenchmarkInspect(b *testing.B) {
	a := newAnswerer(b)
	code, at := cursor("strings.ToUpper(fmt.Sprint(1), ‸")
	for b.Loop() {
		a.Inspect(code, at, 0)
	}
}
