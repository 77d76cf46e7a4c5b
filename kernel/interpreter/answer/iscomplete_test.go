package answer

import "testing"

func TestIsComplete(t *testing.T) {
	a := New(Options{})
	tests := []struct{ name, code, status, indent string }{
		{"nothing", "", "complete", ""},
		{"a statement", "x := 1", "complete", ""},
		{"an unknown name", "nobody(1)", "complete", ""},
		{"a type error", `var x int = "a"`, "complete", ""},
		{"a package that there is not", `import "nowhere/at/all"`, "complete", ""},
		{"a program", "package main\nfunc main() {}", "complete", ""},
		{"a comment", "// and so on", "complete", ""},
		{"an open function", "func f() {", "incomplete", "\t"},
		{"an open loop in a function", "func f() {\n\tfor {", "incomplete", "\t\t"},
		{"an open call with an open function", "go func() {\n\tf(func() {", "incomplete", "\t\t"},
		{"a closed line in an open block", "if true {\n\tfoo()\n", "incomplete", "\t"},
		{"an open call", "fmt.Println(", "incomplete", "\t"},
		{"an operator at the end", "x := 1 +", "incomplete", "\t"},
		{"a selection at the end", "strings.", "incomplete", "\t"},
		{"an assignment at the end", "x :=", "incomplete", "\t"},
		{"a raw string", "x := `one\n  two", "incomplete", ""},
		{"an open comment", "/* and", "incomplete", ""},
		{"a header without a body", "for i := range 3", "incomplete", ""},
		{"a function without a body", "func f()", "incomplete", ""},
		{"two errors, one of them open", "x = = 1\nfunc f() {", "invalid", ""},
		{"a string that ends with its line", `x := "a`, "invalid", ""},
		{"a bracket too many", "f())", "invalid", ""},
		{"no Go", "def f(x):\n  pass", "invalid", ""},
		{"a NUL", "x := \x00", "invalid", ""},
		{"no text", "\xff\xfe", "invalid", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := a.IsComplete(tt.code)
			if want := (Completeness{tt.status, tt.indent}); got != want {
				t.Errorf("%q: got %q, want %q", tt.code, got, want)
			}
		})
	}
}
