package magic

import (
	"context"
	"slices"
	"strings"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// spec is what a magic is.
type spec struct {
	name  string // without the marks
	line  bool   // there is %name
	cell  bool   // there is %%name
	usage string // what stands behind the name
	help  string // one line
	more  string // what else there is to know; may be empty

	// prepare looks at a call before anything of its cell runs, and returns
	// what is to be done.
	prepare func(m *Magic, c *call) (action, error)

	// golang returns the stretch of the call that is Go; nil if nothing is.
	golang func(c *call) [2]int

	// words lists what the last word of the arguments may become; nil: nothing
	// is known.
	words func(m *Magic, word string) []word
}

// action does what a magic is for. Its error, if it is no *interpreter.Error,
// is told as one.
type action func(j *job) (display.Bundle, error)

// call is a magic as it stands in a cell.
type call struct {
	part
	code string // of the cell
}

// text returns the arguments, without blanks around them.
func (c *call) text() string { return strings.TrimSpace(c.code[c.args:c.argsEnd()]) }

func (c *call) argsEnd() int {
	if c.kind == cellMagic {
		return lineEnd(c.code, c.args)
	}
	return c.hi
}

// below returns what stands below a cell magic.
func (c *call) below() string { return c.code[c.body:] }

// job is a cell that runs.
type job struct {
	*Magic
	ctx  context.Context
	cell interpreter.Cell
	out  interpreter.Output
}

// eval runs Go that stands where it stands in the cell.
func (j *job) eval(code string) (display.Bundle, error) {
	cell := interpreter.Cell{Number: j.cell.Number, Code: code, Whole: j.cell.Code}
	return j.interpreter().Eval(j.ctx, cell, j.out)
}

// print writes to the cell's standard output.
func (j *job) print(text string) { j.out.Stdout([]byte(text)) }

// specs is the table of all magics, in alphabetical order.
func specs() []spec {
	return []spec{
		bash("bash"), cdSpec(), envSpec(), loadSpec(), lsmagicSpec(), magicSpec(), pwdSpec(), resetSpec(), runSpec(),
		bash("sh"), timeSpec(), timeitSpec(), whoSpec(), whosSpec(), writefileSpec(),
	}
}

// find returns the magic of a name.
func find(name string) (spec, bool) {
	all := specs()
	i := slices.IndexFunc(all, func(s spec) bool { return s.name == name })
	if i < 0 {
		return spec{}, false
	}
	return all[i], true
}

// spellings returns how a magic can be called: %time, %%time.
func (s spec) spellings() (list []string) {
	if s.line {
		list = append(list, "%"+s.name)
	}
	if s.cell {
		list = append(list, "%%"+s.name)
	}
	return list
}
