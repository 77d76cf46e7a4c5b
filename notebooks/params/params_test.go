package params

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/notebooks/nbformat"
)

const declared = `// How long to train.
epochs := 8
var rate float32 = 0.05
var small, large int8 = 1, 2
var (
	limit uint
	steps = 1 << 10
)
name, deep := "a\"b", !false
wait := 5 * time.Minute
var pause time.Duration
half := 1. / 2
set := data.Digits(1)
list := []int{1}
const fixed = 3
if deep {
	inner := 1
}
f := func(x int) { y := x }`

func code(source, tag string) *nbformat.Cell {
	return &nbformat.Cell{Type: nbformat.Code, Source: source, Metadata: map[string]any{"tags": []any{tag}}}
}

// notebook returns one with a cell of parameters between two others.
func notebook(parameters string) *nbformat.Notebook {
	return &nbformat.Notebook{Cells: []*nbformat.Cell{code("1", ""), code(parameters, TagDeclared), code("2", "")}}
}

func TestDeclarations(t *testing.T) {
	list, err := declarations(declared)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range list {
		got = append(got, p.name+" "+p.kind())
	}
	want := []string{
		"epochs int", "rate float32", "small int8", "large int8", "limit uint", "steps int", "name string", "deep bool",
		"wait time.Duration", "pause time.Duration", "half float64", "set invalid type", "list []int", "f func(x int)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("declared (- want, + got):\n%s", diff)
	}
}

// TestFillWritesGo gives the line of code that a value becomes.
func TestFillWritesGo(t *testing.T) {
	tests := []struct{ value, want string }{
		{"epochs=12", "epochs = 12"},
		{"epochs=-0x10", "epochs = -0x10"},
		{"rate=1e-3", "rate = 0.001"},
		{"rate=3", "rate = 3"},
		{"rate=0e5", "rate = 0"},
		{"small=-128", "small = -128"},
		{"limit=18446744073709551615", "limit = 18446744073709551615"},
		{"name=", `name = ""`},
		{"name=a=b \"c\"\n", `name = "a=b \"c\"\n"`},
		{"deep=false", "deep = false"},
		{"wait=90s", "wait = 90 * time.Second"},
		{"pause=1h30m", "pause = 90 * time.Minute"},
		{"pause=0", "pause = 0 * time.Hour"},
		{"half=.25", "half = 0.25"},
	}
	for _, tt := range tests {
		t.Run(tt.value, func(t *testing.T) {
			nb := notebook(declared)
			if err := Fill(nb, []string{tt.value}); err != nil {
				t.Fatal(err)
			}
			if got, want := nb.Cells[2].Source, "// Parameters\n"+tt.want; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestFillRefuses(t *testing.T) {
	tests := []struct{ name, cell, value, want string }{
		{"no value", declared, "epochs", "got the parameter epochs, want NAME=VALUE"},
		{"a name that is not declared", "epochs := 8\nrate := 0.1", "epoch=3", `got the parameter "epoch", want one of epochs (int), rate (float64)`},
		{"a variable further in", "epochs := 8\nif true { inner := 1 }", "inner=3", `got the parameter "inner", want one of epochs (int)`},
		{"a constant", "epochs := 8\nconst fixed = 1", "fixed=3", `got the parameter "fixed", want one of epochs (int)`},
		{"a fraction for an int", declared, "epochs=1.5", `parameter epochs: got "1.5", want a number of type int`},
		{"a word for a float", declared, "rate=fast", `parameter rate: got "fast", want a number of type float32`},
		{"too large", declared, "small=128", "parameter small: got 128, which no int8 can be"},
		{"negative", declared, "limit=-1", `parameter limit: got "-1", want a number of type uint`},
		{"too large for a float32", declared, "rate=1e39", "parameter rate: got 1e39, which no float32 can be"},
		{"too small for a float32", declared, "rate=1e-50", "parameter rate: got 1e-50, which no float32 can be"},
		{"an octal number", declared, "epochs=010", "parameter epochs: got 010, which in Go is an octal number, want it without the zero in front or as 0o10"},
		{"no number", declared, "half=NaN", "parameter half: got NaN, which no float64 can be"},
		{"yes", declared, "deep=yes", `parameter deep: got "yes", want true or false`},
		{"a duration without a unit", declared, "wait=5", `parameter wait: got "5", want a duration such as 90s or 1h30m`},
		{"a slice", declared, "list=1", "parameter list: it is declared as []int, want a bool, a number, a string or a time.Duration"},
		{"an unknown type", declared, "set=1", "parameter set: it is declared as something that only its packages know, want a bool, a number, a string or a time.Duration"},
		{"no declarations", "fmt.Println(1)", "a=1", "the cell with the tag parameters: it declares no variable, want some such as epochs := 8"},
		{"a brace too many", "a := 1 }; type t struct {", "a=1", "the cell with the tag parameters: got a brace that closes nothing"},
		{"no Go", "epochs := 8\nrate = = 1", "epochs=1", "the cell with the tag parameters: line 2: expected operand, found '='"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			nb := notebook(tt.cell)
			err := Fill(nb, []string{tt.value})
			if err == nil || err.Error() != tt.want {
				t.Errorf("got error %v, want %s", err, tt.want)
			}
			if len(nb.Cells) != 3 {
				t.Error("the notebook has changed")
			}
		})
	}
	t.Run("twice", func(t *testing.T) {
		err := Fill(notebook(declared), []string{"epochs=1", "epochs=2"})
		if want := "got the parameter epochs twice"; err == nil || err.Error() != want {
			t.Errorf("got error %v, want %s", err, want)
		}
	})
	t.Run("no cell", func(t *testing.T) {
		err := Fill(&nbformat.Notebook{}, []string{"a=1"})
		if want := "got the parameter a=1, but the notebook has no code cell with the tag parameters"; err == nil || err.Error() != want {
			t.Errorf("got error %v, want %s", err, want)
		}
	})
}

// TestFillPlacesTheCell: behind the declarations; one of an earlier run is
// replaced; without values nothing is touched.
func TestFillPlacesTheCell(t *testing.T) {
	nb := notebook("epochs := 8\nrate := 0.1")
	for _, values := range [][]string{{"epochs=1", "rate=2"}, {"rate=3", "epochs=4"}, nil} {
		if err := Fill(nb, values); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, c := range nb.Cells {
		got = append(got, c.Source)
	}
	want := []string{"1", "epochs := 8\nrate := 0.1", "// Parameters\nrate = 3\nepochs = 4", "2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells (- want, + got):\n%s", diff)
	}
	if !nb.Cells[2].HasTag(TagInjected) {
		t.Errorf("metadata %v, want the tag %s", nb.Cells[2].Metadata, TagInjected)
	}
}

// evaluate returns the value of an expression, converted to a type.
func evaluate(t *rapid.T, typ, expression string) constant.Value {
	pkg := types.NewPackage("p", "p")
	time, err := clock{}.Import("time")
	if err != nil {
		t.Fatal(err)
	}
	pkg.Scope().Insert(types.NewPkgName(token.NoPos, pkg, "time", time))
	v, err := types.Eval(token.NewFileSet(), pkg, token.NoPos, fmt.Sprintf("%s(%s)", typ, expression))
	if err != nil {
		t.Fatal(err)
	}
	return v.Value
}

// TestValuesSurvive: whatever value a command line gives, the code has it.
func TestValuesSurvive(t *testing.T) {
	fill := func(t *rapid.T, declaration, value string) string {
		nb := notebook("p := " + declaration)
		if err := Fill(nb, []string{"p=" + value}); err != nil {
			t.Fatal(err)
		}
		_, literal, _ := strings.Cut(nb.Cells[2].Source, " = ")
		return literal
	}
	t.Run("text", rapid.MakeCheck(func(t *rapid.T) {
		want := strings.ToValidUTF8(rapid.String().Draw(t, "value"), "")
		if got := constant.StringVal(evaluate(t, "string", fill(t, `""`, want))); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}))
	t.Run("float64", rapid.MakeCheck(func(t *rapid.T) {
		want := rapid.Float64Range(-1e300, 1e300).Draw(t, "value")
		got, _ := constant.Float64Val(evaluate(t, "float64", fill(t, "0.", strconv.FormatFloat(want, 'g', -1, 64))))
		if got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}))
	t.Run("int64", rapid.MakeCheck(func(t *rapid.T) {
		want := rapid.Int64().Draw(t, "value")
		if got, _ := constant.Int64Val(evaluate(t, "int64", fill(t, "int64(0)", fmt.Sprint(want)))); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}))
	t.Run("duration", rapid.MakeCheck(func(t *rapid.T) {
		want := time.Duration(rapid.Int64().Draw(t, "value"))
		if got, _ := constant.Int64Val(evaluate(t, "int64", fill(t, "time.Second", want.String()))); got != int64(want) {
			t.Errorf("got %v, want %v", time.Duration(got), want)
		}
	}))
}

// FuzzFill: no cell and no value makes it panic.
func FuzzFill(f *testing.F) {
	f.Add(declared, "epochs=3")
	f.Add("}; func g() { x := 1", "x=1")
	f.Add("}; type t struct {", "x=1")
	f.Fuzz(func(t *testing.T, cell, value string) {
		_ = Fill(notebook(cell), []string{value})
	})
}
