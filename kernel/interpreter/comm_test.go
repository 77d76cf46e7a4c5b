package interpreter

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/unravel-go/unravel/display"
)

// front is a tape that is a frontend: it hears comms.
type front struct {
	*tape
	heard chan CommMessage
}

func newFront() *front { return &front{&tape{}, make(chan CommMessage, 100)} }

func (f *front) Page(display.Bundle)    {}
func (f *front) NextInput(string, bool) {}
func (f *front) Leave()                 {}
func (f *front) Comm(m CommMessage)     { f.heard <- m }

// next returns what was said next on a comm.
func (f *front) next(t *testing.T) CommMessage {
	t.Helper()
	select {
	case m := <-f.heard:
		return m
	case <-time.After(20 * time.Second):
		t.Fatalf("nothing was said on a comm; printed so far:\n%s", f)
		return CommMessage{}
	}
}

// cell runs a cell that must not fail.
func (n *notebook) cell(code string, out Output) {
	n.t.Helper()
	n.count++
	if _, err := n.Eval(n.t.Context(), Cell{Number: n.count, Code: code}, out); err != nil {
		n.t.Fatalf("%s\n%v", code, err)
	}
}

const echoHandler = `
display.HandleComm("echo", func(c *display.Comm, data map[string]any) {
	c.OnMessage(func(data map[string]any, buffers [][]byte) {
		fmt.Println("got", data["n"])
		c.SendBuffers(map[string]any{"n": data["n"], "of": int(data["n"].(float64))}, buffers)
	})
	c.OnClose(func(data map[string]any) { fmt.Println("closed"); display.OpenComm("closed", nil) })
	c.Send(map[string]any{"opened": data["name"]})
})`

// TestCommOfFrontend: handlers hear, in order, what a frontend says, and answer
// where it was said; what they print appears below the cell that named them.
func TestCommOfFrontend(t *testing.T) {
	n := newNotebook(t)
	cell := newFront()
	n.cell(echoHandler, cell)
	out := newFront()
	if n.Comm(CommMessage{Type: "open", ID: "1", Target: "unknown"}, out) {
		t.Error("an open of a target that no cell has named is taken")
	}
	if n.Comm(CommMessage{Type: "msg", ID: "1"}, out) {
		t.Error("a message on a comm that is not open is taken")
	}
	if !n.Comm(CommMessage{Type: "open", ID: "1", Target: "echo", Data: map[string]any{"name": "slider"}}, out) {
		t.Fatal("an open of a target that a cell has named is refused")
	}
	const count = 20
	for i := range count {
		n.Comm(CommMessage{Type: "msg", ID: "1", Data: map[string]any{"n": float64(i)}, Buffers: [][]byte{{byte(i)}}}, out)
	}
	if m := out.next(t); m.Data["opened"] != "slider" || m.ID != "1" || m.Type != "msg" {
		t.Errorf("the comm says %+v, want that it is open", m)
	}
	for i := range count {
		m := out.next(t)
		if m.Data["n"] != float64(i) || m.Data["of"] != float64(i) || m.Buffers[0][0] != byte(i) {
			t.Fatalf("answer %d is %+v", i, m)
		}
	}
	if !n.Comm(CommMessage{Type: "close", ID: "1"}, out) {
		t.Error("a close of an open comm is refused")
	}
	if m := out.next(t); m.Type != "open" || m.Target != "closed" {
		t.Errorf("got %+v, want what the close's handler says", m)
	}
	if n.Comm(CommMessage{Type: "msg", ID: "1"}, out) {
		t.Error("a message on a comm that is closed is taken")
	}
	if got := cell.String(); !strings.HasPrefix(got, "got 0\ngot 1\n") || !strings.HasSuffix(got, "got 19\nclosed\n") {
		t.Errorf("handlers print %q", got)
	}
}

// TestCommOfCell: a cell opens a comm, hears answers while it runs, and closes
// it; messages that came before anybody listened are not lost.
func TestCommOfCell(t *testing.T) {
	n := newNotebook(t)
	out := newFront()
	n.cell(`
type reading struct{ Celsius float64 }
c := display.OpenComm("meter", map[string]any{"first": reading{21}})`, out)
	opened := out.next(t)
	if got := fmt.Sprint(opened.Type, " ", opened.Target, " ", opened.Data); got != "open meter map[first:map[Celsius:21]]" {
		t.Errorf("the cell says %s", got)
	}
	if !n.Comm(CommMessage{Type: "msg", ID: opened.ID, Data: map[string]any{"n": 1.0}}, out) {
		t.Fatal("the cell's comm is not open")
	}
	n.cell(`
got := make(chan any)
c.OnMessage(func(data map[string]any, _ [][]byte) { got <- data["n"] })
fmt.Println(<-got)
c.Send(map[string]any{"now": true})
c.Close(nil)
c.Send(map[string]any{"lost": true})
fmt.Println(c.Closed())`, out)
	if m := out.next(t); m.Type != "msg" || m.ID != opened.ID {
		t.Errorf("got %+v, want a message", m)
	}
	if m := out.next(t); m.Type != "close" {
		t.Errorf("got %+v, want the close", m)
	}
	if got := out.String(); got != "1\ntrue\n" {
		t.Errorf("the cells print %q", got)
	}
}

// TestCommPanic: a handler that panics ends nothing, and is reported below the
// cell that named it.
func TestCommPanic(t *testing.T) {
	n := newNotebook(t)
	cell := newFront()
	n.cell(`display.HandleComm("bad", func(c *display.Comm, _ map[string]any) {
	c.OnMessage(func(map[string]any, [][]byte) { c.Send(nil) })
	panic("oops")
})`, cell)
	out := newFront()
	n.Comm(CommMessage{Type: "open", ID: "1", Target: "bad"}, out)
	n.Comm(CommMessage{Type: "msg", ID: "1"}, out)
	out.next(t) // the comm lives
	if got := cell.String(); !strings.Contains(got, "stderr: panic: oops") || !strings.Contains(got, "In[1]:3:2") {
		t.Errorf("the panic is told as %q", got)
	}
}

// TestCommInterrupt: an interrupt stops a handler that spins, and the comm goes
// on.
func TestCommInterrupt(t *testing.T) {
	n := newNotebook(t)
	n.cell(`display.HandleComm("spin", func(c *display.Comm, _ map[string]any) {
	c.OnMessage(func(data map[string]any, _ [][]byte) {
		c.Send(data)
		for data["spin"] == true {
		}
	})
})`, newFront())
	out := newFront()
	n.Comm(CommMessage{Type: "open", ID: "1", Target: "spin"}, out)
	n.Comm(CommMessage{Type: "msg", ID: "1", Data: map[string]any{"spin": true}}, out)
	n.Comm(CommMessage{Type: "msg", ID: "1", Data: map[string]any{"spin": false}}, out)
	out.next(t) // it spins
	n.Interrupt()
	if m := out.next(t); m.Data["spin"] != false {
		t.Errorf("got %+v, want the message behind the one whose handler was stopped", m)
	}
}

// TestCommWaiting: a handler that is slow can tell that there is more to hear.
func TestCommWaiting(t *testing.T) {
	n := newNotebook(t)
	n.cell(`
begin := make(chan bool)
display.HandleComm("slow", func(c *display.Comm, _ map[string]any) {
	<-begin
	c.OnMessage(func(data map[string]any, _ [][]byte) { c.Send(map[string]any{"waiting": c.Waiting()}) })
})`, newFront())
	out := newFront()
	for _, kind := range []string{"open", "msg", "msg", "msg"} {
		n.Comm(CommMessage{Type: kind, ID: "1", Target: "slow"}, out)
	}
	n.cell("close(begin)", newFront())
	for want := 2.0; want >= 0; want-- {
		if m := out.next(t); m.Data["waiting"] != want {
			t.Errorf("got %v, want %v messages that wait", m.Data, want)
		}
	}
}

// TestWidget: a widget that a cell shows tells the cell's functions of its
// changes, and they may change it and others.
func TestWidget(t *testing.T) {
	n := newNotebook(t)
	out := newFront()
	n.cell(`
depth := widget.NewIntSlider("depth", 0, 10, 5)
note := widget.NewHTML("")
depth.OnChange(func(v int) {
	fmt.Println("moved to", v)
	note.Set(fmt.Sprint("<b>", depth.Value(), "</b>"))
})
widget.NewVBox(depth, note)`, out)
	slider, note, box := out.next(t), out.next(t), out.next(t)
	for _, m := range []CommMessage{slider, note, box} {
		if m.Type != "open" || m.Target != "jupyter.widget" || m.Metadata["version"] != "2.1.0" {
			t.Errorf("got %+v, want the opening of a widget", m)
		}
	}
	state := box.Data["state"].(map[string]any)
	if got, want := fmt.Sprint(state["children"]), fmt.Sprintf("[IPY_MODEL_%s IPY_MODEL_%s]", slider.ID, note.ID); got != want {
		t.Errorf("the box holds %s, want %s", got, want)
	}
	moved := map[string]any{"method": "update", "state": map[string]any{"value": 7.0}}
	if !n.Comm(CommMessage{Type: "msg", ID: slider.ID, Data: moved}, out) {
		t.Fatal("the slider does not hear")
	}
	if m := out.next(t); m.ID != note.ID || fmt.Sprint(m.Data["state"]) != "map[value:<b>7</b>]" {
		t.Errorf("got %+v, want the note's new text", m)
	}
	if got := out.String(); !strings.HasSuffix(got, "moved to 7\n") {
		t.Errorf("the cell says %q", got)
	}
	n.cell("depth.Value()", out)
}

// TestCommWithoutFrontend: where there is no frontend, a comm is closed.
func TestCommWithoutFrontend(t *testing.T) {
	n := newNotebook(t)
	got := n.run(`c := display.OpenComm("x", nil); c.Send(nil); c.OnMessage(nil); c.Close(nil); c.Closed()`)
	if got != "= true\n" {
		t.Errorf("the cell says %q", got)
	}
}
