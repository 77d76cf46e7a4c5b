package overlay_test

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/traefik/yaegi/interp"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay"
)

// instances are overlays as the lowering writes them for some types, by hand:
// generated structs for named types, methods as functions, values unboxed.
const instances = `
package main

import native "github.com/unravel-go/unravel/kernel/interpreter/overlay/native"

type S struct { A int; B string }
type P struct { word native.Word }
type N struct { next P; name string; kids []*N }
type H struct { h native.Handle }

func load(x *P) *N { return native.LoadWord(&x.word, (*N)(nil)).(*N) }
func store(x *P, v *N) { native.StoreWord(&x.word, v) }
func cas(x *P, old, v *N) bool { return native.CompareAndSwapWord(&x.word, old, v) }
func insert(s []S, i int, v ...S) []S { return native.Insert(s, i, v).([]S) }
func remove(s []S, i, j int) []S { return s[:native.Delete(s, i, j)] }
func index(s []S, v S) int { return native.Index(s, v) }
func indexAny(s []interface{}, v interface{}) int { return native.Index(s, v) }
func sortFunc(s []S, f func(a, b S) int) { native.SortFunc(s, f) }
func sortNodes(s []*N, f func(a, b *N) int) { native.SortFunc(s, f) }
func sortInts(s []int, f func(a, b int) int) { native.SortFunc(s, f) }
func clone(m map[string]S) map[string]S { return native.MapClone(m).(map[string]S) }
func least(s []float64) float64 { return native.Min(s).(float64) }
func handle(v S) H { return H{native.MakeHandle(v)} }
func value(h H) S {
	var v S
	native.HandleValue(h.h, &v)
	return v
}
func funcs(s []func() int, i int, v ...func() int) []func() int { return native.Insert(s, i, v).([]func() int) }
func pull(seq func(yield func(S) bool)) (func() (S, bool), func()) {
	var now S
	step, stop := native.Pull(func(yield func() bool) {
		seq(func(v S) bool {
			now = v
			return yield()
		})
	})
	next := func() (S, bool) {
		var zero S
		if !step() {
			return zero, false
		}
		v := now
		now = zero
		return v, true
	}
	return next, stop
}
`

// TestInterpreted runs instances of overlays on the interpreter that they are
// for: it passes, calls back and asserts values of types of its own making.
func TestInterpreted(t *testing.T) {
	for _, tt := range []struct{ name, code, want string }{
		{
			"elements that are structs",
			`x := insert([]S{{1, "a"}, {3, "c"}}, 1, S{2, "b"})
			say(x, index(x, S{3, "c"}), index(x, S{}))
			x = remove(x, 0, 1)
			sortFunc(x, func(a, b S) int { return b.A - a.A })
			say(x)`,
			"[{1 a} {2 b} {3 c}] 2 -1\n[{3 c} {2 b}]\n",
		},
		{
			"elements that are interfaces",
			`x := []interface{}{1, nil, S{1, "q"}}
			say(indexAny(x, nil), indexAny(x, S{1, "q"}), indexAny(x, "q"))`,
			"1 2 -1\n",
		},
		{
			"elements that are functions",
			`for _, f := range funcs([]func() int{func() int { return 1 }}, 0, func() int { return 9 }) { say(f()) }`,
			"9\n1\n",
		},
		{
			"comparisons that have a fast path",
			`x := []int{2, 3, 1}
			sortInts(x, func(a, b int) int { return b - a })
			say(x, least([]float64{2.5, 1.5}))`,
			"[3 2 1] 1.5\n",
		},
		{
			"maps",
			`say(clone(map[string]S{"x": {1, "y"}}), clone(nil) == nil)`,
			"map[x:{1 y}] true\n",
		},
		{
			"atomic pointers in a type that points to itself",
			`n, m := &N{name: "n"}, &N{name: "m"}
			say(load(&n.next) == nil)
			store(&n.next, m)
			say(load(&n.next).name, load(&n.next) == m, cas(&n.next, n, nil), cas(&n.next, m, nil), load(&n.next) == nil)
			x := []*N{n, m}
			sortNodes(x, func(a, b *N) int { if a.name < b.name { return -1 }; return 1 })
			say(x[0].name)`,
			"true\nm true false true true\nm\n",
		},
		{
			"handles",
			`say(handle(S{1, "a"}) == handle(S{1, "a"}), handle(S{1, "a"}) == handle(S{}), value(handle(S{1, "a"})))`,
			"true false {1 a}\n",
		},
		{
			"coroutines",
			`next, stop := pull(func(yield func(S) bool) {
				for i := 0; i < 3; i++ { if !yield(S{i, "p"}) { say("stopped"); return } }
			})
			v, ok := next()
			say(v, ok)
			stop()
			v, ok = next()
			say(v, ok)`,
			"{0 p} true\nstopped\n{0 } false\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			run := compile(t, &out, tt.code)
			run()
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// compile returns a function that runs statements after the instances.
func compile(t testing.TB, out io.Writer, statements string) func() {
	t.Helper()
	i := interp.New(interp.Options{})
	symbols := overlay.Symbols()
	symbols["out/out"] = map[string]reflect.Value{
		"Say": reflect.ValueOf(func(v ...any) { fmt.Fprintln(out, v...) }),
	}
	if err := i.Use(symbols); err != nil {
		t.Fatal(err)
	}
	code := strings.Replace(instances, "import ", "import out \"out\"\nimport ", 1)
	code += "func say(v ...interface{}) { out.Say(v...) }\nfunc Run() {\n" + statements + "\n}\n"
	if _, err := i.Eval(code); err != nil {
		t.Fatal(err)
	}
	v, err := i.Eval("main.Run")
	if err != nil {
		t.Fatal(err)
	}
	return v.Interface().(func())
}

func BenchmarkInterpreted(b *testing.B) {
	const ints = `x := make([]int, 1000)
		s := 1
		for i := 0; i < len(x); i++ { s = (s*1103515245 + 12345) & 0x7fffffff; x[i] = s }
		`
	const structs = ints + `y := make([]S, 1000)
		for i := 0; i < len(y); i++ { y[i].A = x[i] }
		`
	for _, bm := range []struct{ name, code string }{
		{"make ints", ints},
		{"make structs", structs},
		{"Sort ints", ints + "native.Sort(x)"},
		{"SortFunc ints", ints + "sortInts(x, func(a, b int) int { return a - b })"},
		{"SortFunc structs", structs + "sortFunc(y, func(a, b S) int { return a.A - b.A })"},
		{"Index ints", ints + "native.Index(x, -1)"},
		{"Index structs", structs + "index(y, S{})"},
	} {
		b.Run("of=1000 "+bm.name, func(b *testing.B) {
			run := compile(b, io.Discard, bm.code)
			for b.Loop() {
				run()
			}
		})
	}
}
