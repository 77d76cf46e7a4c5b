package interpreter

import (
	"fmt"
	"go/token"
	"go/types"
	"io"
	"log"
	"maps"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/unravel-go/unravel/kernel/interpreter/answer"
	"github.com/unravel-go/unravel/kernel/interpreter/box"
	"github.com/unravel-go/unravel/kernel/interpreter/check"
	"github.com/unravel-go/unravel/kernel/interpreter/lower"
	"github.com/unravel-go/unravel/kernel/interpreter/overlay"
	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// Options say what a [Session] knows besides the language.
type Options struct {
	// Symbols are the compiled packages that cells can import, in yaegi's
	// format: functions, variables and types by name, under the import path
	// and the package name, "math/rand/rand". They hold the standard library.
	Symbols map[string]map[string]reflect.Value

	// Wrappers let values of interpreted types be compiled interfaces.
	Wrappers []box.Wrapper

	// Types are the type checker's packages. A session has one of its own: it
	// is not used by two goroutines at once.
	Types Types

	// Members returns the exported names of a package, without reading its
	// types. Nil knows none.
	Members func(path string) []string

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

	// Stdin is what os.Stdin reads; nil asks [Output.Input] for lines.
	Stdin io.Reader

	// Files are what os.Stdin, os.Stdout and os.Stderr are in cells; nil makes
	// files that lead to the Output of the cells.
	Files *Files

	// Program is the file of a program that the session is made to run: errors
	// name it, and a panic of any goroutine ends it. Empty for cells.
	Program string

	// Args are what os.Args is in cells; nil is the name of the program alone.
	Args []string
}

// Types knows the packages that can be imported.
type Types interface {
	types.Importer
	Paths() []string                // all of them
	PackageName(path string) string // without reading the package
}

// Session is an [Interpreter] of Go.
type Session struct {
	options Options
	world   *check.World
	answers *answer.Answerer
	lowerer *lower.Lowerer
	machine *machine
	strands *strand.Set
	streams *streams
	comms   *comms

	running sync.Mutex          // held while something compiles or runs
	current atomic.Pointer[run] // the cell that runs, or the last that did

	loggerOnce sync.Once
	log        *log.Logger // of package log in cells

	mu      sync.Mutex
	sources map[string]string // code of the cells, by the name that positions have
	funcs   map[string]function
}

// function is where a function of the machine stands in its cell.
type function struct {
	name string // as its user knows it
	fset *token.FileSet
	pos  token.Pos
}

var (
	_ Interpreter = (*Session)(nil)
	_ Lister      = (*Session)(nil)
	_ Talker      = (*Session)(nil)
)

// New returns a session in which no cell has run.
func New(o Options) (*Session, error) {
	s := &Session{options: o, sources: map[string]string{}, funcs: map[string]function{}}
	s.streams = newStreams(s)
	silence()
	if err := enter(o.Dir); err != nil {
		return nil, fmt.Errorf("interpreter: %w", err)
	}
	s.strands = strand.NewSet(strand.Options{Late: s.late, Log: s.logger()})
	s.comms = newComms(s)
	s.world = check.NewWorld(check.Options{
		Importer: o.Types, Names: o.Preload, Paths: o.Types.Paths,
		Predeclared: map[string]check.Predeclared{"ctx": {Path: "context", Type: "Context", Emitted: "rt.Ctx()"}},
	})
	s.answers = answer.New(answer.Options{
		World: s.world, Preload: o.Preload, Paths: o.Types.Paths, PackageName: o.Types.PackageName, Members: o.Members, Doc: o.Docs, Value: s.value,
	})
	tables := s.tables()
	m, err := newMachine(o.Symbols, tables, s.streams, &s.strands.Trail)
	if err != nil {
		return nil, err
	}
	s.machine = m
	if err := m.start(func(at *int, stop *bool, notes ...*int) {
		s.strands.Marks.Use(at)
		s.strands.Marks.UseNotes(notes)
		s.strands.UseStop(stop)
	}); err != nil {
		return nil, err
	}
	registry := box.NewRegistry(o.Wrappers)
	registry.OnPanic(strand.Recovered)
	methods := s.strands.Methods()
	maps.Copy(methods, registry.Methods())
	maps.Copy(methods, s.streams.methods())
	methods["flag.(*FlagSet).Parse"] = reflect.ValueOf(s.parseFlags)
	s.lowerer = lower.New(lower.Options{
		Types: registry, Compiled: m, Overlay: overlay.New(o.Types, token.NewFileSet()),
		Methods: methods, Wanted: registry.Wanted, Fixed: o.Program != "",
		Mark: func(fset *token.FileSet, pos, lo, hi token.Pos) int {
			return s.strands.Marks.Add(strand.Mark{Fset: fset, Pos: pos, Lo: lo, Hi: hi})
		},
		Watch: s.strands.Watch, Note: s.strands.Marks.Note,
	})
	return s, nil
}

// Close ends the session: what its cells left running stops.
func (s *Session) Close() error {
	s.comms.close()
	s.strands.Close()
	s.streams.close()
	return nil
}
