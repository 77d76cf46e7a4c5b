package box

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rewrite returns a format and arguments for which package fmt prints what it
// would if boxes were values of compiled types. That takes care of what fmt
// does without asking its arguments: %T, %p, a %w that does not suit, the texts
// about missing and surplus arguments, and widths that come from arguments.
//
// Every directive of the result names its argument, and one that fmt would do
// wrong is replaced by the text that it should give.
func rewrite(format string, args []any, wraps bool) (string, []any) {
	if !anyBoxed(args) {
		return format, args
	}
	w := &rewriter{in: format, args: args, wraps: wraps}
	for w.pos < len(format) {
		if i := strings.IndexByte(format[w.pos:], '%'); i < 0 {
			w.out.WriteString(format[w.pos:])
			break
		} else {
			w.out.WriteString(format[w.pos : w.pos+i])
			w.pos += i + 1
		}
		w.directive()
	}
	if !w.reordered && w.arg < len(args) {
		w.surplus()
	}
	if !w.uses {
		return w.out.String(), nil
	}
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = w.printed(a)
	}
	return w.out.String(), out
}

func anyBoxed(args []any) bool {
	for _, a := range args {
		if _, ok := Of(a); ok {
			return true
		}
	}
	return false
}

type rewriter struct {
	in        string
	pos       int
	out       strings.Builder
	args      []any
	arg       int
	reordered bool // an argument was chosen by its number
	uses      bool // the result refers to an argument
	wraps     bool // for Errorf
}

// directive is what follows a percent sign.
type directive struct {
	flags      string
	width      string
	prec       string // with its dot
	goodNumber bool
	indexed    bool // just behind an argument number
}

func (w *rewriter) directive() {
	d := &directive{goodNumber: true}
	start := w.pos
	for w.pos < len(w.in) && strings.IndexByte("#0+- ", w.in[w.pos]) >= 0 {
		w.pos++
	}
	d.flags = w.in[start:w.pos]
	w.number(d)
	w.width(d)
	w.precision(d)
	if !d.indexed {
		w.number(d)
	}
	if w.pos >= len(w.in) {
		w.literal("%!(NOVERB)")
		return
	}
	verb, size := utf8.DecodeRuneInString(w.in[w.pos:])
	w.pos += size
	switch {
	case verb == '%':
		w.literal("%")
	case !d.goodNumber:
		w.literal("%!" + string(verb) + "(BADINDEX)")
	case w.arg >= len(w.args):
		w.literal("%!" + string(verb) + "(MISSING)")
	default:
		w.print(d, verb)
		w.arg++
	}
}

// literal writes what is to be printed as it is.
func (w *rewriter) literal(s string) { w.out.WriteString(strings.ReplaceAll(s, "%", "%%")) }

// number reads an argument number, as in %[2]d.
func (w *rewriter) number(d *directive) {
	d.indexed = false
	if w.pos >= len(w.in) || w.in[w.pos] != '[' {
		return
	}
	w.reordered = true
	end := strings.IndexByte(w.in[w.pos:], ']')
	if len(w.in)-w.pos < 3 || end < 0 {
		d.goodNumber = false
		w.pos++
		return
	}
	digits := w.in[w.pos+1 : w.pos+end]
	w.pos += end + 1
	n, ok := natural(digits)
	d.indexed = ok
	if !ok || n < 1 || n > len(w.args) {
		d.goodNumber = false
		return
	}
	w.arg = n - 1
}

// natural parses a number of digits only, not longer than fmt allows.
func natural(s string) (int, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n/10 <= 1e6
}

func (w *rewriter) width(d *directive) {
	if w.pos < len(w.in) && w.in[w.pos] == '*' {
		w.pos++
		n, ok := w.count()
		if !ok {
			w.literal("%!(BADWIDTH)")
		} else {
			if n < 0 {
				n = -n
				d.flags = strings.ReplaceAll(d.flags, "0", "") + "-"
			}
			d.width = strconv.Itoa(n)
		}
		d.indexed = false
		return
	}
	d.width = w.digits()
	if d.indexed && d.width != "" {
		d.goodNumber = false
	}
}

func (w *rewriter) precision(d *directive) {
	if w.pos+1 >= len(w.in) || w.in[w.pos] != '.' {
		return
	}
	w.pos++
	if d.indexed {
		d.goodNumber = false
	}
	w.number(d)
	if w.pos < len(w.in) && w.in[w.pos] == '*' {
		w.pos++
		n, ok := w.count()
		if ok && n >= 0 {
			d.prec = "." + strconv.Itoa(n)
		} else {
			w.literal("%!(BADPREC)")
		}
		d.indexed = false
		return
	}
	d.prec = "." + w.digits()
}

func (w *rewriter) digits() string {
	start := w.pos
	for w.pos < len(w.in) && '0' <= w.in[w.pos] && w.in[w.pos] <= '9' {
		w.pos++
	}
	if _, ok := natural(w.in[start:w.pos]); !ok && w.pos > start {
		w.pos = len(w.in) // as fmt does: too large a number ends the format
		return ""
	}
	return w.in[start:w.pos]
}

// count is an argument that gives a width or a precision.
func (w *rewriter) count() (n int, ok bool) {
	if w.arg >= len(w.args) {
		return 0, false
	}
	v := dynamic(w.args[w.arg]).v
	w.arg++
	switch {
	case !v.IsValid():
		return 0, false
	case v.CanInt():
		n, ok = int(v.Int()), v.Int() == int64(int(v.Int()))
	case v.CanUint():
		n, ok = int(v.Uint()), v.Uint() <= 1e6
	}
	return n, ok && -1e6 <= n && n <= 1e6
}

func (w *rewriter) print(d *directive, verb rune) {
	a := w.args[w.arg]
	spec := d.flags + d.width + d.prec
	b, boxed := Of(a)
	switch {
	case !boxed:
	case verb == 'T':
		w.literal(fmt.Sprintf("%"+spec+"s", b.T.String()))
		return
	case verb == 'p':
		w.literal(addressOf(b, spec))
		return
	case verb == 'w' && !(w.wraps && b.T.isError()):
		w.literal(fmt.Sprintf("%"+spec+"v", unsuitable{b, verb}))
		return
	}
	if !unicode.IsLetter(verb) { // behind an argument number it might be read as something else
		w.literal(fmt.Sprintf("%"+spec+"v", odd{a, verb}))
		return
	}
	w.uses = true
	w.out.WriteString("%" + spec + "[" + strconv.Itoa(w.arg+1) + "]" + string(verb))
}

// surplus tells of arguments that no directive uses.
func (w *rewriter) surplus() {
	var list []string
	for _, a := range w.args[w.arg:] {
		s := "<nil>"
		if a != nil {
			s = TypeName(a) + "=" + fmt.Sprintf("%v", w.printed(a))
		}
		list = append(list, s)
	}
	w.literal("%!(EXTRA " + strings.Join(list, ", ") + ")")
}

// printed is an argument as it is handed to fmt: errors as such, for Errorf to
// wrap, and other boxes in what saves looking at the stack.
func (w *rewriter) printed(a any) any {
	b, ok := Of(a)
	switch {
	case !ok:
		return a
	case w.wraps && b.T.isError():
		return b.T.carryAs(errorType, b.V)
	}
	return argument{b}
}

var errorType = reflect.TypeFor[error]()

func (t *Type) isError() bool { return t.has(Method{Name: "Error", Sig: "func() string"}, nil) }
