package display

import (
	"image"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// A list of values that bring their own forms shows each, pictures too.
func TestRenderListOfBundlers(t *testing.T) {
	b := Render([]Bundler{HTML("<i>a</i>"), Image(image.NewGray(image.Rect(0, 0, 2, 1))), bundler{map[string]any{textPlain: "1 < 2"}}})
	if want := "a\n<image, 2 x 1 pixels>\n1 < 2"; b[textPlain] != want {
		t.Errorf("text: got %q, want %q", b[textPlain], want)
	}
	page, _ := b[textHTML].(string)
	for _, want := range []string{"<i>a</i>", `<img src="data:image/png;base64,`, "<pre>1 &lt; 2</pre>"} {
		if !strings.Contains(page, want) {
			t.Errorf("page: got %s, want %s in it", page, want)
		}
	}
	if mixed := Render([]any{HTML("a"), 1}); mixed[textHTML] != nil {
		t.Errorf("a list of which one element has no forms: got %v", mixed)
	}
}

func TestRenderMatrix(t *testing.T) {
	tests := []struct {
		name string
		m    mat.Matrix
		want string
		html bool
	}{
		{"dense", mat.NewDense(2, 2, []float64{1, 2.5, -3, 4}), "⎡ 1  2.5⎤\n⎣-3    4⎦", true},
		{"transposed", mat.NewDense(1, 2, []float64{1, 2}).T(), "⎡1⎤\n⎣2⎦", true},
		{"vector", mat.NewVecDense(1, []float64{7}), "[7]", true},
		{"empty", &mat.Dense{}, "<matrix, 0 x 0>", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := Render(tt.m)
			if _, ok := b[textHTML]; b[textPlain] != tt.want || ok != tt.html {
				t.Errorf("got %v, want the text %s", b, tt.want)
			}
		})
	}
	if text := Render(mat.NewDense(200, 300, nil))[textPlain].(string); !strings.HasPrefix(text, "Dims(200, 300)\n") || len(text) > 1000 {
		t.Errorf("a large one: got %s", text)
	}
}
