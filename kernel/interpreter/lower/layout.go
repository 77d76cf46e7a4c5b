package lower

import (
	"go/types"
	"reflect"
	"strconv"
	"unsafe"
)

// layout is how the machine lays out a struct type: a compiled type, made here
// and given to the machine by name. The machine's own struct types go wrong
// where they mention themselves, or one another, by way of slices, maps,
// functions, or more than one field.
type layout struct {
	symbol string       // rt.S17
	typ    reflect.Type // nil while the structs that it holds are laid out
}

// structure returns the emitted name of a struct layout, or writes it out where
// it is one that compiled code may have as well.
func (u *unit) structure(t *types.Struct) string {
	if t.NumFields() == 0 {
		return u.symbol("Empty", reflect.ValueOf((*struct{})(nil)))
	}
	if u.isRaw(t) {
		return u.fields(t)
	}
	return u.layout(t).symbol
}

// layout returns the layout of a struct type.
func (u *unit) layout(t *types.Struct) *layout {
	return u.layoutOf(u.key(t), func() []slot {
		slots := make([]slot, t.NumFields())
		for i := range slots {
			slots[i] = slot{fieldName(t, i), t.Field(i).Type()}
		}
		return slots
	})
}

// slot is a field of a layout.
type slot struct {
	name string
	typ  types.Type
}

// layoutOf returns the layout with an identity. What its fields point to is
// filled in once all that they hold is laid out: only there may a type meet
// itself.
func (u *unit) layoutOf(key string, fields func() []slot) *layout {
	if l, ok := u.layouts[key]; ok {
		return l
	}
	u.count++
	l := &layout{symbol: "S" + strconv.Itoa(u.count)}
	u.layouts[key] = l
	u.undo(func() { delete(u.layouts, key) })
	slots := fields()
	u.laying++
	list := make([]reflect.StructField, len(slots))
	for i, s := range slots {
		shape, partial := u.shape(s.typ)
		// The tag keeps layouts apart that are alike so far.
		list[i] = reflect.StructField{Name: s.name, Type: shape, Tag: reflect.StructTag(l.symbol)}
		if partial {
			u.unfilled = append(u.unfilled, func() { setFieldType(l.typ, i, u.reflectRep(s.typ)) })
		}
	}
	l.typ = reflect.StructOf(list)
	u.laying--
	l.symbol = u.symbol(l.symbol, reflect.Zero(reflect.PointerTo(l.typ)))
	for u.laying == 0 && len(u.unfilled) > 0 {
		fill := u.unfilled[0]
		u.unfilled = u.unfilled[1:]
		fill()
	}
	return l
}

// hole stands in a layout for what a pointer, or the like, leads to.
type hole struct{}

// shape returns a type as large as the representation of t, with pointers where
// that has them. Partial tells that it is not the representation itself.
func (u *unit) shape(t types.Type) (shape reflect.Type, partial bool) {
	t = u.represented(t)
	switch t := t.(type) {
	case *types.Pointer:
		return reflect.TypeFor[*hole](), true
	case *types.Slice:
		return reflect.TypeFor[[]hole](), true
	case *types.Map:
		return reflect.TypeFor[map[int]hole](), true
	case *types.Chan:
		return reflect.TypeFor[chan hole](), true
	case *types.Signature:
		return reflect.TypeFor[func(hole)](), true
	case *types.Array:
		elem, partial := u.shape(t.Elem())
		return reflect.ArrayOf(int(t.Len()), elem), partial
	}
	return u.reflectRep(t), false
}

// setFieldType gives a field of a struct type that [reflect.StructOf] made
// another type of the same shape. A type that mentions itself cannot be made
// otherwise.
func setFieldType(s reflect.Type, i int, t reflect.Type) {
	old := s.Field(i).Type
	fields := (*structType)(typePointer(s)).fields
	if uintptr(fields[i].typ) != uintptr(typePointer(old)) || old.Size() != t.Size() || old.Kind() != t.Kind() {
		panic("lower: a struct type of package reflect is not what it was thought to be")
	}
	fields[i].typ = typePointer(t)
}

// structType is what package reflect knows of a struct type.
type structType struct {
	_      [48]byte       // what it knows of any type
	_      unsafe.Pointer // import path
	fields []structTypeField
}

type structTypeField struct {
	_   unsafe.Pointer // name
	typ unsafe.Pointer
	_   uintptr // offset
}

// typePointer returns what an interface holds for a type.
func typePointer(t reflect.Type) unsafe.Pointer {
	v := reflect.Zero(t).Interface()
	return *(*unsafe.Pointer)(unsafe.Pointer(&v))
}
