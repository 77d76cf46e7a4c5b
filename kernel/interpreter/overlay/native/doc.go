// Package native does the work of generic library code for types that are
// known only at run time.
//
// The packages beside it stand for the generic packages of the standard
// library. They are interpreted, and interpreted code takes a hundred times as
// long as compiled code, so what loops over elements there is one call of a
// function here: slices.Sort(x) is native.Sort(x).
//
// # Why values come as they are
//
// A parameter of type any takes the representation of a value, never a box
// around it: a []Celsius comes as []float64. Whoever compiles a call passes the
// argument unboxed unless its static type is an interface, and asserts a result
// of type any, as in native.Clone(x).(S), to the representation of S. Boxes
// occur only where a value's own type holds an interface, as the elements of
// []any do.
//
// # Why by kind
//
// The natural order and equality of a type depend on its kind alone. A []T
// whose T is of kind int64 is seen through [view] as []int64, in place, and the
// standard library does the rest. What has no such kind (structs, arrays,
// interfaces) goes through package reflect.
package native
