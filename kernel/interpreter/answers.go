package interpreter

import "github.com/unravel-go/unravel/display"

// Complete implements [Interpreter].
func (s *Session) Complete(code string, cursor int) Completion {
	return s.answers.Complete(code, cursor)
}

// Inspect implements [Interpreter].
func (s *Session) Inspect(code string, cursor, detail int) (display.Bundle, bool) {
	return s.answers.Inspect(code, cursor, detail)
}

// IsComplete implements [Interpreter].
func (s *Session) IsComplete(code string) Completeness { return s.answers.IsComplete(code) }
