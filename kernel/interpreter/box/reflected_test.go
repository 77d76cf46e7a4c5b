package box

import (
	"fmt"
	"reflect"
	"sort"
	"strings"
	"testing"
)

// told is what reflection tells of a type and of those it mentions.
func told(t reflect.Type, depth int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v %q %v methods", t, t.Name(), t.Kind())
	for i := range t.NumMethod() {
		b.WriteString(" " + t.Method(i).Name)
	}
	if depth == 0 {
		return b.String()
	}
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			fmt.Fprintf(&b, "\n field %s %v %v %q: %s", f.Name, f.IsExported(), f.Anonymous, f.Tag, told(f.Type, depth-1))
		}
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		b.WriteString("\n elem " + told(t.Elem(), depth-1))
	case reflect.Map:
		b.WriteString("\n key " + told(t.Key(), depth-1) + "\n elem " + told(t.Elem(), depth-1))
	}
	return b.String()
}

// TestTypeOf compares what reflection tells of real types and of boxes.
func TestTypeOf(t *testing.T) {
	for name, x := range specimens() {
		t.Run(name, func(t *testing.T) {
			if name == "recursive slice" || strings.Contains(name, "list") {
				t.Skip("the mirror represents these by interfaces below the first level")
			}
			if got, want := told(TypeOf(newMirror().of(x)), 2), told(reflect.TypeOf(x), 2); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestTypesOfBoxesAreEqualIfTheTypesAre(t *testing.T) {
	m := newMirror()
	if TypeOf(m.of(point{1, 2})) != TypeOf(m.of(point{3, 4})) {
		t.Error("two points have different types")
	}
	if TypeOf(m.of(celsius(1))) == TypeOf(m.of(2.0)) {
		t.Error("a celsius has the type of a float64")
	}
	if !TypeOf(m.of(weekday(1))).Implements(reflect.TypeFor[fmt.Stringer]()) || TypeOf(m.of(point{})).Implements(reflect.TypeFor[fmt.Stringer]()) {
		t.Error("a weekday implements Stringer, and a point does not")
	}
	if f, ok := TypeOf(m.of(derived{})).FieldByName("ID"); !ok || f.Type.String() != "box.weekday" || fmt.Sprint(f.Index) != "[0 0]" {
		t.Errorf("promoted field: got %v %v", f, ok)
	}
}

// What is set through reflection is set.
func TestValueOfShares(t *testing.T) {
	m := newMirror()
	x := m.of(&pair{First: point{1, 2}})
	v := valueOf(x).Elem()
	v.Field(0).Field(1).SetInt(7)
	if got := fmt.Sprint(V(x)); !strings.HasPrefix(got, "&{{1 7}") {
		t.Errorf("got %s, want a Y of 7", got)
	}
	if v.Field(1).CanSet() || v.Type().Field(1).IsExported() {
		t.Error("a field that is not exported can be set")
	}
	back := m.registry.valueInterface(v.Addr())
	if !Eq(back, x) {
		t.Errorf("Interface gives %v back, want the box", back)
	}
	if got := TypeName(m.registry.valueInterface(v)); got != "box.pair" {
		t.Errorf("Interface of the struct: got a %s", got)
	}
}

func TestSortSlice(t *testing.T) {
	b := Box{newMirror().typeOf(reflect.TypeFor[byLength]()), []string{"ccc", "a", "bb"}}
	s := b.V.([]string)
	less := func(i, j int) bool { return len(s[i]) < len(s[j]) }
	sorting()["Slice"].Interface().(func(any, func(i, j int) bool))(b, less)
	if !sort.SliceIsSorted(s, less) {
		t.Errorf("got %v", s)
	}
}
