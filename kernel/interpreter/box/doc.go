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
//
// # Why a printer of its own
//
// Package fmt asks a box to print itself, by [Box.Format], and a box does what
// fmt would do with a compiled value: which methods it calls at which depth,
// what it makes of verbs that do not suit, how it writes names of types. What
// fmt does before it asks anyone, %T and %p and the spaces of Print, [Overrides]
// put right.
//
// # Why shapes
//
// Packages that take values apart by reflection (encoding/json, encoding/xml)
// see neither the user's names nor methods in a representation.
// For them values are copied into a shape: a type made by package reflect, with
// the user's fields and tags, in which small types of this package stand for what
// has methods. They, not a second implementation of those packages, decide what
// JSON is. For package reflect itself there are views, which have the layout of
// the representation, so that what is set through them is set.
//
// # Why templates are rewritten
//
// A template calls methods of any name, with arguments, and package reflect can
// give a method to no type. So what is executed is a copy of the template, in
// which functions of this package follow the names; variables, control, output
// and escaping stay those of the packages. Errors are told in terms of the
// template that the user wrote.
//
// # What is asked of those who describe types
//
// Methods are set, by [Type.SetMethod], before a value is carried, those at
// least that [Registry.Wanted] names. With a type T that has a name, *T is
// described too: packages call methods of pointers to what has an address.
//
// # What compiled code can tell
//
// A box has no methods that package reflect shows, and all have one type there.
// Compiled code that looks for an interface finds those of the carrier alone. A
// named number seen by reflect.ValueOf is a number without a name; package
// encoding/gob is not served.
package box
