package answer

import (
	"html"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

var tags = regexp.MustCompile("<[^>]*>")

// TestHighlighted holds for any text: without its tags it is what it was.
func TestHighlighted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.OneOf(
			rapid.StringMatching("(func |type |var |[a-z]+|\\(|\\)|\"x\"|1e3|// é\n|`|\n|<|&){0,12}"), rapid.String(),
		).Draw(t, "code")
		if got := html.UnescapeString(tags.ReplaceAllString(highlighted(code), "")); got != html.UnescapeString(html.EscapeString(code)) {
			t.Fatalf("got %q, want %q", got, code)
		}
	})
}

func TestHighlightedMethod(t *testing.T) {
	const want = `<span style="` + ofKeyword + `">func</span> (t Time) <span style="` + ofDeclared + `">Year</span>() <span style="` + ofType + `">int</span>`
	if got := highlighted("func (t Time) Year() int"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
