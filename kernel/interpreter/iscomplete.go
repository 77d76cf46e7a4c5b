package interpreter

import (
	"strings"
)

// IsComplete implements [Interpreter]: code is incomplete if all that is wrong
// with it is that it ends too early.
func (s *Session) IsComplete(code string) Completeness {
	end := len(strings.TrimRight(code, " \t\r\n"))
	_, problems := parse(&source{code: code})
	if len(problems) == 0 {
		return Completeness{Status: "complete"}
	}
	for _, p := range problems {
		if p.off < end && !p.open {
			return Completeness{Status: "invalid"}
		}
	}
	return Completeness{Status: "incomplete", Indent: strings.Repeat("\t", openBrackets(code))}
}

// openBrackets counts the brackets that code leaves open.
func openBrackets(code string) int {
	s := newSplitter(code)
	s.run()
	return len(s.brackets)
}
