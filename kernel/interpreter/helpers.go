package interpreter

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"reflect"
	"strings"

	"github.com/unravel-go/unravel/display"
)

// rtPath is the import path of the helpers; nobody's package can have it.
const rtPath = "unravel/internal/cell"

// displayPath is the package whose functions are bound to the cell.
const displayPath = "github.com/unravel-go/unravel/display"

type table = map[string]reflect.Value

// helpers returns the symbols that stand in for those of compiled packages,
// because in a cell they mean the cell's: its streams, its screen, its end.
// The map tells by which interface a function asks for more of a value than
// its type says.
func (s *Session) helpers() (map[string]map[string]reflect.Value, map[reflect.Value][]reflect.Type) {
	show := reflect.ValueOf(s.show)
	screenShow := reflect.ValueOf(func(v any) *display.Handle { return s.screen().Show(v) })
	rich := []reflect.Type{
		reflect.TypeFor[display.Bundler](), reflect.TypeFor[error](), reflect.TypeFor[fmt.Stringer](),
	}
	wrap := map[reflect.Value][]reflect.Type{show: rich, screenShow: rich}
	sleep := reflect.ValueOf(s.sleep)
	return map[string]map[string]reflect.Value{
		rtPath + "/cell": {
			"Stop":      reflect.ValueOf(&s.brake.stop),
			"At":        reflect.ValueOf(&s.marks.last),
			"Mark":      reflect.ValueOf(s.marks.set),
			"Check":     reflect.ValueOf(s.check),
			"Wake":      reflect.ValueOf(s.wake),
			"Stopped":   reflect.ValueOf(s.stopped),
			"Recovered": reflect.ValueOf(s.recovered),
			"Ctx":       reflect.ValueOf(s.context),
			"Show":      show,
			"Bind":      reflect.ValueOf(s.bind),
			"Defer":     reflect.ValueOf(s.deferCall),
			"Go":        reflect.ValueOf(s.start),
			"Call":      reflect.ValueOf(func(f func()) { f() }),
			"Print":     reflect.ValueOf(s.print),
			"Println":   reflect.ValueOf(s.println),
			"Probe":     reflect.ValueOf((*unassignable)(nil)),
		},
		displayPath + "/display": {
			"Show": screenShow,
			"NewProgress": reflect.ValueOf(func(title string, total int) *display.Progress {
				return s.screen().Progress(title, total)
			}),
			"Clear":    reflect.ValueOf(func(wait bool) { s.screen().Clear(wait) }),
			"_Bundler": reflect.ValueOf((*bundler)(nil)),
		},
		"time/time": {"Sleep": sleep},
		"os/os": {
			"Exit":   reflect.ValueOf(s.exit),
			"Stdin":  reflect.ValueOf(&s.streams.in).Elem(),
			"Stdout": reflect.ValueOf(&s.streams.out).Elem(),
			"Stderr": reflect.ValueOf(&s.streams.err).Elem(),
		},
		"log/log":       s.logTable(),
		"log/slog/slog": s.slogTable(),
	}, wrap
}

// bundler lets an interpreted type with a MIMEBundle method be a
// display.Bundler.
type bundler struct {
	IValue      any
	WMIMEBundle func() map[string]any
}

func (b bundler) MIMEBundle() map[string]any { return b.WMIMEBundle() }

// show takes the value, or values, of the last expression.
func (s *Session) show(v ...any) {
	if st := s.strands.current(); st != nil {
		st.run.result = v
	}
}

// bind remembers where a variable lives.
func (s *Session) bind(emitted string, pointer any) {
	if e := s.slots[emitted]; e != nil {
		e.slot = reflect.ValueOf(pointer).Elem()
	}
}

// deferCall remembers a call for the end of the cell.
func (s *Session) deferCall(f func()) {
	if st := s.strands.current(); st != nil {
		st.run.deferred = append(st.run.deferred, f)
	}
}

// context is ctx.
func (s *Session) context() context.Context {
	if r := s.runHere(); r != nil {
		return r.ctx
	}
	return context.Background()
}

func (s *Session) screen() *display.Screen { return s.runHere().screen }

// runHere returns the cell to which this goroutine belongs; from outside, the
// one that runs or ran last.
func (s *Session) runHere() *run {
	if st := s.strands.current(); st != nil {
		return st.run
	}
	return s.current.Load()
}

// exited is the name of the error of a cell that ended itself.
const exited = "exit"

// exit is os.Exit in a cell.
func (s *Session) exit(code int) {
	s.endCell(&halt{exited, fmt.Sprintf("os.Exit(%d) ended the cell; the session and its values are still there", code)})
}

// logger is log.Logger in a cell: Fatal ends the cell.
type logger struct {
	*log.Logger
	session *Session
}

func (l *logger) die() {
	l.session.endCell(&halt{exited, "log.Fatal ended the cell; the session and its values are still there"})
}

// Fatal is Print and the end of the cell, as are Fatalf and Fatalln.
func (l *logger) Fatal(v ...any)                 { l.Print(v...); l.die() }
func (l *logger) Fatalf(format string, v ...any) { l.Printf(format, v...); l.die() }
func (l *logger) Fatalln(v ...any)               { l.Println(v...); l.die() }

func (s *Session) logTable() table {
	l := &logger{log.New(s.streams.err, "", log.LstdFlags), s}
	t := table{
		"Logger":  reflect.ValueOf((*logger)(nil)),
		"Default": reflect.ValueOf(func() *logger { return l }),
		"New": reflect.ValueOf(func(w io.Writer, prefix string, flag int) *logger {
			return &logger{log.New(w, prefix, flag), s}
		}),
	}
	v := reflect.ValueOf(l)
	for _, name := range strings.Fields(`Fatal Fatalf Fatalln Panic Panicf Panicln Print Printf Println
		Flags Output Prefix SetFlags SetOutput SetPrefix Writer`) {
		t[name] = v.MethodByName(name)
	}
	return t
}

// enter makes a folder the working directory.
func enter(dir string) error {
	if dir == "" {
		return nil
	}
	return os.Chdir(dir)
}

// print and println format as Go's predeclared functions do.
func (s *Session) print(v ...any) {
	var b strings.Builder
	for _, x := range v {
		b.WriteString(printed(x))
	}
	s.streams.err.WriteString(b.String())
}

func (s *Session) println(v ...any) {
	words := make([]string, len(v))
	for i, x := range v {
		words[i] = printed(x)
	}
	s.streams.err.WriteString(strings.Join(words, " ") + "\n")
}

func printed(v any) string {
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.Invalid:
		return "nil"
	case reflect.Float32, reflect.Float64:
		return exponent(fmt.Sprintf("%+.6e", rv.Float()))
	case reflect.Complex64, reflect.Complex128:
		c := rv.Complex()
		return "(" + printed(real(c)) + printed(imag(c)) + "i)"
	case reflect.String:
		return rv.String()
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return fmt.Sprint(v)
	case reflect.Slice:
		return fmt.Sprintf("[%d/%d]%#x", rv.Len(), rv.Cap(), rv.Pointer())
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return fmt.Sprintf("%#x", rv.Pointer())
	}
	return fmt.Sprint(v)
}

// exponent gives a number three digits of exponent, as print writes it.
func exponent(s string) string {
	if i := strings.IndexAny(s, "e"); i >= 0 && len(s)-i == 4 {
		return s[:i+2] + "0" + s[i+2:]
	}
	return s
}
