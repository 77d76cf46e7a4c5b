package box

import (
	"fmt"
	"io"
	"log"
	"os"
	"reflect"
)

// printing returns the functions of package fmt that take any values to print.
// Standard output is what out returns.
func printing(out func() io.Writer) map[string]reflect.Value {
	return map[string]reflect.Value{
		"Printf":   reflect.ValueOf(func(f string, a ...any) (int, error) { return fprintf(out(), f, a...) }),
		"Print":    reflect.ValueOf(func(a ...any) (int, error) { return out().Write(appendPrint(nil, a...)) }),
		"Println":  reflect.ValueOf(func(a ...any) (int, error) { return fmt.Fprintln(out(), arguments(a)...) }),
		"Fprintf":  reflect.ValueOf(fprintf),
		"Fprint":   reflect.ValueOf(func(w io.Writer, a ...any) (int, error) { return w.Write(appendPrint(nil, a...)) }),
		"Fprintln": reflect.ValueOf(func(w io.Writer, a ...any) (int, error) { return fmt.Fprintln(w, arguments(a)...) }),
		"Sprintf":  reflect.ValueOf(Sprintf),
		"Sprint":   reflect.ValueOf(sprint),
		"Sprintln": reflect.ValueOf(sprintln),
		"Appendf": reflect.ValueOf(func(b []byte, f string, a ...any) []byte {
			f, a = rewrite(f, a, false)
			return fmt.Appendf(b, f, a...)
		}),
		"Append":   reflect.ValueOf(appendPrint),
		"Appendln": reflect.ValueOf(func(b []byte, a ...any) []byte { return fmt.Appendln(b, arguments(a)...) }),
		"Errorf":   reflect.ValueOf(Errorf),
	}
}

// Sprintf is fmt.Sprintf for arguments that may be boxes.
func Sprintf(format string, a ...any) string {
	format, a = rewrite(format, a, false)
	return fmt.Sprintf(format, a...)
}

// Errorf is fmt.Errorf for arguments that may be boxes.
func Errorf(format string, a ...any) error {
	format, a = rewrite(format, a, true)
	return fmt.Errorf(format, a...)
}

func fprintf(w io.Writer, format string, a ...any) (int, error) {
	format, a = rewrite(format, a, false)
	return fmt.Fprintf(w, format, a...)
}

func sprint(a ...any) string { return string(appendPrint(nil, a...)) }

func sprintln(a ...any) string { return fmt.Sprintln(arguments(a)...) }

// arguments marks boxes as arguments.
func arguments(a []any) []any {
	if !anyBoxed(a) {
		return a
	}
	list := make([]any, len(a))
	for i, x := range a {
		if b, ok := Of(x); ok {
			x = argument{b}
		}
		list[i] = x
	}
	return list
}

// appendPrint is fmt.Append, which adds spaces between operands when neither is
// a string: one in a box is a string too.
func appendPrint(b []byte, a ...any) []byte {
	if !anyBoxed(a) {
		return fmt.Append(b, a...)
	}
	list := arguments(a)
	wasString := true
	for i, x := range a {
		isString := x != nil && dynamic(x).kind() == reflect.String
		if i > 0 && !isString && !wasString {
			b = append(b, ' ')
		}
		b = fmt.Append(b, list[i])
		wasString = isString
	}
	return b
}

// logging returns the functions of package log that print and return.
func logging() map[string]reflect.Value {
	const caller = 2 // what calls the function here
	panics := func(s string) {
		log.Output(caller+1, s)
		panic(s)
	}
	return map[string]reflect.Value{
		"Printf":  reflect.ValueOf(func(f string, a ...any) { log.Output(caller, Sprintf(f, a...)) }),
		"Print":   reflect.ValueOf(func(a ...any) { log.Output(caller, sprint(a...)) }),
		"Println": reflect.ValueOf(func(a ...any) { log.Output(caller, sprintln(a...)) }),
		"Panicf":  reflect.ValueOf(func(f string, a ...any) { panics(Sprintf(f, a...)) }),
		"Panic":   reflect.ValueOf(func(a ...any) { panics(sprint(a...)) }),
		"Panicln": reflect.ValueOf(func(a ...any) { panics(sprintln(a...)) }),
	}
}

// loggers returns the same as methods of loggers.
func loggers() map[string]reflect.Value {
	const caller = 2
	panics := func(l *log.Logger, s string) {
		l.Output(caller+1, s)
		panic(s)
	}
	return map[string]reflect.Value{
		"log.(*Logger).Printf":  reflect.ValueOf(func(l *log.Logger, f string, a ...any) { l.Output(caller, Sprintf(f, a...)) }),
		"log.(*Logger).Print":   reflect.ValueOf(func(l *log.Logger, a ...any) { l.Output(caller, sprint(a...)) }),
		"log.(*Logger).Println": reflect.ValueOf(func(l *log.Logger, a ...any) { l.Output(caller, sprintln(a...)) }),
		"log.(*Logger).Panicf":  reflect.ValueOf(func(l *log.Logger, f string, a ...any) { panics(l, Sprintf(f, a...)) }),
		"log.(*Logger).Panic":   reflect.ValueOf(func(l *log.Logger, a ...any) { panics(l, sprint(a...)) }),
		"log.(*Logger).Panicln": reflect.ValueOf(func(l *log.Logger, a ...any) { panics(l, sprintln(a...)) }),
	}
}

// scanning returns the functions of package fmt that store what they read.
func scanning() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Scan":    reflect.ValueOf(func(a ...any) (int, error) { return fmt.Fscan(os.Stdin, targets(a)...) }),
		"Scanf":   reflect.ValueOf(func(f string, a ...any) (int, error) { return fmt.Fscanf(os.Stdin, f, targets(a)...) }),
		"Scanln":  reflect.ValueOf(func(a ...any) (int, error) { return fmt.Fscanln(os.Stdin, targets(a)...) }),
		"Fscan":   reflect.ValueOf(func(r io.Reader, a ...any) (int, error) { return fmt.Fscan(r, targets(a)...) }),
		"Fscanf":  reflect.ValueOf(func(r io.Reader, f string, a ...any) (int, error) { return fmt.Fscanf(r, f, targets(a)...) }),
		"Fscanln": reflect.ValueOf(func(r io.Reader, a ...any) (int, error) { return fmt.Fscanln(r, targets(a)...) }),
		"Sscan":   reflect.ValueOf(func(s string, a ...any) (int, error) { return fmt.Sscan(s, targets(a)...) }),
		"Sscanf":  reflect.ValueOf(func(s, f string, a ...any) (int, error) { return fmt.Sscanf(s, f, targets(a)...) }),
		"Sscanln": reflect.ValueOf(func(s string, a ...any) (int, error) { return fmt.Sscanln(s, targets(a)...) }),
	}
}

// targets returns where to scan to: a pointer to a named number is represented
// by a pointer to a number. A scanner of the user's is scanned to as one.
func targets(a []any) []any {
	list := make([]any, len(a))
	for i, x := range a {
		if b, ok := Of(x); ok {
			x = b.V
			if s, ok := b.T.carryAs(reflect.TypeFor[fmt.Scanner](), b.V).(fmt.Scanner); ok {
				x = s
			}
		}
		list[i] = x
	}
	return list
}
