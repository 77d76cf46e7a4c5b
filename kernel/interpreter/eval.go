package interpreter

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"strings"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter/check"
	"github.com/unravel-go/unravel/kernel/interpreter/lower"
	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// run is one execution of a cell.
type run struct {
	cell   Cell
	out    Output
	screen *display.Screen
	asked  context.Context // of Eval
	group  *strand.Group
	result []any // of the last expression
}

// listener is the key under which ctx carries who wants to hear of progress.
// The type is anonymous so that compiled packages can name it without
// importing anything.
type listener = struct{ Progress string }

// segment is a part of a cell, compiled.
type segment struct {
	checked *check.Segment
	program *program // nil if there is nothing to run
	undo    func()
}

// Eval implements [Interpreter].
func (s *Session) Eval(ctx context.Context, cell Cell, out Output) (display.Bundle, error) {
	b, err := s.eval(ctx, cell, out)
	e, failed := err.(*Error)
	switch {
	case !failed:
		return b, err
	case s.options.Program != "":
		return b, e.renamed(cell.name()+":", s.options.Program+":")
	}
	return b, s.withHeldBack(e)
}

// renamed returns an error that names another source.
func (e *Error) renamed(from, to string) *Error {
	e.Value = strings.ReplaceAll(e.Value, from, to)
	for i, l := range e.Traceback {
		e.Traceback[i] = strings.ReplaceAll(l, from, to)
	}
	return e
}

func (s *Session) eval(ctx context.Context, cell Cell, out Output) (display.Bundle, error) {
	s.running.Lock()
	defer s.running.Unlock()
	if ctx.Err() != nil {
		return nil, &Error{Name: Interrupted, Value: "interrupted before it ran", Traceback: []string{"interrupted before it ran"}}
	}
	r := &run{cell: cell, out: out, screen: display.NewScreen(out), asked: ctx}
	r.group = s.strands.NewGroup(context.WithValue(ctx, listener{"unravel"}, r.screen.Report), r)
	if s.options.Program != "" {
		r.group.EndOnPanic()
	}
	s.current.Store(r)
	s.streams.in.drop()
	s.remember(cell)

	checked, errs := s.world.Check(cell.Number, cell.Code)
	if len(errs) > 0 {
		return nil, s.checkError(cell, errs)
	}
	list, wrong := s.compile(cell, checked)
	if wrong != nil {
		return nil, wrong
	}
	for _, note := range checked.Notices {
		out.Stderr([]byte(note + "\n"))
	}
	return s.execute(r, checked, list)
}

// remember keeps the code of a cell for messages about it.
func (s *Session) remember(cell Cell) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sources[cell.name()] = cell.quoted()
}

// compile translates all segments of a cell before any of them runs.
func (s *Session) compile(cell Cell, c *check.Cell) ([]segment, *Error) {
	marks := s.strands.Marks.Len()
	var list []segment
	for _, checked := range c.Segments {
		seg, err := s.compileSegment(checked)
		if err == nil {
			list = append(list, seg)
			continue
		}
		for i := len(list) - 1; i >= 0; i-- {
			list[i].undo()
		}
		s.strands.Marks.Cut(marks)
		return nil, s.unsupported(cell, err)
	}
	return list, nil
}

func (s *Session) compileSegment(checked *check.Segment) (seg segment, err error) {
	defer func() {
		if p := recover(); p != nil { // a mistake in here must not end the kernel
			err = fmt.Errorf("%v", p)
		}
	}()
	if mentionsFiles(checked.Info) {
		if err := s.streams.open(); err != nil {
			return seg, err
		}
	}
	out, err := s.lowerer.Lower(&lower.Input{
		Fset: checked.Fset, Pkg: checked.Pkg, Info: checked.Info,
		Funcs: checked.Funcs, Vars: checked.Vars, Reset: checked.Reset, Inits: checked.Inits, Stmts: checked.Stmts,
		Result: checked.Result, Forward: checked.Forward,
		Global: checked.Global, TypeKey: checked.TypeKey, Body: checked.Body,
	})
	if err != nil {
		return seg, err
	}
	defer func() {
		if err != nil {
			out.Undo()
		}
	}()
	seg = segment{checked: checked, undo: out.Undo}
	if err := s.machine.bind(out.Symbols); err != nil {
		return seg, err
	}
	for path, name := range out.Imports {
		if err := s.machine.importAs(path, name); err != nil {
			return seg, err
		}
	}
	if out.Decls != "" || out.Body != "" {
		if seg.program, err = s.machine.compileCell(out.Decls, out.Body, out.Gone); err != nil {
			return seg, err
		}
	}
	s.know(out)
	return seg, nil
}

// know remembers where functions stand.
func (s *Session) know(out *lower.Output) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, f := range out.Funcs {
		s.funcs[name] = function{f.Name, f.Fset, f.Pos}
	}
}

// execute runs a cell and makes its names known, as far as it came.
func (s *Session) execute(r *run, c *check.Cell, list []segment) (display.Bundle, error) {
	begun := 0
	s.strands.Marks.Reset()
	outcome := r.group.Run(func() {
		for _, seg := range list {
			begun++
			s.runSegment(seg)
		}
	})
	s.streams.drain()
	s.clear(list, begun)
	s.world.Commit(c, begun)
	if wrong := s.failure(r, outcome); wrong != nil {
		return nil, wrong
	}
	s.tellUnread(r, c)
	return s.outcome(r, c)
}

// clear lets go of compiled segments, the first of which have run. Of the
// others nothing is known.
func (s *Session) clear(list []segment, begun int) {
	for i := len(list) - 1; i >= 0; i-- {
		p := list[i].program
		if i >= begun {
			list[i].undo()
			if p != nil {
				p.gone = nil
			}
		}
		if p != nil {
			s.machine.drop(p)
		}
	}
}

func (s *Session) runSegment(seg segment) {
	if seg.program == nil {
		return
	}
	if err := s.machine.run(seg.program); err != nil {
		panic(err)
	}
}

// unsupported makes an error of code that go/types accepts and the machine
// does not.
func (s *Session) unsupported(cell Cell, err error) *Error {
	pos := token.Position{Filename: cell.name(), Line: 1, Column: 1}
	var bad *lower.Unsupported
	if errors.As(err, &bad) {
		if bad.Pos.IsValid() {
			pos = bad.Pos
		}
		return s.errorAt(pos, compileError, compileError+": "+bad.What, bad.What)
	}
	text := "the interpreter cannot run this: " + err.Error()
	return s.errorAt(pos, compileError, compileError+": "+text, text)
}
