package display

import (
	"math"
	"slices"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"
)

type named struct {
	Name string
	*shape
}

type axis struct{ Xmin, X float64 }

type shape struct {
	Params int
	Error  float64
	Time   time.Duration
	secret int
}

// TestTable shows each kind of table as text and as HTML.
func TestTable(t *testing.T) {
	many := make([]point, 1000)
	for i := range many {
		many[i] = point{i, i * i}
	}
	tests := []struct {
		name  string
		value any
	}{
		{"records", []named{
			{"ResNet-110", &shape{1730714, 2.8, 90 * time.Second, 1}},
			{"plain <14>", &shape{13, 89.25, 0, 2}},
			{"nothing", nil},
		}},
		{"floats", []struct{ Exact, Rounded, Tiny, Mixed float64 }{
			{1, 1.0 / 3, 1e-9, math.NaN()},
			{0.25, 200.0 / 3, 2.5e-7, math.Inf(1)},
		}},
		{"captioned", Table{
			Head: []string{"scheme", "order", "α"}, Caption: "Table 1. Schemes & orders",
			Rows: [][]any{{"forward Euler", 1, float32(0.1)}, {"RK4", 4, nil}, {"ragged"}},
		}},
		{"headless", [][]int{{1, 20}, {300, 4}}},
		{"matrix", mat.NewDense(2, 2, []float64{1, 2.5, -3, 4})},
		{"map", map[int]string{10: "ten", 9: "nine", -1: "minus one"}},
		{"long", many},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, err := TableOf(tt.value)
			if err != nil {
				t.Fatal(err)
			}
			b := Render(table)
			golden(t, "table_"+tt.name+".txt", b[textPlain].(string))
			if tt.name != "long" {
				golden(t, "table_"+tt.name+".html", b[textHTML].(string))
			}
		})
	}
}

func TestTableOfRefusesWhatIsNone(t *testing.T) {
	for _, v := range []any{nil, 3, "text", []int{1}, point{}, []hidden{{1}}} {
		if table, err := TableOf(v); err == nil {
			t.Errorf("%#v became %v, want an error", v, table)
		}
	}
}

func TestColumnsHaveTheNamesThatTheAuthorGave(t *testing.T) {
	for _, tt := range []struct {
		name  string
		value any
		want  []string
	}{
		{"compiled type", []axis{{}}, []string{"Xmin", "X"}},
		{"type of an interpreter", []struct{ Xmin, X, XY int }{{}}, []string{"min", "X", "XY"}},
	} {
		table, err := TableOf(tt.value)
		if err != nil || !slices.Equal(table.Head, tt.want) {
			t.Errorf("%s: head %q, error %v, want %q", tt.name, table.Head, err, tt.want)
		}
	}
}

func TestSliceOfStructsIsATable(t *testing.T) {
	b := Render([]point{{1, 2}, {30, 4}})
	if got, want := b[textPlain], " X  Y\n──  ─\n 1  2\n30  4"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if b[textHTML] == nil {
		t.Error("no HTML")
	}
}
