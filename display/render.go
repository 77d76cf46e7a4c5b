package display

import (
	"encoding/base64"
	"fmt"
	"image"
	"reflect"
	"strings"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot"
)

// Render returns v in every form that it has, text/plain always among them.
// The first of these that applies decides:
//
//	a Bundle                     itself
//	a Bundler                    what its MIMEBundle says
//	*plot.Plot                   a figure of 16 x 10 cm (see [Plot])
//	image.Image                  a PNG image (see [Image])
//	mat.Matrix                   its numbers in rows, of a large one the corners
//	error, fmt.Stringer          its text
//	a slice of Bundlers          each of them
//	a slice of structs           a table (see [TableOf])
//	string                       itself
//	anything else                Go's own text, structs with field names
//
// A reflect.Value stands for the value it holds. Render never panics: a method
// of v that does is reported in the text.
//
// A *[Handle] and a *[Progress] have no forms, and Render returns nil: what
// they stand for is on the screen already, and a cell that ends with Show(v)
// does not show anything besides v.
func Render(v any) Bundle {
	v = unwrap(v)
	switch v.(type) {
	case *Handle, *Progress:
		return nil
	}
	b, err := render(v)
	if err != nil {
		return Bundle{textPlain: err.Error()}
	}
	return complete(b, v)
}

const (
	textPlain = "text/plain"
	textHTML  = "text/html"
)

// unwrap returns the value inside a reflect.Value, which is what an
// interpreter has in its hands.
func unwrap(v any) any {
	for {
		rv, ok := v.(reflect.Value)
		if !ok {
			return v
		}
		for rv.Kind() == reflect.Interface && !rv.IsNil() {
			rv = rv.Elem()
		}
		if !rv.IsValid() {
			return nil
		}
		if !rv.CanInterface() {
			return fmt.Sprintf("%+v", rv)
		}
		v = rv.Interface()
	}
}

// typeName is what its user calls the type of v: interpreted code has types
// that package reflect does not know, and formats values of them by itself.
func typeName(v any) string {
	name := fmt.Sprintf("%T", v)
	if f, ok := v.(interface{ TypeName() string }); ok {
		name = f.TypeName()
	}
	return name
}

// render asks v for its forms. Its error is what a panicking method said.
func render(v any) (b Bundle, err error) {
	defer func() {
		if p := recover(); p != nil {
			b, err = nil, fmt.Errorf("display: a %s panicked while it was shown: %v", typeName(v), p)
		}
	}()
	if isNil(v) {
		return Bundle{textPlain: "<nil>"}, nil
	}
	switch v := v.(type) {
	case Bundle:
		if len(v) > 0 {
			return v, nil
		}
	case Bundler:
		if b := v.MIMEBundle(); len(b) > 0 {
			return b, nil
		}
	}
	switch v := v.(type) {
	case *plot.Plot:
		return figure{v, defaultWidth, defaultHeight}.MIMEBundle(), nil
	case image.Image:
		return picture{v}.MIMEBundle(), nil
	case mat.Matrix:
		return matrixBundle(v), nil
	case error:
		return Bundle{textPlain: v.Error()}, nil
	case fmt.Stringer:
		return Bundle{textPlain: v.String()}, nil
	}
	if list, ok := bundlers(v); ok {
		return each(list), nil
	}
	if isRecords(v) {
		if t, err := TableOf(v); err == nil {
			return t.MIMEBundle(), nil
		}
	}
	return Bundle{textPlain: goText(v)}, nil
}

// isNil reports whether v is nil or a nil pointer, of which no method need be
// asked. Nil slices and maps print as the empty ones that they behave like.
func isNil(v any) bool {
	if v == nil {
		return true
	}
	rv := reflect.ValueOf(v)
	return rv.Kind() == reflect.Pointer && rv.IsNil()
}

// complete returns b with the promises of [Bundle] kept: text/plain is there,
// text forms are strings and binary forms base64.
func complete(b Bundle, v any) Bundle {
	done := make(Bundle, len(b)+1)
	for mime, form := range b {
		if raw, ok := form.([]byte); ok {
			form = encode(mime, raw)
		}
		done[mime] = form
	}
	if _, ok := done[textPlain]; !ok {
		done[textPlain] = fallback(done, v)
	}
	return done
}

// encode returns bytes as the string that a bundle holds for a MIME type.
func encode(mime string, raw []byte) string {
	text := strings.HasPrefix(mime, "text/") || strings.HasSuffix(mime, "+xml") || strings.HasSuffix(mime, "json") ||
		mime == "application/javascript"
	if text {
		return string(raw)
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// fallback makes text for a bundle that came without.
func fallback(b Bundle, v any) string {
	for _, mime := range []string{"text/markdown", "text/latex"} {
		if s, ok := b[mime].(string); ok {
			return s
		}
	}
	if s, ok := b[textHTML].(string); ok {
		return htmlText(s)
	}
	return fmt.Sprintf("<%T>", v)
}
