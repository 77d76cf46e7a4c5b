package worker

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

func TestManyLinesArriveInOrder(t *testing.T) {
	const n = 100_000
	_, got := newSession(t).play(fmt.Sprint("lines ", n))
	var want strings.Builder
	for i := range n {
		fmt.Fprintln(&want, i)
	}
	if got != want.String() {
		t.Errorf("got %d bytes, want %d, in order", len(got), want.Len())
	}
}

// TestTextNeedNotBeText: bytes arrive as they were printed.
func TestTextNeedNotBeText(t *testing.T) {
	const n = 70_000
	want := make([]byte, n)
	for i := range want {
		want[i] = byte(i)
	}
	if _, got := newSession(t).play(fmt.Sprint("bytes ", n)); got != string(want) {
		t.Errorf("got %d bytes, want %d, each as it was", len(got), n)
	}
}

// TestLateOutput: what a goroutine says belongs to the cell that started it.
func TestLateOutput(t *testing.T) {
	s := newSession(t)
	first := newTape()
	if _, err := s.run("late still ", first); err != nil {
		t.Fatal(err)
	}
	if _, said := s.play("say here"); said != "" {
		t.Errorf("the later cell said %q", said)
	}
	first.await("still here")
}

// TestDescriptors: what compiled code and other programs write to descriptors 1
// and 2 has arrived when the cell ends.
func TestDescriptors(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("descriptor 1 carries the frames there")
	}
	s := newSession(t)
	long := strings.Repeat("x", 300_000)
	for _, tt := range []struct{ code, want string }{
		{"write 1 out", "out"},
		{"write 2 err", "stderr: err"},
		{"write 1 " + long, long},
		{"sh echo out; echo err >&2", "out\nstderr: err\n"},
		{"sh cat", ""},
		{"write 2 panic: not really\n", "stderr: panic: not really\n"},
	} {
		for range 20 {
			if _, got := s.play(tt.code); got != tt.want && len(got) != len(tt.want) {
				t.Fatalf("%.20s: got %.40q, want %.40q", tt.code, got, tt.want)
			}
		}
	}
}

// TestTextBeforeDeath: what a cell printed before it killed the worker arrives.
func TestTextBeforeDeath(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it dies of a signal")
	}
	s := newSession(t)
	for range 5 {
		out := newTape()
		_, err := s.run("die before", out)
		var e *interpreter.Error
		if !errors.As(err, &e) || e.Name != Died || out.String() != "before" {
			t.Errorf("said %q, error %v", out, err)
		}
	}
}

// gate is an output that takes nothing until it is opened.
type gate struct {
	*tape
	open chan struct{}
}

func (g gate) Stdout(p []byte) {
	<-g.open
	g.tape.Stdout(p)
}

// TestSlowOutput: a cell that prints faster than anybody reads waits in its
// print, and what is on its way is bounded.
func TestSlowOutput(t *testing.T) {
	s := newSession(t)
	out := gate{newTape(), make(chan struct{})}
	const n = 8 << 20
	ended := inBackground(func() {
		if _, err := s.run(fmt.Sprint("print ", strings.Repeat("x", n)), out); err != nil {
			t.Error(err)
		}
	})
	c, err := s.worker(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Complete("answered meanwhile", 0)
	for range 100 {
		if got := c.inbox.size(); got > window+piece {
			t.Fatalf("%d bytes wait, want at most %d", got, window+piece)
		}
		s.Names()
	}
	select {
	case <-ended:
		t.Error("the cell ended before anybody read")
	default:
	}
	close(out.open)
	<-ended
	if got := len(out.String()); got != n {
		t.Errorf("got %d bytes, want %d", got, n)
	}
}

// size returns how many bytes wait in the inbox.
func (b *inbox) size() (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.frames {
		n += len(f.body)
	}
	return n
}

// TestOutputsAreForgotten: an output is kept as long as somebody in the worker
// holds it.
func TestOutputsAreForgotten(t *testing.T) {
	s := newSession(t)
	held := newTape()
	if _, err := s.run("late still ", held); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		s.play("get")
	}
	c, err := s.worker(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for c.outputs.len() > 20 { // those of the last cells, and the one that is held
		s.play("collect")
	}
	s.play("say here")
	held.await("still here")
}

func (o *outputs) len() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.byID)
}

// TestTooManyOutputs: the oldest gives way, and what it would have been told
// goes to the cell that runs.
func TestTooManyOutputs(t *testing.T) {
	o := newOutputs()
	first := o.add(newTape())
	for range kept {
		o.add(newTape())
	}
	last := newTape()
	o.setCurrent(last)
	if got := o.len(); got != kept {
		t.Errorf("%d outputs, want %d", got, kept)
	}
	if got := o.get(first); got != interpreter.Output(last) {
		t.Errorf("got %v, want that of the last cell", got)
	}
}

// TestPrintedTextIsOneFrame: text that is printed while nobody writes is sent
// as one frame.
func TestPrintedTextIsOneFrame(t *testing.T) {
	o := newOutbox()
	for range 1000 {
		o.print(stdout, 7, []byte("x"))
	}
	o.print(stderr, 7, []byte("y"))
	o.print(stdout, 8, []byte("z"))
	o.close()
	var b bytes.Buffer
	o.write(&b)
	if got, want := b.Len(), 3*headerSize+1002; got != want {
		t.Errorf("%d bytes, want %d: three frames", got, want)
	}
}
