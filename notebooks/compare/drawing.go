package compare

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
)

// invisible is how far apart two points may lie, as a part of the drawing's
// longer side.
const invisible = 1. / 2000

// drawings compares two SVG drawings. What is no XML is compared to the letter.
func drawings(stored, got string) string {
	if stored == got {
		return ""
	}
	a, errA := elements(stored)
	b, errB := elements(got)
	if errA != nil || errB != nil {
		return texts(stored, got)
	}
	if len(a) != len(b) {
		return fmt.Sprintf("got %s, stored are %s", count(b), count(a))
	}
	near := side(a) * invisible
	differ, first := 0, ""
	for i := range a {
		d := a[i].compare(b[i], near)
		if d == "" {
			continue
		}
		if differ == 0 {
			first = fmt.Sprintf("element %d, %s: %s", i+1, a[i].name, d)
		}
		differ++
	}
	if differ == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d elements differ\n%s", differ, len(a), first)
}

// element is a part of a drawing, with the text that follows its start.
type element struct {
	name  string
	depth int
	attrs map[string]string
	text  string
}

// elements parses a drawing.
func elements(drawing string) ([]element, error) {
	var list []element
	depth := 0
	d := xml.NewDecoder(strings.NewReader(drawing))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			e := element{name: t.Name.Local, depth: depth, attrs: map[string]string{}}
			for _, a := range t.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			list = append(list, e)
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if len(list) > 0 {
				list[len(list)-1].text += strings.TrimSpace(string(t))
			}
		}
	}
}

// count says of which elements a drawing consists.
func count(list []element) string {
	texts, paths := 0, 0
	for _, e := range list {
		switch e.name {
		case "text":
			texts++
		case "path":
			paths++
		}
	}
	return fmt.Sprintf("%d elements (%d paths, %d texts)", len(list), paths, texts)
}

// side returns the longer side of a drawing, in the unit of its coordinates; 0
// if it does not say.
func side(list []element) float64 {
	if len(list) == 0 {
		return 0
	}
	root := list[0].attrs
	if _, box := split(root["viewBox"]); len(box) == 4 {
		return math.Max(box[2], box[3])
	}
	longer := 0.
	for _, name := range []string{"width", "height"} {
		if _, n := split(root[name]); len(n) == 1 {
			longer = math.Max(longer, n[0])
		}
	}
	return longer
}

// compare says how two elements differ, where points that lie at most near
// apart are the same.
func (e element) compare(f element, near float64) string {
	if e.name != f.name || e.depth != f.depth {
		return fmt.Sprintf("got %s instead", f.name)
	}
	if e.text != f.text {
		return fmt.Sprintf("got %q, stored is %q", f.text, e.text)
	}
	if len(e.attrs) != len(f.attrs) {
		return fmt.Sprintf("got %d attributes, stored are %d", len(f.attrs), len(e.attrs))
	}
	for _, name := range slices.Sorted(maps.Keys(e.attrs)) {
		other, ok := f.attrs[name]
		if !ok {
			return "got no attribute " + name
		}
		if d := attributes(name, e.attrs[name], other, near); d != "" {
			return name + " " + d
		}
	}
	return ""
}
