package postmortem

import (
	"fmt"
	"testing"

	"github.com/traefik/yaegi/interp"
)

// examiner is a machine's standard error: yaegi writes to it while a panic
// leaves a function, the innermost first.
type examiner struct {
	number int
	found  []string
}

func (e *examiner) Write(p []byte) (int, error) {
	b, ok := Examine(e.number)
	switch {
	case !ok:
		e.found = append(e.found, "unknown")
	case b.Index:
		e.found = append(e.found, fmt.Sprintf("[%d] of %d", b.I, b.Len))
	default:
		e.found = append(e.found, fmt.Sprintf("[%d:%d:%d] of %d, %d", b.Lo, b.Hi, b.Max, b.Len, b.Cap))
	}
	return len(p), nil
}

// TestExamine: the numbers of what failed are found, or none.
func TestExamine(t *testing.T) {
	const setting = "var at__ int\nvar a = []int{1, 2, 3}\nvar one = 1\n"
	tests := []struct{ name, code, want string }{
		{"a variable", "func f() { i := 5; at__ = 1; _ = a[i] }", "[5] of 3"},
		{"a constant", "func f() { at__ = 1; a[7] = 2 }", "[7] of 3"},
		{"an expression", "func f() { i := 5; at__ = 1; _ = a[i*2-one] }", "[9] of 3"},
		{"a negative index", "func f() { at__ = 1; a[one-2]++ }", "[-1] of 3"},
		{"a local slice", "func f() { s := []string{}; at__ = 1; _ = s[one] }", "[1] of 0"},
		{"an array", "func f() { var s [2]int; at__ = 1; _ = s[one*2] }", "[2] of 2"},
		{"a pointer to an array", "func f() { s := new([2]int); at__ = 1; _ = s[one*2] }", "[2] of 2"},
		{"a string", "func f() { s := \"ab\"; at__ = 1; _ = s[one*2] }", "[2] of 2"},
		{"a variable of the function around", "func f() { i := 5; func() { at__ = 1; _ = a[i] }() }", "[5] of 3"},
		{"the last turn of a loop", "func f() { for i := 0; i < 9; i++ { at__ = 1; a[i] = i } }", "[3] of 3"},
		{"the second index", "func f() { m := [][]int{{1}}; at__ = 1; _ = m[0][one] }", "[1] of 1"},
		{"the marked statement of two", "func f() { i := 5; at__ = 2; if i < len(a) { _ = a[i] }; at__ = 1; _ = a[i+one] }", "[6] of 3"},
		{"a function without the mark", "func f() { i := 5; _ = a[i] }", "[5] of 3"},
		{"one of two that are out of range", "func f() { i := 5; at__ = 1; if i < len(a) && a[i] > 0 || a[i+1] > 0 { } }", "unknown"},
		{"a slice expression", "func f() { i := 5; at__ = 1; _ = a[one:i] }", "[1:5:-1] of 3, 3"},
		{"a slice without an end", "func f() { i := 5; at__ = 1; _ = a[i:] }", "[5:3:-1] of 3, 3"},
		{"a slice without a beginning", "func f() { i := 5; at__ = 1; _ = a[:i] }", "[0:5:-1] of 3, 3"},
		{"a slice with a capacity", "func f() { i := 5; at__ = 1; _ = a[0:1:i] }", "[0:1:5] of 3, 3"},
		{"another panic", "func f() { at__ = 1; _ = a[one] / (one - 1) }", "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := &examiner{number: 1}
			i := interp.New(interp.Options{Stderr: e})
			if _, err := i.Eval(setting + tt.code); err != nil {
				t.Fatal(err)
			}
			if _, err := i.Eval("f()"); err == nil {
				t.Fatal("got no panic")
			}
			if len(e.found) == 0 || e.found[0] != tt.want {
				t.Errorf("got %q, want %s first", e.found, tt.want)
			}
		})
	}
}

// TestExamineWithoutPanic: where nothing unwinds there is nothing to be found.
func TestExamineWithoutPanic(t *testing.T) {
	if b, ok := Examine(1); ok {
		t.Errorf("got %+v", b)
	}
}
