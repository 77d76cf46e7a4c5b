package answer

import (
	"slices"
	"testing"
)

// TestDotImports: the names of a package that was imported by a dot are names
// like any other, behind those that cells declared.
func TestDotImports(t *testing.T) {
	a := newAnswerer(t)
	for number, code := range map[int]string{8: `import . "math"`, 9: `Sqrtish := 1`} {
		c, errs := a.options.World.Check(number, code)
		for _, e := range errs {
			t.Fatal(e)
		}
		a.options.World.Commit(c, len(c.Segments))
	}
	tests := []struct{ name, code, want, not string }{
		{"of an earlier cell", "Sqr‸", "Sqrt Sqrtish", ""},
		{"in a function", "func f() float64 { return Cei‸ }", "Ceil", ""},
		{"of the cell itself", "import . \"unicode\"\nIsUp‸", "IsUpper", ""},
		{"not behind a dot", "q.‸", "X", "Sqrt"},
		{"not where a name is defined", "func Cei‸", "", "Ceil"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, at := cursor(tt.code)
			contains(t, texts(a.Complete(code, at)), tt.want, tt.not)
		})
	}
	if got := texts(a.Complete("Sqr", 3)); slices.Index(got, "Sqrt") < slices.Index(got, "Sqrtish") {
		t.Errorf("%q: the cells' own name is not in front", got)
	}
	if b, ok := a.Inspect("Sqrt", 4, 0); !ok {
		t.Error("nothing is said of Sqrt")
	} else if text := b["text/plain"].(string); text[:13] != "func Sqrt(x f" {
		t.Errorf("of Sqrt it says %q", text)
	}
}
