package interpreter

import (
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
)

// Options say what a [Session] knows besides the language.
type Options struct {
	// Symbols are the compiled packages that cells can import, in the format
	// that yaegi's extract command writes: members by name, under the import
	// path and the package name, "math/rand/rand". They must hold the standard
	// library.
	Symbols map[string]map[string]reflect.Value

	// Docs returns the documentation of a member of a package, "Type.Method"
	// for methods: its Go declaration, an empty line and its comment. For an
	// empty name it is the comment of the package; "" if there is none. Nil
	// knows nothing.
	Docs func(path, name string) string

	// Preload maps the names of packages that cells can use without importing
	// them to their import paths.
	Preload map[string]string

	// Dir is the folder in which cells run. Empty leaves the process where it
	// is.
	Dir string
}

// Session is an [Interpreter] of Go.
type Session struct {
	options Options
	machine *machine
	streams *streams

	running sync.Mutex // held while something compiles or runs
	names   scopeTable // what names mean between cells
	view    atomic.Pointer[view]

	generation map[string]int    // how many emitted names a name has had
	userName   map[string]string // of emitted names
	slots      map[string]*entry // variables by emitted name

	current atomic.Pointer[run] // the cell that runs, or the last that did
	strands strands
	brake   brake
	marks   marks
	closed  atomic.Bool
}

var _ Interpreter = (*Session)(nil)

// New returns a session in which no cell has run.
func New(o Options) (*Session, error) {
	s := &Session{
		options: o, names: scopeTable{},
		generation: map[string]int{}, userName: map[string]string{}, slots: map[string]*entry{},
	}
	s.streams = newStreams(s)
	if err := enter(o.Dir); err != nil {
		return nil, fmt.Errorf("interpreter: %w", err)
	}
	extra, wrap := s.helpers()
	m, err := newMachine(o.Symbols, extra, wrap, s.streams.in, s.streams.out)
	if err != nil {
		return nil, err
	}
	s.machine = m
	silence()
	m.trail.marks, m.trail.strands = &s.marks, &s.strands
	if _, err := m.importAs(rt, rtPath); err != nil {
		return nil, fmt.Errorf("interpreter: import helpers: %w", err)
	}
	s.publish()
	return s, nil
}

// Close ends the session: what its cells left running stops at its next poll.
func (s *Session) Close() error {
	s.closed.Store(true)
	for _, r := range s.strands.runs() {
		r.halt(&halt{Interrupted, "the session has ended"})
	}
	return nil
}
