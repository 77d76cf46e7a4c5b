package box

import (
	"reflect"
	"testing"
)

func BenchmarkOf(b *testing.B) {
	m := newMirror()
	for name, x := range map[string]any{"plain": m.of(point{}), "wrapper": m.of(weekday(1)), "raw": 1} {
		b.Run("value="+name, func(b *testing.B) {
			for b.Loop() {
				Of(x)
			}
		})
	}
}

func BenchmarkTypeID(b *testing.B) {
	m := newMirror()
	for name, x := range map[string]any{"plain": m.of(point{}), "wrapper": m.of(weekday(1)), "raw": 1} {
		b.Run("value="+name, func(b *testing.B) {
			for b.Loop() {
				TypeID(x)
			}
		})
	}
}

func BenchmarkIs(b *testing.B) {
	m := newMirror()
	concrete, iface, native := m.typeOf(reflect.TypeFor[weekday]()), m.typeOf(reflect.TypeFor[coder]()), m.typeOf(reflect.TypeFor[int]())
	for name, x := range map[string]any{"plain": m.of(point{}), "wrapper": m.of(weekday(1)), "raw": 1} {
		for kind, t := range map[string]*Type{"concrete": concrete, "interface": iface, "compiled": native} {
			b.Run("value="+name+"/type="+kind, func(b *testing.B) {
				for b.Loop() {
					Is(x, t)
				}
			})
		}
	}
}

func BenchmarkEq(b *testing.B) {
	m := newMirror()
	x, y := m.of(weekday(1)), m.of(weekday(1))
	for b.Loop() {
		Eq(x, y)
	}
}

func BenchmarkCarry(b *testing.B) {
	t := newMirror().typeOf(reflect.TypeFor[weekday]())
	var v any = 1
	for b.Loop() {
		t.Carry(v)
	}
}

func BenchmarkFormat(b *testing.B) {
	x := newMirror().of(pair{})
	for b.Loop() {
		Sprintf("%+v", x)
	}
}
