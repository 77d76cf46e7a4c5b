package overlay_test

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// outcome is what can be seen of a call: values, or a panic.
type outcome struct {
	Values  []string // in Go syntax, which tells nil from empty and shows NaN
	Panic   string
	Runtime bool // the panic is one of Go's own
}

// try returns the outcome of a call.
func try(f func() []any) (o outcome) {
	defer func() {
		if r := recover(); r != nil {
			_, isRuntime := r.(runtime.Error)
			o = outcome{Panic: fmt.Sprint(r), Runtime: isRuntime}
		}
	}()
	for _, v := range f() {
		o.Values = append(o.Values, text(v))
	}
	return o
}

// text writes a value in Go syntax.
func text(v any) string { return fmt.Sprintf("%#v", v) }

// all gathers the results of a call.
func all(values ...any) []any { return values }

// same fails the test if the overlay's call has another outcome than the
// original's.
func same(t *rapid.T, name string, original, ours func() []any) {
	t.Helper()
	if diff := cmp.Diff(try(original), try(ours)); diff != "" {
		t.Fatalf("%s (-original +overlay):\n%s", name, diff)
	}
}

// Element types: those with views of their own, and those without.
type (
	celsius float64
	word    string
	pair    struct {
		A int
		b string
	}
	identity struct {
		Any  any
		Two  [2]int8
		Flag bool
	}
	uncomparable struct{ F []int }
)

// small draws values few enough to meet again.
func small() *rapid.Generator[int] { return rapid.IntRange(-3, 3) }

func floats() *rapid.Generator[float64] {
	return rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, math.NaN(), math.Inf(1), math.Inf(-1)}))
}

func celsiuses() *rapid.Generator[celsius] {
	return rapid.Map(floats(), func(f float64) celsius { return celsius(f) })
}

func texts() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"", "a", "b", "ab", "é"})
}

func words() *rapid.Generator[word] {
	return rapid.Map(texts(), func(s string) word { return word(s) })
}

func pairs() *rapid.Generator[pair] {
	return rapid.Custom(func(t *rapid.T) pair { return pair{small().Draw(t, "A"), texts().Draw(t, "b")} })
}

func anys() *rapid.Generator[any] {
	return rapid.OneOf(
		small().AsAny(), texts().AsAny(), celsiuses().AsAny(), pairs().AsAny(),
		rapid.Just[any](nil), rapid.Just[any](uncomparable{}), rapid.Just[any]([]int(nil)),
	)
}

func identities() *rapid.Generator[identity] {
	return rapid.Custom(func(t *rapid.T) identity {
		return identity{small().AsAny().Draw(t, "Any"), [2]int8{int8(small().Draw(t, "Two"))}, rapid.Bool().Draw(t, "Flag")}
	})
}

// list draws a slice: nil, or with some spare capacity that is not zero.
func list[E any](t *rapid.T, elem *rapid.Generator[E], name string) []E {
	if rapid.IntRange(0, 9).Draw(t, name+" nil") == 0 {
		return nil
	}
	s := rapid.SliceOfN(elem, 0, 12).Draw(t, name)
	n := rapid.IntRange(0, len(s)).Draw(t, name+" len")
	return s[:n]
}

// twin returns a copy with the same spare capacity.
func twin[S ~[]E, E any](s S) S {
	if s == nil {
		return nil
	}
	c := make(S, cap(s))
	copy(c, s[:cap(s)])
	return c[:len(s)]
}

// whole returns a slice up to its capacity.
func whole[E any](s []E) []E { return s[:cap(s)] }

// each runs a property for every element type.
func each(t *testing.T, property func(p elements) func(*rapid.T)) {
	for _, p := range []elements{
		of[int]{small()},
		of[float64]{floats()},
		of[string]{texts()},
		of[celsius]{celsiuses()},
		of[word]{words()},
		of[bool]{rapid.Bool()},
		of[uint8]{rapid.Byte()},
		of[complex128]{complexes()},
		of[*int]{pointers()},
		of[pair]{pairs()},
		of[identity]{identities()},
		of[any]{anys()},
		of[error]{errs()},
	} {
		t.Run(p.String(), rapid.MakeCheck(property(p)))
	}
}

func complexes() *rapid.Generator[complex128] {
	return rapid.Map(floats(), func(f float64) complex128 { return complex(f, 1) })
}

func pointers() *rapid.Generator[*int] {
	return rapid.SampledFrom([]*int{nil, new(int), new(int)})
}

func errs() *rapid.Generator[error] {
	return rapid.SampledFrom([]error{nil, runtime.Error(nil), fmt.Errorf("x"), fmt.Errorf("y")})
}

// sorted returns a sorted copy.
func sorted[E any](s []E, compare func(a, b E) int) []E {
	c := slices.Clone(s)
	slices.SortStableFunc(c, compare)
	return c
}
