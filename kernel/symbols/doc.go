// Package symbols is the bridge between compiled packages and interpreted
// cells: the members of every package that a cell can import, as reflect
// values, with their documentation.
//
// # Why generated
//
// An interpreter can call only what the program that holds it was linked with.
// The tables name it all; the command in generate writes them from the list of
// packages there, and .ci/run checks that they are up to date. A package joins
// by a line in that list and
//
//	go generate ./kernel/symbols
//
// # Why here
//
// This is the one place where the kernel's side of the module imports lib: the
// interpreter takes what [Tables] returns as plain data.
package symbols

//go:generate go run ./generate
