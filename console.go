package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/unravel-go/unravel/notebooks"
)

// console shows a run: what the cells say, and a line about each cell. In a
// terminal the line of the running cell stays below everything else and moves
// with its progress bar; elsewhere a line appears when a cell has ended.
type console struct {
	out, err io.Writer
	live     func() int // width of the terminal; nil: not a terminal

	mu      sync.Mutex
	event   notebooks.Event
	started time.Time
	running bool // event is that of a running cell
	drawn   bool // its line is on the terminal
	midLine bool // a cell's text has not ended its line

	stop func()
}

func newConsole(to stdio) *console {
	c := &console{out: to.out, err: to.err, stop: func() {}}
	file, ok := to.err.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return c
	}
	c.live = func() int {
		width, _, err := term.GetSize(int(file.Fd()))
		if err != nil || width < 20 {
			return 80
		}
		return width
	}
	c.tick()
	return c
}

// tick keeps the time on the live line going until the console is closed.
func (c *console) tick() {
	done := make(chan struct{})
	c.stop = sync.OnceFunc(func() { close(done) })
	go func() {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				c.mu.Lock()
				c.draw()
				c.mu.Unlock()
			}
		}
	}()
}

// close ends the live line. It may be called twice.
func (c *console) close() {
	c.stop()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.erase()
	c.running = false
	c.endLine()
}

// watch takes the events of a run.
func (c *console) watch(e notebooks.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.State == notebooks.Started {
		c.started = time.Now()
	}
	c.event = e
	c.running = e.State != notebooks.Finished
	if c.running {
		c.draw()
		return
	}
	c.erase()
	c.endLine()
	fmt.Fprintln(c.err, finishedLine(e))
}

// finishedLine is what remains of a cell:
//
//	[3/9] In[3] net, err := models.ResNet(config) ... 1.2 s
func finishedLine(e notebooks.Event) string {
	verdict := seconds(e.Elapsed)
	if e.Err != nil {
		verdict = "failed after " + verdict
	}
	return fmt.Sprintf("[%d/%d] In[%d] %s ... %s", e.Cell, e.Cells, e.Count, shorten(e.Title, 60), verdict)
}

// liveLine is the line of a running cell.
func liveLine(e notebooks.Event, elapsed time.Duration) string {
	if e.Progress != "" {
		return fmt.Sprintf("[%d/%d] %s", e.Cell, e.Cells, e.Progress)
	}
	return fmt.Sprintf("[%d/%d] %s ... %s", e.Cell, e.Cells, shorten(e.Title, 60), seconds(elapsed))
}

// draw writes the live line, if there is a terminal and a line of it is free.
func (c *console) draw() {
	if c.live == nil || !c.running || c.midLine {
		return
	}
	line := liveLine(c.event, time.Since(c.started))
	fmt.Fprintf(c.err, "\r\x1b[K%s", shorten(line, c.live()-1))
	c.drawn = true
}

func (c *console) erase() {
	if c.drawn {
		fmt.Fprint(c.err, "\r\x1b[K")
		c.drawn = false
	}
}

// endLine ends a line of text that a cell left open, so that what follows
// starts at the margin.
func (c *console) endLine() {
	if c.midLine {
		fmt.Fprintln(c.err)
	}
	c.midLine = false
}

// stdout and stderr are for the text of the cells. What goes to a file does
// not touch the terminal's lines.
func (c *console) stdout() io.Writer {
	if file, ok := c.out.(*os.File); ok && !term.IsTerminal(int(file.Fd())) {
		return c.out
	}
	return &passage{c, c.out}
}

func (c *console) stderr() io.Writer { return &passage{c, c.err} }

// passage lets text through between the live lines.
type passage struct {
	c *console
	w io.Writer
}

func (p *passage) Write(b []byte) (int, error) {
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	p.c.erase()
	n, err := p.w.Write(b)
	if len(b) > 0 {
		p.c.midLine = b[len(b)-1] != '\n'
	}
	p.c.draw()
	return n, err
}

var ansi = regexp.MustCompile(`\x1b\[[0-9;]*[A-Za-z]`)

// traceback writes why a cell failed, in colour where there is a terminal.
func (c *console) traceback(lines []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.erase()
	for _, line := range lines {
		if c.live == nil {
			line = ansi.ReplaceAllString(line, "")
		}
		fmt.Fprintln(c.err, line)
	}
}

// shorten cuts text to n runes.
func shorten(s string, n int) string {
	runes := []rune(strings.TrimSpace(s))
	if len(runes) <= n {
		return string(runes)
	}
	return string(runes[:max(n-1, 0)]) + "…"
}

// seconds returns a duration as a person says it: 1.2 s, 3 min 20 s.
func seconds(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
}
