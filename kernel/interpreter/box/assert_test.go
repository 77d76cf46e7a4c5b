package box

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"sort"
	"testing"
)

type (
	empty     any
	secretive interface{ secret() }
	byLength  []string
	both      struct{ N int }
)

func (b byLength) Len() int           { return len(b) }
func (b byLength) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLength) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }
func (b byLength) Error() string      { return "too long" }
func (both) Error() string            { return "error" }
func (both) String() string           { return "string" }

// asserted holds x.(T) for a type.
type asserted struct {
	t  reflect.Type
	do func(x any) any
}

func assertTo[T any]() asserted {
	return asserted{reflect.TypeFor[T](), func(x any) any { return x.(T) }}
}

// TestAssert compares type assertions of real values with those of boxes:
// whether they succeed, what they give, what they panic with.
func TestAssert(t *testing.T) {
	values := []any{
		nil, 1, "s", weekday(1), celsius(2),
		point{1, 2},
		&point{},
		failing{1},
		&failing{2},
		byLength{"b"},
		both{1},
		coded(3),
		errors.New("e"), new(bytes.Buffer),
		[]weekday{1},
		[]int{1},
		map[string]weekday{},
		generic[string, int]{},
		generic[string, weekday]{},
		(*point)(nil), func(point) {},
	}
	targets := []asserted{
		assertTo[int](), assertTo[string](), assertTo[weekday](), assertTo[celsius](), assertTo[point](), assertTo[*point](), assertTo[failing](),
		assertTo[[]weekday](), assertTo[[]int](), assertTo[generic[string, int]](), assertTo[*bytes.Buffer](),
		assertTo[any](), assertTo[empty](), assertTo[error](), assertTo[fmt.Stringer](), assertTo[sort.Interface](), assertTo[coder](), assertTo[secretive](),
		assertTo[interface{ Coded() int }](), assertTo[interface{ Len() int }](), assertTo[interface{ Error() int }](), assertTo[interface {
			Error() string
			String() string
		}](),
	}
	m := newMirror()
	static := m.typeOf(reflect.TypeFor[any]())
	for _, x := range values {
		for _, target := range targets {
			y, to := m.of(x), m.typeOf(target.t)
			var want, got any
			wantPanic := panicOf(func() { want = target.do(x) })
			gotPanic := panicOf(func() { got = Assert(y, to, static) })
			if fmt.Sprint(gotPanic) != fmt.Sprint(wantPanic) {
				t.Errorf("%T to %v: got panic %v, want %v", x, target.t, gotPanic, wantPanic)
			}
			if _, ok := gotPanic.(runtime.Error); gotPanic != nil && !ok {
				t.Errorf("%T to %v: panic is not a runtime.Error", x, target.t)
			}
			if Is(y, to) != (wantPanic == nil) {
				t.Errorf("Is(%T, %v): got %v", x, target.t, Is(y, to))
			}
			v, ok := AssertOK(y, to)
			if ok != (wantPanic == nil) || fmt.Sprint(v) != fmt.Sprint(got) {
				t.Errorf("AssertOK(%T, %v): got %v, %v", x, target.t, v, ok)
			}
			if wantPanic == nil && to.Kind == reflect.Interface {
				if masked(fmt.Sprint(got)) != masked(fmt.Sprint(want)) {
					t.Errorf("%T to %v: got %v, want %v", x, target.t, got, want)
				}
				if to.Native != nil && !reflect.TypeOf(got).Implements(to.Native) {
					t.Errorf("%T to %v: got a %T, which does not implement it", x, target.t, got)
				}
			}
		}
	}
}

func TestAssertNamesTheStaticType(t *testing.T) {
	m := newMirror()
	var e error = failing{1}
	var c coder
	want := fmt.Sprint(panicOf(func() { _ = e.(coded) }))
	if got := panicOf(func() { Assert(m.of(e), m.typeOf(reflect.TypeFor[coded]()), m.typeOf(reflect.TypeFor[error]())) }); fmt.Sprint(got) != want {
		t.Errorf("got %v, want %v", got, want)
	}
	want = fmt.Sprint(panicOf(func() { _ = c.(coded) }))
	if got := panicOf(func() { Assert(nil, m.typeOf(reflect.TypeFor[coded]()), m.typeOf(reflect.TypeFor[coder]())) }); fmt.Sprint(got) != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestEqual compares == on interface values with Eq on boxes.
func TestEqual(t *testing.T) {
	p := &point{1, 2}
	values := []any{
		nil, 1, int8(1), weekday(1), coded(1), weekday(2), "a", label("a"),
		point{1, 2},
		point{2, 1},
		p, &point{1, 2}, blob("x"),
		[]int{1},
		(*point)(nil),
		anything{V: weekday(1)},
		anything{V: coded(1)},
		syntax{weekday(1)},
		syntax{1},
		syntax{blob("x")},
		syntax{[]int{}},
		failing{1},
		both{1},
		both{2},
		[2]celsius{1, 2},
		[2]any{weekday(1), nil},
		[2]any{blob("x"), nil},
		generic[string, any]{"a", weekday(1)},
		struct{ a int }{1},
		struct{ a int }{2},
		unit{},
	}
	m := newMirror()
	boxes := make([]any, len(values))
	for i, x := range values {
		boxes[i] = m.of(x)
	}
	for i, x := range values {
		for j, y := range values {
			var want, got bool
			wantPanic := panicOf(func() { want = x == y })
			gotPanic := panicOf(func() { got = Eq(boxes[i], boxes[j]) })
			if got != want || fmt.Sprint(gotPanic) != fmt.Sprint(wantPanic) {
				t.Errorf("%T(%v) == %T(%v): got %v, panic %v; want %v, panic %v", x, x, y, y, got, gotPanic, want, wantPanic)
			}
		}
	}
}

func TestTypeID(t *testing.T) {
	m := newMirror()
	if a, b := TypeID(m.of(weekday(1))), TypeID(m.of(weekday(2))); a != b || a == 0 {
		t.Errorf("two weekdays: got IDs %d and %d", a, b)
	}
	if TypeID(1) != 0 {
		t.Errorf("a raw value: got ID %d, want 0", TypeID(1))
	}
	want := fmt.Sprint(panicOf(func() { var e error; _ = e.Error() }))
	if got := panicOf(func() { TypeID(nil) }); fmt.Sprint(got) != want {
		t.Errorf("nil: got panic %v, want %v", got, want)
	}
}

// Compiled code calls methods through the carrier.
func TestCarry(t *testing.T) {
	r := NewRegistry(testWrappers())
	words := r.Get("words", func() Desc {
		return Desc{Kind: reflect.Slice, Methods: []Method{{Name: "Len", Sig: "func() int"}, {Name: "Less", Sig: "func(int, int) bool"}, {Name: "Swap", Sig: "func(int, int)"}}}
	})
	words.SetMethod("Len", func(x any) int { return len(x.([]string)) })
	words.SetMethod("Less", func(x any, i, j int) bool { return len(x.([]string)[i]) < len(x.([]string)[j]) })
	words.SetMethod("Swap", func(x any, i, j int) { byLength(x.([]string)).Swap(i, j) })
	w := words.Carry([]string{"ccc", "a", "bb"})
	sort.Sort(w.(sort.Interface))
	if got := fmt.Sprint(V(w)); got != "[a bb ccc]" {
		t.Errorf("sorted: got %s", got)
	}
}

func TestValuesAreEqualInDifferentCarriers(t *testing.T) {
	m := newMirror()
	x := m.of(both{1})
	y := To(x, m.typeOf(reflect.TypeFor[fmt.Stringer]()))
	if x == y || !Eq(x, y) {
		t.Errorf("%T and %T: equal by == is %v, by Eq %v; want false and true", x, y, x == y, Eq(x, y))
	}
	if got := y.(fmt.Stringer).String(); got != "string" {
		t.Errorf("String: got %s", got)
	}
}

func TestMethodValue(t *testing.T) {
	f := MethodValue(newMirror().of(weekday(3)), "String").(func() string)
	if got := f(); got != "Wed" {
		t.Errorf("boxed: got %s, want Wed", got)
	}
	g := MethodValue(bytes.NewBufferString("x"), "Len").(func() int)
	if got := g(); got != 1 {
		t.Errorf("raw: got %d, want 1", got)
	}
}

func TestDeepEqual(t *testing.T) {
	values := []any{nil, 1, weekday(1), coded(1), blob("x"), blob("x"), blob("y"), []any{weekday(1)}, []any{weekday(1)}, []any{coded(1)}, &point{1, 2}, &point{1, 2}, map[label]blob{"a": blob("x")}, map[label]blob{"a": blob("x")}, tree{nil}, tree{nil}}
	for _, x := range values {
		for _, y := range values {
			m := newMirror()
			if got, want := DeepEqual(m.of(x), m.of(y)), reflect.DeepEqual(x, y); got != want {
				t.Errorf("%T(%v), %T(%v): got %v, want %v", x, x, y, y, got, want)
			}
		}
	}
}
