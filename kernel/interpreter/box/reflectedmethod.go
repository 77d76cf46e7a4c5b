package box

import "reflect"

// Method returns a method. Its function takes the receiver first, and all
// values as package reflect sees them.
func (n *namedType) Method(i int) reflect.Method {
	m := reflect.Method{Name: n.exportedMethods()[i].Name, Index: i}
	if f := n.methodFunc(m.Name); f.IsValid() {
		m.Func, m.Type = f, f.Type()
	}
	return m
}

// methodFunc returns a method as a function; invalid if it is none that can be
// called.
func (n *namedType) methodFunc(name string) reflect.Value {
	f := reflect.ValueOf(n.t.Method(name))
	if !f.IsValid() {
		return f
	}
	t, sig := f.Type(), n.t.signature(name)
	seen := func(rep reflect.Type, list func(*Type) []*Type, i int) reflect.Type {
		if sig == nil {
			return rep
		}
		return viewType(n.part(list(sig)[i], rep))
	}
	in, out := []reflect.Type{n.Type}, make([]reflect.Type, t.NumOut())
	for i := 1; i < t.NumIn(); i++ {
		in = append(in, seen(t.In(i), func(t *Type) []*Type { return t.In }, i-1))
	}
	for i := range out {
		out[i] = seen(t.Out(i), func(t *Type) []*Type { return t.Out }, i)
	}
	return reflect.MakeFunc(reflect.FuncOf(in, out, t.IsVariadic()), func(args []reflect.Value) []reflect.Value {
		args[0] = seenAs(args[0], n.rep)
		for i := 1; i < len(args); i++ {
			args[i] = seenAs(args[i], t.In(i))
		}
		call := f.Call
		if t.IsVariadic() {
			call = f.CallSlice
		}
		results := call(args)
		for i := range results {
			results[i] = seenAs(results[i], out[i])
		}
		return results
	})
}

// boundMethod returns a method of a value as a function that has the receiver;
// invalid if there is none.
func (n *namedType) boundMethod(v reflect.Value, name string) reflect.Value {
	f := n.methodFunc(name)
	if !f.IsValid() {
		return f
	}
	t := f.Type()
	var in, out []reflect.Type
	for i := 1; i < t.NumIn(); i++ {
		in = append(in, t.In(i))
	}
	for i := range t.NumOut() {
		out = append(out, t.Out(i))
	}
	return reflect.MakeFunc(reflect.FuncOf(in, out, t.IsVariadic()), func(args []reflect.Value) []reflect.Value {
		args = append([]reflect.Value{v}, args...)
		if t.IsVariadic() {
			return f.CallSlice(args)
		}
		return f.Call(args)
	})
}
