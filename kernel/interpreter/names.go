package interpreter

import (
	"context"
	"strings"
	"time"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter/box"
)

// Names implements [Lister]. Of variables it tells the values only if nothing
// of the session runs, neither a cell nor a goroutine that one has left behind:
// they may be changing what would be read.
func (s *Session) Names() []Name {
	var list []Name
	var vars []string
	for _, n := range s.world.Snapshot().Names() {
		kind := n.Kind
		switch kind {
		case "var":
			vars = append(vars, n.Name)
		case "package":
			kind = "import"
		}
		list = append(list, Name{Name: n.Name, Kind: kind, Type: n.Type, Value: cut(n.Value), Cell: n.Cell})
	}
	values := s.values(vars)
	for i, n := range list {
		if n.Kind == "var" {
			list[i].Value = values[n.Name]
		}
	}
	return list
}

// value returns the text of what a variable holds, for inspection.
func (s *Session) value(name string) (text string, ok bool) {
	text, ok = s.values([]string{name})[name]
	return text, ok && text != ""
}

// maxPeek is how long the methods may take that print values.
const maxPeek = 200 * time.Millisecond

// values returns the texts of what variables hold; of none if they cannot be
// read now. The variables are read by code like that of a cell, so that values
// come with their types, and printed on a goroutine that can be stopped: String
// methods are the user's code.
func (s *Session) values(names []string) map[string]string { return s.read(names, brief) }

// read is values with the texts that a function makes of them.
func (s *Session) read(names []string, text func(any) string) map[string]string {
	if !s.running.TryLock() {
		return nil
	}
	defer s.running.Unlock()
	return s.readNow(names, text)
}

// readNow is read by who has locked running.
func (s *Session) readNow(names []string, text func(any) string) map[string]string {
	if len(names) == 0 {
		return nil
	}
	s.comms.gate.Lock() // no handler begins now
	defer s.comms.gate.Unlock()
	if !s.strands.Idle() {
		return nil
	}
	marks := s.strands.Marks.Len()
	defer s.strands.Marks.Cut(marks)
	checked, errs := s.world.Check(0, "[]interface{}{"+strings.Join(names, ", ")+"}")
	if len(errs) > 0 {
		return nil
	}
	list, wrong := s.compile(Cell{}, checked)
	if wrong != nil {
		return nil
	}
	defer s.clear(list, len(list))
	return s.peek(list, names, text)
}

// peek runs code whose result is a list of values, and prints them.
func (s *Session) peek(list []segment, names []string, text func(any) string) map[string]string {
	ctx, cancel := context.WithTimeout(context.Background(), maxPeek)
	defer cancel()
	r := &run{out: nowhere{}, screen: display.NewScreen(nowhere{}), asked: ctx}
	r.group = s.strands.NewGroup(ctx, r)
	texts := map[string]string{}
	ended := r.group.Aside(func() {
		for _, seg := range list {
			s.runSegment(seg)
		}
		if len(r.result) != 1 {
			return
		}
		values, _ := box.V(r.result[0]).([]any)
		for i, v := range values {
			texts[names[i]] = text(v)
		}
	})
	if !ended {
		return nil // and the map may still be written to
	}
	return texts
}

// nowhere is an Output that nobody reads.
type nowhere struct{}

func (nowhere) Stdout([]byte)                                  {}
func (nowhere) Stderr([]byte)                                  {}
func (nowhere) Display(display.Bundle, map[string]any, string) {}
func (nowhere) Update(display.Bundle, map[string]any, string)  {}
func (nowhere) Clear(bool)                                     {}
func (nowhere) Input(string, bool) (string, error)             { return "", errNobody }
