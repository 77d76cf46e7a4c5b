package interpreter

import (
	"fmt"
	"regexp"
	"runtime"
	"strings"
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

// problemError makes an error of the problems of a cell.
func problemError(name string, src *source, problems []problem) *Error {
	first := place{src, problems[0].off}
	e := &Error{Name: name, Value: fmt.Sprintf("%s: %s", first, problems[0].msg)}
	e.Line, e.Col = first.lineCol()
	for i, p := range problems {
		if i == maxProblems {
			e.Traceback = append(e.Traceback, fmt.Sprintf("and %d more", len(problems)-i))
			break
		}
		at := place{src, p.off}
		e.Traceback = append(e.Traceback, fmt.Sprintf("%s: %s", at, p.msg))
		e.Traceback = append(e.Traceback, at.excerpt()...)
	}
	if n := len(problems) - 1; n > 0 {
		e.Value += fmt.Sprintf(" (and %d more)", n)
	}
	return e
}

// failureError makes an error of what the machine does not compile.
func (s *Session) failureError(src *source, f *failure) *Error {
	at := f.place
	if at.src != src { // in code of an earlier cell, or nowhere
		at = place{src, 0}
	}
	return problemError(compileError, src, []problem{{off: at.off, msg: s.userText(f.msg)}})
}

// panicError makes an error of what a statement panicked with.
func (s *Session) panicError(at place, v any) *Error {
	v = goValue(v)
	text := s.userText(panicText(v))
	inner := s.failedAt(at)
	e := s.errorAt(inner, panicked, "panic: "+text, text)
	if _, ok := v.(runtime.Error); ok {
		e = s.errorAt(inner, runtimeError, "panic: "+text, strings.TrimPrefix(text, "runtime error: "))
	}
	if inner.String() != at.String() {
		e.Traceback = append(e.Traceback, "run by "+at.String())
		e.Traceback = append(e.Traceback, at.excerpt()[0])
	}
	e.Traceback = append(e.Traceback, s.calls(at)...)
	return e
}

// haltError makes an error of why a cell had to end.
func (s *Session) haltError(at place, h *halt) *Error {
	return s.errorAt(at, h.name, h.name+": "+h.text, h.text)
}

// errorAt makes an error with a headline for its traceback and a one-line
// value.
func (s *Session) errorAt(at place, name, headline, text string) *Error {
	e := &Error{Name: name, Value: fmt.Sprintf("%s: %s", at, strings.ReplaceAll(text, "\n", " "))}
	e.Line, e.Col = at.lineCol()
	e.Traceback = append(e.Traceback, headline, "", at.String())
	e.Traceback = append(e.Traceback, at.excerpt()...)
	return e
}

// maxCalls bounds how many frames of a recursion are listed.
const maxCalls = 12

// calls lists the interpreted functions that a panic passed through.
func (s *Session) calls(at place) (lines []string) {
	frames := s.machine.frames()
	last := ""
	for i, f := range frames {
		if len(lines) == maxCalls {
			return append(lines, fmt.Sprintf("and %d more calls", len(frames)-i))
		}
		name := s.userText(f.function)
		line := fmt.Sprintf("in %s (%s)", name, f.place)
		if !f.place.valid() || name == "func" && f.place.src == at.src || line == last {
			continue // the cell's own wrapping, or the same call again
		}
		lines, last = append(lines, line), line
	}
	return lines
}

// panicText is what Go prints behind "panic: ".
func panicText(v any) (text string) {
	defer func() {
		if recover() != nil {
			text = fmt.Sprintf("(%T) whose text panics", v)
		}
	}()
	switch x := v.(type) {
	case error:
		return x.Error()
	case fmt.Stringer:
		return x.String()
	case string:
		return x
	}
	return fmt.Sprintf("%v", v)
}

// fault is a run-time error that yaegi reports in the words of reflect.
type fault string

func (f fault) Error() string { return "runtime error: " + string(f) }

// RuntimeError marks it as a [runtime.Error].
func (f fault) RuntimeError() {}

// faults translates yaegi's texts into Go's, as far as they tell enough.
var faults = []struct {
	text *regexp.Regexp
	is   fault
}{
	{regexp.MustCompile(`on zero Value$|Method on nil interface value|^invalid memory address`), "invalid memory address or nil pointer dereference"},
	{regexp.MustCompile(`call of nil function|nil func`), "invalid memory address or nil pointer dereference"},
	{regexp.MustCompile(`slice index out of bounds|Slice3?: `), "slice bounds out of range"},
	{regexp.MustCompile(`index out of range`), "index out of range"},
	{regexp.MustCompile(`MakeSlice: `), "makeslice: len out of range"},
}

// conversion is Go's text of a failed type assertion, which yaegi gives with
// its own position.
var conversion = regexp.MustCompile(`interface conversion: .*`)

// goValue returns the value that Go would have panicked with.
func goValue(v any) any {
	v = bare(v)
	if _, ok := v.(runtime.Error); ok {
		return v
	}
	var text string
	switch x := v.(type) {
	case error:
		name := fmt.Sprintf("%T", v)
		if !strings.HasPrefix(name, "*reflect.") && !strings.HasPrefix(name, "*interp.") {
			return v
		}
		text = x.Error()
	case string:
		if !strings.HasPrefix(x, "reflect") {
			return v
		}
		text = x
	default:
		return v
	}
	if c := conversion.FindString(text); c != "" {
		return fault(c)
	}
	for _, f := range faults {
		if f.text.MatchString(text) {
			return f.is
		}
	}
	return v
}
