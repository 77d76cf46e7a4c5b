// Package magic is an interpreter around another: it takes from cells what is
// no Go and is expected of a notebook all the same.
//
//	%time f(x)                  a line: a magic and its arguments
//	%%bash                      the first line: a magic for all lines below it
//	!ls -l                      a command of the system's shell
//	?models.ResNet  f??         a question about a name
//	exit                        the way out of a console
//
// [New] makes a [Magic] with a function that makes the interpreter inside. A
// cell without any of these is passed on byte for byte.
//
// # Where a magic can begin
//
// A line is no Go if it begins with one of the marks where a statement of the
// cell may begin. The scanner of Go tells where that is: outside of all
// brackets, strings and comments, and not behind an operator or a comma. No
// statement of Go begins with a percent sign or a question mark. With an
// exclamation mark an expression can begin, and a cell may end in one: such a
// line is Go if it is an expression whose first name the session knows as a
// variable, constant or function, or that the cell uses above; true and false
// are known. So !done is Go where done is declared, and !ls is a command where
// ls is not. !pkg.Name is Go if the package has that member.
//
// # Why a cell runs in pieces
//
// What stands above a magic has to have run when it runs: %time may use a
// variable declared above it. The Go between two magics is passed on as a cell
// of the same number, behind as many blank lines as the rest took, so that
// errors point into the cell as it is written. In exchange the type checker
// sees one piece at a time: an error of types in the last one comes when the
// first ones have run. What can be known before is looked at before anything
// runs: that every magic exists and is called as it should be, and that all Go
// of the cell, that of the magics included, is Go by its syntax.
//
// # Why %timeit measures in the cell
//
// The statement stands in a loop that reads the clock around it, in one program,
// so that what the interpreter needs to check and translate it is not measured.
// Before that it runs once by itself, and what is wrong with it is told there.
//
// # Why commands have a group of their own
//
// What a shell has started is in its group of processes, and an interrupt ends
// the whole group: with SIGTERM and, half a second later, with SIGKILL. A
// command also dies with the process that started it, on Linux.
//
// # How to add a magic
//
// A file of its own with a function that returns its spec, and a line in the
// table in spec.go.
package magic
