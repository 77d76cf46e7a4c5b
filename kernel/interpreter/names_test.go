package interpreter

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestNames lists what cells have declared, as it is.
func TestNames(t *testing.T) {
	n := newNotebook(t)
	n.run(`import str "strings"
type Celsius float64
func (c Celsius) String() string { return fmt.Sprintf("%.1f °C", float64(c)) }
func twice(x int) int { return 2 * x }
const big = 1 << 70`)
	n.run(`warm := Celsius(21)
p := struct{ X, Y int }{1, 2}
text := "a\nb" + str.Repeat("-", 100)
var none error
huge := make([]float64, 1000000)
half := any(Celsius(0.5))
_ = p`)
	n.run(`warm++; f := func() {}`)
	want := []Name{
		{"Celsius", "type", "float64", "", 1},
		{"big", "const", "untyped int", "1180591620717411303424", 1},
		{"f", "var", "func()", "", 3},
		{"half", "var", "any", "0.5 °C", 2},
		{"huge", "var", "[]float64", "[0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 …", 2},
		{"none", "var", "error", "<nil>", 2},
		{"p", "var", "struct{X int; Y int}", "{1 2}", 2},
		{"str", "import", "strings", "", 1},
		{"text", "var", "string", "a b" + strings.Repeat("-", 77) + "…", 2},
		{"twice", "func", "func(x int) int", "", 1},
		{"warm", "var", "Celsius", "22.0 °C", 2},
	}
	if diff := cmp.Diff(want, n.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

// TestNamesLeaveNoTrace: a look at the names is no cell.
func TestNamesLeaveNoTrace(t *testing.T) {
	n := newNotebook(t)
	n.run("x := 1")
	for range 3 {
		n.Names()
	}
	if got := n.run("x++; x"); got != "= 2\n" {
		t.Errorf("the next cell says %q", got)
	}
}

// TestNamesWhileRunning: no value is read while a cell, or what one has left
// behind, may change it.
func TestNamesWhileRunning(t *testing.T) {
	n := newNotebook(t)
	n.run("x := 1; stop, done := make(chan bool), make(chan bool); go func() { <-stop; x++; close(done) }()")
	if got := n.Names()[2]; got.Name != "x" || got.Type != "int" || got.Value != "" {
		t.Errorf("x is %+v while a goroutine may change it, want its type alone", got)
	}
	n.run("close(stop); <-done")
	deadline := time.Now().Add(10 * time.Second)
	for n.Names()[2].Value != "2" && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	if got := n.Names()[2]; got.Value != "2" {
		t.Errorf("x is %+v, want the value 2", got)
	}
}

// TestNamesOfHangingMethod: a String method that does not end costs its value,
// not the session.
func TestNamesOfHangingMethod(t *testing.T) {
	n := newNotebook(t)
	n.run("type T int\nfunc (T) String() string { for {} }\nx := T(1)")
	if got := n.Names()[1]; got.Name != "x" || got.Value != "" {
		t.Errorf("x is %+v, want no value", got)
	}
	if got := n.run("int(x)"); got != "= 1\n" {
		t.Errorf("the next cell says %q", got)
	}
}

// TestInspectValue: inspection shows what a variable holds, and does not wait
// for a cell that runs.
func TestInspectValue(t *testing.T) {
	n := newNotebook(t)
	n.run("x := []int{1, 2}")
	if got := inspected(t, n.Session, "x"); !strings.Contains(got, "[1 2]") {
		t.Errorf("x is %q, want its value in it", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- n.runInto(ctx, "for {}", &tape{}) }()
	for n.running.TryLock() {
		n.running.Unlock()
	}
	if got := inspected(t, n.Session, "x"); strings.Contains(got, "[1 2]") {
		t.Errorf("x is %q while a cell runs, want no value", got)
	}
	cancel()
	<-ended
}

func inspected(t *testing.T, s *Session, name string) string {
	t.Helper()
	b, ok := s.Inspect(name, len(name), 0)
	if !ok {
		t.Fatalf("nothing is known of %s", name)
	}
	return b["text/plain"].(string)
}
