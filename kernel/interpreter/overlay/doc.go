// Package overlay holds Go sources that stand for the generic functions and
// types of the standard library.
//
//	set := overlay.New(importer, fset)
//	decl, info, _ := set.Func(obj) // obj is slices.Sort, or the method Load of atomic.Pointer
//	name := set.Type(obj)          // obj is atomic.Pointer
//
// # Why sources
//
// A compiled generic function exists once per list of type arguments that the
// program was compiled with, and an interpreter meets others. So generic code
// of the standard library is instantiated as a user's own is, from source. The
// sources lie in the folders beside this file, one per package of the standard
// library and named as that is; they compile, and are tested against the
// originals. A test compares what they declare with all that the standard
// library exports, so that no addition passes unseen.
//
// # Why so little in them
//
// Interpreted code is slow. A source does what depends on static types, and the
// callbacks that cost nothing more when interpreted code makes them; loops over
// elements are in package native, which is compiled. Calls of native pass and
// return representations, unboxed: see there.
//
// # Which types they mention
//
// An overlay refers to the standard library's own packages, not to other
// overlays: its Sorted takes the iter.Seq that users have. So types agree, and
// a call of another generic function is looked up like any.
//
// # Which goroutines they run on
//
// The loop given to iter.Pull runs on a coroutine, in turns with its caller,
// and a cleanup given to runtime.AddCleanup on a goroutine of the runtime, at
// any time: whoever compiles these must guard them as it guards go statements.
//
// # Generic types
//
// Of the generic types, some are what they are: iter.Seq[V] is represented as
// its underlying function type is, and [Set.Type] says nothing of it. For the
// others ([sync/atomic.Pointer], [unique.Handle], [weak.Pointer] and
// [database/sql.Null]) the overlay's type of that name stands in. An instance
// of the original with arguments A is represented as the underlying type of the
// overlay's type instantiated with A, and a method of the original is the
// overlay's method of that name, lowered for A as a function with the receiver
// first. Values, zero values and comparison by == then come out right with no
// more care. The stand-ins are structs around a compiled type of package native
// (Word, Handle, Weak), the same for any A, so that a type may hold an atomic
// pointer to itself without being recursive.
package overlay
