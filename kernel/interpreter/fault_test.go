package interpreter

import (
	"errors"
	"strings"
	"testing"
)

// TestErrors holds errors to naming the right line and column.
func TestErrors(t *testing.T) {
	tests := []struct {
		name, code string
		kind       string
		line, col  int
		value      string
	}{
		{"syntax", "x := 1\ny := )", syntaxError, 2, 6, "In[1]:2:6: unexpected )"},
		{"unknown name", "x := 1\n\tx + nope", compileError, 2, 6, "In[1]:2:6: undefined: nope"},
		{"wrong type", "x := 1\nvar s string = 5", compileError, 2, 16, "In[1]:2:16: cannot convert 5 to string"},
		{"panic", "x := 1\nfor i := range []int{1} {\n\tpanic(i)\n}", panicked, 3, 2, "In[1]:3:2: 0"},
		{"panic behind a tab", "\tpanic(\"é\")", panicked, 1, 2, "In[1]:1:2: é"},
		{"division", "x := 0\nx++\n1 / (x - 1)", runtimeError, 3, 1, "In[1]:3:1: integer divide by zero"},
		{"exit", "if true {\n\tos.Exit(2)\n}", exited, 1, 1, "In[1]:1:1: os.Exit(2) ended the cell; the session and its values are still there"},
		{"fatal", "log.New(io.Discard, \"\", 0).Fatalf(\"%d\", 1)", exited, 1, 1, "In[1]:1:1: log.Fatal ended the cell; the session and its values are still there"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newNotebook(t)
			out := &tape{}
			var e *Error
			if err := n.runInto(t.Context(), tt.code, out); !errors.As(err, &e) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if e.Name != tt.kind || e.Line != tt.line || e.Col != tt.col || e.Value != tt.value {
				t.Errorf("got  %s %d:%d %s\nwant %s %d:%d %s", e.Name, e.Line, e.Col, e.Value, tt.kind, tt.line, tt.col, tt.value)
			}
		})
	}
}

// TestExitInGoroutine: the cell that started it ends, the process does not.
func TestExitInGoroutine(t *testing.T) {
	n := newNotebook(t)
	got := n.run("go func() { os.Exit(3) }()\nselect {}")
	if !strings.Contains(got, "os.Exit(3) ended the cell") {
		t.Errorf("got %q", got)
	}
	if got := n.run("1 + 1"); got != "= 2\n" {
		t.Errorf("after it, got %q", got)
	}
}

// TestMachinePanics: what yaegi cannot compile is an error of the cell.
func TestMachinePanics(t *testing.T) {
	n := newNotebook(t)
	for _, code := range []string{
		"for i := range f { _ = i }\nfunc f(yield func(int) bool) {}",
		"_ = _",
		"type A [len(B{})]int\ntype B [len(A{})]int",
		"func f[T any](x T) T { return x }\nvar g = f",
		"var x = y\nvar y = x",
		"type I interface{ I }\nvar i I",
	} {
		n.run(code)
		if got := n.run("1 + 1"); got != "= 2\n" {
			t.Errorf("after %q, got %q", code, got)
		}
	}
}

func TestInput(t *testing.T) {
	n := newNotebook(t)
	got := n.run(`var name string
var age int
fmt.Scanln(&name, &age)
r := bufio.NewReader(os.Stdin)
line, err := r.ReadString('\n')
fmt.Printf("%s %d %q %v", name, age, line, err)`, "Ada 36", "a line")
	if want := `Ada 36 "a line\n" <nil>`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := n.run("_, err = fmt.Scanln(&name)\nerr"); got != "= os.Stdin: no frontend can be asked for a line: no input\n" {
		t.Errorf("a frontend that cannot be asked: got %q", got)
	}
}
