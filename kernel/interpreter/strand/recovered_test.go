package strand

import (
	"errors"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/traefik/yaegi/interp"
)

// panicIn runs code on bare yaegi and returns what its recover gives, by way of
// Recovered.
func panicIn(t *testing.T, code string) (v any) {
	t.Helper()
	s := NewSet(Options{})
	i := interp.New(interp.Options{Stderr: &s.Trail})
	helpers := s.Helpers()
	helpers["Got"] = reflect.ValueOf(func(x any) { v = x })
	if err := i.Use(interp.Exports{"strand/strand": helpers}); err != nil {
		t.Fatal(err)
	}
	s.NewGroup(t.Context(), nil).Run(func() {
		_, err := i.Eval("package main\nimport \"strand\"\ntype T struct { X int; P *T }\nfunc main() { defer func() { strand.Got(strand.Recovered(recover())) }()\n" + code + "\n}")
		if err != nil {
			t.Error(err)
		}
		if left := s.Trail.Take(); len(left.Lines) > 0 {
			t.Errorf("the trail of a panic that was recovered is still there: %v", left)
		}
	})
	return v
}

// TestRecovered: interpreted code panics with what Go would panic with.
func TestRecovered(t *testing.T) {
	const nilPointer = "runtime error: invalid memory address or nil pointer dereference"
	tests := []struct{ code, want string }{
		{`var m map[string]int; m["a"] = 1`, "assignment to entry in nil map"},
		{`var m map[string][]int; m["a"] = append(m["a"], 1)`, "assignment to entry in nil map"},
		{`var p *T; _ = p.X`, nilPointer},
		{`var p *T; p.X = 1`, nilPointer},
		{`p := &T{}; p.P.X = 1`, nilPointer},
		{`p := &T{}; x := p.P.P.X; _ = x`, nilPointer},
		{`var p *int; *p = 1`, nilPointer},
		{`var p *int; x := *p; _ = x`, nilPointer},
		{`var p **int; **p = 1`, nilPointer},
		{`var p *[3]int; x := p[1]; _ = x`, nilPointer},
		{`var p *[3]int; for _, x := range p { _ = x }`, nilPointer},
		{`m := map[string]*T{}; m["x"].X = 2`, nilPointer},
		{`var f func(); f()`, nilPointer},
		{`var f func(int) int; x := f(1); _ = x`, nilPointer},
		{`var e error; _ = e.Error()`, nilPointer},
		{`s := []int{1}; i := 5; x := s[i]; _ = x`, "runtime error: index out of range"},
		{`s := []int{1}; i := -1; s[i]++`, "runtime error: index out of range"},
		{`a := [3]int{1}; i := 5; a[i] = 2`, "runtime error: index out of range"},
		{`s := "abc"; i := 5; x := s[i]; _ = x`, "runtime error: index out of range"},
		{`s := []int{1}; i := 5; x := s[i:]; _ = x`, "runtime error: slice bounds out of range"},
		{`s := []int{1,2,3}; i, j := 2, 1; x := s[i:j]; _ = x`, "runtime error: slice bounds out of range"},
		{`s := []int{1,2,3}; i := 10; x := s[0:1:i]; _ = x`, "runtime error: slice bounds out of range"},
		{`s := "abc"; i := 5; x := s[:i]; _ = x`, "runtime error: slice bounds out of range"},
		{`a := [3]int{}; i := 5; x := a[:i]; _ = x`, "runtime error: slice bounds out of range"},
		{`n := -1; x := make([]int, n); _ = x`, "runtime error: makeslice: len out of range"},
		{`n := -1; x := make([]int, 0, n); _ = x`, "runtime error: makeslice: cap out of range"},
		{`n := 5; x := make([]int, n, 2); _ = x`, "runtime error: makeslice: cap out of range"},
		{`n := 1<<62; x := make([]int, n); _ = x`, "runtime error: makeslice: len out of range"},
		{`n := -1; x := make(chan int, n); _ = x`, "makechan: size out of range"},
		{`a, b := 1, 0; _ = a / b`, "runtime error: integer divide by zero"},
		{`var a, b uint8 = 1, 0; a %= b`, "runtime error: integer divide by zero"},
		{`m := map[interface{}]int{}; m[[]int{1}] = 2`, "runtime error: hash of unhashable type []int"},
		{`m := map[interface{}]int{}; delete(m, map[int]int{})`, "runtime error: hash of unhashable type map[int]int"},
		{`var a, b interface{} = []int{1}, []int{1}; _ = a == b`, "runtime error: comparing uncomparable type []int"},
		{`var i interface{}; x := i.(int); _ = x`, "interface conversion: interface {} is nil, not int"},
		{`var i interface{} = "s"; x := i.(int); _ = x`, "interface conversion: interface {} is string, not int"},
		{`c := make(chan int); close(c); close(c)`, "close of closed channel"},
		{`var c chan int; close(c)`, "close of nil channel"},
		{`c := make(chan int); close(c); c <- 1`, "send on closed channel"},
		{`c := make(chan int); strand.CloseChan(c); strand.CloseChan(c)`, "close of closed channel"},
		{`var c chan int; strand.CloseChan(c)`, "close of nil channel"},
		{`c := make(chan int); strand.CloseChan(c); strand.Send(c, 1)`, "send on closed channel"},
		{`c := make(chan T); strand.CloseChan(c); strand.Send(c, T{})`, "send on closed channel"},
		{`c := make(chan T); close(c); strand.Select(strand.SendCase(c, T{}))`, "send on closed channel"},
		{`n := -1; strand.MakeChan((chan int)(nil), n)`, "makechan: size out of range"},
		{`n := -1; strand.MakeChan((chan T)(nil), n)`, "makechan: size out of range"},
		{`panic(nil)`, new(runtime.PanicNilError).Error()},
		{`b := []int{1}; c := [2]int(b); _ = c`, "runtime error: cannot convert slice with length 1 to array or pointer to array with length 2"},
		{`b := []int{1}; c := (*[2]int)(b); _ = c`, "runtime error: cannot convert slice with length 1 to array or pointer to array with length 2"},
		{`func() { defer func() { panic(recover()) }(); var p *T; p.X = 1 }()`, nilPointer},
	}
	for _, tt := range tests {
		t.Run(tt.code, func(t *testing.T) {
			v := panicIn(t, tt.code)
			err, ok := v.(runtime.Error)
			if !ok || err.Error() != tt.want || !IsRuntimeError(v) {
				t.Errorf("got %T %v, want a runtime.Error %q", v, v, tt.want)
			}
		})
	}
}

// TestRecoveredUserValues: what the user panics with stays what it is.
func TestRecoveredUserValues(t *testing.T) {
	for code, want := range map[string]any{
		`panic(5)`: 5, `panic("reflect: slice index out of range")`: "reflect: slice index out of range",
	} {
		if v := panicIn(t, code); v != want || IsRuntimeError(v) {
			t.Errorf("%s: got %T %v", code, v, v)
		}
	}
	err := errors.New("mine")
	if v := Recovered(reflect.ValueOf(&err).Elem()); v != err {
		t.Errorf("an error: got %v", v)
	}
}

// TestTrail: the frames that a panic unwinds, and the statement it left.
func TestTrail(t *testing.T) {
	s := NewSet(Options{})
	i := interp.New(interp.Options{Stderr: &s.Trail})
	if err := i.Use(interp.Exports{"strand/strand": s.Helpers()}); err != nil {
		t.Fatal(err)
	}
	s.NewGroup(t.Context(), nil).Run(func() {
		i.Eval("package main\nimport \"strand\"\nfunc f() { strand.Mark(3); panic(1) }\nfunc main() { f() }")
		steps := s.Trail.Take()
		if len(steps.Lines) < 2 || !strings.HasSuffix(steps.Lines[0], ": panic: main.f(...)") || steps.Mark != 3 {
			t.Errorf("got %+v", steps)
		}
	})
}

type (
	celsius float64
	code    string
)

func TestText(t *testing.T) {
	named := func(v any) (string, any, bool) {
		if v, ok := v.(other); ok {
			return "main.N", v.x, true
		}
		return "", nil, false
	}
	tests := []struct {
		v    any
		want string
	}{
		{"two\nlines", "two\n\tlines"},
		{3, "3"},
		{1e21, "1e+21"},
		{celsius(2.5), "strand.celsius(2.5)"},
		{code("x"), `strand.code("x")`},
		{1 + 2i, "(1+2i)"},
		{errors.New("an error"), "an error"},
		{reflect.TypeFor[int](), "int"},
		{[]int{1}, "([]int) [1]"},
		{other{7}, "main.N(7)"},
		{(*nothing)(nil), "(*strand.nothing) panics while it is printed: runtime error: invalid memory address or nil pointer dereference"},
	}
	for _, tt := range tests {
		if got := Text(tt.v, named); got != tt.want {
			t.Errorf("%T: got %q, want %q", tt.v, got, tt.want)
		}
	}
}

type nothing struct{ s string }

func (n *nothing) Error() string { return n.s }
