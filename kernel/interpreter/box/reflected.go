package box

import "reflect"

// TypeOf is reflect.TypeOf for values that may be boxes.
func TypeOf(x any) reflect.Type {
	b, ok := Of(x)
	if !ok || b.V == nil {
		return reflect.TypeOf(x)
	}
	return b.T.registry.views.of(b.T, reflect.TypeOf(b.V))
}

// reflection returns the functions of package reflect that take values, or types
// that may be ours.
func reflection() map[string]reflect.Value {
	return map[string]reflect.Value{
		"DeepEqual": reflect.ValueOf(DeepEqual),
		"TypeOf":    reflect.ValueOf(TypeOf),
		"ValueOf":   reflect.ValueOf(valueOf),
		"New":       reflect.ValueOf(func(t reflect.Type) reflect.Value { return reflect.New(viewType(t)) }),
		"Zero":      reflect.ValueOf(func(t reflect.Type) reflect.Value { return reflect.Zero(viewType(t)) }),
		"MakeSlice": reflect.ValueOf(func(t reflect.Type, n, c int) reflect.Value { return reflect.MakeSlice(viewType(t), n, c) }),
		"MakeMap":   reflect.ValueOf(func(t reflect.Type) reflect.Value { return reflect.MakeMap(viewType(t)) }),
		"MakeMapWithSize": reflect.ValueOf(func(t reflect.Type, n int) reflect.Value {
			return reflect.MakeMapWithSize(viewType(t), n)
		}),
		"MakeChan":  reflect.ValueOf(func(t reflect.Type, n int) reflect.Value { return reflect.MakeChan(viewType(t), n) }),
		"PointerTo": reflect.ValueOf(func(t reflect.Type) reflect.Type { return reflect.PointerTo(viewType(t)) }),
		"PtrTo":     reflect.ValueOf(func(t reflect.Type) reflect.Type { return reflect.PointerTo(viewType(t)) }),
		"SliceOf":   reflect.ValueOf(func(t reflect.Type) reflect.Type { return reflect.SliceOf(viewType(t)) }),
		"ArrayOf":   reflect.ValueOf(func(n int, t reflect.Type) reflect.Type { return reflect.ArrayOf(n, viewType(t)) }),
		"MapOf":     reflect.ValueOf(func(k, e reflect.Type) reflect.Type { return reflect.MapOf(viewType(k), viewType(e)) }),
		"Swapper":   reflect.ValueOf(func(x any) func(i, j int) { return reflect.Swapper(bare(x)) }),
	}
}

// reflectionOn returns methods of reflect.Value for values seen through views.
func (r *Registry) reflectionOn() map[string]reflect.Value {
	return map[string]reflect.Value{
		"reflect.Value.Type": reflect.ValueOf(func(v reflect.Value) reflect.Type {
			if n := r.viewed(v); n != nil {
				return n
			}
			return v.Type()
		}),
		"reflect.Type.Implements":    reflect.ValueOf(implements),
		"reflect.Type.AssignableTo":  reflect.ValueOf(assignable),
		"reflect.Type.ConvertibleTo": reflect.ValueOf(convertible),
		"reflect.Value.Convert": reflect.ValueOf(func(v reflect.Value, t reflect.Type) reflect.Value {
			return v.Convert(viewType(t))
		}),
		"reflect.Value.Set": reflect.ValueOf(func(v, x reflect.Value) {
			if v.Kind() == reflect.Interface && r.viewed(x) != nil {
				x = reflect.ValueOf(r.valueInterface(x))
			}
			v.Set(x)
		}),
		"reflect.Value.Interface": reflect.ValueOf(r.valueInterface),
		"reflect.Value.NumField": reflect.ValueOf(func(v reflect.Value) int {
			if n := r.viewed(v); n != nil {
				return n.NumField()
			}
			return v.NumField()
		}),
		"reflect.Value.NumMethod": reflect.ValueOf(func(v reflect.Value) int {
			if n := r.viewed(v); n != nil {
				return n.NumMethod()
			}
			return v.NumMethod()
		}),
		"reflect.Value.MethodByName": reflect.ValueOf(func(v reflect.Value, name string) reflect.Value {
			if n := r.viewed(v); n != nil {
				if _, ok := n.MethodByName(name); ok {
					return n.boundMethod(v, name)
				}
				return reflect.Value{}
			}
			return v.MethodByName(name)
		}),
		"reflect.Value.Method": reflect.ValueOf(func(v reflect.Value, i int) reflect.Value {
			if n := r.viewed(v); n != nil {
				return n.boundMethod(v, n.exportedMethods()[i].Name)
			}
			return v.Method(i)
		}),
	}
}

func (r *Registry) viewed(v reflect.Value) *namedType {
	if !v.IsValid() {
		return nil
	}
	return r.views.known(v.Type())
}

// valueInterface is v.Interface(), which gives a value of a view back in a box.
func (r *Registry) valueInterface(v reflect.Value) any {
	n := r.viewed(v)
	if n == nil || !v.CanInterface() {
		return v.Interface()
	}
	return n.t.Carry(seenAs(v, n.rep).Interface())
}
