// Command generate writes the tables of package symbols: for every compiled
// package that cells can import, its members, wrappers for its interfaces, its
// type data and its documentation.
//
//	go generate ./kernel/symbols
//	go run ./kernel/symbols/generate -check
//
// With -check it writes nothing and fails if a file differs from what it would
// write. Either takes some ten seconds.
//
// # Why from source
//
// All that is written follows from declarations, and those are type-checked in
// two seconds, for any operating system on any other. The go command would
// have to compile everything for each platform to answer the same questions.
//
// # What is left out
//
// Generic functions and types, and interfaces that are constraints: a table
// has no entry for what is not instantiated. Wrappers of interfaces that only
// their own package can implement. Packages that no program imports: those
// named internal, plugin and runtime/cgo.
//
// # Whose words
//
// The documentation of the standard library is carried whole, with its licence;
// of other people's packages only declarations and the first sentence of each
// comment.
package main
