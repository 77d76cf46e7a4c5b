package box

import (
	"reflect"
	"sort"
)

// DeepEqual is reflect.DeepEqual for values that may be boxes.
func DeepEqual(x, y any) bool {
	a, ok := Of(x)
	b, also := Of(y)
	if !ok && !also {
		return reflect.DeepEqual(x, y) // in which boxes compare as they should
	}
	return ok && also && a.T == b.T && reflect.DeepEqual(a.V, b.V)
}

// sorting returns the functions of package sort that take a slice of any type.
func sorting() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Slice":         reflect.ValueOf(func(x any, less func(i, j int) bool) { sort.Slice(bare(x), less) }),
		"SliceStable":   reflect.ValueOf(func(x any, less func(i, j int) bool) { sort.SliceStable(bare(x), less) }),
		"SliceIsSorted": reflect.ValueOf(func(x any, less func(i, j int) bool) bool { return sort.SliceIsSorted(bare(x), less) }),
	}
}

// bare is a value of a type of ours as one of its underlying type.
func bare(x any) any {
	if v := dynamic(x); v.v.IsValid() {
		return v.v.Interface()
	}
	return nil
}
