package box

import "reflect"

// functions are those that rewritten templates call.
func (r *templateRewriter) functions() map[string]any {
	return map[string]any{
		"field__": r.field,
		"value__": func(v reflect.Value) reflect.Value { return value{v: v}.template() },
		"given__": r.giving,
		"shown__": escapable,
		"range__": func(v reflect.Value) (reflect.Value, error) { return ranged(v, false) },
		"range2__": func(v reflect.Value) (reflect.Value, error) {
			return ranged(v, true)
		},
		"len__": length, "index__": r.index, "slice__": sliced, "call__": r.called, "printf__": printfIn, "print__": printIn,
		"constant__": func(v reflect.Value) constant { return constant{v} },
		"compared__": comparedValue,
	}
}

// templateFuncs returns functions for templates: those that have a type of ours
// take what templates have. Marks tell which there are.
func templateFuncs(funcs map[string]any) map[string]any {
	all := make(map[string]any, len(funcs))
	for name, f := range funcs {
		all[name] = f
		if predefined[name] != 0 {
			all[ownMark+name] = func() string { return "" }
		}
		b, ok := Of(f)
		if !ok || b.T.Kind != reflect.Func {
			continue
		}
		all[ownMark] = func() string { return "" }
		all[name] = func(args ...reflect.Value) (reflect.Value, error) {
			return function{v: dynamic(b).v, t: b.T, lenient: true}.call(name, args)
		}
	}
	return all
}

// in is what a template has, as a value, behind pointers and interfaces.
func in(v reflect.Value) value {
	x, ours := located(v)
	if !ours {
		x = value{v: v}
	}
	return x
}

func length(v reflect.Value) (int, error) {
	x := in(v)
	if !x.v.IsValid() {
		return 0, called("len", failed("len of nil pointer"))
	}
	x = x.indirect()
	switch x.kind() {
	case reflect.Pointer, reflect.Interface:
		return 0, called("len", failed("len of nil pointer"))
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map, reflect.Chan:
		return x.len(), nil
	}
	return 0, called("len", failed("len of type %s", x.typeString()))
}

// index is the predefined function of that name.
func (r *templateRewriter) index(v reflect.Value, keys ...reflect.Value) (reflect.Value, error) {
	x := in(v)
	if !x.v.IsValid() {
		return v, called("index", failed("index of untyped nil"))
	}
	for _, k := range keys {
		x = x.indirect()
		switch x.kind() {
		case reflect.Pointer, reflect.Interface:
			return v, called("index", failed("index of nil pointer"))
		case reflect.Array, reflect.Slice, reflect.String:
			i, err := indexIn(k, x.len(), false)
			if err != nil {
				return v, called("index", err)
			}
			x = x.heldAs(x.v.Index(i))
		case reflect.Map:
			p := parameter{rep: x.v.Type().Key()}
			if x.t != nil {
				p.t = x.t.Key
			}
			key, err := p.given(k)
			if err != nil {
				return v, called("index", failed("value has type %s; should be %s", in(k).typeString(), p))
			}
			e := x.v.MapIndex(key)
			if !e.IsValid() {
				e = reflect.Zero(x.v.Type().Elem())
			}
			x = x.heldAs(e)
		default:
			return v, called("index", failed("can't index item of type %s", x.typeString()))
		}
		x.access = open
	}
	return x.template(), nil
}

// indexIn returns an index of something of a length; the end itself is one for
// a slice.
func indexIn(v reflect.Value, length int, end bool) (int, error) {
	k := in(v)
	n := int64(0)
	switch {
	case !k.v.IsValid():
		return 0, failed("cannot index slice/array with nil")
	case k.v.CanInt():
		n = k.v.Int()
	case k.v.CanUint():
		n = int64(k.v.Uint())
	default:
		return 0, failed("cannot index slice/array with type %s", k.typeString())
	}
	if n < 0 || n > int64(length) || n == int64(length) && !end {
		return 0, failed("index out of range: %d", n)
	}
	return int(n), nil
}

// sliced is the predefined function slice.
func sliced(v reflect.Value, indexes ...reflect.Value) (reflect.Value, error) {
	x := in(v).indirect()
	end := 0
	switch x.kind() {
	case reflect.String:
		if len(indexes) == 3 {
			return v, called("slice", failed("cannot 3-index slice a string"))
		}
		end = x.len()
	case reflect.Array, reflect.Slice:
		end = x.v.Cap()
	default:
		return v, called("slice", failed("can't slice item of type %s", x.typeString()))
	}
	if len(indexes) > 3 {
		return v, called("slice", failed("too many slice indexes: %d", len(indexes)))
	}
	at := [3]int{0, x.len(), 0}
	for i, k := range indexes {
		n, err := indexIn(k, end, true)
		if err != nil {
			return v, called("slice", err)
		}
		if i > 0 && n < at[i-1] {
			return v, called("slice", failed("invalid slice index: %d > %d", at[i-1], n))
		}
		at[i] = n
	}
	if len(indexes) == 3 {
		x.v = x.v.Slice3(at[0], at[1], at[2])
	} else {
		x.v = x.v.Slice(at[0], at[1])
	}
	return x.template(), nil
}

// called is the predefined function call.
func (r *templateRewriter) called(v reflect.Value, args ...reflect.Value) (reflect.Value, error) {
	x := in(v)
	if !x.v.IsValid() || x.v.Kind() == reflect.Interface && x.v.IsNil() {
		return v, called("call", failed("call of nil"))
	}
	x = x.held()
	if x.kind() != reflect.Func {
		return v, called("call", failed("non-function of type %s", x.typeString()))
	}
	if x.isNil() {
		return v, called("call", failed("call of nil"))
	}
	return function{v: x.v, t: x.t}.call("call", args)
}

func printfIn(format string, args ...reflect.Value) string {
	return Sprintf(format, carriedAll(args)...)
}

func printIn(args ...reflect.Value) string { return sprint(carriedAll(args)...) }

func carriedAll(args []reflect.Value) []any {
	list := make([]any, len(args))
	for i, a := range args {
		if a = carriedValue(a); a.IsValid() {
			list[i] = a.Interface()
		}
	}
	return list
}

// comparedValue returns what the predefined comparisons are given: they look at
// kinds.
func comparedValue(v reflect.Value) reflect.Value {
	x, ours := located(v)
	if t := basicTypes()[x.v.Kind()]; ours && t != nil {
		return x.v.Convert(t)
	}
	return carriedValue(v)
}
