package box

import (
	"iter"
	"reflect"
)

// ranged returns a function that gives package text/template the elements of a
// value of ours to range over; what is not ours, it ranges over by itself.
func ranged(v reflect.Value, two bool) (reflect.Value, error) {
	x, ours := located(v)
	if !ours {
		return placedElements(v), nil
	}
	x = x.indirect()
	pairs, ok := x.pairs()
	if !ok {
		return v, failed("range can't iterate over %v", x.v)
	}
	if two {
		return reflect.ValueOf(pairs), nil
	}
	return reflect.ValueOf(iter.Seq[any](func(yield func(any) bool) {
		for k, e := range pairs {
			if x.kind() == reflect.Func {
				e = k
			}
			if !yield(e) {
				return
			}
		}
	})), nil
}

// pairs returns what a range over a value gives.
func (x value) pairs() (iter.Seq2[any, any], bool) {
	switch x.kind() {
	case reflect.Array, reflect.Slice:
		return func(yield func(any, any) bool) {
			for i := range x.len() {
				if !yield(i, x.item(i)) {
					return
				}
			}
		}, true
	case reflect.Map:
		return func(yield func(any, any) bool) {
			for _, e := range x.sorted() {
				if !yield(e.key.templateItem(), e.elem.templateItem()) {
					return
				}
			}
		}, true
	case reflect.Chan:
		return x.received, true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return func(yield func(any, any) bool) {
			for i := range x.v.Seq() {
				if e := (value{t: x.t, v: i}).templateItem(); !yield(e, e) {
					return
				}
			}
		}, true
	case reflect.Func:
		return x.yielded()
	}
	return nil, false
}

func (x value) received(yield func(any, any) bool) {
	if x.isNil() {
		return
	}
	for i := 0; ; i++ {
		e, ok := x.v.Recv()
		if !ok || !yield(i, typed(x.t.Elem, e, open).templateItem()) {
			return
		}
	}
}

// yielded returns what an iterator gives.
func (x value) yielded() (iter.Seq2[any, any], bool) {
	if len(x.t.In) != 1 {
		return nil, false
	}
	in := x.t.In[0].In
	switch t := x.v.Type(); {
	case t.CanSeq():
		return func(yield func(any, any) bool) {
			for e := range x.v.Seq() {
				if !yield(typed(in[0], e, open).templateItem(), nil) {
					return
				}
			}
		}, true
	case t.CanSeq2():
		return func(yield func(any, any) bool) {
			for k, e := range x.v.Seq2() {
				if !yield(typed(in[0], k, open).templateItem(), typed(in[1], e, open).templateItem()) {
					return
				}
			}
		}, true
	}
	return nil, false
}

// item is an element of a list, as templates get it.
func (x value) item(i int) any { return x.heldAs(x.v.Index(i)).templateItem() }

func (x value) templateItem() any {
	x.access = open
	if v := x.template(); v.IsValid() && v.CanInterface() {
		return v.Interface()
	}
	return nil
}

// placedElements returns a list or a map of interface values with those of ours
// as templates get them; anything else as it is.
func placedElements(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return v
		}
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() != reflect.Interface {
			return v
		}
		list := make([]any, v.Len())
		for i := range list {
			list[i] = value{v: v.Index(i)}.templateItem()
		}
		return reflect.ValueOf(list)
	case reflect.Map:
		if v.Type().Elem().Kind() != reflect.Interface {
			return v
		}
		m := reflect.MakeMapWithSize(reflect.MapOf(v.Type().Key(), reflect.TypeFor[any]()), v.Len())
		for it := v.MapRange(); it.Next(); {
			e := reflect.New(m.Type().Elem()).Elem()
			if x := (value{v: it.Value()}).templateItem(); x != nil {
				e.Set(reflect.ValueOf(x))
			}
			m.SetMapIndex(it.Key(), e)
		}
		return m
	}
	return v
}
