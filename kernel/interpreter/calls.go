package interpreter

import (
	"fmt"
	"go/token"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/strand"
	"github.com/unravel-go/unravel/kernel/interpreter/traceback"
)

// maxCalls bounds how many frames are listed.
const maxCalls = 12

// calls lists the interpreted functions that a panic passed through, and the
// line of the cell that led there, if it failed in another one. The machine
// tells which functions, not from where they were called; that is known if the
// caller has one such call.
func (s *Session) calls(p *strand.Panic, r *run, failed string) (lines []string) {
	frames := s.frames(p)
	for i, f := range frames {
		at, known := token.Position{}, false
		switch {
		case i+1 < len(frames):
			at, known = s.callBy(frames[i+1].Position(), f.name)
		case !p.Go && p.Trail.More == 0:
			at, known = s.callBy(token.Position{Filename: r.cell.name()}, f.name)
		}
		line := s.style().Call(f.name, ", called at "+at.String())
		if !known && i+1 < len(frames) && frames[i+1] == f {
			continue // a function within it
		}
		if !known && f.name == "main" && s.options.Program != "" {
			line = s.style().Call(f.name, "")
		} else if !known {
			line = s.style().Call(f.name, ", declared at "+f.Position().String())
		}
		if n := len(lines); n == 0 || lines[n-1] != line {
			lines = append(lines, line)
		}
		if known && i+1 == len(frames) && at.Filename != failed {
			lines = append(lines, s.excerpt(at, 0)...)
		}
	}
	if n := len(lines); n > maxCalls {
		lines = append(lines[:maxCalls:maxCalls], fmt.Sprintf("and %d more calls", n-maxCalls+p.Trail.More))
	} else if p.Trail.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more calls", p.Trail.More))
	}
	return lines
}

// frames returns the declared functions that a panic passed through, the
// innermost first.
func (s *Session) frames(p *strand.Panic) (list []function) {
	for _, l := range p.Trail.Lines {
		name, _ := functionOf(l)
		if f, ok := s.function(name); ok {
			list = append(list, f)
		}
	}
	return list
}

// Position returns where a function is declared.
func (f function) Position() token.Position { return f.fset.Position(f.pos) }

// callBy returns where the function that is declared at a place calls another;
// a place without a line stands for the statements of its cell.
func (s *Session) callBy(caller token.Position, name string) (at token.Position, ok bool) {
	code, ok := s.source(caller.Filename)
	if !ok {
		return at, false
	}
	body := -1
	if caller.Line > 0 {
		body = offset(code, caller)
	}
	line, col, ok := traceback.CallIn(code, body, name)
	return token.Position{Filename: caller.Filename, Line: line, Column: col}, ok
}

// offset returns where a place is in the code of its cell.
func offset(code string, at token.Position) (n int) {
	for range at.Line - 1 {
		n += strings.IndexByte(code[n:], '\n') + 1
	}
	return min(n+at.Column-1, len(code))
}
