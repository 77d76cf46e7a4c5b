package native

import "reflect"

// MapClone returns a shallow copy of a map, nil for nil.
func MapClone(m any) any {
	from := reflect.ValueOf(m)
	if from.IsNil() {
		return m
	}
	to := reflect.MakeMapWithSize(from.Type(), from.Len())
	mapCopy(to, from)
	return to.Interface()
}

// MapCopy sets in dst what src holds.
func MapCopy(dst, src any) { mapCopy(reflect.ValueOf(dst), reflect.ValueOf(src)) }

func mapCopy(to, from reflect.Value) {
	key, elem := cellsOf(from.Type())
	for it := from.MapRange(); it.Next(); {
		key.SetIterKey(it)
		elem.SetIterValue(it)
		to.SetMapIndex(key, elem)
	}
}

// MapEqual reports whether two maps hold equal values at the same keys.
func MapEqual(x, y any) bool {
	a, b := reflect.ValueOf(x), reflect.ValueOf(y)
	if a.Len() != b.Len() {
		return false
	}
	key, _ := cellsOf(a.Type())
	for it := a.MapRange(); it.Next(); {
		key.SetIterKey(it)
		other := b.MapIndex(key)
		if !other.IsValid() || !same(it.Value().Interface(), other.Interface()) {
			return false
		}
	}
	return true
}

// cellsOf returns variables for the keys and the values of a map, so that a
// loop over it allocates none.
func cellsOf(m reflect.Type) (key, elem reflect.Value) {
	return reflect.New(m.Key()).Elem(), reflect.New(m.Elem()).Elem()
}
