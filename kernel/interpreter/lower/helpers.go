package lower

import (
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// Helpers returns what emitted code calls besides the helpers of the
// goroutines: operations that the machine lacks or gets wrong. Errs is where
// print and println write.
func Helpers(errs io.Writer) map[string]reflect.Value {
	table := map[string]any{
		"AssertOK": box.AssertOK, "Assert": box.Assert, "Eq": box.Eq, "Is": box.Is,
		"MethodValue": box.MethodValue, "TypeID": box.TypeID, "V": box.V,

		"ArrayOf":        arrayOf,
		"ArrayPointer":   arrayPointer,
		"Clear":          clearAll,
		"Complex":        func(re, im float64) complex128 { return complex(re, im) },
		"Complex64":      func(re, im float32) complex64 { return complex(re, im) },
		"Nothing":        func(any) struct{} { return struct{}{} },
		"NilReceiver":    nilReceiver,
		"NotNil":         notNil,
		"Print":          func(v ...any) { fmt.Fprint(errs, printed(v, "")) },
		"Println":        func(v ...any) { fmt.Fprintln(errs, printed(v, " ")) },
		"Rune":           runeText,
		"Runes":          runesOf,
		"Shift":          shift,
		"YieldAfterEnd":  yieldAfterEnd,
		"YieldSwallowed": yieldSwallowed,
	}
	values := map[string]reflect.Value{}
	for name, f := range table {
		values[name] = reflect.ValueOf(f)
	}
	return values
}

// arrayOf is the conversion of a slice to an array; into is a nil pointer to
// the array's type.
func arrayOf(s, into any) any {
	t := reflect.TypeOf(into).Elem()
	v := reflect.ValueOf(s)
	if v.Len() < t.Len() {
		strand.ArrayError(v.Len(), t.Len())
	}
	return v.Convert(t).Interface()
}

// arrayPointer is the conversion of a slice to a pointer to an array, of the
// type of into.
func arrayPointer(s, into any) any {
	t := reflect.TypeOf(into)
	v := reflect.ValueOf(s)
	if v.Len() < t.Elem().Len() {
		strand.ArrayError(v.Len(), t.Elem().Len())
	}
	return v.Convert(t).Interface()
}

func clearAll(v any) { reflect.ValueOf(v).Clear() }

// notNil panics as the method value of a nil interface does.
func notNil(v any) {
	if v == nil {
		box.TypeID(v)
	}
}

// nilReceiver panics as a method of values does that is called through an
// interface that holds a nil pointer.
func nilReceiver(typ, method string) {
	panic(plainError("value method " + typ + "." + method + " called using nil *" + typ[strings.LastIndex(typ, ".")+1:] + " pointer"))
}

func runeText(n int64) string {
	if n != int64(rune(n)) {
		n = 0xfffd
	}
	return string(rune(n))
}

// runesOf returns the positions of the runes of a string, and the runes.
func runesOf(s string) (at []int, runes []rune) {
	at, runes = make([]int, 0, len(s)), make([]rune, 0, len(s))
	for i, r := range s {
		at, runes = append(at, i), append(runes, r)
	}
	return at, runes
}

func shift(n int64) uint64 {
	if n < 0 {
		strand.ShiftError()
	}
	return uint64(n)
}

// yieldAfterEnd panics as the body of a range loop over a function does that
// is called when the loop has ended (1), or while it runs (2).
func yieldAfterEnd(state int) {
	if state == 2 {
		panic(rangeError("range function continued iteration after loop body panic"))
	}
	panic(rangeError("range function continued iteration after function for loop body returned false"))
}

func yieldSwallowed() {
	panic(rangeError("range function recovered a loop body panic and did not resume panicking"))
}

// rangeError is a runtime.Error of a loop over a function.
type rangeError string

func (e rangeError) Error() string { return "runtime error: " + string(e) }

// RuntimeError makes it a runtime.Error.
func (e rangeError) RuntimeError() {}

// plainError is a runtime.Error that does not call itself a run-time error.
type plainError string

func (e plainError) Error() string { return string(e) }

// RuntimeError makes it a runtime.Error.
func (e plainError) RuntimeError() {}

// printed formats as Go's predeclared print and println do.
func printed(v []any, sep string) string {
	words := make([]string, len(v))
	for i, x := range v {
		words[i] = word(x)
	}
	return strings.Join(words, sep)
}

func word(x any) string {
	v := reflect.ValueOf(x)
	switch v.Kind() {
	case reflect.Invalid:
		return "(0x0,0x0)"
	case reflect.Float32, reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits())
	case reflect.Complex64, reflect.Complex128:
		return strconv.FormatComplex(v.Complex(), 'g', -1, v.Type().Bits())
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return fmt.Sprint(x)
	case reflect.Slice:
		return fmt.Sprintf("[%d/%d]%#x", v.Len(), v.Cap(), v.Pointer())
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return fmt.Sprintf("%#x", v.Pointer())
	}
	return fmt.Sprint(x)
}
