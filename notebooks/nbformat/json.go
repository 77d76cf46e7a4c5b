package nbformat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// value writes any value that JSON can say.
func (w *writer) value(v any, depth int) {
	switch v := v.(type) {
	case nil:
		w.buf.WriteString("null")
	case bool:
		w.buf.WriteString(strconv.FormatBool(v))
	case string:
		w.text(v)
	case int:
		w.buf.WriteString(strconv.Itoa(v))
	case json.Number:
		w.number(v)
	case []any:
		w.list(v, depth)
	case map[string]any:
		w.object(v, depth)
	default:
		w.other(v, depth)
	}
}

// other writes a Go value by way of its JSON.
func (w *writer) other(v any, depth int) {
	raw, err := json.Marshal(v)
	if err != nil {
		w.fail(v, err)
		return
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var plain any
	if err := d.Decode(&plain); err != nil {
		w.fail(v, err)
		return
	}
	w.value(plain, depth)
}

func (w *writer) list(l []any, depth int) {
	if len(l) == 0 {
		w.buf.WriteString("[]")
		return
	}
	w.buf.WriteByte('[')
	for i, v := range l {
		w.separate(i, depth+1)
		w.value(v, depth+1)
	}
	w.newline(depth)
	w.buf.WriteByte(']')
}

func (w *writer) object(m map[string]any, depth int) {
	if len(m) == 0 {
		w.buf.WriteString("{}")
		return
	}
	w.buf.WriteByte('{')
	for i, key := range slices.Sorted(maps.Keys(m)) {
		w.separate(i, depth+1)
		w.text(key)
		w.buf.WriteString(": ")
		w.value(m[key], depth+1)
	}
	w.newline(depth)
	w.buf.WriteByte('}')
}

func (w *writer) separate(i, depth int) {
	if i > 0 {
		w.buf.WriteByte(',')
	}
	w.newline(depth)
}

func (w *writer) newline(depth int) {
	w.buf.WriteByte('\n')
	for range depth {
		w.buf.WriteByte(' ')
	}
}

// text writes a string with the escapes that JSON demands and no others.
func (w *writer) text(s string) {
	w.buf.WriteByte('"')
	for _, r := range s { // invalid UTF-8 becomes U+FFFD
		switch r {
		case '"', '\\':
			w.buf.WriteByte('\\')
			w.buf.WriteRune(r)
		case '\n':
			w.buf.WriteString(`\n`)
		case '\r':
			w.buf.WriteString(`\r`)
		case '\t':
			w.buf.WriteString(`\t`)
		case '\b':
			w.buf.WriteString(`\b`)
		case '\f':
			w.buf.WriteString(`\f`)
		default:
			if r < 0x20 {
				fmt.Fprintf(&w.buf, `\u%04x`, r)
				continue
			}
			w.buf.WriteRune(r)
		}
	}
	w.buf.WriteByte('"')
}

// number writes a number the way Python does after reading it: whole numbers
// digit by digit, others as the shortest decimal that is the same float64.
func (w *writer) number(n json.Number) {
	s := string(n)
	if !strings.ContainsAny(s, ".eE") {
		if s == "-0" {
			s = "0"
		}
		w.buf.WriteString(s)
		return
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(x, 0) {
		w.fail(n, errors.New(s+" is beyond what a float64 can hold"))
		return
	}
	w.buf.WriteString(pythonFloat(x))
}

// pythonFloat returns repr(x) of Python: fixed for exponents from -4 to 15,
// always with a point or an exponent.
func pythonFloat(x float64) string {
	if abs := math.Abs(x); x != 0 && (abs < 1e-4 || abs >= 1e16) {
		return strconv.FormatFloat(x, 'e', -1, 64)
	}
	s := strconv.FormatFloat(x, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}
