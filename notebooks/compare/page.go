package compare

import (
	"fmt"
	"regexp"
	"strings"
)

// embedded matches the figures inside HTML: pictures in base64 and drawings.
var embedded = regexp.MustCompile(`(?s)data:image/[a-z+.-]+;base64,[A-Za-z0-9+/=\s]+|<svg\b.*?</svg>`)

// pages compares HTML: the text to the letter, figures in it as figures.
func pages(stored, got string) string {
	if stored == got {
		return ""
	}
	a, b := embedded.FindAllString(stored, -1), embedded.FindAllString(got, -1)
	if d := texts(embedded.ReplaceAllString(stored, "(figure)"), embedded.ReplaceAllString(got, "(figure)")); d != "" {
		return d
	}
	for i := range a { // as many as in b: the texts agree
		if d := figures(a[i], b[i]); d != "" {
			return fmt.Sprintf("figure %d: %s", i+1, d)
		}
	}
	return ""
}

// figures compares what embedded matches.
func figures(stored, got string) string {
	if strings.HasPrefix(stored, "<svg") && strings.HasPrefix(got, "<svg") {
		return drawings(stored, got)
	}
	formA, a, _ := strings.Cut(stored, ",")
	formB, b, _ := strings.Cut(got, ",")
	if formA != formB {
		return fmt.Sprintf("got %s, stored is %s", cut(formB), cut(formA))
	}
	return pictures(a, b)
}
