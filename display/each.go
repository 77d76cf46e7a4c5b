package display

import (
	"fmt"
	"html"
	"reflect"
	"strings"
)

// maxEach is the largest number of values of a list that are each shown.
const maxEach = 100

// bundlers returns the elements of a list if all bring their own forms.
func bundlers(v any) ([]any, bool) {
	rv := reflect.ValueOf(v)
	if !isList(rv) || rv.Len() == 0 || rv.Len() > maxEach {
		return nil, false
	}
	list := make([]any, rv.Len())
	for i := range list {
		if !rv.Index(i).CanInterface() {
			return nil, false
		}
		list[i] = rv.Index(i).Interface()
		if _, ok := list[i].(Bundler); !ok {
			return nil, false
		}
	}
	return list, true
}

// each returns the forms of several values as one: below one another.
func each(list []any) Bundle {
	var texts []string
	var page strings.Builder
	for _, v := range list {
		b := Render(v)
		if b == nil {
			continue // it is on the screen already
		}
		texts = append(texts, fmt.Sprint(b[textPlain]))
		page.WriteString("<div>" + inPage(b) + "</div>\n")
	}
	return Bundle{textPlain: strings.Join(texts, "\n"), textHTML: page.String()}
}

// inPage returns the richest form of a bundle that a page can hold.
func inPage(b Bundle) string {
	for _, mime := range []string{textHTML, svgXML} {
		if s, ok := b[mime].(string); ok {
			return s
		}
	}
	for _, mime := range []string{"image/png", "image/jpeg"} {
		if s, ok := b[mime].(string); ok {
			return `<img src="data:` + mime + ";base64," + s + `">`
		}
	}
	return "<pre>" + html.EscapeString(fmt.Sprint(b[textPlain])) + "</pre>"
}
