package box

import (
	"fmt"
	"reflect"
	"runtime"
	"strconv"
	"strings"
)

// basic prints a number, a string or a truth value.
func (p *printer) basic(x value, verb rune) {
	if !strings.ContainsRune(verbsOf(x.kind()), verb) {
		p.badVerb(x, verb)
		return
	}
	p.leaf(verb, plainValue(x.v))
}

// verbsOf lists the verbs for values of a basic kind.
func verbsOf(k reflect.Kind) string {
	switch {
	case k == reflect.Bool:
		return "vt"
	case k >= reflect.Int && k <= reflect.Uintptr:
		return "vdboOxXcqU"
	case k >= reflect.Float32 && k <= reflect.Complex128:
		return "vbgGxXfFeE"
	case k == reflect.String:
		return "vsxXq"
	}
	return ""
}

// plainValue returns a value as one of a predeclared type, so that methods of
// its own are not called, and fields that are not exported can be had.
func plainValue(v reflect.Value) any {
	switch k := v.Kind(); {
	case k == reflect.Bool:
		return v.Bool()
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return v.Uint()
	case k == reflect.Float32:
		return float32(v.Float())
	case k == reflect.Float64:
		return v.Float()
	case k == reflect.Complex64:
		return complex64(v.Complex())
	case k == reflect.Complex128:
		return v.Complex()
	}
	return v.String()
}

// leaf prints a value of a predeclared type, or bytes.
func (p *printer) leaf(verb rune, v any) {
	if p.erroring && p.verb != 'v' && p.verb != 'w' {
		verb = plainVerb(v) // for which # and + mean what they did for the verb that was not suitable
	}
	if verb == 'w' {
		verb = 'v'
	}
	fmt.Fprintf(p.State, fmt.FormatString(p.State, verb), v)
}

// plainVerb is what %v is short for.
func plainVerb(v any) rune {
	switch v.(type) {
	case bool:
		return 't'
	case string:
		return 's'
	case int64, uint64:
		return 'd'
	}
	return 'g'
}

// badVerb says that the verb does not suit a value, and prints it all the same.
func (p *printer) badVerb(x value, verb rune) {
	was := p.erroring
	p.erroring = true
	p.text("%!" + string(verb) + "(")
	if x.kind() == reflect.Invalid {
		p.text("<nil>")
	} else {
		p.text(x.typeString() + "=")
		p.value(x, 'v', 0)
	}
	p.text(")")
	p.erroring = was
}

func (p *printer) pointer(x value, verb rune) {
	var u uint64
	if x.v.IsValid() {
		u = uint64(uintptr(x.v.UnsafePointer()))
	}
	switch verb {
	case 'v':
		switch {
		case p.sharpV && u == 0:
			p.text("(" + x.typeString() + ")(nil)")
		case p.sharpV:
			p.text("(" + x.typeString() + ")(")
			p.hex(u, true)
			p.text(")")
		case u == 0:
			fmt.Fprintf(p.State, p.layout(false)+"s", "<nil>")
		default:
			p.hex(u, p.verb == 'v' || p.verb == 'w' || !p.Flag('#'))
		}
	case 'p':
		p.hex(u, !p.Flag('#'))
	case 'b', 'o', 'd', 'x', 'X':
		p.leaf(verb, u)
	default:
		p.badVerb(x, verb)
	}
}

// hex prints an address.
func (p *printer) hex(u uint64, leading0x bool) {
	f := p.layout(true)
	if leading0x {
		f = "%#" + f[1:]
	}
	fmt.Fprintf(p.State, f+"x", u)
}

// layout is the beginning of a format with the flags, width and precision of
// the state, those that %v takes to mean something else left out.
func (p *printer) layout(precision bool) string {
	f := "%"
	for _, c := range "-0 " {
		if p.Flag(int(c)) {
			f += string(c)
		}
	}
	if p.Flag('+') && p.verb != 'v' && p.verb != 'w' {
		f += "+"
	}
	if w, ok := p.Width(); ok {
		f += strconv.Itoa(w)
	}
	if n, ok := p.Precision(); ok && precision {
		f += "." + strconv.Itoa(n)
	}
	return f
}

// isNested reports whether package fmt, having called Format, is printing a
// part of an argument: a pointer is then printed as an address. A state does
// not say, but the stack does.
func isNested() bool {
	var pcs [8]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for {
		f, more := frames.Next()
		switch f.Function {
		case "fmt.(*pp).printValue":
			return true
		case "fmt.(*pp).printArg":
			return false
		}
		if !more {
			return false
		}
	}
}
