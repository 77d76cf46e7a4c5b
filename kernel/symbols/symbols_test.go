package symbols

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// out records what cells say as text.
type out struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *out) say(format string, v ...any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	fmt.Fprintf(&o.text, format, v...)
}

func (o *out) Stdout(p []byte) { o.say("%s", p) }
func (o *out) Stderr(p []byte) { o.say("stderr: %s", p) }
func (o *out) Display(b display.Bundle, _ map[string]any, _ string) {
	o.say("display: %s\n", b["text/plain"])
}

func (o *out) Update(b display.Bundle, _ map[string]any, _ string) {
	o.say("update: %s\n", b["text/plain"])
}
func (o *out) Clear(bool)                         {}
func (o *out) Input(string, bool) (string, error) { return "", nil }

func newSession(t testing.TB) *interpreter.Session {
	t.Helper()
	s, err := interpreter.New(interpreter.Options{
		Symbols: Packages(), Wrappers: Wrappers(), Types: Importer(),
		Members: Members, Docs: Doc, Preload: Preload(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestLesionStudy runs the main experiment, in small, the way a notebook does.
func TestLesionStudy(t *testing.T) {
	s := newSession(t)
	tests := []struct{ code, want string }{
		{"digits := data.Digits(1)\ndigits.Shape()", "[1 8 8]"},
		{"net, err := models.ResNet(models.Config{Depth: 8, Width: 4, Input: digits.Shape(), Classes: 10, Seed: 1})\nerr", "<nil>"},
		{"hist, err := train.Fit(ctx, net, digits.Train, train.Options{Epochs: 1})\nerr", "<nil>"},
		{"hist", "21 steps"},
		{"study := lesion.Study{Net: net, Data: digits.Test}\nsingle, err := study.DeleteEach(ctx)\nerr", "<nil>"},
		{"single", "layer2.0"},
		{"viz.Deletions(single)", "plot"},
		{"lengths, err := paths.Lengths(54)\nlengths", "54 blocks"},
		{"decay := func(t float64, u []float64) []float64 { return []float64{-u[0]} }\nus, err := ode.Solve(ode.ForwardEuler, decay, []float64{1}, 0, 1, 4)\nfmt.Sprintf(\"%.4f\", us[4][0])", "0.3164"},
	}
	for i, tt := range tests {
		o := &out{}
		b, err := s.Eval(t.Context(), interpreter.Cell{Number: i + 1, Code: tt.code}, o)
		if err != nil {
			t.Fatalf("%s\n%v\n%s", tt.code, err, o.text.String())
		}
		if got := fmt.Sprint(b["text/plain"]); !strings.Contains(got, tt.want) {
			t.Errorf("%s\ngot %s\nwant it to contain %s", tt.code, got, tt.want)
		}
		if strings.Contains(tt.code, "train.Fit") && !strings.Contains(o.text.String(), "display: training") {
			t.Errorf("no bar while training: %q", o.text.String())
		}
	}
}

// TestInterpretedImplementations: interpreted types go where compiled
// interfaces are asked for.
func TestInterpretedImplementations(t *testing.T) {
	s := newSession(t)
	tests := []struct{ name, code, want string }{
		{"plotter.XYer", `type line []float64
func (l line) Len() int { return len(l) }
func (l line) XY(i int) (x, y float64) { return float64(i), l[i] }
pl, err := plotter.NewLine(line{1, 2})
fmt.Sprint(pl.XYs)`, "[{0 1} {1 2}]"},
		{"a callback", "plotter.NewFunction(func(x float64) float64 { return x * x }).F(3)", "9"},
		{"plot.Ticker", `type ticks struct{}
func (ticks) Ticks(min, max float64) []plot.Tick { return []plot.Tick{{Value: min, Label: "lo"}} }
p := plot.New()
p.X.Tick.Marker = ticks{}
p.X.Tick.Marker.Ticks(1, 2)[0].Label`, "lo"},
		{"a matrix", `m := mat.NewDense(2, 2, []float64{1, 2, 3, 4})
m.Mul(m, m)
m.At(1, 1)`, "22"},
		{"a graph with its gradient", `g := gorgonia.NewGraph()
x := gorgonia.NewScalar(g, gorgonia.Float64, gorgonia.WithName("x"))
y, err := gorgonia.Square(x)
_, err = gorgonia.Grad(y, x)
vm := gorgonia.NewTapeMachine(g, gorgonia.BindDualValues(x))
gorgonia.Let(x, 3.0)
err = vm.RunAll()
dx, err := x.Grad()
fmt.Sprint(dx)`, "6"},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := s.Eval(t.Context(), interpreter.Cell{Number: i + 1, Code: tt.code}, &out{})
			if got := fmt.Sprint(b["text/plain"]); err != nil || !strings.Contains(got, tt.want) {
				t.Errorf("got %s, %v, want %s", got, err, tt.want)
			}
		})
	}
}

// BenchmarkNew is what a kernel waits for before its first cell.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := interpreter.New(interpreter.Options{
			Symbols: Packages(), Wrappers: Wrappers(), Types: Importer(),
			Members: Members, Docs: Doc, Preload: Preload(),
		}); err != nil {
			b.Fatal(err)
		}
	}
}
