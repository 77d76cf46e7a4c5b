// Package box gives the values of types that interpreted code declares a type
// at run time.
//
// Interpreted code knows types of its own only as long as it is checked. When
// it runs, a type Celsius is a float64, and a struct is one with generated
// field names. That is all a value needs while its static type is known. Once
// it becomes an interface value it needs more: a dynamic type that type
// switches tell apart, methods, and a name to be printed with. A [Box] is that:
// a [Type] and a value in the type's representation.
//
// # Why boxes can be compared
//
// A [Registry] makes one [Type] for each type of Go, so that two boxes are
// equal by == exactly if the interface values would be that they stand for.
// Boxes serve as map keys, and maps, channels and slices of interface values
// need no care at all.
//
// # Why carriers
//
// Compiled code calls methods of interface values: Less of a sort.Interface,
// Error of an error. A box has none of the user's methods, so it is handed out
// in a carrier, a [Wrapper] generated for each interface of compiled code. Each
// type has one canonical carrier, the one with most methods, in order that
// equal values stay equal in all interfaces; what it lacks is made up for where
// a compiled interface is wanted that it does not implement.
//
// # Why raw values
//
// A value whose type mentions nothing that interpreted code declares looks to
// compiled code as Go's own would: it travels as it is. All functions of this
// package take both.
package box
