package box

import (
	"fmt"
	"io"
	"reflect"
)

// Format prints a boxed value as package fmt prints values of a compiled type
// of the same shape and with the same methods.
func (b Box) Format(s fmt.State, verb rune) {
	depth := 0
	if b.T.Kind == reflect.Pointer && isNested() {
		depth = 1
	}
	newPrinter(s, verb).boxed(b, depth)
}

// printer does what package fmt does between the arguments of Printf and the
// numbers and strings that these are made of. Those it leaves to fmt itself.
type printer struct {
	fmt.State      // where to, and with which flags
	verb      rune // as the user wrote it
	sharpV    bool // %#v
	plusV     bool // %+v
	erroring  bool // in the text for an unsuitable verb: no methods are called
	panicking bool
}

func newPrinter(s fmt.State, verb rune) *printer {
	return &printer{State: s, verb: verb, sharpV: verb == 'v' && s.Flag('#'), plusV: verb == 'v' && s.Flag('+')}
}

func (p *printer) text(s string) { io.WriteString(p.State, s) }

// boxed prints a box, as an argument if depth is 0, else as part of one.
func (p *printer) boxed(b Box, depth int) {
	x := typed(b.T, reflect.ValueOf(b.V), open)
	if !p.methods(x, p.verb) {
		p.value(x, p.verb, depth)
	}
}

// part prints what another value holds.
func (p *printer) part(x value, verb rune, depth int) {
	if x.usable() && p.methods(x, verb) {
		return
	}
	p.value(x, verb, depth)
}

// value prints a value without regard to its own methods.
func (p *printer) value(x value, verb rune, depth int) {
	switch x.kind() {
	case reflect.Invalid:
		if verb == 'v' {
			p.text("<nil>")
		} else {
			p.badVerb(x, verb)
		}
	case reflect.Map:
		p.mapping(x, verb, depth)
	case reflect.Struct:
		p.structure(x, verb, depth)
	case reflect.Interface:
		p.iface(x, verb, depth)
	case reflect.Array, reflect.Slice:
		p.list(x, verb, depth)
	case reflect.Pointer:
		if depth == 0 && !x.isNil() {
			switch e := x.elem(); e.kind() {
			case reflect.Array, reflect.Slice, reflect.Struct, reflect.Map:
				p.text("&")
				p.part(e, verb, 1)
				return
			}
		}
		p.pointer(x, verb)
	case reflect.Chan, reflect.Func, reflect.UnsafePointer:
		p.pointer(x, verb)
	default:
		p.basic(x, verb)
	}
}

func (p *printer) mapping(x value, verb rune, depth int) {
	open, sep, end := "map[", " ", "]"
	if p.sharpV {
		open, sep, end = x.typeString()+"{", ", ", "}"
		if x.isNil() {
			p.text(x.typeString() + "(nil)")
			return
		}
	}
	p.text(open)
	for i, e := range x.sorted() {
		if i > 0 {
			p.text(sep)
		}
		p.part(e.key, verb, depth+1)
		p.text(":")
		p.part(e.elem, verb, depth+1)
	}
	p.text(end)
}

func (p *printer) structure(x value, verb rune, depth int) {
	sep := " "
	if p.sharpV {
		p.text(x.typeString())
		sep = ", "
	}
	p.text("{")
	for i := range x.numField() {
		if i > 0 {
			p.text(sep)
		}
		name, f := x.field(i)
		if p.plusV || p.sharpV {
			p.text(name + ":")
		}
		p.part(f, verb, depth+1)
	}
	p.text("}")
}

func (p *printer) iface(x value, verb rune, depth int) {
	switch {
	case !x.isNil():
		p.part(x.elem(), verb, depth+1)
	case p.sharpV:
		p.text(x.typeString() + "(nil)")
	default:
		p.text("<nil>")
	}
}

func (p *printer) list(x value, verb rune, depth int) {
	switch verb {
	case 's', 'q', 'x', 'X':
		if x.elemKind() == reflect.Uint8 {
			p.leaf(verb, bytesOf(x))
			return
		}
	}
	open, sep, end := "[", " ", "]"
	if p.sharpV {
		open, sep, end = x.typeString()+"{", ", ", "}"
		if x.kind() == reflect.Slice && x.isNil() {
			p.text(x.typeString() + "(nil)")
			return
		}
	}
	p.text(open)
	for i := range x.len() {
		if i > 0 {
			p.text(sep)
		}
		p.part(x.index(i), verb, depth+1)
	}
	p.text(end)
}

func bytesOf(x value) []byte {
	b := make([]byte, x.len())
	for i := range b {
		b[i] = byte(x.v.Index(i).Uint())
	}
	return b
}
