package display

import (
	"encoding/base64"
	"errors"
	"image"
	"image/png"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"pgregory.net/rapid"
)

type (
	bundler  struct{ forms map[string]any }
	trapped  struct{}
	trapText struct{}
	point    struct{ X, Y int }
	hidden   struct{ x int }
	person   struct {
		Name  string
		Place point
		notes []string
	}
)

func (b bundler) MIMEBundle() map[string]any { return b.forms }
func (trapped) MIMEBundle() map[string]any   { panic("boom") }
func (trapText) String() string              { panic("boom") }

// TestRender states which form each kind of value takes.
func TestRender(t *testing.T) {
	var nilPlot *plot.Plot
	var nilError error
	word := "a\nb"
	buffered := make(chan int, 3)
	buffered <- 1
	tests := []struct {
		name  string
		value any
		want  Bundle
	}{
		{"nil", nil, Bundle{textPlain: "<nil>"}},
		{"nil error", nilError, Bundle{textPlain: "<nil>"}},
		{"nil pointer with methods", nilPlot, Bundle{textPlain: "<nil>"}},
		{"invalid reflect.Value", reflect.Value{}, Bundle{textPlain: "<nil>"}},
		{"integer", 42, Bundle{textPlain: "42"}},
		{"string as it is", "a \"b\"\n", Bundle{textPlain: "a \"b\"\n"}},
		{"reflect.Value", reflect.ValueOf(1.5), Bundle{textPlain: "1.5"}},
		{"reflect.Value in a reflect.Value", reflect.ValueOf(reflect.ValueOf("x")), Bundle{textPlain: "x"}},
		{"interface in a reflect.Value", reflect.ValueOf([]any{7}).Index(0), Bundle{textPlain: "7"}},
		{"unexported field", reflect.ValueOf(hidden{3}).Field(0), Bundle{textPlain: "3"}},
		{"struct with field names", point{1, 2}, Bundle{textPlain: "{X:1 Y:2}"}},
		{"pointer to struct", &point{1, 2}, Bundle{textPlain: "&{X:1 Y:2}"}},
		{"pointer to a number", new(int), Bundle{textPlain: "&0"}},
		{"pointer to a pointer", new(*int), Bundle{textPlain: "<**int>"}},
		{"pointer to a slice", &[]int{1}, Bundle{textPlain: "&[1]"}},
		{"pointer to a string", &word, Bundle{textPlain: `&"a\nb"`}},
		{"function", strings.ToUpper, Bundle{textPlain: "<func(string) string>"}},
		{"channel", make(chan int), Bundle{textPlain: "<chan int>"}},
		{"channel with a buffer", buffered, Bundle{textPlain: "<chan int with 1 of 3>"}},
		{"bytes that are text", []byte(`{"a":1}`), Bundle{textPlain: `[123 34 97 34 58 49 125] "{\"a\":1}"`}},
		{"bytes that are none", []byte{0, 255}, Bundle{textPlain: "[0 255]"}},
		{"not a number", []float64{math.NaN(), math.Inf(-1)}, Bundle{textPlain: "[NaN -Inf]"}},
		{
			"long struct", &person{strings.Repeat("n", 90), point{1, 2}, nil},
			Bundle{textPlain: "&{\n    Name:  " + strings.Repeat("n", 90) + "\n    Place: {X:1 Y:2}\n    notes: []\n}"},
		},
		{"Stringer", 2 * time.Second, Bundle{textPlain: "2s"}},
		{"error", errors.New("no"), Bundle{textPlain: "no"}},
		{"map in the order of keys", map[string]int{"b": 2, "a": 1}, Bundle{textPlain: "map[a:1 b:2]"}},
		{"empty slice", []int(nil), Bundle{textPlain: "[]"}},
		{"Bundle", Bundle{textHTML: "<b>x</b>"}, Bundle{textHTML: "<b>x</b>", textPlain: "x"}},
		{"Bundler without text", bundler{map[string]any{"text/markdown": "*x*"}}, Bundle{"text/markdown": "*x*", textPlain: "*x*"}},
		{"Bundler with bytes", bundler{map[string]any{"image/png": []byte("png"), textPlain: []byte("p")}}, Bundle{"image/png": "cG5n", textPlain: "p"}},
		{"Bundler with nothing", bundler{}, Bundle{textPlain: "{forms:map[]}"}},
		{"panicking MIMEBundle", trapped{}, Bundle{textPlain: "display: a display.trapped panicked while it was shown: boom"}},
		{"panicking String", trapText{}, Bundle{textPlain: "display: a display.trapText panicked while it was shown: boom"}},
		{"handle of what is shown already", &Handle{}, nil},
		{"bar that is shown already", reflect.ValueOf(&Progress{}), nil},
		{"HTML", HTML("<p>a &amp; <b>b</b></p><p>c</p>"), Bundle{textHTML: "<p>a &amp; <b>b</b></p><p>c</p>", textPlain: "a & b\nc"}},
		{"Markdown", Markdown("# t"), Bundle{"text/markdown": "# t", textPlain: "# t"}},
		{"Math", Math("2^n"), Bundle{"text/latex": "$$2^n$$", textPlain: "2^n"}},
		{"SVG", SVG("<svg/>"), Bundle{svgXML: "<svg/>", textPlain: "<SVG drawing, 6 bytes>"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Render(tt.value); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// TestRenderCutsShort states what is left of values that nobody reads whole.
func TestRenderCutsShort(t *testing.T) {
	many := map[int]bool{}
	for i := range 100_000 {
		many[i] = true
	}
	rows := make([][]float64, 3000)
	for i := range rows {
		rows[i] = make([]float64, 3000)
	}
	tests := []struct {
		name       string
		value      any
		begin, end string
	}{
		{"slice", make([]int, 1_000_000), "[0 0 0", "0 0] … and 999000 more"},
		{"array", [5000]int{}, "[0 0 0", "0 0] … and 4000 more"},
		{"map, in the order of keys", many, "map[0:true 1:true 2:true", "999:true] … and 99000 more"},
		{"slice of slices", rows, "[[0 0 0", "0 0] … and 2980 more] … and 2950 more"},
		{"field", struct{ X []string }{make([]string, 5000)}, "{X:[ ", "] … and 4980 more}"},
		{"what an interface holds", []any{make([]int, 5000), "a"}, "[[0 0", "0 0] … and 4980 more a]"},
	}
	for _, tt := range tests {
		text := Render(tt.value)[textPlain].(string)
		if len(text) > 10_000 || !strings.HasPrefix(text, tt.begin) || !strings.HasSuffix(text, tt.end) {
			t.Errorf("%s: got %d bytes, %q to %q", tt.name, len(text), text[:20], text[len(text)-40:])
		}
	}
}

// TestRenderAlwaysHasText holds for values that nobody thought of.
func TestRenderAlwaysHasText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.OneOf(
			rapid.Int().AsAny(), rapid.String().AsAny(), rapid.Float64().AsAny(), rapid.Bool().AsAny(),
			rapid.SliceOf(rapid.Make[point]()).AsAny(), rapid.SliceOf(rapid.Byte()).AsAny(),
			rapid.MapOf(rapid.String(), rapid.Int()).AsAny(),
			rapid.Map(rapid.String(), func(s string) HTML { return HTML(s) }).AsAny(),
		).Draw(t, "v")
		if _, ok := Render(v)[textPlain].(string); !ok {
			t.Fatalf("no text for %#v", v)
		}
	})
}

func TestPlotIsDrawnAsSVG(t *testing.T) {
	p := plot.New()
	p.Title.Text, p.X.Label.Text = "Lesions", "block"
	line, err := plotter.NewLine(plotter.XYs{{X: 0, Y: 1}, {X: 53, Y: 90}})
	if err != nil {
		t.Fatal(err)
	}
	p.Add(line)
	b := Render(p)
	if got, want := b[textPlain], `<plot "Lesions"; x: block, 0 to 53; y: 1 to 90>`; got != want {
		t.Errorf("text is %q, want %q", got, want)
	}
	svg, _ := b[svgXML].(string)
	for _, part := range []string{"<svg", "Lesions", "</svg>"} {
		if !strings.Contains(svg, part) {
			t.Errorf("no %q in the drawing", part)
		}
	}
	if wide := Plot(p, 2*defaultWidth, 0).MIMEBundle()[svgXML]; wide == svg {
		t.Error("the width changed nothing")
	}
}

func TestImageIsPNG(t *testing.T) {
	b := Render(image.NewGray(image.Rect(0, 0, 3, 2)))
	if got, want := b[textPlain], "<image, 3 x 2 pixels>"; got != want {
		t.Errorf("text is %q, want %q", got, want)
	}
	raw := base64.NewDecoder(base64.StdEncoding, strings.NewReader(b["image/png"].(string)))
	img, err := png.Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds().Size(); got != (image.Point{X: 3, Y: 2}) {
		t.Errorf("decoded size %v, want 3 x 2", got)
	}
}
