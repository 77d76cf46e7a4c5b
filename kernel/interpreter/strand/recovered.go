package strand

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"runtime"
	"strings"
)

// Recovered returns what Go would have panicked with, of what code that yaegi
// runs did: it is what recover gives to interpreted code.
//
// yaegi passes on values of user code in a [reflect.Value]. It leaves checks
// at run time to package reflect, whose panics are strings and
// [reflect.ValueError]; failed type assertions it tells as errors of its own.
func Recovered(v any) any {
	user := false
	for {
		rv, ok := v.(reflect.Value)
		if !ok {
			break
		}
		if !rv.IsValid() || rv.Kind() == reflect.Interface && rv.IsNil() {
			return new(runtime.PanicNilError)
		}
		if !rv.CanInterface() {
			return v
		}
		v, user = rv.Interface(), true
	}
	switch x := v.(type) {
	case nil:
		return nil
	case *reflect.ValueError:
		return nativeOf(x.Error(), v)
	case runtime.Error:
		return runtimeError(x)
	case string:
		if !user && strings.HasPrefix(x, "reflect") {
			return nativeOf(x, v)
		}
	case error:
		if strings.HasPrefix(fmt.Sprintf("%T", v), "*interp.") {
			return nativeOf(x.Error(), v)
		}
	}
	return v
}

// native is the panic of a Go program for one that yaegi tells in other words.
type native struct {
	text *regexp.Regexp
	is   func(match []string) any
}

// natives are matched in order.
var natives = []native{
	{regexp.MustCompile(`interface conversion: .*`), func(m []string) any { return failedConversion(m[0]) }},
	{regexp.MustCompile(`on zero Value$|[Mm]ethod on nil interface value|call of nil function|nil func|using zero Value argument|^invalid memory address`), func([]string) any { return nilPointer() }},
	{regexp.MustCompile(`cannot convert slice with length (\d+) to (?:pointer to )?array with length (\d+)`), func(m []string) any {
		return fault("cannot convert slice with length " + m[1] + " to array or pointer to array with length " + m[2])
	}},
	{regexp.MustCompile(`slice index out of bounds|slice of unaddressable`), func([]string) any { return fault("slice bounds out of range") }},
	{regexp.MustCompile(`index out of range`), func([]string) any { return fault("index out of range") }},
	{regexp.MustCompile(`MakeSlice: negative len`), func([]string) any { return panicOf(func(n int) { _ = make([]int, n) }) }},
	{regexp.MustCompile(`MakeSlice: `), func([]string) any { return panicOf(func(n int) { _ = make([]int, 0, n) }) }},
	{regexp.MustCompile(`MakeChan: `), func([]string) any { return panicOf(func(n int) { _ = make(chan int, n) }) }},
	{regexp.MustCompile(`MakeMapWithSize: `), func([]string) any { return fault("makemap: size out of range") }},
	{regexp.MustCompile(`hash of unhashable type:? (.*)|(?:key|value) of type (.*) is not hashable`), func(m []string) any {
		return fault("hash of unhashable type " + m[1] + m[2])
	}},
}

// nativeOf returns the panic that a text of yaegi's stands for, or v if it
// stands for none.
func nativeOf(text string, v any) any {
	for _, n := range natives {
		if m := n.text.FindStringSubmatch(text); m != nil {
			return n.is(m)
		}
	}
	return v
}

// runtimeError returns what Go panics with where its runtime says something
// else to reflect.
func runtimeError(err runtime.Error) any {
	switch text := err.Error(); {
	case strings.HasPrefix(text, "hash of unhashable type: "):
		return nativeOf(text, err)
	case text == "runtime: allocation size out of range":
		return panicOf(func(n int) { _ = make([]int, n) })
	}
	return err
}

// panicOf returns what f panics with. It is given -1, which the compiler must
// not see.
func panicOf(f func(n int)) (v any) {
	defer func() { v = recover() }()
	n := -1
	for range 2 {
		f(n)
	}
	return nil
}

// nilPointer returns what the use of a nil pointer panics with.
func nilPointer() any {
	return panicOf(func(int) {
		var p *struct{ x int }
		p.x = 1
	})
}

// failedConversion is a failed type assertion in Go's words.
type failedConversion string

func (f failedConversion) Error() string { return string(f) }

// RuntimeError marks it as a [runtime.Error].
func (f failedConversion) RuntimeError() {}

var _ runtime.Error = failedConversion("")

// IsRuntimeError reports whether a panic was the runtime's, not the user's.
func IsRuntimeError(v any) bool {
	err, ok := v.(error)
	var re runtime.Error
	return ok && errors.As(err, &re) && re == err
}
