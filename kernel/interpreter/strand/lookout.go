package strand

import (
	"reflect"
	"runtime"
	"strings"
)

// Notes are variables that lowered code writes operands to, right before it
// uses them, where nothing else would keep them.
const Notes = 8

// Told stands for a variable in the names that [Set.Watch] is given.
const Told = "!"

// Watch returns the function that lowered code defers in a function that writes
// marks to a variable of its own. Some of the statements make accesses that may
// be out of range. It is called with the mark, which is 0 if the function
// returns, and with the variables of the given names, "&a" for a pointer to a:
// yaegi reads what a deferred call is given when it is made, not before. If the
// first name is [Told] its variable says that a later call has told all.
func (s *Set) Watch(names []string, accesses map[int][]Access) reflect.Value {
	look := func(mark int, vars ...any) {
		switch {
		case mark == 0 || len(names) > 0 && names[0] == Told && vars[0].(bool):
		case s.isHalted():
			s.endsAt(mark)
		case isFalling():
			s.Trail.found(mark, outOfRange(accesses[mark], named(names, vars)))
		}
	}
	switch len(names) { // since yaegi makes a list for a function that takes any number
	case 0:
		return reflect.ValueOf(func(mark int) { look(mark) })
	case 1:
		return reflect.ValueOf(func(mark int, a any) { look(mark, a) })
	case 2:
		return reflect.ValueOf(func(mark int, a, b any) { look(mark, a, b) })
	case 3:
		return reflect.ValueOf(func(mark int, a, b, c any) { look(mark, a, b, c) })
	case 4:
		return reflect.ValueOf(func(mark int, a, b, c, d any) { look(mark, a, b, c, d) })
	case 5:
		return reflect.ValueOf(func(mark int, a, b, c, d, e any) { look(mark, a, b, c, d, e) })
	case 6:
		return reflect.ValueOf(func(mark int, a, b, c, d, e, f any) { look(mark, a, b, c, d, e, f) })
	}
	return reflect.ValueOf(look)
}

func (s *Set) isHalted() bool {
	g := s.registry.current()
	return g != nil && g.Halted() != nil
}

// endsAt is told of the statements that a halted goroutine leaves. The first is
// where it was.
func (s *Set) endsAt(mark int) {
	if s.registry.current().ending.CompareAndSwap(true, false) {
		s.Marks.Set(mark)
	}
}

func named(names []string, vars []any) variables {
	m := variables{}
	for i, name := range names {
		v := reflect.ValueOf(vars[i])
		if plain, ok := strings.CutPrefix(name, "&"); ok {
			name, v = plain, v.Elem()
		}
		m[name] = v
	}
	return m
}

// isFalling reports whether the interpreted function that defers what is
// called now is left by a panic.
func isFalling() bool {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		f, more := frames.Next()
		if f.Function == "runtime.gopanic" {
			return true
		}
		if !more || strings.HasSuffix(f.Function, "interp.runCfg") {
			return false
		}
	}
}

// Note says that a statement makes an access whose operands are noted.
func (m *Marks) Note(number int, a Access) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.accesses == nil {
		m.accesses = map[int][]Access{}
	}
	m.accesses[number] = append(m.accesses[number], a)
}

// noted returns what the first access of a statement panics with that is out of
// range, as far as operands are noted.
func (m *Marks) noted(number int) any {
	m.mu.Lock()
	list := m.accesses[number]
	m.mu.Unlock()
	if list == nil {
		return nil
	}
	return outOfRange(list, m.noteValues())
}
