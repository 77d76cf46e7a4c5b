package box

import (
	"fmt"
	"reflect"
)

// argument is a box that is itself an argument of Printf, not part of one.
type argument struct{ b Box }

// Format prints the box.
func (a argument) Format(s fmt.State, verb rune) { newPrinter(s, verb).boxed(a.b, 0) }

// addressOf is what %p prints.
func addressOf(b Box, spec string) string {
	switch b.T.Kind {
	case reflect.Chan, reflect.Func, reflect.Map, reflect.Pointer, reflect.Slice, reflect.UnsafePointer:
		return fmt.Sprintf("%"+spec+"p", bare(b))
	}
	return fmt.Sprintf("%"+spec+"v", unsuitable{b, 'p'})
}

// unsuitable is an argument for a verb that does not suit it.
type unsuitable struct {
	b    Box
	verb rune
}

// Format prints the box, and that the verb does not suit it.
func (u unsuitable) Format(s fmt.State, _ rune) {
	p := newPrinter(s, u.verb)
	p.sharpV, p.plusV = u.verb == 'w' && s.Flag('#'), u.verb == 'w' && s.Flag('+')
	p.badVerb(typed(u.b.T, reflect.ValueOf(u.b.V), open), u.verb)
}

// odd is an argument for a verb that is no letter.
type odd struct {
	x    any
	verb rune
}

// Format prints the argument by that verb.
func (o odd) Format(s fmt.State, _ rune) { newPrinter(s, o.verb).argument(dynamic(o.x)) }
