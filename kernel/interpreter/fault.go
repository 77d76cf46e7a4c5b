package interpreter

import (
	"fmt"
	"go/token"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
	"github.com/unravel-go/unravel/kernel/interpreter/check"
	"github.com/unravel-go/unravel/kernel/interpreter/strand"
	"github.com/unravel-go/unravel/kernel/interpreter/traceback"
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

// style returns how tracebacks are marked: a program's go where no frontend is.
func (s *Session) style() traceback.Style {
	if s.options.Program != "" {
		return traceback.Plain()
	}
	return traceback.Coloured()
}

// checkError makes an error of what is wrong with a cell.
func (s *Session) checkError(cell Cell, errs []*check.Error) *Error {
	first := errs[0]
	name := compileError
	if first.Syntax {
		name = syntaxError
	}
	if len(errs) == 1 && s.options.Program == "" {
		at := token.Position{Filename: cell.name(), Line: first.Line, Column: first.Col}
		return s.errorAt(at, name, name+": "+checkText(first), checkText(first))
	}
	e := &Error{Name: name, Line: first.Line, Col: first.Col, Traceback: s.problems(cell, errs)}
	e.Value = fmt.Sprintf("%s:%d:%d: %s", cell.name(), first.Line, first.Col, checkText(first))
	if n := len(errs) - 1; n > 0 {
		e.Value += fmt.Sprintf(" (and %d more)", n)
	}
	if s.options.Program == "" {
		e.Traceback = append(s.style().Headline(fmt.Sprintf("%s: %d problems", name, len(errs))), e.Traceback...)
	}
	return e
}

// problems lists what is wrong with a cell as a compiler does: editors know
// the form.
func (s *Session) problems(cell Cell, errs []*check.Error) (lines []string) {
	for i, p := range errs {
		if s.options.Program == "" {
			lines = append(lines, "")
		}
		if i == maxProblems {
			return append(lines, fmt.Sprintf("and %d more", len(errs)-i))
		}
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", cell.name(), p.Line, p.Col, checkText(p)))
		lines = append(lines, s.style().Excerpt(cell.quoted(), p.Line, p.Col, 0)...)
	}
	return lines
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
			text += "; it waits for " + o.Waited.What + unstoppable(o.Waited) + ", and was left behind"
		} else if o.Cause.Kind == strand.Deadlocked {
			text += ": it waits for " + o.Waited.What
		}
	} else if o.Abandoned {
		text += "; what it does cannot be stopped, and was left behind"
	}
	if o.Cause.Kind == strand.Exited && s.options.Program == "" {
		text += " ended the cell; the session and its values are still there"
	}
	if o.Cause.Kind == strand.Interrupted {
		return s.interrupted(text, number)
	}
	at := token.Position{}
	if m, ok := s.strands.Marks.Numbered(number); ok {
		at = m.Position()
	}
	e := s.errorAt(at, name, headline(name, text, o.Cause), text)
	e.Status = o.Cause.Status
	return e
}

// unstoppable says why something did not end. A call may well have been given a
// context, but of its own making.
func unstoppable(w *strand.Wait) string {
	if w.IsCall() {
		return ", which ends early only if it is given ctx"
	}
	return ", which cannot be stopped"
}

// headline begins a traceback: with the words that Go has for a deadlock, if
// it is one.
func headline(name, text string, c *strand.Cause) string {
	if c.Kind != strand.Deadlocked {
		return name + ": " + text
	}
	if waits, ok := strings.CutPrefix(text, c.Text+": "); ok {
		return "fatal error: " + c.Text + "\n" + waits
	}
	return "fatal error: " + c.Text
}

// interrupted makes an error of a cell that was stopped from outside at a
// statement: where it was is what its user wants to know.
func (s *Session) interrupted(text string, number int) *Error {
	what := "the cell was stopped"
	if s.options.Program != "" {
		what = "the program was stopped"
	}
	cause, left, more := strings.Cut(text, "; ")
	if _, why, ok := strings.Cut(cause, ": "); ok && why != "interrupted" {
		what += ": " + why
	}
	if more {
		left = "; " + left
	}
	m, ok := s.strands.Marks.Numbered(number)
	e := s.errorAt(m.Position(), Interrupted, Interrupted+": "+what+left, text)
	if ok {
		e.Value = "interrupted at " + m.Position().String() + left
	}
	return e
}

// panicError makes an error of a panic that nobody recovered.
func (s *Session) panicError(r *run, p *strand.Panic) *Error {
	text := panicText(p.Value)
	name := panicked
	if strand.IsRuntimeError(p.Value) {
		name = runtimeError
	}
	at := s.failedAt(p)
	e := s.errorAt(at, name, "panic: "+text, strings.TrimPrefix(text, "runtime error: "))
	e.Traceback = append(e.Traceback, s.calls(p, r, at.Filename)...)
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
	ok = ok && !p.Trail.Loose
	if len(p.Trail.Lines) == 0 && !ok {
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

// errorAt makes an error with a position, if that is valid. The traceback
// begins with a headline; text is the error in short.
func (s *Session) errorAt(at token.Position, name, headline, text string) *Error {
	e := &Error{Name: name, Value: strings.ReplaceAll(text, "\n", " "), Traceback: s.style().Headline(headline)}
	if !at.IsValid() {
		return e
	}
	e.Value = at.String() + ": " + e.Value
	e.Line, e.Col = at.Line, at.Column
	e.Traceback = append(e.Traceback, "", at.String())
	e.Traceback = append(e.Traceback, s.excerpt(at, traceback.Context)...)
	return e
}

// excerpt returns the lines of a cell around a place.
func (s *Session) excerpt(at token.Position, around int) []string {
	code, ok := s.source(at.Filename)
	if !ok {
		return nil
	}
	return s.style().Excerpt(code, at.Line, at.Column, around)
}

// source returns the code of a cell by the name that positions have.
func (s *Session) source(name string) (code string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code, ok = s.sources[name]
	return code, ok
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
