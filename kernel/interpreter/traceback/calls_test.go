package traceback

import (
	"fmt"
	"strings"
	"testing"
)

// TestCallIn states when the place of a call is known.
func TestCallIn(t *testing.T) {
	tests := []struct {
		name     string
		code     string
		caller   string // text with which the caller's declaration begins; none: the statements
		function string
		want     string // line:column
	}{
		{"by the statements", "func f() {}\nx := 1\nf()", "", "f", "3:1"},
		{"by a function", "func g() {\n\tf()\n}\nfunc f() {}", "func g", "f", "2:2"},
		{"not by the next function", "func g() {}\nfunc h() { f() }", "func g", "f", ""},
		{"twice", "f(); f()", "", "f", ""},
		{"by itself", "func f(n int) {\n\tf(n - 1)\n}", "func f", "f", "2:2"},
		{"a method by itself", "func (t T) m() {\n\tt.m()\n}", "func (t T) m", "T.m", "2:4"},
		{"a function, not the method of its name", "func (t T) m() {\n\tt.m()\n\tm()\n}", "func (t T) m", "m", "3:2"},
		{"behind types with braces", "func g(x interface{ M() }, y struct{}) interface{} {\n\treturn f(x)\n}", "func g", "f", "2:9"},
		{"instantiated", "a := f[int](2)", "", "f", "1:6"},
		{"in a literal of the statements", "go func() { f() }()", "", "f", "1:13"},
		{"in no literal's type", "h := func(x T) error { return f(x) }", "", "f", "1:31"},
		{"as a value", "h := f", "", "f", ""},
		{"in code that is no Go", "f(]}", "", "f", "1:1"},
		{"nowhere", "", "", "f", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, got := -1, ""
			if tt.caller != "" {
				body = strings.Index(tt.code, tt.caller)
			}
			if line, col, ok := CallIn(tt.code, body, tt.function); ok {
				got = fmt.Sprintf("%d:%d", line, col)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
