package interpreter

import (
	"fmt"
	"go/token"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
	"github.com/unravel-go/unravel/kernel/interpreter/check"
	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// Names of errors. What stops a cell from outside is [Interrupted].
const (
	syntaxError  = "SyntaxError"
	compileError = "CompileError"
	panicked     = "panic"
	runtimeError = "runtime error"
)

// maxProblems bounds how many problems an error lists.
const maxProblems = 10

// checkError makes an error of what is wrong with a cell.
func checkError(cell Cell, errs []*check.Error) *Error {
	first := errs[0]
	e := &Error{Name: compileError, Line: first.Line, Col: first.Col}
	if first.Syntax {
		e.Name = syntaxError
	}
	e.Value = fmt.Sprintf("In[%d]:%d:%d: %s", cell.Number, first.Line, first.Col, checkText(first))
	for i, p := range errs {
		if i == maxProblems {
			e.Traceback = append(e.Traceback, fmt.Sprintf("and %d more", len(errs)-i))
			break
		}
		e.Traceback = append(e.Traceback, fmt.Sprintf("In[%d]:%d:%d: %s", cell.Number, p.Line, p.Col, checkText(p)))
		e.Traceback = append(e.Traceback, excerpt(cell.quoted(), p.Line, p.Col)...)
	}
	if n := len(errs) - 1; n > 0 {
		e.Value += fmt.Sprintf(" (and %d more)", n)
	}
	return e
}

// failure makes an error of how a cell ended; nil if it ended well.
func (s *Session) failure(r *run, o strand.Outcome) *Error {
	switch {
	case o.Fallen != nil && (s.options.Program != "" || deadlocked(o)): // it is why the rest was ended
		return s.panicError(r, o.Fallen)
	case o.Cause != nil:
		return s.halted(r, o)
	case o.Panic != nil:
		return s.panicError(r, o.Panic)
	case o.Fallen != nil:
		return s.panicError(r, o.Fallen)
	}
	return nil
}

func deadlocked(o strand.Outcome) bool { return o.Cause != nil && o.Cause.Kind == strand.Deadlocked }

// kinds names why a cell was ended.
var kinds = map[strand.Kind]string{
	strand.Interrupted: Interrupted, strand.Exited: Exited, strand.Overflowed: runtimeError,
	strand.Deadlocked: "deadlock", strand.Fatal: "fatal error",
}

func (s *Session) halted(r *run, o strand.Outcome) *Error {
	name := kinds[o.Cause.Kind]
	text := o.Cause.Text
	number := s.strands.Marks.Now()
	if o.Waited != nil {
		number = o.Waited.Mark
		if o.Abandoned {
			text += "; it waits for " + o.Waited.What + ", which cannot be stopped, and was left behind"
		} else if o.Cause.Kind == strand.Deadlocked {
			text += ": it waits for " + o.Waited.What
		}
	} else if o.Abandoned {
		text += "; what it does cannot be stopped, and was left behind"
	}
	if o.Cause.Kind == strand.Exited && s.options.Program == "" {
		text += " ended the cell; the session and its values are still there"
	}
	e := &Error{Name: name, Value: text, Traceback: haltedLines(name, text, o.Cause), Status: o.Cause.Status}
	if m, ok := s.strands.Marks.Numbered(number); ok {
		at := m.Position()
		e.Traceback = append(e.Traceback, "", at.String())
		e.Traceback = append(e.Traceback, s.excerptAt(at)...)
		e.Line, e.Col = at.Line, at.Column
		e.Value = at.String() + ": " + text
	}
	return e
}

// haltedLines begin a traceback: with the words that Go has for a deadlock, if
// it is one.
func haltedLines(name, text string, c *strand.Cause) []string {
	if c.Kind != strand.Deadlocked {
		return []string{name + ": " + text}
	}
	lines := []string{"fatal error: " + c.Text}
	if waits, ok := strings.CutPrefix(text, c.Text+": "); ok {
		lines = append(lines, waits)
	}
	return lines
}

// panicError makes an error of a panic that nobody recovered.
func (s *Session) panicError(r *run, p *strand.Panic) *Error {
	text := panicText(p.Value)
	name := panicked
	if strand.IsRuntimeError(p.Value) {
		name = runtimeError
	}
	at := s.failedAt(p)
	e := s.errorAt(at, name, strings.TrimPrefix(text, "runtime error: "))
	e.Traceback[0] = "panic: " + text
	e.Traceback = append(e.Traceback, s.calls(p)...)
	if m, ok := s.strands.Marks.Numbered(p.Started); ok && p.Go {
		e.Traceback = append(e.Traceback, "in a goroutine started at "+m.Position().String())
	}
	return e
}

// panicText is what Go prints behind "panic: ".
func panicText(v any) string {
	return strand.Text(v, func(v any) (string, any, bool) {
		b, ok := box.Of(v)
		if !ok {
			return "", nil, false
		}
		return b.T.String(), b.V, true
	})
}

// failedAt returns the innermost statement that a panic left, as far as it is
// known: the last mark, if it stands in the function that failed. A function
// that returned before leaves its own behind.
func (s *Session) failedAt(p *strand.Panic) token.Position {
	m, ok := s.strands.Marks.Numbered(p.Trail.Mark)
	if len(p.Trail.Lines) == 0 {
		m, ok = s.strands.Marks.Numbered(s.strands.Marks.Now())
		if ok {
			return m.Position()
		}
		return token.Position{}
	}
	name, _ := functionOf(p.Trail.Lines[0])
	f, known := s.function(name)
	if ok && (!known && !m.Lo.IsValid() || known && m.Lo == f.pos) {
		return m.Position()
	}
	if known {
		return f.fset.Position(f.pos)
	}
	if ok {
		return m.Position()
	}
	return token.Position{}
}

func (s *Session) function(name string) (function, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.funcs[name]
	return f, ok
}

// maxCalls bounds how many frames of a recursion are listed.
const maxCalls = 12

// calls lists the interpreted functions that a panic passed through.
func (s *Session) calls(p *strand.Panic) (lines []string) {
	last := ""
	for i, l := range p.Trail.Lines {
		if len(lines) == maxCalls {
			return append(lines, fmt.Sprintf("and %d more calls", len(p.Trail.Lines)-i+p.Trail.More))
		}
		name, _ := functionOf(l)
		f, ok := s.function(name)
		if !ok {
			continue
		}
		line := fmt.Sprintf("in %s (%s)", f.name, f.fset.Position(f.pos))
		if line != last {
			lines = append(lines, line)
		}
		last = line
	}
	return lines
}

// errorAt makes an error with a position.
func (s *Session) errorAt(at token.Position, name, text string) *Error {
	e := &Error{Name: name, Value: strings.ReplaceAll(text, "\n", " "), Traceback: []string{name + ": " + text}}
	if !at.IsValid() {
		return e
	}
	e.Value = at.String() + ": " + e.Value
	e.Line, e.Col = at.Line, at.Column
	e.Traceback = append(e.Traceback, "", at.String())
	e.Traceback = append(e.Traceback, s.excerptAt(at)...)
	return e
}

func (s *Session) excerptAt(at token.Position) []string {
	s.mu.Lock()
	code, ok := s.sources[at.Filename]
	s.mu.Unlock()
	if !ok {
		return nil
	}
	return excerpt(code, at.Line, at.Column)
}

// excerpt returns a source line and, below it, a caret under the column, both
// indented.
func excerpt(code string, line, col int) []string {
	for n := line; n > 1; n-- {
		_, code, _ = strings.Cut(code, "\n")
	}
	text, _, _ := strings.Cut(code, "\n")
	text, at := window(text, max(0, min(col-1, len(text))))
	// Tabs stay tabs in front of the caret, so that it stands right whatever
	// their width.
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, text[:at])
	return []string{"    " + text, "    " + pad + "^"}
}

// window returns the part of a long line around an offset, and the offset in
// it: a line may be as long as a file.
func window(line string, at int) (part string, offset int) {
	const before, after, more = 160, 80, "…"
	if end := at + after; end < len(line) {
		line = strings.ToValidUTF8(line[:end], "") + more
	}
	if start := at - before; start > 0 {
		kept := strings.ToValidUTF8(line[start:at], "")
		return more + kept + line[at:], len(more) + len(kept)
	}
	return line, at
}

// late tells of a goroutine that panicked when its cell was over.
func (s *Session) late(g *strand.Group, p *strand.Panic) {
	r := g.Data().(*run)
	e := s.panicError(r, p)
	r.out.Stderr([]byte(strings.Join(e.Traceback, "\n") + "\n"))
}

// checkText is what is wrong, with a hint if there is one.
func checkText(e *check.Error) string {
	if e.Hint == "" {
		return e.Msg
	}
	return e.Msg + " (" + e.Hint + ")"
}
