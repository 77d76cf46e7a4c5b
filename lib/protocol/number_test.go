package protocol

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// sample has a field of every kind that results have.
type sample struct {
	Part
	X     float64
	Count int
	Seed  uint64
	List  []float64
	Rows  [][]int
	Maybe *Part
}

// Part is embedded, as measures are in lesions.
type Part struct {
	Name string
	Yes  bool
}

// TestNumbersComeBack writes and reads results, with numbers that JSON does not
// have, and finds what was written.
func TestNumbersComeBack(t *testing.T) {
	number := rapid.Custom(func(t *rapid.T) float64 {
		x := math.Float64frombits(rapid.Uint64().Draw(t, "bits"))
		return rapid.SampledFrom([]float64{x, x, x, math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1)}).Draw(t, "x")
	})
	part := rapid.Custom(func(t *rapid.T) Part {
		return Part{rapid.String().Draw(t, "name"), rapid.Bool().Draw(t, "yes")}
	})
	rapid.Check(t, func(t *rapid.T) {
		want := sample{
			Part: part.Draw(t, "part"), X: number.Draw(t, "x"),
			Count: rapid.Int().Draw(t, "count"), Seed: rapid.Uint64().Draw(t, "seed"),
			List: rapid.SliceOf(number).Draw(t, "list"), Rows: rapid.SliceOf(rapid.SliceOf(rapid.Int())).Draw(t, "rows"),
			Maybe: rapid.Ptr(part, true).Draw(t, "maybe"),
		}
		var got sample
		if err := comeBack(t, want, &got); err != nil {
			t.Fatal(err)
		}
		if !same(got.X, want.X) || len(got.List) != len(want.List) {
			t.Fatalf("got %v and %v, want %v and %v", got.X, got.List, want.X, want.List)
		}
		for i := range got.List {
			if !same(got.List[i], want.List[i]) {
				t.Fatalf("got %v at %d, want %v", got.List[i], i, want.List[i])
			}
		}
		got.X, got.List = want.X, want.List
		want.X, got.X = 0, 0
		want.List, got.List = nil, nil
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

// comeBack writes one value as JSON and reads it into another.
func comeBack(t *rapid.T, from, to any) error {
	text, err := json.Marshal(plain(reflect.ValueOf(from)))
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var read any
	if err := d.Decode(&read); err != nil {
		t.Fatal(err)
	}
	return fill(reflect.ValueOf(to).Elem(), read)
}

// same reports whether two numbers have the same bits, or are both none.
func same(x, y float64) bool {
	return math.Float64bits(x) == math.Float64bits(y) || (math.IsNaN(x) && math.IsNaN(y))
}
