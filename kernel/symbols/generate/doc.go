// Command generate writes the symbol tables of package symbols: for every
// compiled package that cells can import, its members as reflect values, a
// wrapper for each of its interfaces, and its documentation.
//
//	go generate ./kernel/symbols
//	go run ./kernel/symbols/generate -check
//
// With -check it writes nothing and fails if a file differs from what it would
// write.
//
// # Why our own
//
// yaegi's extract command reads source, for minutes, and writes build tags
// that tie the tables to a Go version. This one asks the go command for export
// data, takes seconds, and adds parameter names and documentation.
//
// # What is left out
//
// Generic functions and types, and interfaces that are constraints: a table
// has no entry for what is not instantiated. Wrappers of interfaces that only
// their own package can implement.
package main
