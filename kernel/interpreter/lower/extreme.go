package lower

import (
	"cmp"
)

func minimum[T cmp.Ordered](v ...T) T {
	m := v[0]
	for _, x := range v[1:] {
		m = min(m, x)
	}
	return m
}

func maximum[T cmp.Ordered](v ...T) T {
	m := v[0]
	for _, x := range v[1:] {
		m = max(m, x)
	}
	return m
}

// extremes holds min and max of every type that is ordered.
var extremes = func() map[string]any {
	all := map[string]any{}
	add := func(rep string, least, most any) { all["min "+rep], all["max "+rep] = least, most }
	add("int", minimum[int], maximum[int])
	add("int8", minimum[int8], maximum[int8])
	add("int16", minimum[int16], maximum[int16])
	add("int32", minimum[int32], maximum[int32])
	add("int64", minimum[int64], maximum[int64])
	add("uint", minimum[uint], maximum[uint])
	add("uint8", minimum[uint8], maximum[uint8])
	add("uint16", minimum[uint16], maximum[uint16])
	add("uint32", minimum[uint32], maximum[uint32])
	add("uint64", minimum[uint64], maximum[uint64])
	add("uintptr", minimum[uintptr], maximum[uintptr])
	add("float32", minimum[float32], maximum[float32])
	add("float64", minimum[float64], maximum[float64])
	add("string", minimum[string], maximum[string])
	return all
}()
