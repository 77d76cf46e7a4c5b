package answer

import (
	"errors"
	"go/types"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/check"
)

// Completeness tells whether code can run as it stands.
type Completeness struct {
	Status string // complete, incomplete, invalid or unknown
	Indent string // what the next line should start with, if incomplete
}

// IsComplete tells whether code can run: it is incomplete if all that is wrong
// with its syntax is that it ends too early. What its names mean does not
// matter, that is for the cell to say when it runs. Of what nobody can have
// typed it is unknown.
func (a *Answerer) IsComplete(code string) (c Completeness) {
	c = Completeness{Status: "unknown"}
	defer func() { _ = recover() }() // as in Complete
	return isComplete(code)
}

func isComplete(code string) Completeness {
	if len(code) > maxMend {
		return Completeness{Status: "unknown"}
	}
	end := len(strings.TrimRight(code, " \t\r\n"))
	// A world of its own: nothing is imported, nothing is kept.
	_, errs := check.NewWorld(check.Options{Importer: nothing{}}).Check(1, code)
	status := "complete"
	for _, e := range errs {
		switch {
		case !e.Syntax:
		case e.Offset < end && !e.Open:
			return Completeness{Status: "invalid"}
		default:
			status = "incomplete"
		}
	}
	if status == "complete" {
		return Completeness{Status: status}
	}
	return Completeness{Status: status, Indent: indent(code)}
}

// nothing imports nothing.
type nothing struct{}

func (nothing) Import(path string) (*types.Package, error) {
	return nil, errors.New("no " + path)
}

// maxIndent bounds the indent: nobody writes further to the right.
const maxIndent = 50

// indent returns what gofmt would put in front of the next line: a tab for
// every line that leaves brackets open, and one more within a statement.
func indent(code string) string {
	var open []int // lines
	t := scan(readable(code))
	line, at := 0, 0
	for _, k := range t.tokens {
		line += strings.Count(t.code[at:k.lo], "\n")
		at = k.lo
		switch k.Token.String() {
		case "(", "[", "{":
			open = append(open, line)
		case ")", "]", "}":
			open = open[:max(len(open)-1, 0)]
		}
	}
	if n := len(t.tokens); n > 0 && unfinished(t.tokens[n-1], t) {
		return "" // blanks would become part of it
	}
	depth, last := 0, -1
	for _, l := range open {
		if l != last {
			depth++
		}
		last = l
	}
	if k := t.before(len(t.tokens), 0); depth == 0 && k.IsOperator() && k.hi > k.lo {
		depth = 1
	}
	return strings.Repeat("\t", min(depth, maxIndent))
}

// unfinished reports whether a raw string or a comment is not closed.
func unfinished(k tok, t *text) bool {
	lit := t.lit(k)
	return strings.HasPrefix(lit, "`") && !closed(lit) ||
		strings.HasPrefix(lit, "/*") && (len(lit) < 4 || !strings.HasSuffix(lit, "*/"))
}
