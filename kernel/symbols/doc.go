// Package symbols is the bridge between compiled packages and interpreted
// cells: of every package that a cell can import, the members as reflect
// values, the types, the documentation, and wrappers by which interpreted
// values implement its interfaces. These packages are the whole standard
// library, ours, and those that the experiments use.
//
// # Why generated
//
// An interpreter can call only what the program that holds it was linked with.
// The tables name it all; the command in generate writes them from the sources
// of the standard library and the list of other packages there, and .ci/run
// checks that they are up to date. A package joins by a line in that list and
//
//	go generate ./kernel/symbols
//
// The tables are variables that the linker fills. A program that does not ask
// for them pays nothing when it starts.
//
// # Why type data
//
// A cell is type-checked as Go's own compiler would check it, on machines that
// have no Go. What it imports is read from an archive, a package at a time:
// see [Importer]. Where platforms differ in what a package declares, the
// archive holds each one's.
//
// # Why here
//
// This is the one place where the kernel's side of the module imports lib: the
// interpreter takes what this package returns as plain data.
package symbols

//go:generate go run ./generate
