package nbformat

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// fields takes the known fields out of a JSON object; what is left over is
// kept as it is. The first field of a wrong type sets err.
type fields struct {
	what string // the object, for errors
	of   map[string]any
	err  error
}

// take removes a field and returns its value, nil if there is none.
func (f *fields) take(name string) any {
	v := f.of[name]
	delete(f.of, name)
	return v
}

func (f *fields) fail(name string, got any, want string) {
	if f.err == nil {
		f.err = fmt.Errorf("nbformat: %s: field %s: got %s, want %s", f.what, name, kindOf(got), want)
	}
}

func (f *fields) text(name string) string {
	v := f.take(name)
	s, ok := v.(string)
	if !ok && v != nil {
		f.fail(name, v, "text")
	}
	return s
}

// multiline returns text that may be written as a list of lines.
func (f *fields) multiline(name string) string {
	v := f.take(name)
	s, ok := join(v)
	if !ok && v != nil {
		f.fail(name, v, "text or a list of lines")
	}
	return s
}

func (f *fields) object(name string) map[string]any {
	v := f.take(name)
	m, ok := v.(map[string]any)
	if !ok && v != nil {
		f.fail(name, v, "an object")
	}
	if m == nil {
		m = map[string]any{}
	}
	return m
}

func (f *fields) list(name string) []any {
	v := f.take(name)
	l, ok := v.([]any)
	if !ok && v != nil {
		f.fail(name, v, "a list")
	}
	return l
}

func (f *fields) integer(name string) int {
	if n := f.count(name); n != nil {
		return *n
	}
	return 0
}

// count returns a whole number, nil if there is none.
func (f *fields) count(name string) *int {
	v := f.take(name)
	if v == nil {
		return nil
	}
	number, _ := v.(json.Number)
	n, err := strconv.Atoi(string(number))
	if err != nil {
		f.fail(name, v, "a whole number")
		return nil
	}
	return &n
}

// kindOf names the kind of a JSON value.
func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case bool:
		return "a truth value"
	case json.Number:
		return "the number " + string(v)
	case string:
		return "text"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return fmt.Sprintf("a %T", v)
}

// join returns text, or the text of a list of lines.
func join(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case []any:
		var b strings.Builder
		for _, line := range v {
			s, ok := line.(string)
			if !ok {
				return "", false
			}
			b.WriteString(s)
		}
		return b.String(), true
	}
	return "", false
}

// joinBundle joins the forms of a bundle that are lists of lines. JSON forms
// are values and stay what they are.
func joinBundle(data map[string]any) {
	for mime, form := range data {
		if _, list := form.([]any); !list || isJSON(mime) {
			continue
		}
		if s, ok := join(form); ok {
			data[mime] = s
		}
	}
}

func isJSON(mime string) bool {
	return mime == "application/json" || strings.HasPrefix(mime, "application/") && strings.HasSuffix(mime, "+json")
}

func joinAttachments(attachments any) {
	files, _ := attachments.(map[string]any)
	for _, bundle := range files {
		if data, ok := bundle.(map[string]any); ok {
			joinBundle(data)
		}
	}
}
