package box

import (
	"reflect"
	"sync"
	"testing"
)

func TestRegistryMakesOneTypePerKey(t *testing.T) {
	r := NewRegistry(nil)
	a := r.Get("a", func() Desc { return Desc{Kind: reflect.Int} })
	if b := r.Get("a", func() Desc { panic("described twice") }); a != b {
		t.Errorf("two types for one key: %v and %v", a, b)
	}
	if a.ID != 1 || r.ByID(1) != a || r.Len() != 1 {
		t.Errorf("got ID %d, type %v by it, %d types; want 1, the same, 1", a.ID, r.ByID(1), r.Len())
	}
	if r.Get("b", nil) != nil {
		t.Error("a key without description has a type")
	}
}

func TestRegistryDescribesTypesThatHoldThemselves(t *testing.T) {
	r := NewRegistry(nil)
	var ptr func() Desc
	list := func() Desc {
		return Desc{Kind: reflect.Struct, Fields: []Field{{Name: "Next", Type: r.Get("*list", ptr)}}}
	}
	ptr = func() Desc { return Desc{Kind: reflect.Pointer, Elem: r.Get("list", list)} }
	a := r.Get("list", list)
	if p := a.Fields[0].Type; p.Elem != a || p != r.Get("*list", nil) {
		t.Errorf("list.Next is a %v to %v, want a pointer to list itself", p, p.Elem)
	}
}

func TestRegistryForgetsFailedDescriptions(t *testing.T) {
	r := NewRegistry(nil)
	var first *Type
	if panicOf(func() {
		r.Get("a", func() Desc {
			first = r.Get("a", nil)
			panic("no")
		})
	}) == nil {
		t.Fatal("the panic was lost")
	}
	a := r.Get("a", func() Desc { return Desc{String: "main.A"} })
	if a != first || a.String() != "main.A" {
		t.Errorf("got %p %v, want %p main.A", a, a, first)
	}
}

func TestRegistryServesSeveralGoroutines(t *testing.T) {
	m := newMirror()
	x, y := m.of(weekday(1)), m.of(failing{1})
	stringer := m.typeOf(reflect.TypeFor[coder]())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 200 {
				b, _ := Of(x)
				b.T.SetMethod("String", b.T.Method("String"))
				Is(y, stringer)
				Sprintf("%v %v", x, y)
				Marshal(y)
				m.registry.Get(string(rune('a'+i%20)), func() Desc { return Desc{} })
			}
		})
	}
	wg.Wait()
}

func TestWanted(t *testing.T) {
	r := NewRegistry(testWrappers())
	for name, want := range map[string]bool{"Less": true, "Unwrap": true, "MarshalJSON": true, "Frobnicate": false} {
		if r.Wanted(name) != want {
			t.Errorf("Wanted(%s): got %v, want %v", name, !want, want)
		}
	}
}
