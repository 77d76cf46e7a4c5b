package box

import (
	"reflect"
	"strconv"
	"strings"
)

// SigOf writes the signature of a compiled function type as [Method.Sig] has
// it: types as Go prints them, those with a name by their whole package path.
// It is written without the receiver if the type has none.
func SigOf(f reflect.Type) string {
	var b strings.Builder
	writeType(&b, f)
	return b.String()
}

func writeType(b *strings.Builder, t reflect.Type) {
	if t.Name() != "" {
		if t.PkgPath() != "" {
			b.WriteString(t.PkgPath() + ".")
		}
		b.WriteString(t.Name())
		return
	}
	switch t.Kind() {
	case reflect.Pointer:
		b.WriteByte('*')
		writeType(b, t.Elem())
	case reflect.Slice:
		b.WriteString("[]")
		writeType(b, t.Elem())
	case reflect.Array:
		b.WriteString("[" + strconv.Itoa(t.Len()) + "]")
		writeType(b, t.Elem())
	case reflect.Map:
		b.WriteString("map[")
		writeType(b, t.Key())
		b.WriteByte(']')
		writeType(b, t.Elem())
	case reflect.Chan:
		writeChan(b, t)
	case reflect.Func:
		b.WriteString("func")
		writeSignature(b, t)
	case reflect.Interface:
		writeInterface(b, t)
	case reflect.Struct:
		writeStruct(b, t)
	default:
		b.WriteString(t.String())
	}
}

func writeChan(b *strings.Builder, t reflect.Type) {
	switch t.ChanDir() {
	case reflect.SendDir:
		b.WriteString("chan<- ")
	case reflect.RecvDir:
		b.WriteString("<-chan ")
	default:
		b.WriteString("chan ")
		if t.Elem().Kind() == reflect.Chan && t.Elem().Name() == "" && t.Elem().ChanDir() == reflect.RecvDir {
			b.WriteByte('(')
			defer b.WriteByte(')')
		}
	}
	writeType(b, t.Elem())
}

func writeSignature(b *strings.Builder, f reflect.Type) {
	b.WriteByte('(')
	for i := range f.NumIn() {
		if i > 0 {
			b.WriteString(", ")
		}
		in := f.In(i)
		if f.IsVariadic() && i == f.NumIn()-1 {
			b.WriteString("...")
			in = in.Elem()
		}
		writeType(b, in)
	}
	b.WriteByte(')')
	switch f.NumOut() {
	case 0:
	case 1:
		b.WriteByte(' ')
		writeType(b, f.Out(0))
	default:
		b.WriteString(" (")
		for i := range f.NumOut() {
			if i > 0 {
				b.WriteString(", ")
			}
			writeType(b, f.Out(i))
		}
		b.WriteByte(')')
	}
}

func writeInterface(b *strings.Builder, t reflect.Type) {
	if t.NumMethod() == 0 {
		b.WriteString("interface {}")
		return
	}
	b.WriteString("interface { ")
	for i := range t.NumMethod() {
		if i > 0 {
			b.WriteString("; ")
		}
		m := t.Method(i)
		if m.PkgPath != "" {
			b.WriteString(m.PkgPath + ".")
		}
		b.WriteString(m.Name)
		writeSignature(b, m.Type)
	}
	b.WriteString(" }")
}

func writeStruct(b *strings.Builder, t reflect.Type) {
	if t.NumField() == 0 {
		b.WriteString("struct {}")
		return
	}
	b.WriteString("struct {")
	for i := range t.NumField() {
		f := t.Field(i)
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteByte(' ')
		if f.PkgPath != "" {
			b.WriteString(f.PkgPath + ".")
		}
		b.WriteString(f.Name + " ")
		if f.Anonymous {
			b.WriteByte('^')
		}
		writeType(b, f.Type)
		if f.Tag != "" {
			b.WriteString(" " + strconv.Quote(string(f.Tag)))
		}
	}
	b.WriteString(" }")
}
