package postmortem

import (
	"go/constant"
	"reflect"
)

// What yaegi calls places outside of a function's variables.
const (
	notInFrame  = -1 // of a constant
	globalFrame = -1 // the level of what is global
)

// value returns what a node stands for, in the frame of the function that runs.
func value(n, frame thing) (v reflect.Value, ok bool) {
	if v := n.held("rval"); v.IsValid() {
		return v, true
	}
	if s, ok := n.follow("sym"); ok {
		i := int(s.get("index").Int())
		if i < 0 {
			return v, false
		}
		if s.get("global").Bool() {
			return variable(frame, globalFrame, i)
		}
		return variable(frame, int(n.get("level").Int()), i)
	}
	if i := int(n.get("findex").Int()); i != notInFrame {
		return variable(frame, int(n.get("level").Int()), i)
	}
	return v, false
}

// variable returns variable i of the frame that stands so many levels out.
func variable(frame thing, level, i int) (v reflect.Value, ok bool) {
	if level == globalFrame {
		frame, ok = frame.follow("root")
	} else {
		for ok = true; level > 0 && ok; level-- {
			frame, ok = frame.follow("anc")
		}
	}
	if !ok {
		return v, false
	}
	data, isList := frame.get("data").Interface().([]reflect.Value)
	if !isList || i < 0 || i >= len(data) {
		return v, false
	}
	return data[i], data[i].IsValid()
}

// number returns an integer of a node.
func number(n, frame thing) (i int, ok bool) {
	v, ok := value(n, frame)
	switch {
	case !ok:
	case v.CanInt():
		return int(v.Int()), true
	case v.CanUint():
		return int(v.Uint()), true
	default:
		return constantOf(v)
	}
	return 0, false
}

func constantOf(v reflect.Value) (i int, ok bool) {
	if !v.CanInterface() {
		return 0, false
	}
	c, ok := v.Interface().(constant.Value)
	if !ok {
		return 0, false
	}
	n, exact := constant.Int64Val(constant.ToInt(c))
	return int(n), exact
}

// list returns the slice, array or string of a node.
func list(n, frame thing) (v reflect.Value, ok bool) {
	v, ok = value(n, frame)
	if ok && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array, reflect.String:
		return v, ok
	}
	return v, false
}
