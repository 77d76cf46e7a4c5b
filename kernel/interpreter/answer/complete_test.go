package answer

import "testing"

func TestComplete(t *testing.T) {
	a := newAnswerer(t)
	tests := []struct {
		name, code string
		want, not  string // words
		replaces   string
	}{
		{"a name of the session", "to‸", "total", "answer", "to"},
		{"a function", "x := Squ‸", "Square", "", "Squ"},
		{"a keyword", "fo‸", "for", "", "fo"},
		{"a predeclared function", "appe‸", "append", "", "appe"},
		{"a package without import", "mat‸", "math", "", "mat"},
		{"in any case", "squ‸", "Square", "", "squ"},
		{"members of a package", "math.Sq‸", "Sqrt", "Sin", "Sq"},
		{"all members of a package", "math.‸", "Sqrt Pi", "for", ""},
		{"members under another name", "str.ToU‸", "ToUpper ToUpperSpecial", "", "ToU"},
		{"methods of a compiled value", "now.Ye‸", "Year YearDay", "", "Ye"},
		{"fields of a value", "q.‸", "X Y hidden Norm Add ID Touch Label Base", "", ""},
		{"fields and methods behind a pointer", "p.‸", "X Norm Touch Add", "", ""},
		{"the result of a call", "NewPoint().No‸", "Norm", "", "No"},
		{"no method of the address of a result", "Value().‸", "Add Label X", "Norm Touch", ""},
		{"the result of a method", "now.UTC().Ye‸", "Year", "", "Ye"},
		{"an element has no fields", "words[0].‸", "", "X", ""},
		{"an element of a map", `points["a"].‸`, "X Norm", "", ""},
		{"a field of an instance", "pair.Val.‸", "X Norm", "", ""},
		{"methods of an instance", "pair.‸", "Key Val Swap", "", ""},
		{"a result of a generic function", "Map(words, func(s string) Point { return q })[0].‸", "X Add", "", ""},
		{"an anonymous struct", "anon.‸", "Left right", "", ""},
		{"an interface", "shape.‸", "Area", "", ""},
		{"a converted constant", "Celsius(3).‸", "Warm", "", ""},
		{"method expressions", "Point.‸", "Add Label", "X Norm", ""},
		{"method expressions of pointers", "(*Point).‸", "Add Norm Touch", "X", ""},
		{"a variable that the cell defines", "later := strings.NewReader(\"\")\nlater.Le‸", "Len", "", "Le"},
		{"a name that the cell has not run", "longName := 1\nlong‸", "longName", "", "long"},
		{"in the middle of a word", "Squ‸are(2)", "Square", "", "Square"},
		{"an import path", `import "encoding/js‸"`, "encoding/json", "", "encoding/js"},
		{"an import path that is not closed", `import "encoding/js‸`, "encoding/json", "", "encoding/js"},
		{"an import path of a group", "import (\n\t\"fmt\"\n\tm \"mat‸h\"\n)", "math math/big", "fmt", "math"},
		{"behind a dot that follows nothing", "..‸", "", "for", ""},
		{"ctx", "ct‸", "ctx", "", "ct"},
		{"after a letter of two bytes", "é := 1; to‸", "total", "", "to"},
		{"a name with letters of two bytes", "größe := 1\ngr‸", "größe", "", "gr"},

		{"in a comment", "// to‸", "", "total", ""},
		{"in a comment of several lines", "/* to\nto‸", "", "total", ""},
		{"in a string", `"to‸"`, "", "total", ""},
		{"in a string that is not closed", `fmt.Println("to‸`, "", "total", ""},
		{"in a raw string", "x := `a\nto‸", "", "total", ""},
		{"behind a string", `x := "a" + to‸`, "total", "", "to"},
		{"in a number", "0x‸", "", "xor", ""},
		{"behind a number with a dot", "1.‸", "", "total", ""},

		{"parameters and locals", "func f(alpha int) {\n\tbeta := 1\n\t‸\n}", "alpha beta total for return", "continue", ""},
		{"no locals of other blocks", "func f() {\n\tif true {\n\t\tinner := 1\n\t}\n\tin‸\n}", "int", "inner", "in"},
		{"no locals that come later", "func f() {\n\tla‸\n\tlater := 1\n}", "", "later", "la"},
		{"a receiver", "func (poi *Point) F() { poi.‸ }", "X Norm F", "", ""},
		{"named results", "func f() (res error) { re‸ }", "res return real", "", "re"},
		{"type parameters", "func f[Elem any](x Elem) { var y El‸ }", "Elem", "", "El"},
		{"methods of a constraint", "func f[T fmt.Stringer](x T) { x.‸ }", "String", "", ""},
		{"in an unfinished call", "fmt.Println(q.‸", "X Y", "", ""},
		{"in an unfinished call in a function", "func f() {\n\tfmt.Println(q.‸\n}", "X Y", "", ""},
		{"in an unfinished function", "func f(n int) {\n\tfor i := range n {\n\t\tfmt.Println(i, n‸", "n nil", "", "n"},
		{"in a header without a body", "for _, w := range wo‸", "words", "", "wo"},
		{"in a condition without a body", "if q.‸", "X", "", ""},
		{"in a header in a function", "func f() {\n\tif p.‸\n}", "X Norm", "", ""},
		{"a deferred call", "func f() {\n\tdefer p.T‸\n}", "Touch", "", "T"},
		{"a case", "switch total {\ncase an‸\n}", "answer", "", "an"},
		{"with errors on other lines", "func f() {\n\tx := = 3\n\tq.‸\n}", "X", "", ""},
		{"with errors in other declarations", "func g( {\n}\nq.‸", "X", "", ""},
		{"before an unfinished line", "q.‸\nfoo(", "X", "", ""},
		{"an unfinished selection before a line", "q.‸\nfmt.Println(1)", "X", "Println", ""},
		{"in a closure", "f := func(first string) { fi‸ }", "first", "", "fi"},
		{"a variable of a type switch", "var e any\nswitch v := e.(type) {\ncase Point:\n\tv.‸\n}", "X", "", ""},
		{"a range variable", "for _, pt := range points {\n\tpt.‸\n}", "X Norm", "", ""},
		{"a type of the cell", "type Local struct{ Field int }\nvar l Local\nl.‸", "Field", "", ""},
		{"a function of the cell below", "he‸\nfunc helper() {}", "helper", "", "he"},
		{"a word that is a keyword", "now.GoString()\nnow.go‸", "GoString", "", "go"},
		{"a keyword that begins a name", "func f() { defer‸ }", "defer", "", "defer"},

		{"keys of a struct", "Point{‸}", "X Y hidden Base", "", ""},
		{"a key that is begun", "x := Point{X: 1, h‸", "hidden", "", "h"},
		{"keys that are left", "Point{X: 1, ‸}", "Y hidden", "X total", ""},
		{"keys of a literal in a slice", "[]Point{{X: 1}, {‸}}", "X Y", "", ""},
		{"keys behind a pointer", "[]*Point{{Y‸}}", "Y", "", "Y"},
		{"values of keys", "Point{X: to‸}", "total", "Y", "to"},
		{"keys of a compiled struct", "http.Server{Ad‸}", "Addr", "", "Ad"},
		{"keys of an instance", "Pair[int, int]{‸}", "Key Val", "", ""},

		{"labels of loops", "outer:\nfor {\n\tfor {\n\t\tcontinue ‸\n\t}\n}", "outer", "total for", ""},
		{"labels to leave", "func f() {\nout:\n\tselect {\n\tdefault:\n\t\tbreak o‸\n\t}\n}", "out", "", "o"},
		{"no labels of other loops", "a:\nfor {}\nfor {\n\tcontinue ‸\n}", "", "a", ""},
		{"labels of a function", "func f() {\n\tgoto e‸\nend:\n}", "end", "", "e"},
		{"labels of a cell", "goto ‸\nend:\n\tfmt.Println()", "end", "total", ""},

		{"keywords of loops", "for {\n\t‸\n}", "break continue", "return case", ""},
		{"keywords of choices", "switch {\n‸\n}", "case default", "continue", ""},
		{"else", "if true {\n} e‸", "else", "", "e"},
		{"range", "for i := r‸", "range", "return", "r"},
		{"no statement in an expression", "x := f‸", "func false", "for", "f"},
		{"import at the top", "im‸", "import", "", "im"},
		{"no import in a function", "func f() { im‸ }", "", "import", "im"},
		{"a function that is defined again", "func Sq‸", "Square", "for total", "Sq"},
		{"members of a package that needs an import", "html.‸", "EscapeString", "", ""},
		{"imported in the cell", "import \"crypto/rand\"\nrand.‸", "Prime", "Perm", ""},
		{"imported under a name in the cell", "import c \"crypto/rand\"\nc.‸", "Prime", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, at := cursor(tt.code)
			got := a.complete(code, at)
			contains(t, texts(got), tt.want, tt.not)
			if replaced := code[got.Start:got.End]; replaced != tt.replaces {
				t.Errorf("replaces %q, want %q", replaced, tt.replaces)
			}
		})
	}
}
