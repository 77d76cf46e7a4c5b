package compare

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/notebooks/nbformat"
)

func stdout(s string) *nbformat.Output {
	return &nbformat.Output{Type: nbformat.Stream, Name: "stdout", Text: s}
}

func result(mime string, value any) *nbformat.Output {
	return &nbformat.Output{Type: nbformat.ExecuteResult, Data: map[string]any{mime: value}}
}

// TestOutputs says of each pair of outputs what a reader is told; nothing
// where both look the same.
func TestOutputs(t *testing.T) {
	bar := result("text/plain", "100 % took 2 s")
	bar.Metadata = map[string]any{"unravel": map[string]any{"progress": true}}
	both := func(text, html string) *nbformat.Output {
		return &nbformat.Output{Type: nbformat.DisplayData, Data: map[string]any{"text/plain": text, "text/html": html}}
	}
	type outputs = []*nbformat.Output
	tests := []struct {
		name        string
		stored, got outputs
		want        []string
	}{
		{"nothing", nil, nil, nil},
		{"writes in other portions", outputs{stdout("a\nb\n")}, outputs{stdout("a\n"), stdout("b\n")}, nil},
		{"a number in a text", outputs{stdout("a\nb 1\nc\n")}, outputs{stdout("a\nb 2\nc\n")}, []string{
			"stdout: differs\n@@ -1,3 +1,3 @@\n a\n-b 1\n+b 2\n c",
		}},
		{"a line end", outputs{stdout("a")}, outputs{stdout("a\n")}, []string{"stdout: ends with another number of line ends"}},
		{"progress", outputs{bar}, nil, nil},
		{"a result that was not there", nil, outputs{result("text/plain", "1")}, []string{
			"output 1: none is stored, got execute_result (text/plain)",
		}},
		{"a result that is gone", outputs{result("text/plain", "1")}, nil, []string{
			"output 1: execute_result (text/plain) is stored, got none",
		}},
		{"a form that was not there", outputs{result("text/plain", "1")}, outputs{both("1", "1")}, []string{
			"output 1: got display_data (text/plain, text/html), stored is execute_result (text/plain)",
		}},
		{"two forms", outputs{both("1", "<b>1</b>")}, outputs{both("2", "<b>2</b>")}, []string{
			"output 1: text/plain: differs\n@@ -1,1 +1,1 @@\n-1\n+2\nanother text/html too",
		}},
		{
			"an expected error",
			outputs{{Type: nbformat.Error, EName: "panic", EValue: "a", Traceback: []string{"x"}}},
			outputs{{Type: nbformat.Error, EName: "panic", EValue: "b", Traceback: []string{"y"}}},
			[]string{
				"output 1: differs\n@@ -1,1 +1,1 @@\n-panic: a\n+panic: b",
			},
		},
		{
			"an id of a widget",
			outputs{result("application/vnd.jupyter.widget-view+json", "1")},
			outputs{result("application/vnd.jupyter.widget-view+json", "2")},
			nil,
		},
		{
			"a number of JSON, as read and as sent",
			outputs{result("application/json", json.Number("1.0"))},
			outputs{result("application/json", 1)},
			nil,
		},
		{
			"another number of JSON",
			outputs{result("application/json", json.Number("1"))},
			outputs{result("application/json", 2)},
			[]string{"output 1: application/json: differs\n@@ -1,1 +1,1 @@\n-1\n+2"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Outputs(tt.stored, tt.got)); diff != "" {
				t.Errorf("differences (- want, + got):\n%s", diff)
			}
		})
	}
}

// figure is a drawing in gonum's manner, 453.54 wide.
const figure = `<?xml version="1.0"?>
<svg width="453.54pt" height="283.46pt" viewBox="0 0 453.54 283.46" xmlns="http://www.w3.org/2000/svg">
<g transform="scale(1, -1) translate(0, -283.46)">
<path d="M100,20L200,40.123L300,1.5e-05" style="fill:none;stroke:#1F77B4;stroke-width:1.5" />
<path d="M104,20A4,4 0 1 1 96,20A4,4 0 1 1 104,20Z" style="fill:#FF0000;fill-opacity:0.5" />
<text x="57.542" y="-26.025" transform="scale(1, -1)" style="font-size:10px;fill:#262626">60</text>
</g>
</svg>`

// TestDrawings changes one thing in a figure: what a reader could see is a
// difference, a last digit is none.
func TestDrawings(t *testing.T) {
	tests := []struct {
		name     string
		old, new string
		want     string // a part of what is reported; empty: the same
	}{
		{"a last digit", "L200,40.123", "L200.01,40.124", ""},
		{"a last digit near zero", "1.5e-05", "-0", ""},
		{"a line that leads nowhere", "M104,20A", "M104,20L104.01,20A", ""},
		{"the order of attributes", `x="57.542" y="-26.025"`, `y="-26.025" x="57.542"`, ""},
		{"a point", "L200,40.123", "L200,40.623", "1 of 5 elements differ\nelement 3, path: d moved by 0.5, more than 0.227"},
		{"a point more", "L200,40.123", "L200,40.123L210,40", "element 3, path: d is"},
		{"a point less", "L200,40.123", "", "element 3, path: d is"},
		{"a curve for a line", "L200,40.123", "Q200,40.123", "element 3, path: d is"},
		{"a colour by a little", "#1F77B4", "#1F77B5", "element 3, path: style is"},
		{"a colour that looks like a number", "#262626", "#262627", "element 5, text: style is"},
		{"the width of a line", "stroke-width:1.5", "stroke-width:1.6", "element 3, path: style is"},
		{"a radius", "A4,4 0 1 1 104", "A5,5 0 1 1 104", "element 4, path: d moved by 1"},
		{"an arc the other way", "A4,4 0 1 1 104", "A4,4 0 1 0 104", "element 4, path: d moved by 1"},
		{"an opacity", "0.5", "0.6", "element 4, path: style is"},
		{"a label", ">60<", ">90<", `element 5, text: got "90", stored is "60"`},
		{"a label's place", "57.542", "58", "element 5, text: x moved by 0.458"},
		{"a scale", "scale(1, -1) translate", "scale(1.1, -1) translate", "element 2, g: transform is"},
		{"an element less", "<text x=\"57.542\" y=\"-26.025\" transform=\"scale(1, -1)\" style=\"font-size:10px;fill:#262626\">60</text>", "", "got 4 elements (2 paths, 0 texts), stored are 5 elements (2 paths, 1 texts)"},
		{"no XML", "</svg>", "<svg>", "differs\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed := strings.Replace(figure, tt.old, tt.new, 1)
			if changed == figure {
				t.Fatalf("%q is not in the figure", tt.old)
			}
			got := drawings(figure, changed)
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q in it", got, tt.want)
			}
		})
	}
}

// TestDrawingMovesAsAWhole: a polyline may move by less than the threshold and
// not by more, wherever it lies and in both orders.
func TestDrawingMovesAsAWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coordinates := rapid.SliceOfN(rapid.Float64Range(0, 400), 4, 40).Draw(t, "coordinates")
		by := rapid.Float64Range(0, 2).Draw(t, "by")
		path := func(shift float64) string {
			var b strings.Builder
			command := "M"
			for i := 0; i+1 < len(coordinates); i += 2 {
				fmt.Fprintf(&b, "%s%.5g,%.5g", command, coordinates[i]+shift, coordinates[i+1])
				command = "C" // never left out
			}
			return `<svg viewBox="0 0 400 200"><path d="` + b.String() + `"/></svg>`
		}
		const threshold, rounding = 0.2, 0.011
		for _, pair := range [][2]string{{path(0), path(by)}, {path(by), path(0)}} {
			d := drawings(pair[0], pair[1])
			if by < threshold-rounding && d != "" {
				t.Errorf("moved by %v: %s", by, d)
			}
			if by > threshold+rounding && d == "" {
				t.Errorf("moved by %v: not seen", by)
			}
		}
	})
}

func encoded(t *testing.T, change func(*image.RGBA)) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 8, 4))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.Gray{200}), image.Point{}, draw.Src)
	change(img)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func TestPictures(t *testing.T) {
	same := encoded(t, func(*image.RGBA) {})
	level := func(by uint8) string {
		return encoded(t, func(img *image.RGBA) { img.SetRGBA(3, 2, color.RGBA{200 - by, 200, 200, 255}) })
	}
	tests := []struct {
		name, got, want string
	}{
		{"the same in lines", same[:20] + "\n" + same[20:], ""},
		{"a rounding", level(2), ""},
		{"one pixel", level(60), "1 of 32 pixels differ, by up to 60 of 255, the first at (3,2)"},
		{"another size", encoded(t, func(img *image.RGBA) { *img = *image.NewRGBA(image.Rect(0, 0, 4, 8)) }), "got (4,8) pixels, stored are (8,4)"},
		{"no picture", "AAAA", "another picture, in a format that is not known here"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := pictures(same, tt.got); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestPages: text between figures is compared to the letter, figures as
// figures, those of a drawing's own pictures included.
func TestPages(t *testing.T) {
	page := func(text, drawing, picture string) string {
		return "<p>" + text + "</p>" + drawing + `<img src="data:image/png;base64,` + picture + `"/>`
	}
	drawing := func(x, picture string) string {
		return `<svg width="100" height="50"><image x="` + x + `" href="data:image/png;base64,` + picture + `"/></svg>`
	}
	a := encoded(t, func(*image.RGBA) {})
	near := encoded(t, func(img *image.RGBA) { img.Pix[0]++ })
	far := encoded(t, func(img *image.RGBA) { img.Pix[0] = 0 })
	stored := page("text", drawing("1", a), a)
	tests := []struct {
		name, got, want string
	}{
		{"roundings", page("text", drawing("1.01", near), near), ""},
		{"text", page("next", drawing("1", a), a), "-<p>text</p>(figure)"},
		{"a figure", page("text", drawing("1", a), far), "figure 2: 1 of 32 pixels differ"},
		{"a drawing", page("text", drawing("9", a), a), "figure 1: 1 of 2 elements differ\nelement 2, image: x moved by 8, more than 0.05"},
		{"a picture in a drawing", page("text", drawing("1", far), a), "href 1 of 32 pixels differ"},
		{"a figure less", page("text", "", a), "+<p>text</p><img"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := pages(stored, tt.got)
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q in it", got, tt.want)
			}
		})
	}
}

// notebook returns a notebook that has run; each cell printed its text.
func notebook(tags []string, texts ...string) *nbformat.Notebook {
	nb := &nbformat.Notebook{Cells: []*nbformat.Cell{{Type: nbformat.Markdown, Source: "# Title"}}}
	for i, text := range texts {
		count := i + 1
		c := &nbformat.Cell{Type: nbformat.Code, ExecutionCount: &count, Outputs: []*nbformat.Output{stdout(text)}}
		if tags[i] != "" {
			c.Metadata = map[string]any{"tags": []any{tags[i]}}
		}
		nb.Cells = append(nb.Cells, c)
	}
	return nb
}

// TestCompareLeavesOut: cells that say they are of this machine, cells that
// did not run and cells that failed.
func TestCompareLeavesOut(t *testing.T) {
	nb := notebook([]string{"", MachineDependent, "nbval-ignore-output", "", "", "raises-exception"}, "a", "b", "c", "d", "e", "f")
	stored := Store(nb)
	for i, c := range nb.Cells[1:] {
		c.Outputs = []*nbformat.Output{stdout(fmt.Sprint(i))}
	}
	failure := &nbformat.Output{Type: nbformat.Error, EName: "panic"}
	nb.Cells[4].Outputs = append(nb.Cells[4].Outputs, failure)
	nb.Cells[5].ExecutionCount = nil
	nb.Cells[6].Outputs = append(nb.Cells[6].Outputs, failure)

	r := stored.Compare()
	var positions []int
	for _, c := range r.Cells {
		positions = append(positions, c.Position)
	}
	if diff := cmp.Diff([]int{2, 7}, positions); diff != "" || r.Compared != 2 {
		t.Errorf("compared %d, want 2; cells that differ (- want, + got):\n%s", r.Compared, diff)
	}
}

// TestCompareElsewhere: numbers of another instruction set are not held
// against a run.
func TestCompareElsewhere(t *testing.T) {
	foot := func(arithmetic string) *nbformat.Output {
		return result(footer, map[string]any{"arithmetic": arithmetic})
	}
	tests := []struct {
		name, stored, got string
		want              Report
	}{
		{"the same", "amd64 avx2", "amd64 avx2", Report{Compared: 2}},
		{"another", "amd64 avx512", "amd64 avx2", Report{Here: "amd64 avx2", There: "amd64 avx512"}},
		{"not said", "", "amd64 avx2", Report{Compared: 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			nb := notebook([]string{"", ""}, "a", "b")
			nb.Cells[2].Outputs = []*nbformat.Output{foot(tt.stored)}
			stored := Store(nb)
			nb.Cells[2].Outputs = []*nbformat.Output{foot(tt.got)}
			if diff := cmp.Diff(tt.want, stored.Compare()); diff != "" {
				t.Errorf("report (- want, + got):\n%s", diff)
			}
		})
	}
}

// TestCompareWithNothing: a notebook that has no outputs at all is said to have
// none, unless its cells show none.
func TestCompareWithNothing(t *testing.T) {
	one := []*nbformat.Output{stdout("1")}
	tests := []struct {
		name        string
		tag         string // of the second cell
		stored, got []*nbformat.Output
		want        Report
	}{
		{"outputs where none are stored", "", nil, one, Report{Compared: 2, Bare: true}},
		{"no outputs where none are stored", "", nil, nil, Report{Compared: 2}},
		{"none but of this machine", MachineDependent, nil, one, Report{Compared: 1}},
		{"those that are stored", "", one, one, Report{Compared: 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			nb := notebook([]string{"", tt.tag}, "", "")
			nb.Cells[1].Outputs, nb.Cells[2].Outputs = nil, tt.stored
			stored := Store(nb)
			nb.Cells[2].Outputs = tt.got
			if diff := cmp.Diff(tt.want, stored.Compare()); diff != "" {
				t.Errorf("report (- want, + got):\n%s", diff)
			}
		})
	}
}
