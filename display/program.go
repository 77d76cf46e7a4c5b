package display

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"unicode/utf8"
)

// Show shows v and returns a handle by which it can be replaced. In a cell it
// shows it below the cell; in a program it prints its text to standard output.
func Show(v any) *Handle { return programScreen().Show(v) }

// NewProgress shows a bar for a task of total steps; a total below 1 means
// unknown. In a program it is a line on standard error that a terminal
// rewrites in place, and that otherwise appears once, when it is done.
func NewProgress(title string, total int) *Progress {
	return programScreen().Progress(title, total)
}

// Clear empties the cell's output: at once, or, if wait is set, when the next
// output arrives. A program has no cell to empty, and nothing happens.
func Clear(wait bool) { programScreen().Clear(wait) }

// programScreen returns a screen on the program's own standard output.
// Programs may replace os.Stdout, so it is looked up on every call.
func programScreen() *Screen {
	info, err := os.Stderr.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	return NewScreen(&program{out: os.Stdout, err: os.Stderr, terminal: terminal})
}

// program is the sink of a program that runs on its own.
type program struct {
	out, err io.Writer
	terminal bool // err rewrites a line after \r

	mu  sync.Mutex
	bar string // the bar on the terminal's last line
}

var _ Sink = (*program)(nil)

// Display prints the text of a bundle, on standard error if it is a bar.
func (p *program) Display(b Bundle, metadata map[string]any, _ string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	text, _ := b[textPlain].(string)
	if bar, ok := metadata["unravel"].(map[string]any); ok {
		p.progress(text, bar["done"] == true)
		return
	}
	fmt.Fprintln(p.out, text)
}

// Update prints the new text: what was printed stays.
func (p *program) Update(b Bundle, metadata map[string]any, id string) { p.Display(b, metadata, id) }

// Clear does nothing: what was printed stays.
func (p *program) Clear(bool) {}

// progress rewrites the line of a bar, and ends it when the bar ended.
func (p *program) progress(text string, ended bool) {
	if !p.terminal {
		if ended {
			fmt.Fprintln(p.err, text)
		}
		return
	}
	pad := max(utf8.RuneCountInString(p.bar)-utf8.RuneCountInString(text), 0)
	fmt.Fprintf(p.err, "\r%s%s", text, strings.Repeat(" ", pad))
	p.bar = text
	if ended {
		fmt.Fprintln(p.err)
		p.bar = ""
	}
}
