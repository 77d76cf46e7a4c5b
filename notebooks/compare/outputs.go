package compare

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// Outputs compares what a cell shows with what is stored of it. It returns the
// differences, nil if a reader would see none.
func Outputs(stored, got []*nbformat.Output) []string {
	var found []string
	note := func(what, difference string) {
		if difference != "" {
			found = append(found, what+": "+difference)
		}
	}
	for _, name := range []string{"stdout", "stderr"} {
		note(name, texts(stream(stored, name), stream(got, name)))
	}
	a, b := shown(stored), shown(got)
	for i := range max(len(a), len(b)) {
		what := fmt.Sprintf("output %d", i+1)
		switch {
		case i >= len(a):
			note(what, "none is stored, got "+kind(b[i]))
		case i >= len(b):
			note(what, kind(a[i])+" is stored, got none")
		default:
			note(what, output(a[i], b[i]))
		}
	}
	return found
}

// stream returns all that was written to stdout or to stderr.
func stream(outputs []*nbformat.Output, name string) string {
	var b strings.Builder
	for _, o := range outputs {
		if o.Type == nbformat.Stream && o.Name == name {
			b.WriteString(o.Text)
		}
	}
	return b.String()
}

// shown returns the outputs that are no streams and no progress displays.
func shown(outputs []*nbformat.Output) []*nbformat.Output {
	return slices.DeleteFunc(slices.Clone(outputs), func(o *nbformat.Output) bool {
		mark, _ := o.Metadata["unravel"].(map[string]any)
		return o.Type == nbformat.Stream || mark["progress"] == true
	})
}

// kind names an output by its type and its richest form.
func kind(o *nbformat.Output) string {
	if o.Type == nbformat.Error {
		return "error " + o.EName
	}
	names := forms(o)
	if len(names) == 0 {
		return o.Type
	}
	return fmt.Sprintf("%s (%s)", o.Type, strings.Join(names, ", "))
}

// output compares two outputs. Of a value in several forms it reports one, the
// text if that differs, and names the others.
func output(stored, got *nbformat.Output) string {
	if stored.Type != got.Type {
		return fmt.Sprintf("got %s, stored is %s", kind(got), kind(stored))
	}
	if stored.Type == nbformat.Error {
		return texts(stored.EName+": "+stored.EValue, got.EName+": "+got.EValue)
	}
	if a, b := forms(stored), forms(got); !slices.Equal(a, b) {
		return fmt.Sprintf("got the forms %s, stored are %s", strings.Join(b, ", "), strings.Join(a, ", "))
	}
	var first string
	var also []string
	for _, mime := range forms(stored) {
		switch d := form(mime, stored.Data[mime], got.Data[mime]); {
		case d == "":
		case first == "":
			first = mime + ": " + d
		default:
			also = append(also, mime)
		}
	}
	if len(also) > 0 {
		first += "\nanother " + strings.Join(also, ", ") + " too"
	}
	return first
}

// forms returns the MIME types of an output that are compared, text first.
func forms(o *nbformat.Output) []string {
	const widget = "application/vnd.jupyter.widget-view+json" // an id, anew in each session
	const ours = "application/vnd.unravel."                   // for programs, what the text says
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(o.Data)), func(mime string) bool {
		return mime == widget || strings.HasPrefix(mime, ours)
	})
	const text = "text/plain"
	if i := slices.Index(names, text); i > 0 {
		names = slices.Insert(slices.Delete(names, i, i+1), 0, text)
	}
	return names
}

// form compares two values of one MIME type.
func form(mime string, stored, got any) string {
	a, isText := stored.(string)
	b, ok := got.(string)
	switch {
	case !isText || !ok:
		return values(stored, got)
	case mime == "image/svg+xml":
		return drawings(a, b)
	case strings.HasPrefix(mime, "image/"):
		return pictures(a, b)
	case mime == "text/html":
		return pages(a, b)
	}
	return texts(a, b)
}

// values compares JSON values.
func values(stored, got any) string {
	a, errA := canonical(stored)
	b, errB := canonical(got)
	if errA == nil && errB == nil && reflect.DeepEqual(a, b) {
		return ""
	}
	textA, _ := json.MarshalIndent(a, "", " ")
	textB, _ := json.MarshalIndent(b, "", " ")
	return cmp.Or(texts(string(textA), string(textB)), "the values differ")
}

// canonical returns a value as it is read from JSON, whatever it was before.
func canonical(v any) (any, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var c any
	err = json.Unmarshal(raw, &c)
	return c, err
}
