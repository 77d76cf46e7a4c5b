package models_test

import (
	"context"
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// TestCountsOfFractalNet holds it to integers that were computed from another
// definition.
func TestCountsOfFractalNet(t *testing.T) {
	fractal := func(columns, classes int) models.Config {
		return models.Config{Depth: 5 << (columns - 1), Step: models.Fractal{Columns: columns}, Classes: classes}
	}
	for _, b := range []built{
		{"1 column", models.FractalNet, fractal(1, 10), 3_917_386, 0},
		{"1 column, 100 classes", models.FractalNet, fractal(1, 100), 3_963_556, 0},
		{"2 columns", models.FractalNet, fractal(2, 10), 13_325_322, 0},
		{"2 columns, 100 classes", models.FractalNet, fractal(2, 100), 13_371_492, 0},
		{"3 columns", models.FractalNet, models.Config{Depth: 20}, 33_724_618, 0},
		{"3 columns, 100 classes", models.FractalNet, models.Config{Depth: 20, Classes: 100}, 33_770_788, 0},
		{"4 columns", models.FractalNet, fractal(4, 10), 76_106_634, 0},
		{"4 columns, 100 classes", models.FractalNet, fractal(4, 100), 76_152_804, 0},
	} {
		b.compare(t)
	}
}

// TestWorkOfFractalNet: the multiply-accumulates are those of its columns, each of
// which is a plain network.
func TestWorkOfFractalNet(t *testing.T) {
	net, err := models.FractalNet(models.Config{Depth: 8, Width: 4, Input: [3]int{3, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	head := int64(8 * 10)
	sum := head
	for c := 1; c <= 3; c++ {
		column, err := net.Column(c)
		if err != nil {
			t.Fatal(err)
		}
		more := int64(1<<(c-1) - 1) // layers of a block that keep the width
		want := head + 9*64*(3*4+more*4*4) + 9*16*(4*8+more*8*8)
		if got := column.MACs(); got != want {
			t.Errorf("%s: got %d multiply-accumulates, want %d", column.Name(), got, want)
		}
		sum += column.MACs() - head
	}
	if net.MACs() != sum {
		t.Errorf("got %d multiply-accumulates, want %d", net.MACs(), sum)
	}
}

// TestLinearColumns: of linear layers a block is a polynomial. Each column is the
// product of its layers.
func TestLinearColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(1, 4).Draw(t, "columns")
		c := models.Config{Branch: models.Linear{}, Input: [3]int{1, 1, 1}, Blocks: 1, Step: models.Fractal{Columns: columns}, Float64: true}
		net, err := models.FractalNet(c)
		if err != nil {
			t.Fatal(err)
		}
		layers := make(map[string]float64)
		for _, p := range net.Params() {
			layers[p.Name] = rapid.Float64Range(-2, 2).Draw(t, p.Name)
			if err := p.Set([]float64{layers[p.Name]}); err != nil {
				t.Fatal(err)
			}
		}
		if want := 1<<columns - 1; len(layers) != want {
			t.Fatalf("got %d layers, want %d", len(layers), want)
		}
		f := fractal{columns, layers, make([]int, columns+1)}
		size := math.Pow(2, float64(int(1)<<(columns-1)))
		mustMultiply(t, "network", multiplies(t, net), meanOf(f.ends(columns, 1)), size)
		for i := 1; i <= columns; i++ {
			column, err := net.Column(i)
			if err != nil {
				t.Fatal(err)
			}
			want := 1.0
			for j := range 1 << (i - 1) {
				want *= layers[fmt.Sprintf("layer1.0.column%d.%d.conv1.weight", i, j)]
			}
			mustMultiply(t, column.Name(), multiplies(t, column), want, size)
		}
	})
}

// fractal is by what layers multiply, and how many of each column are used up.
type fractal struct {
	columns int
	layers  map[string]float64
	used    []int
}

// ends is the expansion as it is defined: the last n columns are the last n−1 twice,
// beside a layer.
func (f fractal) ends(n int, x float64) []float64 {
	column := f.columns - n + 1
	if n == 1 {
		return []float64{f.layer(column, x)}
	}
	first := meanOf(f.ends(n-1, x))
	return append(f.ends(n-1, first), f.layer(column, x))
}

func (f fractal) layer(column int, x float64) float64 {
	f.used[column]++
	return x * f.layers[fmt.Sprintf("layer1.0.column%d.%d.conv1.weight", column, f.used[column]-1)]
}

func meanOf(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

// multiplies is by what a network on a line multiplies.
func multiplies(t *rapid.T, net *models.Net) float64 {
	out, err := net.Predict(t.Context(), &data.Set{Shape: [3]int{1, 1, 1}, Images: []float32{1}})
	if err != nil {
		t.Fatal(err)
	}
	return float64(out[0][0])
}

// TestEqualColumns: with all layers alike, f_C+1 = (z + C·f_C²)/(C+1).
func TestEqualColumns(t *testing.T) {
	for _, z := range []float64{-1.5, 0.25, 1, 2} {
		f := z
		for c := 1; c <= 4; c++ {
			layers := make(map[string]float64)
			for i := 1; i <= c; i++ {
				for j := range 1 << (i - 1) {
					layers[fmt.Sprintf("layer1.0.column%d.%d.conv1.weight", i, j)] = z
				}
			}
			if got := meanOf(fractal{c, layers, make([]int, c+1)}.ends(c, 1)); math.Abs(got-f) > 1e-12*(1+math.Abs(f)) {
				t.Errorf("%d columns of z = %v: got %v, want %v", c, z, got, f)
			}
			f = (z + float64(c)*f*f) / float64(c+1)
		}
	}
}

// TestColumnsAreNetworks: each predicts with the network's parameters, as a plain
// network, and is not what is saved.
func TestColumnsAreNetworks(t *testing.T) {
	digits := data.Digits(1)
	net, err := models.FractalNet(models.Config{Depth: 4, Width: 4, Input: digits.Shape(), Step: models.Fractal{Columns: 2}})
	if err != nil {
		t.Fatal(err)
	}
	column, err := net.Column(2)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := column.Evaluate(context.Background(), digits.Test); err != nil {
		t.Error(err)
	}
	if got, want := column.NumParams(), 9*(4+16+32+64)+2*(4+4+8+8)+(8+1)*10; got != want {
		t.Errorf("got %d parameters, want %d", got, want)
	}
	mustContain(t, column.Save(t.TempDir()+"/net"), "models: Save: got column 2 of FractalNet-4, 2 columns, want the network that it is of")
	_, err = column.Column(1)
	mustContain(t, err, "want the network that it is of")
	_, err = net.Column(3)
	mustContain(t, err, "models: Column: got column 3 of FractalNet-4, 2 columns, want 1 to 2")
	_, err = mustResNet(t, models.Config{Depth: 8}).Column(1)
	mustContain(t, err, "want a network from FractalNet")
}

// TestFractalsThatCannotBeBuilt say what would be possible.
func TestFractalsThatCannotBeBuilt(t *testing.T) {
	for want, c := range map[string]models.Config{
		"got depth 10 with 3 columns, want a multiple of 4 up to 120, such as 8":                           {Depth: 10},
		"got depth 0 with 3 columns, want a multiple of 4 up to 120, such as 4":                            {},
		"got images of 8×8 for 5 blocks, which halve them as often, want at least 32×32, or a depth of at": {Depth: 20, Input: [3]int{1, 8, 8}},
		"want at least 32×32, or a depth of at most 12":                                                    {Depth: 20, Input: [3]int{1, 8, 8}},

		"got 7 columns, want 1 to 6":                           {Depth: 64, Step: models.Fractal{Columns: 7}},
		"got -1 columns, want 1 to 6":                          {Depth: 64, Step: models.Fractal{Columns: -1}},
		"got probabilities 1.5 to drop a column and 0":         {Depth: 20, Step: models.Fractal{LocalDrop: 1.5}},
		"got a dropout of 1, want 0 to below 1":                {Depth: 20, Step: models.Fractal{Dropout: 1}},
		"got steps of Euler, want Fractal with FractalNet":     {Depth: 20, Step: models.Euler{}},
		"got the ImageNet layout, want none":                   {Depth: 20, Layout: models.ImageNet},
		"got the original order, want none":                    {Depth: 20, Order: models.Original},
		"got option A, want none: there are no shortcuts":      {Depth: 20, Shortcut: models.OptionA},
		"got a branch of type models.Bottleneck, want none, f": {Depth: 20, Branch: models.Bottleneck{}},
	} {
		_, err := models.FractalNet(c)
		if err == nil || !strings.Contains(err.Error(), "models: FractalNet: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one with %q", err, want)
		}
	}
	_, err := models.ResNet(models.Config{Depth: 20, Step: models.Fractal{Columns: 1e9}})
	mustContain(t, err, "models: ResNet: got steps of 1000000000 columns, want Fractal with FractalNet and nowhere else")
}

// Any column of a fractal network is a network by itself.
func ExampleNet_Column() {
	net, err := models.FractalNet(models.Config{Depth: 20})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(net.Summary())
	for i := 1; i <= 3; i++ {
		column, err := net.Column(i)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(column.Name(), "has", column.NumParams(), "parameters")
	}
	// Output:
	// FractalNet-20 on 3×32×32: 33,724,618 parameters, 845,222,912 multiply-accumulates per sample
	// column 1 of FractalNet-20 has 3917386 parameters
	// column 2 of FractalNet-20 has 9413066 parameters
	// column 3 of FractalNet-20 has 20404426 parameters
}
