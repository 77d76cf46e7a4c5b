package box

import "reflect"

func (m *mirror) rep(v reflect.Value) reflect.Value { return m.repAs(v, m.repType(v.Type())) }

func (m *mirror) repAs(v reflect.Value, t reflect.Type) reflect.Value {
	dst := reflect.New(t).Elem()
	src := reflect.New(v.Type()).Elem()
	src.Set(v)
	m.fill(src, dst)
	return dst
}

// seen makes a field usable that is not exported.
func seen(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
}

// fill sets dst, of the representation, to what an addressable real value is.
func (m *mirror) fill(v, dst reflect.Value) {
	if dst.Kind() == reflect.Struct && v.Kind() != reflect.Struct { // a knot
		dst = dst.Field(0)
	}
	switch {
	case dst.Type() == v.Type() && !mayHold(v.Type()):
		dst.Set(v)
		return
	case dst.Kind() == reflect.Interface && v.Kind() != reflect.Interface: // a recursive type
		dst.Set(m.rep(v))
		return
	}
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			dst.Set(reflect.ValueOf(m.of(v.Elem().Interface())))
		} else {
			dst.SetZero()
		}
	case reflect.Pointer:
		m.fillPointer(v, dst)
	case reflect.Struct:
		for i := range v.NumField() {
			m.fill(seen(v.Field(i)), dst.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			m.fill(v.Index(i), dst.Index(i))
		}
	case reflect.Slice:
		if v.IsNil() {
			dst.SetZero()
			return
		}
		dst.Set(reflect.MakeSlice(dst.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			m.fill(v.Index(i), dst.Index(i))
		}
	case reflect.Map:
		if v.IsNil() {
			dst.SetZero()
			return
		}
		dst.Set(reflect.MakeMap(dst.Type()))
		for it := v.MapRange(); it.Next(); {
			dst.SetMapIndex(m.repAs(it.Key(), dst.Type().Key()), m.repAs(it.Value(), dst.Type().Elem()))
		}
	case reflect.Chan, reflect.Func:
		if v.IsNil() {
			dst.SetZero()
		} else if v.Kind() == reflect.Chan {
			dst.Set(reflect.MakeChan(dst.Type(), 0))
		} else {
			dst.Set(reflect.MakeFunc(dst.Type(), nil))
		}
	default:
		dst.Set(v.Convert(dst.Type()))
	}
}

// mayHold reports whether values of a type can hold boxes.
func mayHold(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return (t.Name() == "" || isOurs(t)) && (mayHold(t.Elem()) || t.Kind() == reflect.Map && mayHold(t.Key()))
	case reflect.Struct:
		for i := range t.NumField() {
			if (t.Name() == "" || isOurs(t)) && mayHold(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}

func (m *mirror) fillPointer(v, dst reflect.Value) {
	if v.IsNil() {
		dst.SetZero()
		return
	}
	a := address{v.UnsafePointer(), v.Type().Elem()}
	p, ok := m.toRep[a]
	if !ok {
		p = reflect.New(dst.Type().Elem())
		m.toRep[a] = p
		m.toReal[address{p.UnsafePointer(), p.Type().Elem()}] = v
		m.fill(v.Elem(), p.Elem())
	}
	dst.Set(p)
}

// real turns a representation into a real value.
func (m *mirror) real(v reflect.Value, t reflect.Type) reflect.Value {
	dst := reflect.New(t).Elem()
	m.unfill(v, dst)
	return dst
}

func (m *mirror) unfill(v, dst reflect.Value) {
	if v.IsValid() && v.Kind() == reflect.Interface && dst.Kind() != reflect.Interface {
		v = v.Elem()
	}
	if v.IsValid() && v.Kind() == reflect.Struct && dst.Kind() != reflect.Struct && dst.Kind() != reflect.Interface { // a knot
		v = v.Field(0)
	}
	switch {
	case !v.IsValid():
		dst.SetZero()
		return
	case v.Type() == dst.Type() && !mayHold(v.Type()):
		dst.Set(v)
		return
	}
	switch dst.Kind() {
	case reflect.Interface:
		if v.IsNil() {
			dst.SetZero()
		} else {
			dst.Set(reflect.ValueOf(m.back(v.Elem().Interface())))
		}
	case reflect.Pointer:
		m.unfillPointer(v, dst)
	case reflect.Struct:
		for i := range dst.NumField() {
			m.unfill(v.Field(i), seen(dst.Field(i)))
		}
	case reflect.Array:
		for i := range v.Len() {
			m.unfill(v.Index(i), dst.Index(i))
		}
	case reflect.Slice:
		dst.SetZero()
		if !v.IsNil() {
			dst.Set(reflect.MakeSlice(dst.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				m.unfill(v.Index(i), dst.Index(i))
			}
		}
	case reflect.Map:
		dst.SetZero()
		if !v.IsNil() {
			dst.Set(reflect.MakeMap(dst.Type()))
			for it := v.MapRange(); it.Next(); {
				dst.SetMapIndex(m.real(it.Key(), dst.Type().Key()), m.real(it.Value(), dst.Type().Elem()))
			}
		}
	default:
		dst.Set(v.Convert(dst.Type()))
	}
}

func (m *mirror) unfillPointer(v, dst reflect.Value) {
	if v.IsNil() {
		dst.SetZero()
		return
	}
	a := address{v.UnsafePointer(), v.Type().Elem()}
	p, ok := m.toReal[a]
	if !ok || p.Type() != dst.Type() {
		p = reflect.New(dst.Type().Elem())
		m.toReal[a] = p
		m.toRep[address{p.UnsafePointer(), p.Type().Elem()}] = v
	}
	if !m.syncing[a] {
		m.syncing[a] = true
		m.unfill(v.Elem(), p.Elem())
		delete(m.syncing, a)
	}
	dst.Set(p)
}
