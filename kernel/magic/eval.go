package magic

import (
	"context"
	"errors"
	"strings"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// Eval implements [interpreter.Interpreter]. A cell without magics is passed on
// as it is. Of any other the parts run in order, the first failure ends it, and
// the last part gives the result. Nothing runs if a magic is unknown or called
// wrongly, or if what the cell holds of Go is no Go.
func (m *Magic) Eval(ctx context.Context, cell interpreter.Cell, out interpreter.Output) (display.Bundle, error) {
	j := &job{Magic: m, ctx: ctx, cell: cell, out: out}
	if m.farewell(cell.Code) {
		j.leave()
		return nil, nil
	}
	p, err := m.plan(cell.Code)
	switch {
	case err != nil:
		return nil, err.in(cell)
	case p.plain():
		return m.interpreter().Eval(ctx, cell, out)
	case !m.parses(p.golang()):
		// It fails with the message of Go, before anything has run.
		return j.eval(p.golang())
	}
	return p.run(j)
}

// parses reports whether code is whole Go.
func (m *Magic) parses(code string) bool {
	status := m.interpreter().IsComplete(code).Status
	return status != "invalid" && status != "incomplete"
}

// plan is what is to be done with a cell.
type plan struct {
	code  string
	parts []part
	steps []step
}

// step is a part of a cell, prepared.
type step struct {
	part part
	do   action
	keep [][2]int // stretches of it that are Go, in order
}

// plan prepares a cell. Nothing of it runs.
func (m *Magic) plan(code string) (*plan, *fault) {
	p := &plan{code: code, parts: split(code, m.isGo)}
	for i, part := range p.parts {
		s, err := m.step(code, part, i == 0)
		if err != nil {
			return nil, &fault{at: part.mark, err: err}
		}
		p.steps = append(p.steps, s)
	}
	return p, nil
}

func (m *Magic) step(code string, p part, first bool) (step, error) {
	c := &call{p, code}
	switch p.kind {
	case goCode:
		text := excerpt(code, p.lo, p.hi)
		return step{p, func(j *job) (display.Bundle, error) { return j.eval(text) }, [][2]int{{p.lo, p.hi}}}, nil
	case question:
		return step{part: p, do: func(j *job) (display.Bundle, error) { return nil, j.answer(p.name, p.detail) }}, nil
	case shellLine:
		do, err := shell(c)
		return step{part: p, do: do}, err
	}
	s, ok := find(p.name)
	switch {
	case !ok:
		return step{}, unknown(p)
	case p.kind == cellMagic && !first:
		return step{}, errors.New("%%" + p.name + " stands on the first line of its cell")
	case p.kind == cellMagic && !s.cell:
		return step{}, errors.New("there is no %%" + p.name + "; %" + p.name + " is one line")
	case p.kind == lineMagic && !s.line:
		return step{}, errors.New("there is no %" + p.name + "; %%" + p.name + " stands on the first line of a cell and is for all lines below it")
	}
	do, err := s.prepare(m, c)
	if err != nil {
		return step{}, &usageError{s, p.kind, err}
	}
	done := step{part: p, do: do}
	if s.golang != nil {
		inner, err := m.within(s, c)
		if err != nil {
			return step{}, err.err
		}
		done.keep = clipped(inner.keep(), s.golang(c))
	}
	return done, nil
}

// within prepares what a magic that runs Go is given, at its place in the cell.
func (m *Magic) within(s spec, c *call) (*plan, *fault) {
	return m.plan(blanked(c.code, [][2]int{s.golang(c)}))
}

// clipped returns what of stretches lies in another.
func clipped(list [][2]int, in [2]int) (clipped [][2]int) {
	for _, s := range list {
		if lo, hi := max(s[0], in[0]), min(s[1], in[1]); lo < hi {
			clipped = append(clipped, [2]int{lo, hi})
		}
	}
	return clipped
}

// plain reports whether there is nothing but Go.
func (p *plan) plain() bool {
	return len(p.steps) == 0 || len(p.steps) == 1 && p.steps[0].part.kind == goCode
}

// golang returns what there is of Go, with all else blank.
func (p *plan) golang() string {
	return strings.TrimRight(blanked(p.code, p.keep()), " \n")
}

// keep returns the stretches of the cell that are Go, in order.
func (p *plan) keep() (list [][2]int) {
	for _, s := range p.steps {
		list = append(list, s.keep...)
	}
	return list
}

// run does one step after another. Comments behind the last do not take its
// result away.
func (p *plan) run(j *job) (result display.Bundle, err error) {
	for _, s := range p.steps {
		if s.part.empty {
			continue
		}
		if j.ctx.Err() != nil {
			return nil, j.interrupted(s.part)
		}
		if result, err = s.do(j); err != nil {
			return nil, j.failed(s.part, err)
		}
	}
	return result, nil
}
