package main

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/unravel-go/unravel/notebooks"
)

// TestConsole gives what a person sees of one and the same run, in a terminal
// and in a log.
func TestConsole(t *testing.T) {
	tests := []struct {
		name string
		live func() int
		want string
	}{
		{
			"a terminal keeps one live line", func() int { return 26 },
			"\r\x1b[K[1/2] x := 1 ... 0.0 s" +
				"\r\x1b[Khello\n" + "\r\x1b[K[1/2] x := 1 ... 0.0 s" +
				"\r\x1b[K[1/2] train ██░░ 50% of …" + // cut to the width
				"\r\x1b[Kno end" + "\n[1/2] In[1] x := 1 ... 1.5 s\n" +
				"\r\x1b[K[2/2] panic(0) ... 0.0 s" +
				"\r\x1b[K[2/2] In[2] panic(0) ... failed after 0.0 s\n" +
				"\x1b[31mpanic\x1b[0m: 0\n",
		},
		{
			"a log has a line per cell and no escapes", nil,
			"hello\nno end\n" + "[1/2] In[1] x := 1 ... 1.5 s\n" +
				"[2/2] In[2] panic(0) ... failed after 0.0 s\n" +
				"panic: 0\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var screen bytes.Buffer
			c := newConsole(stdio{&screen, &screen})
			c.live = tt.live
			c.watch(notebooks.Event{State: notebooks.Started, Cell: 1, Cells: 2, Title: "x := 1"})
			fmt.Fprint(c.stdout(), "hello\n")
			c.watch(notebooks.Event{State: notebooks.Progressed, Cell: 1, Cells: 2, Progress: "train ██░░ 50% of everything"})
			fmt.Fprint(c.stdout(), "no end")
			c.watch(notebooks.Event{State: notebooks.Finished, Cell: 1, Cells: 2, Count: 1, Title: "x := 1", Elapsed: 1500 * time.Millisecond})
			c.watch(notebooks.Event{State: notebooks.Started, Cell: 2, Cells: 2, Title: "panic(0)"})
			c.watch(notebooks.Event{State: notebooks.Finished, Cell: 2, Cells: 2, Count: 2, Title: "panic(0)", Err: &notebooks.CellError{}})
			c.traceback([]string{"\x1b[31mpanic\x1b[0m: 0"})
			c.close()
			c.close()
			if got := screen.String(); got != tt.want {
				t.Errorf("got\n%q\nwant\n%q", got, tt.want)
			}
		})
	}
}
