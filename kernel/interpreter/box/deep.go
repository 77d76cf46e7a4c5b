package box

import (
	"encoding/binary"
	"io"
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

// binaries returns the functions of package encoding/binary that take values of
// fixed size. Those depend on nothing but the representation.
func binaries() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Read":   reflect.ValueOf(func(r io.Reader, o binary.ByteOrder, x any) error { return binary.Read(r, o, bare(x)) }),
		"Write":  reflect.ValueOf(func(w io.Writer, o binary.ByteOrder, x any) error { return binary.Write(w, o, bare(x)) }),
		"Size":   reflect.ValueOf(func(x any) int { return binary.Size(bare(x)) }),
		"Encode": reflect.ValueOf(func(b []byte, o binary.ByteOrder, x any) (int, error) { return binary.Encode(b, o, bare(x)) }),
		"Decode": reflect.ValueOf(func(b []byte, o binary.ByteOrder, x any) (int, error) { return binary.Decode(b, o, bare(x)) }),
		"Append": reflect.ValueOf(func(b []byte, o binary.ByteOrder, x any) ([]byte, error) { return binary.Append(b, o, bare(x)) }),
	}
}
