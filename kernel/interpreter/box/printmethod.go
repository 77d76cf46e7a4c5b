package box

import (
	"fmt"
	"reflect"
)

// methods prints a value by a method of its own, if it has one that suits the
// verb.
func (p *printer) methods(x value, verb rune) (handled bool) {
	if p.erroring {
		return false
	}
	name, call := p.formatter(x, verb)
	if call == nil {
		return false
	}
	handled = true // also if it panics
	defer p.catch(x, verb, name)
	call()
	return handled
}

// formatter chooses the method, and returns its name and a function that prints
// by it.
func (p *printer) formatter(x value, verb rune) (name string, call func()) {
	if x.t == nil {
		return p.compiledFormatter(x.v.Interface(), verb)
	}
	if f, ok := x.method("Format", "func(fmt.State, int32)").(func(any, fmt.State, rune)); ok {
		return "Format", func() { f(x.receiver(), p.State, verb) }
	}
	if p.sharpV {
		if f, ok := x.method("GoString", "func() string").(func(any) string); ok {
			return "GoString", func() { p.goSyntax(f(x.receiver())) }
		}
		return "", nil
	}
	if !stringVerb(verb) {
		return "", nil
	}
	for _, name := range []string{"Error", "String"} {
		if f, ok := x.method(name, "func() string").(func(any) string); ok {
			return name, func() { p.leaf(verb, f(x.receiver())) }
		}
	}
	return "", nil
}

func (p *printer) compiledFormatter(x any, verb rune) (name string, call func()) {
	if f, ok := x.(fmt.Formatter); ok {
		return "Format", func() { f.Format(p.State, verb) }
	}
	if p.sharpV {
		if f, ok := x.(fmt.GoStringer); ok {
			return "GoString", func() { p.goSyntax(f.GoString()) }
		}
		return "", nil
	}
	if !stringVerb(verb) {
		return "", nil
	}
	switch x := x.(type) {
	case error:
		return "Error", func() { p.leaf(verb, x.Error()) }
	case fmt.Stringer:
		return "String", func() { p.leaf(verb, x.String()) }
	}
	return "", nil
}

func stringVerb(verb rune) bool {
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
		return true
	}
	return false
}

// goSyntax prints what GoString returned, which is not to be quoted again.
func (p *printer) goSyntax(s string) { fmt.Fprintf(p.State, p.layout(true)+"s", s) }

// catch tells of a panic in a method in the place of the value. A nil pointer
// is the likeliest cause, and the value then.
func (p *printer) catch(x value, verb rune, method string) {
	r := recover()
	if r == nil {
		return
	}
	if x.kind() == reflect.Pointer && x.isNil() {
		p.text("<nil>")
		return
	}
	if x.t != nil {
		r = x.t.registry.recovered(r)
	}
	if p.panicking {
		panic(r)
	}
	p.text("%!" + string(verb) + "(PANIC=" + method + " method: ")
	q := printer{State: noFlags{p.State}, verb: 'v', panicking: true}
	q.argument(dynamic(r))
	p.text(")")
	p.State = noWidth{p.State} // as fmt, which loses it
}

// argument prints a value as an argument of its own.
func (p *printer) argument(x value) {
	if x.usable() && p.methods(x, p.verb) {
		return
	}
	p.value(x, p.verb, 0)
}

// noFlags is a state of %v.
type noFlags struct{ fmt.State }

// Flag reports false.
func (noFlags) Flag(int) bool { return false }

// Width reports none.
func (noFlags) Width() (int, bool) { return 0, false }

// noWidth is a state that has lost its width and precision.
type noWidth struct{ fmt.State }

// Width reports 0, if there was one.
func (s noWidth) Width() (int, bool) { return zero(s.State.Width()) }

// Precision reports 0, if there was one.
func (s noWidth) Precision() (int, bool) { return zero(s.State.Precision()) }

func zero(_ int, ok bool) (int, bool) { return 0, ok }

// Precision reports none.
func (noFlags) Precision() (int, bool) { return 0, false }
