package models_test

import (
	"maps"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
)

// TestAFileAloneIsTheNetwork: whatever a function builds of a configuration, with
// each of its fields, those of its step and those of its branch changed at random, the
// file gives back.
func TestAFileAloneIsTheNetwork(t *testing.T) {
	path := filepath.Join(t.TempDir(), "net.safetensors")
	built := 0
	rapid.Check(t, func(t *rapid.T) {
		base := small[rapid.SampledFrom(slices.Sorted(maps.Keys(small))).Draw(t, "network")]
		for range rapid.IntRange(0, 4).Draw(t, "changes") {
			change := reflect.ValueOf(&base.config).Elem()
			vary(t, change.Field(rapid.IntRange(0, change.NumField()-1).Draw(t, "field")))
		}
		net, err := base.build(base.config)
		if err != nil || net.NumParams() > 1<<20 {
			return
		}
		built++
		if err := net.Save(path); err != nil {
			t.Fatal(err)
		}
		got, err := models.Load(path)
		if err != nil {
			t.Fatalf("%+v: %v", net.Config(), err)
		}
		if !cmp.Equal(got.Config(), net.Config()) || got.Name() != net.Name() || got.MACs() != net.MACs() {
			t.Errorf("got %s with %+v, want %s with %+v", got.Name(), got.Config(), net.Name(), net.Config())
		}
		if !cmp.Equal(values(got), values(net)) {
			t.Errorf("%+v: got other values", net.Config())
		}
	})
	if built == 0 {
		t.Error("got no network")
	}
}

// vary gives a field of a configuration another value; of a step and a branch, some
// of theirs too.
func vary(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Int:
		v.SetInt(rapid.SampledFrom([]int64{0, 1, 2, 3, 4, 8, 14, 20}).Draw(t, "int"))
	case reflect.Uint64:
		v.SetUint(rapid.Uint64().Draw(t, "uint64"))
	case reflect.Float64:
		v.SetFloat(rapid.SampledFrom([]float64{0, 1, 0.5, 1.0 / 3, -1.5, 0x1p-1074, math.MaxFloat64}).Draw(t, "float64"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.String:
		v.SetString(string(rapid.SampledFrom([]ode.RungeKutta{ode.RK4, ode.Heun, ode.ForwardEuler}).Draw(t, "method")))
	case reflect.Array:
		v.Set(reflect.ValueOf(rapid.SampledFrom([][3]int{{}, {1, 8, 8}, {3, 5, 4}, {4, 1, 1}, {1, 33, 64}}).Draw(t, "input")))
	case reflect.Interface:
		var options []reflect.Value
		for _, s := range allSteps {
			options = append(options, reflect.ValueOf(s))
		}
		for _, b := range allBranches {
			options = append(options, reflect.ValueOf(b))
		}
		option := rapid.SampledFrom(slices.DeleteFunc(options, func(o reflect.Value) bool {
			return !o.IsValid() || !o.Type().Implements(v.Type())
		})).Draw(t, "option")
		copied := reflect.New(option.Type()).Elem()
		copied.Set(option)
		for i := range copied.NumField() {
			if rapid.Bool().Draw(t, "change") {
				vary(t, copied.Field(i))
			}
		}
		v.Set(copied)
	default:
		t.Fatalf("got a field of kind %v, which this test does not know", v.Kind())
	}
}
