package interpreter

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"reflect"
	"strings"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter/box"
	"github.com/unravel-go/unravel/kernel/interpreter/lower"
	"github.com/unravel-go/unravel/kernel/interpreter/overlay"
)

// displayPath is the package whose functions are bound to the cell.
const displayPath = "github.com/unravel-go/unravel/display"

type table = map[string]reflect.Value

// tables returns the symbols that stand in for those of compiled packages,
// because in a cell they mean the cell's (its streams, its screen, its end),
// and the helpers of lowered code.
func (s *Session) tables() map[string]map[string]reflect.Value {
	all := map[string]map[string]reflect.Value{}
	add := func(key string, t table) {
		if all[key] == nil {
			all[key] = table{}
		}
		maps.Copy(all[key], t)
	}
	for _, tables := range []map[string]map[string]reflect.Value{
		box.Overrides(printed{s.streams}), s.strands.Overrides(), overlay.Symbols(), s.streamTables(),
	} {
		for key, t := range tables {
			add(key, t)
		}
	}
	add(displayPath+"/display", s.displayTable())
	add("log/slog/slog", s.slogTable())
	add(rtPath+"/rt", lower.Helpers(s.streams.err))
	add(rtPath+"/rt", s.strands.Helpers())
	add(rtPath+"/rt", table{
		"Ctx":  reflect.ValueOf(s.context),
		"Show": reflect.ValueOf(s.show),

		"Stream": reflect.ValueOf(s.streams.standIn), "File": reflect.ValueOf(original),
	})
	return all
}

func (s *Session) displayTable() table {
	return table{
		"Show": reflect.ValueOf(func(v any) *display.Handle {
			s.streams.drain()
			return s.here().screen.Show(s.revealed(v))
		}),
		"NewProgress": reflect.ValueOf(func(title string, total int) *display.Progress {
			return s.here().screen.Progress(title, total)
		}),
		"Clear":        reflect.ValueOf(func(wait bool) { s.here().screen.Clear(wait) }),
		"OpenComm":     reflect.ValueOf(s.openComm),
		"OpenCommWith": reflect.ValueOf(s.openCommWith),
		"HandleComm":   reflect.ValueOf(s.handleComm),
	}
}

// streamTables are the functions that print and read.
func (s *Session) streamTables() map[string]map[string]reflect.Value {
	in := s.streams.in
	args := s.options.Args
	if args == nil {
		args = []string{"unravel"}
	}
	l := s.logger()
	logTable := table{"Default": reflect.ValueOf(func() *log.Logger { return l })}
	v := reflect.ValueOf(l)
	for _, name := range strings.Fields(`Panic Panicf Panicln Print Printf Println Flags Output Prefix SetFlags SetOutput SetPrefix Writer`) {
		logTable[name] = v.MethodByName(name)
	}
	return map[string]map[string]reflect.Value{
		"fmt/fmt": {
			"Scan":   reflect.ValueOf(func(a ...any) (int, error) { return fmt.Fscan(in, a...) }),
			"Scanln": reflect.ValueOf(func(a ...any) (int, error) { return fmt.Fscanln(in, a...) }),
			"Scanf":  reflect.ValueOf(func(format string, a ...any) (int, error) { return fmt.Fscanf(in, format, a...) }),
		},
		"os/os": {
			"Args":   reflect.ValueOf(&args).Elem(),
			"Stdin":  reflect.ValueOf(&s.streams.files.in).Elem(),
			"Stdout": reflect.ValueOf(&s.streams.files.out).Elem(),
			"Stderr": reflect.ValueOf(&s.streams.files.err).Elem(),
		},
		"log/log":   logTable,
		"flag/flag": s.flagTable(&args),
	}
}

// logger is what package log writes with in a cell.
func (s *Session) logger() *log.Logger {
	s.loggerOnce.Do(func() { s.log = log.New(s.streams.err, "", log.LstdFlags) })
	return s.log
}

// show takes the value, or values, of the last expression.
func (s *Session) show(v ...any) { s.here().result = v }

// context is ctx.
func (s *Session) context() context.Context {
	if g := s.strands.Here(); g != nil {
		return g.Ctx()
	}
	return context.Background()
}

// here returns the cell to which this goroutine belongs; from outside, the one
// that runs or ran last.
func (s *Session) here() *run {
	if g := s.strands.Here(); g != nil {
		return g.Data().(*run)
	}
	return s.current.Load()
}

// enter makes a folder the working directory.
func enter(dir string) error {
	if dir == "" {
		return nil
	}
	return os.Chdir(dir)
}

// quiet keeps what yaegi says to the process's standard logger, right before
// it panics, out of it: the panic says it again.
type quiet struct{ io.Writer }

// silence puts a quiet in front of the standard logger's writer, for good: it
// has no state, and lets everything else through.
func silence() {
	if _, done := log.Writer().(quiet); !done {
		log.SetOutput(quiet{log.Writer()})
	}
}

func (q quiet) Write(p []byte) (int, error) {
	for _, text := range []string{"nil type\n", "nil reflect type\n"} {
		if bytes.HasSuffix(p, []byte(text)) {
			return len(p), nil
		}
	}
	return q.Writer.Write(p)
}
