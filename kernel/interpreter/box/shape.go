package box

import (
	"reflect"
	"sync"
)

// shape is a compiled type that looks to some package that works by reflection
// as a type of ours would: with its field names and tags, embedded structs
// embedded, and something with the right methods where the package would call
// those of the user. Values are copied into it and back.
type shape struct {
	typ reflect.Type
	to  func(x value) reflect.Value // a copy; of the zero value if x is nil

	// from stores a copy. Pointers keep pointing where they did.
	from func(s, rep reflect.Value) error
}

// mode is what a shape is for.
type mode interface {
	// special returns the shape of a type that the package does not take apart,
	// nil if it does.
	special(b *shapes, t *Type) *shape
	// field returns how a field of a struct appears, false if it does not.
	field(b *shapes, t *Type, i int) (reflect.StructField, *shape, bool)
	// again returns the shape of a type within itself.
	again(t *Type) *shape
	// dynamic returns how an interface value appears.
	dynamic(x any) any
	// decodes reports whether values are made to be filled from input.
	decodes() bool
}

// shapes makes the shapes of one mode.
type shapes struct {
	mode mode
	open map[*Type]bool
}

// shapeKey identifies a shape that a registry keeps.
type shapeKey struct {
	mode mode
	t    *Type
}

// shapeFor returns the shape of a type in a mode. Modes must be comparable.
func (t *Type) shapeFor(m mode) *shape {
	key := shapeKey{m, t}
	if s, ok := t.registry.shapes.Load(key); ok {
		return s.(*shape)
	}
	s := (&shapes{m, map[*Type]bool{}}).of(t)
	t.registry.shapes.Store(key, s)
	return s
}

// of returns the shape of a type, by its methods if it has some that count.
func (b *shapes) of(t *Type) *shape {
	if s := b.mode.special(b, t); s != nil {
		return s
	}
	return b.plain(t)
}

// plain returns the shape of a type without regard to its methods.
func (b *shapes) plain(t *Type) *shape {
	if t.Native != nil && t.Kind != reflect.Interface {
		return same(t.Native)
	}
	if b.open[t] {
		return b.mode.again(t)
	}
	b.open[t] = true
	defer delete(b.open, t)
	switch t.Kind {
	case reflect.Pointer:
		return held(t, b.pointer(t))
	case reflect.Slice:
		return held(t, b.slice(t))
	case reflect.Array:
		return b.array(t)
	case reflect.Map:
		return held(t, b.mapping(t))
	case reflect.Struct:
		return held(t, b.structure(t))
	case reflect.Interface:
		return b.iface(t)
	case reflect.Chan:
		return nothing(reflect.ChanOf(t.Dir, reflect.TypeFor[struct{}]()))
	case reflect.Func:
		return nothing(reflect.TypeFor[func()]())
	}
	return same(basicTypes()[t.Kind])
}

// same is the shape of what looks as it should.
func same(t reflect.Type) *shape {
	return &shape{t, func(x value) reflect.Value {
		if !x.v.IsValid() {
			return reflect.Zero(t)
		}
		return x.v
	}, func(s, rep reflect.Value) error {
		rep.Set(s)
		return nil
	}}
}

// nothing is the shape of what no package does anything with.
func nothing(t reflect.Type) *shape {
	return &shape{t, func(value) reflect.Value { return reflect.Zero(t) }, func(reflect.Value, reflect.Value) error { return nil }}
}

// held lets a shape store to the representation of a knot.
func held(t *Type, s *shape) *shape {
	store := s.from
	return &shape{s.typ, s.to, func(s, rep reflect.Value) error {
		if isKnot(t, rep.Type()) {
			rep = rep.Field(0)
		}
		if rep.Kind() != reflect.Interface {
			return store(s, rep)
		}
		if t.rep() == nil {
			return &unknownRep{t}
		}
		v := reflect.New(t.rep()).Elem()
		if e := rep.Elem(); e.IsValid() {
			v.Set(e)
		}
		err := held(t, &shape{from: store}).from(s, v)
		rep.Set(v)
		return err
	}}
}

// unknownRep is a value that cannot be made.
type unknownRep struct{ t *Type }

// Error names the type.
func (e *unknownRep) Error() string {
	return "box: a value of type " + e.t.String() + " is to be made, but nothing says how it is represented"
}

func (b *shapes) pointer(t *Type) *shape {
	elem := b.of(t.Elem)
	typ := reflect.PointerTo(elem.typ)
	return &shape{typ, func(x value) reflect.Value {
		if x.isNil() {
			return reflect.Zero(typ)
		}
		p := reflect.New(elem.typ)
		p.Elem().Set(elem.to(x.elem()))
		return p
	}, func(s, rep reflect.Value) error {
		if s.IsNil() {
			rep.SetZero()
			return nil
		}
		if rep.IsNil() {
			rep.Set(reflect.New(rep.Type().Elem()))
		}
		return elem.from(s.Elem(), rep.Elem())
	}}
}

func (b *shapes) slice(t *Type) *shape {
	elem := b.of(t.Elem)
	typ := reflect.SliceOf(elem.typ)
	return &shape{typ, func(x value) reflect.Value {
		if x.isNil() {
			return reflect.Zero(typ)
		}
		s := reflect.MakeSlice(typ, x.len(), x.len())
		for i := range x.len() {
			s.Index(i).Set(elem.to(x.index(i)))
		}
		return s
	}, func(s, rep reflect.Value) error {
		if s.IsNil() {
			rep.SetZero()
			return nil
		}
		if rep.IsNil() || rep.Cap() < s.Len() {
			grown := reflect.MakeSlice(rep.Type(), s.Len(), s.Len())
			reflect.Copy(grown, rep)
			rep.Set(grown)
		} else {
			rep.SetLen(s.Len())
		}
		return each(s, rep, elem)
	}}
}

func (b *shapes) array(t *Type) *shape {
	elem := b.of(t.Elem)
	typ := reflect.ArrayOf(t.Len, elem.typ)
	return &shape{typ, func(x value) reflect.Value {
		s := reflect.New(typ).Elem()
		for i := range x.len() {
			s.Index(i).Set(elem.to(x.index(i)))
		}
		return s
	}, func(s, rep reflect.Value) error { return each(s, rep, elem) }}
}

func each(s, rep reflect.Value, elem *shape) error {
	for i := range s.Len() {
		if err := elem.from(s.Index(i), rep.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

// mapping is the shape of maps. One that is to be filled starts empty: what is
// in it then is new.
func (b *shapes) mapping(t *Type) *shape {
	key, elem := b.key(t.Key), b.of(t.Elem)
	typ := reflect.MapOf(key.typ, elem.typ)
	return &shape{typ, func(x value) reflect.Value {
		if x.isNil() {
			return reflect.Zero(typ)
		}
		s := reflect.MakeMap(typ)
		if !b.mode.decodes() {
			for _, e := range x.entries() {
				s.SetMapIndex(key.to(e.key), elem.to(e.elem))
			}
		}
		return s
	}, func(s, rep reflect.Value) error {
		if s.IsNil() {
			rep.SetZero()
			return nil
		}
		if rep.IsNil() {
			rep.Set(reflect.MakeMap(rep.Type()))
		}
		for it := s.MapRange(); it.Next(); {
			k, e := reflect.New(rep.Type().Key()).Elem(), reflect.New(rep.Type().Elem()).Elem()
			if err := key.from(it.Key(), k); err != nil {
				return err
			}
			if err := elem.from(it.Value(), e); err != nil {
				return err
			}
			rep.SetMapIndex(k, e)
		}
		return nil
	}}
}

// keyed modes treat keys of maps in their own way.
type keyed interface{ key(t *Type) *shape }

func (b *shapes) key(t *Type) *shape {
	if m, ok := b.mode.(keyed); ok {
		if s := m.key(t); s != nil {
			return s
		}
	}
	return b.plain(t)
}

func (b *shapes) iface(t *Type) *shape {
	typ := t.Native
	if typ == nil {
		typ = reflect.TypeFor[any]()
		if len(t.Interface) > 0 && b.mode.decodes() {
			return kept()
		}
	}
	return &shape{typ, func(x value) reflect.Value {
		s := reflect.New(typ).Elem()
		if x.v.IsValid() && x.v.Kind() != reflect.Interface { // its dynamic value
			if y := b.mode.dynamic(x.carried()); reflect.TypeOf(y).AssignableTo(typ) {
				s.Set(reflect.ValueOf(y))
			}
		} else if !x.isNil() {
			if y := b.mode.dynamic(x.v.Elem().Interface()); reflect.TypeOf(y).AssignableTo(typ) {
				s.Set(reflect.ValueOf(y))
			}
		}
		return s
	}, func(s, rep reflect.Value) error {
		rep.Set(s)
		return nil
	}}
}

// carried is a dynamic value as an interface value.
func (x value) carried() any {
	if x.t != nil {
		return x.t.Carry(x.receiver())
	}
	return x.v.Interface()
}

// kept is the shape of an interface that input can at most set to nil.
func kept() *shape {
	typ := reflect.TypeFor[carrier]()
	return &shape{typ, func(x value) reflect.Value {
		s := reflect.New(typ).Elem()
		if x.v.IsValid() && (x.v.Kind() != reflect.Interface || !x.v.IsNil()) {
			s.Set(reflect.ValueOf(Box{}))
		}
		return s
	}, func(s, rep reflect.Value) error {
		if s.IsNil() {
			rep.SetZero()
		}
		return nil
	}}
}

// rep returns the representation of a type, nil if it is not known.
func (t *Type) rep() reflect.Type {
	if t.Native != nil {
		return t.Native
	}
	t.registry.mu.Lock()
	defer t.registry.mu.Unlock()
	return t.Rep
}

// basicTypes returns the predeclared types by kind.
var basicTypes = sync.OnceValue(func() map[reflect.Kind]reflect.Type {
	m := map[reflect.Kind]reflect.Type{reflect.UnsafePointer: reflect.TypeOf(reflect.ValueOf(new(int)).UnsafePointer())}
	for _, x := range []any{
		false, "", 0, int8(0), int16(0), int32(0), int64(0), uint(0), uint8(0), uint16(0), uint32(0), uint64(0), uintptr(0),
		float32(0), 0.0, complex64(0), complex128(0),
	} {
		m[reflect.TypeOf(x).Kind()] = reflect.TypeOf(x)
	}
	return m
})
