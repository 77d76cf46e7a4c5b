package interpreter

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// interrupted runs a cell, interrupts it when it says that it is under way,
// and returns all it said.
func (n *notebook) interrupted(code string) string {
	n.t.Helper()
	ctx, cancel := context.WithCancel(n.t.Context())
	out := &tape{}
	done := make(chan error)
	go func() { done <- n.runInto(ctx, code, out) }()
	for !strings.Contains(out.String(), "under way") {
		select {
		case err := <-done:
			n.t.Fatalf("ended before it was under way: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	cancel()
	var e *Error
	select {
	case err := <-done:
		if !errors.As(err, &e) || e.Name != Interrupted {
			n.t.Errorf("got error %v, want %s", err, Interrupted)
		}
	case <-time.After(12 * time.Second):
		n.t.Fatal("an interrupt did not end the cell")
	}
	return out.String()
}

// interruptible are programs that would never end.
var interruptible = []struct{ name, code string }{
	{"an empty loop", `fmt.Println("under way"); for {}`},
	{"a loop in a function", `func spin() { for i := 0; ; i++ { x = i } }` + "\n" + `fmt.Println("under way"); spin()`},
	{"a recursion that ends some day", `func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }` + "\n" + `fmt.Println("under way"); fib(80)`},
	{"a goto loop", `func again() { i := 0; top: i++; goto top }` + "\n" + `fmt.Println("under way"); again()`},
	{"a sleep", `fmt.Println("under way"); time.Sleep(time.Hour)`},
	{"a select", `fmt.Println("under way"); select { case <-make(chan int): }`},
	{"an empty select", `fmt.Println("under way"); select {}`},
	{"a receive", "never := make(chan int)\n" + `fmt.Println("under way"); <-never; fmt.Println("not reached")`},
	{"a receive into a new variable", "never := make(chan int)\n" + `fmt.Println("under way"); v := <-never; fmt.Println("not reached", v)`},
	{"a receive into two variables", "never := make(chan int)\n" + `fmt.Println("under way"); v, ok := <-never; fmt.Println("not reached", v, ok)`},
	{"an assignment from a channel", "never := make(chan int); v := 1\n" + `fmt.Println("under way"); v = <-never; fmt.Println("not reached", v)`},
	{"a send", "never := make(chan int)\n" + `fmt.Println("under way"); never <- 1; fmt.Println("not reached")`},
	{"a receive in a function", "func wait(c chan int) int { v := 0; v = <-c; return v }\n" + `fmt.Println("under way"); wait(make(chan int))`},
	{"waiting for ctx", `fmt.Println("under way"); <-ctx.Done(); time.Sleep(time.Hour)`},
	{"recover in the way", "func keep() { defer func() { recover() }(); for {} }\n" + `fmt.Println("under way"); for { keep() }`},
	{"a callback from compiled code", `fmt.Println("under way"); sort.Slice(make([]int, 1000), func(i, j int) bool { for {}; return true })`},
	{"a lock", "var mu sync.Mutex\nmu.Lock()\n" + `fmt.Println("under way"); mu.Lock()`},
	{"a range over a channel", `fmt.Println("under way"); for range make(chan int) {}`},
	{"a range over a function", "func all(yield func(int) bool) { for i := 0; yield(i); i++ {} }\n" + `fmt.Println("under way"); for range all {}`},
	{"waiting for goroutines that spin", "var wg sync.WaitGroup\n" + `wg.Add(1); go func() { defer wg.Done(); for {} }(); fmt.Println("under way"); wg.Wait()`},
}

func TestInterrupt(t *testing.T) {
	for _, tt := range interruptible {
		t.Run(tt.name, func(t *testing.T) {
			n := newNotebook(t)
			n.run("x := 1\nf := func() int { return x + 41 }")
			n.interrupted(tt.code)
			n.run("x = 1")
			if got := n.run("f()"); got != "= 42\n" {
				t.Errorf("after the interrupt f() is %q, want 42", got)
			}
		})
	}
}

// asking is a tape whose frontend never answers.
type asking struct {
	tape
	ctx    context.Context
	cancel context.CancelFunc
}

func (a *asking) Input(string, bool) (string, error) {
	a.write("under way")
	a.cancel()
	<-a.ctx.Done()
	return "", a.ctx.Err()
}

func TestInterruptWhileReading(t *testing.T) {
	n := newNotebook(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &asking{ctx: ctx, cancel: cancel}
	_, err := n.Eval(ctx, Cell{Number: 1, Code: "var name string\nfmt.Scanln(&name)\nfmt.Println(\"not reached\")"}, out)
	var e *Error
	if !errors.As(err, &e) || e.Name != Interrupted || out.String() != "under way" {
		t.Errorf("got %v and %q, want an interrupt", err, out.String())
	}
}

// TestOutputOfGoroutines: it belongs to the cell that started them, and so does
// their failure, as long as the cell runs.
func TestOutputOfGoroutines(t *testing.T) {
	n := newNotebook(t)
	first, second := &tape{}, &tape{}
	n.runInto(t.Context(), `step, done := make(chan int), make(chan int)
go func() { defer close(done); <-step; fmt.Print("late"); display.Show("shown"); panic("fell") }()`, first)
	n.runInto(t.Context(), `close(step); <-done; time.Sleep(20 * time.Millisecond); fmt.Print("second")`, second)
	want := "latedisplay: shown\nstderr: panic: fell\nstderr: \nstderr: In[1]:2:82\n"
	if got := first.String(); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "stderr: in a goroutine started at In[1]:2:1\n") || second.String() != "second" {
		t.Errorf("got %q and %q", first.String(), second.String())
	}
	if got := n.run("over := make(chan int)\ngo func() { defer close(over); panic(1) }()\n<-over; time.Sleep(20 * time.Millisecond)"); !strings.HasPrefix(got, "panic: In[3]:2:32: 1\n") {
		t.Errorf("got %q, want a panic", got)
	}
}

func TestInterruptRunsDeferredCalls(t *testing.T) {
	n := newNotebook(t)
	got := n.interrupted(`func clean() { fmt.Println("cleaned") }
func work() {
	defer clean()
	defer func() { for i := 0; i < 2; i++ { fmt.Println("loop", i) } }()
	fmt.Println("under way")
	for {}
}
defer fmt.Println("end of cell")
work()`)
	if want := "under way\nloop 0\nloop 1\ncleaned\nend of cell\n"; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want it to begin with %q", got, want)
	}
}

// What cannot be stopped is left behind, and the session goes on.
func TestInterruptAbandons(t *testing.T) {
	if raceDetector {
		t.Skip("leaves goroutines behind")
	}
	n := newNotebook(t)
	got := n.interrupted("r, w := io.Pipe()\nfmt.Println(\"under way\")\nio.ReadAll(r)\nfmt.Println(\"not reached\")")
	if !strings.Contains(got, "left behind") {
		t.Errorf("got %q, want it to say that something was left behind", got)
	}
	if got := n.run("w.Close()\n1"); got != "= 1\n" {
		t.Errorf("after it, got %q", got)
	}
}

// A compiled call that has a context, but not that of its cell, is told of that.
func TestInterruptAsksForTheContextOfTheCell(t *testing.T) {
	if raceDetector {
		t.Skip("leaves goroutines behind")
	}
	n := newNotebook(t)
	got := n.interrupted(`silent, _ := net.Listen("tcp", "127.0.0.1:0")
asked, _ := http.NewRequestWithContext(context.Background(), "GET", "http://"+silent.Addr().String(), nil)
fmt.Println("under way")
http.DefaultClient.Do(asked)`)
	if want := "Do, which ends early only if it is given ctx, and was left behind"; !strings.Contains(got, want) {
		t.Errorf("got %q, want it to say %q", got, want)
	}
	if got := n.run("silent.Close() == nil"); got != "= true\n" {
		t.Errorf("after it, got %q", got)
	}
}

func TestInterruptLeavesEarlierGoroutines(t *testing.T) {
	if raceDetector {
		t.Skip("leaves goroutines behind")
	}
	n := newNotebook(t)
	n.run(`ticks := make(chan int)
go func() { for i := 0; ; i++ { ticks <- i } }()`)
	n.interrupted(`fmt.Println("under way"); for {}`)
	if got := n.run("a := <-ticks\nb := <-ticks\nb - a"); got != "= 1\n" {
		t.Errorf("the goroutine of an earlier cell is gone: %q", got)
	}
}

func TestCellDoesNotRunOnEndedContext(t *testing.T) {
	n := newNotebook(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out := &tape{}
	if err := n.runInto(ctx, `fmt.Println("hello")`, out); err == nil || strings.Contains(out.String(), "hello") {
		t.Errorf("got %v and %q, want an error and no output", err, out)
	}
}

func TestProgressReachesTheCell(t *testing.T) {
	n := newNotebook(t)
	got := n.run(`report := ctx.Value(struct{ Progress string }{"unravel"}).(func(string, int, int, map[string]float64))
report("training", 1, 2, nil)`)
	if !strings.Contains(got, "training") {
		t.Errorf("got %q, want a bar for training", got)
	}
}

func TestRunawayRecursion(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a gigabyte")
	}
	n := newNotebook(t)
	got := n.run("x := 7\nfunc down(n int) int { return down(n+1) + 1 }\ndown(0)")
	if !strings.Contains(got, "stack overflow") {
		t.Errorf("got %q, want a stack overflow", got)
	}
	if got := n.run("func deep(n int) int { if n == 0 { return 0 }; return deep(n-1) + 1 }\ndeep(10000) + x"); got != "= 10007\n" {
		t.Errorf("after it, a recursion of 10,000 calls gives %q", got)
	}
}

func TestNoGoroutineLeak(t *testing.T) {
	if raceDetector {
		t.Skip("leaves goroutines behind")
	}
	awaitDeepStacks()
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s, err := New(options())
	if err != nil {
		t.Fatal(err)
	}
	n := &notebook{t: t, Session: s}
	for _, code := range []string{
		"x := 1", "x", "nope", "x :=", "panic(1)", "os.Exit(1)", "runtime.Goexit()",
		"done := make(chan bool)\ngo func() { close(done) }()\n<-done",
		"go func() { for {} }()",
		"go func() { select {} }()",
	} {
		n.run(code)
	}
	n.interrupted(`fmt.Println("under way"); for {}`)
	n.run(`go func() { time.Sleep(time.Hour) }()`)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// awaitDeepStacks waits until no goroutine is so deep that the runtime leaves out frames
// of it, which goleak cannot read: that of a runaway recursion goes on to leave its
// hundreds of thousands of calls when its cell has ended.
func awaitDeepStacks() {
	stacks := make([]byte, 1<<20)
	for bytes.Contains(stacks[:runtime.Stack(stacks, true)], []byte("frames elided")) {
		time.Sleep(time.Millisecond)
	}
}

// BenchmarkInterrupt measures the time from an interrupt to the end of the
// cell, at most.
func BenchmarkInterrupt(b *testing.B) {
	for _, bb := range interruptible {
		b.Run("in="+bb.name, func(b *testing.B) {
			n := newNotebook(b)
			n.run("x := 1")
			worst := time.Duration(0)
			for b.Loop() {
				worst = max(worst, n.stopped(bb.code))
			}
			b.ReportMetric(float64(worst.Microseconds())/1000, "ms-at-most")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// stopped runs a cell, interrupts it while it is under way, and returns how
// long it took to end.
func (n *notebook) stopped(code string) time.Duration {
	ctx, cancel := context.WithCancel(n.t.Context())
	out := &tape{}
	done := make(chan error)
	go func() { done <- n.runInto(ctx, code, out) }()
	for !strings.Contains(out.String(), "under way") {
		time.Sleep(100 * time.Microsecond)
	}
	time.Sleep(time.Millisecond)
	return timed(func() { cancel(); <-done })
}
