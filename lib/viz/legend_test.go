package viz

import (
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

// Where names come out a sixth wider than measured, as in a browser that has
// DejaVu Sans only, they end before the next sample and before the figure does.
func TestLegendLeavesRoomForAWiderFont(t *testing.T) {
	const wider, figure, axes = 1.17, 16 * vg.Centimeter, 60
	names := &legend{}
	for _, name := range []string{"k < 0: faster than forward Euler", "k > 0: slower", "forward Euler", "plain network, 14 layers (whole: 2.2 %)", "|k| = 1"} {
		names.add(name, rule{})
	}
	style := names.style(1)
	for _, row := range names.rows(1) {
		x := vg.Length(0)
		for i, k := range row {
			from := x + sampleWidth + sampleSpace
			x = from + width(style, k.name) + keySpace
			end := from + wider*style.Width(k.name)
			if i+1 < len(row) && end+keySpace/2 > x {
				t.Errorf("got %q from %.0f to %.0f, want it to end well before %.0f", k.name, from, end, x)
			}
			if end > figure-axes {
				t.Errorf("got %q up to %.0f, want at most %.0f", k.name, end, figure-axes)
			}
		}
	}
}

// In a narrow figure a long name takes several rows, and none of it is lost.
func TestLegendBreaksLongNames(t *testing.T) {
	const name = "effective paths, 6 to 18 blocks: 96.7 % of the gradient, 0.992 % of the paths"
	names := &legend{}
	names.add(name, rule{})
	names.add("paths", rule{})
	var got []string
	for _, row := range names.rows(.7) {
		got = append(got, row[0].name)
		if w := .7*(sampleWidth+sampleSpace) + width(names.style(.7), row[0].name); w > columnWidth {
			t.Errorf("got %q, %.0f wide, want at most %.0f", row[0].name, w, columnWidth)
		}
	}
	if want := name + " paths"; strings.Join(got, " ") != want || len(got) < 3 {
		t.Errorf("got %q, want %q in at least 3 rows", got, want)
	}
}
