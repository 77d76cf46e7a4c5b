package interpreter

import "github.com/unravel-go/unravel/display"

func (s *Session) Complete(code string, cursor int) Completion                    { return Completion{} }
func (s *Session) Inspect(code string, cursor, detail int) (display.Bundle, bool) { return nil, false }
func (s *Session) IsComplete(code string) Completeness                            { return Completeness{} }
