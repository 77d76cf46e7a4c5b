package magic

import (
	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// Inspect implements [interpreter.Interpreter].
func (m *Magic) Inspect(code string, cursor, detail int) (display.Bundle, bool) {
	cursor = min(max(cursor, 0), len(code))
	parts := split(code, m.isGo)
	p, ok := at(parts, cursor)
	switch {
	case !ok || p.kind == goCode:
		return m.interpreter().Inspect(goOnly(code, parts), cursor, detail)
	case p.kind == question:
		return m.about(p.name, max(detail, p.detail))
	case p.kind == shellLine:
		return nil, false
	}
	s, known := find(p.name)
	if !known {
		return nil, false
	}
	if s.golang != nil {
		if g := s.golang(&call{p, code}); g[0] <= cursor {
			return m.Inspect(blanked(code, [][2]int{g}), cursor, detail)
		}
	}
	return s.describe(), true
}

// IsComplete implements [interpreter.Interpreter]. A magic is a line, and always
// complete; what a cell magic is for ends with a blank line. Of the rest the
// interpreter inside says what it lacks.
func (m *Magic) IsComplete(code string) interpreter.Completeness {
	parts := split(code, m.isGo)
	if len(parts) == 0 || len(parts) == 1 && parts[0].kind == goCode {
		return m.interpreter().IsComplete(code)
	}
	last := parts[len(parts)-1]
	if last.kind == cellMagic {
		if endsBlank(code[last.body:]) {
			return interpreter.Completeness{Status: "complete"}
		}
		return interpreter.Completeness{Status: "incomplete"}
	}
	if last.kind == shellLine && code[last.hi-1] == '\\' {
		return interpreter.Completeness{Status: "incomplete"}
	}
	return m.interpreter().IsComplete(goOnly(code, parts))
}

// endsBlank reports whether a blank line ends a text.
func endsBlank(text string) bool {
	lines := 0
	for i := len(text) - 1; i >= 0; i-- {
		switch text[i] {
		case '\n':
			lines++
		case ' ', '\t', '\r':
		default:
			return lines > 1
		}
	}
	return lines > 0
}
