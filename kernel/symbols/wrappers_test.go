package symbols

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
)

func TestWrappersImplementTheirInterfaces(t *testing.T) {
	all := Wrappers()
	if all[0].Iface != reflect.TypeFor[error]() {
		t.Errorf("the first is for %v, want error", all[0].Iface)
	}
	seen := map[reflect.Type]bool{}
	for _, w := range all {
		if seen[w.Iface] {
			t.Errorf("two wrappers for %v", w.Iface)
		}
		seen[w.Iface] = true
		b := box.Box{V: 7}
		v := w.Wrap(b)
		if !reflect.TypeOf(v).Implements(w.Iface) {
			t.Errorf("%T is no %v", v, w.Iface)
		}
		if got, ok := box.Of(v); !ok || got != b {
			t.Errorf("box.Of(%T) = %v, %v, want what was wrapped", v, got, ok)
		}
		if !reflect.TypeOf(v).Comparable() {
			t.Errorf("%T is not comparable", v)
		}
	}
}

func TestEveryInterfaceHasAWrapper(t *testing.T) {
	has := map[reflect.Type]bool{}
	for _, w := range Wrappers() {
		has[w.Iface] = true
	}
	for key, table := range Packages() {
		for name, v := range table {
			if v.Kind() != reflect.Pointer || !v.IsNil() || v.CanSet() || v.Type().Elem().Kind() != reflect.Interface {
				continue
			}
			iface := v.Type().Elem()
			if has[iface] || iface.NumMethod() == 0 || slices.ContainsFunc(slices.Collect(iface.Methods()), func(m reflect.Method) bool { return !m.IsExported() }) {
				continue
			}
			t.Errorf("no wrapper for %s.%s", key, name)
		}
	}
}

// as returns a boxed value, of a type with these methods, as an interface.
func as[I any](t *testing.T, v any, methods map[string]any) I {
	t.Helper()
	typ := box.NewRegistry(nil).Get("main.T", func() box.Desc { return box.Desc{} })
	for name, f := range methods {
		typ.SetMethod(name, f)
	}
	for _, w := range Wrappers() {
		if w.Iface == reflect.TypeFor[I]() {
			return w.Wrap(box.Box{T: typ, V: v}).(I)
		}
	}
	t.Fatalf("no wrapper for %v", reflect.TypeFor[I]())
	panic("unreachable")
}

func TestWrappersCallWhatWasRegistered(t *testing.T) {
	t.Run("several results", func(t *testing.T) {
		r := as[io.Reader](t, "abc", map[string]any{
			"Read": func(v any, p []byte) (int, error) { return copy(p, v.(string)), io.EOF },
		})
		if b, err := io.ReadAll(r); string(b) != "abc" || err != nil {
			t.Errorf("read %q, %v", b, err)
		}
	})
	t.Run("no result", func(t *testing.T) {
		xs := []int{3, 1, 2}
		sort.Sort(as[sort.Interface](t, xs, map[string]any{
			"Len":  func(v any) int { return len(v.([]int)) },
			"Less": func(v any, i, j int) bool { return v.([]int)[i] < v.([]int)[j] },
			"Swap": func(v any, i, j int) { v.([]int)[i], v.([]int)[j] = v.([]int)[j], v.([]int)[i] },
		}))
		if !slices.IsSorted(xs) {
			t.Error(xs)
		}
	})
	t.Run("an interface with a method T", func(t *testing.T) {
		m := as[mat.Matrix](t, 5.0, map[string]any{
			"Dims": func(any) (int, int) { return 1, 1 },
			"At":   func(v any, _, _ int) float64 { return v.(float64) },
			"T":    func(v any) mat.Matrix { return mat.NewDense(1, 1, []float64{-v.(float64)}) },
		})
		if got := mat.Sum(m) + m.T().At(0, 0); got != 0 {
			t.Error(got)
		}
	})
	t.Run("the box's own methods give way", func(t *testing.T) {
		f := as[fmt.Formatter](t, "x", map[string]any{
			"Format": func(v any, s fmt.State, verb rune) { fmt.Fprintf(s, "<%v %c>", v, verb) },
		})
		if got := fmt.Sprintf("%q", f); got != "<x q>" {
			t.Error(got)
		}
	})
}

// TestVariadicWrappers: a method's last arguments arrive as they were given.
func TestVariadicWrappers(t *testing.T) {
	found := false
	for _, w := range Wrappers() {
		for m := range w.Iface.Methods() {
			if !m.Type.IsVariadic() || !strings.HasPrefix(m.Type.String(), "func(...") {
				continue
			}
			found = true
			var got reflect.Value
			in := []reflect.Type{reflect.TypeFor[any](), m.Type.In(0)}
			f := reflect.MakeFunc(reflect.FuncOf(in, slices.Collect(m.Type.Outs()), true), func(args []reflect.Value) []reflect.Value {
				got = args[1]
				var out []reflect.Value
				for o := range m.Type.Outs() {
					out = append(out, reflect.Zero(o))
				}
				return out
			})
			typ := box.NewRegistry(nil).Get("main.T", func() box.Desc { return box.Desc{} })
			typ.SetMethod(m.Name, f.Interface())
			v := reflect.ValueOf(w.Wrap(box.Box{T: typ}))
			last := reflect.MakeSlice(m.Type.In(0), 2, 2)
			v.MethodByName(m.Name).CallSlice([]reflect.Value{last})
			if got.Len() != 2 || got.Pointer() != last.Pointer() {
				t.Errorf("%v.%s got %v, want the slice of two", w.Iface, m.Name, got)
			}
		}
	}
	if !found {
		t.Error("no variadic method was tried")
	}
}

func BenchmarkWrappers(b *testing.B) {
	for b.Loop() {
		Wrappers()
	}
}
