package display_test

import (
	"strings"
	"testing"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/display"
)

// TestPlotNamesFontsThatBrowsersHave: without a stand-in of the same widths a
// browser substitutes wider letters and labels run into each other.
func TestPlotNamesFontsThatBrowsersHave(t *testing.T) {
	p := plot.New()
	p.Title.Text = "Title"
	p.Title.TextStyle.Font.Variant = "Sans"
	p.X.Label.Text = "in gonum/plot's own font"
	svg := display.Render(p)["image/svg+xml"].(string)
	for _, want := range []string{"font-family:Liberation Sans,Arial,", "font-family:Liberation Serif,Times New Roman,"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %q in the figure:\n%.400s", want, svg)
		}
	}
}
