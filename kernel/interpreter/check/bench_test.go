package check

import (
	"fmt"
	"strings"
	"testing"
)

// longCell is a cell of some 150 lines as people write them.
func longCell(lines int) string {
	var b strings.Builder
	b.WriteString("import (\n\"fmt\"\n\"strings\"\n\"sort\"\n)\ntype Item struct {\n\tName string\n\tTags []string\n\tScore float64\n}\n")
	for i := 0; i*16 < lines-12; i++ {
		fmt.Fprintf(&b, `func process%[1]d(items []Item, limit float64) (map[string]int, error) {
	counts := map[string]int{}
	for i, it := range items {
		if it.Score < limit && len(it.Tags) > 0 {
			return nil, fmt.Errorf("item %%d (%%s): score %%g", i, it.Name, it.Score)
		}
		for _, tag := range it.Tags {
			counts[strings.ToLower(tag)]++
		}
	}
	sort.Slice(items, func(i, j int) bool { return items[i].Score < items[j].Score })
	return counts, nil
}
counts%[1]d, err := process%[1]d([]Item{{"a", []string{"x"}, 1.5}}, 0)
if err != nil { fmt.Println(err) }
fmt.Println(len(counts%[1]d))
`, i)
	}
	return b.String()
}

func BenchmarkCheck(b *testing.B) {
	for _, bench := range []struct{ name, code string }{
		{"empty", ""},
		{"1+1", "1 + 1"},
		{"define", "x := 1"},
		{"print", `fmt.Println("a")`},
		{"func", "func f(a int) int { return a + 1 }"},
		{"150 lines", longCell(150)},
		{"1500 lines", longCell(1500)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			n := newNotebook(b)
			n.ok("import \"fmt\"")
			b.ReportAllocs()
			for b.Loop() {
				if _, errs := n.Check(1, bench.code); len(errs) > 0 {
					b.Fatal(errs[0])
				}
			}
		})
	}
}

// BenchmarkAfter measures a cell after many others, which all declared
// something.
func BenchmarkAfter(b *testing.B) {
	for _, cells := range []int{0, 1000, 10_000} {
		b.Run(fmt.Sprint(cells, " cells"), func(b *testing.B) {
			n := newNotebook(b)
			n.ok("x := 1\nfunc f() int { return x }")
			for i := range cells {
				n.ok(fmt.Sprintf("v%d := x + %d\nfunc g%d() int { return v%d + f() }\ntype T%d struct{ a, b int }", i, i, i, i, i))
			}
			b.ResetTimer()
			for b.Loop() {
				n.ok("x := f() + 1\nx")
			}
		})
	}
}
