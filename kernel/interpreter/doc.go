// Package interpreter is a scripting environment for Go: cells of code run one
// after another in a session whose names persist. It knows nothing of Jupyter.
//
//	s, err := interpreter.New(interpreter.Options{Symbols: …, Preload: …})
//	bundle, err := s.Eval(ctx, interpreter.Cell{Number: 1, Code: "x := 1; x"}, out)
//
// yaegi runs the code, but never sees a cell as it was written. A cell goes
// through stages, each in files of its own, and nothing runs before all of
// them succeeded:
//
//	split    cut the code at its top level             split.go
//	parse    declarations and statements               parse.go
//	bind     the names an item uses and defines        scope.go
//	check    unknown and doubly declared names         check.go, misuse.go
//	plan     order, redefinition, what to redo         plan.go, declare.go, refresh.go, conversion.go, statement.go, typed.go, typedpair.go, program.go
//	resolve  names to what the machine calls them      names.go, resolve.go
//	lower    Go to the Go that yaegi runs right        lower.go, loops.go, channels.go, ranges.go, closures.go,
//	         constants.go, marks.go, lowered.go
//	run      compile and execute units                 machine.go, eval.go, outcome.go, strand.go, stack.go, trail.go
//
// The stages work on syntax alone. A front-end with types takes the place of
// bind to lower; split, parse, lowered text with its map of places, and the
// machine stay.
//
// # Why every definition gets a name of its own
//
// yaegi cannot take a definition back, and half of what it does when a name is
// defined again is wrong. So the lowered code never defines a name twice: the
// second x is another variable, and a table says which one x means. A cell
// that does not compile leaves only garbage that no name means. Where the new
// x has the type of the old one its value moves there, so that functions and
// closures over x see it; functions that use what has changed are compiled
// again; methods call functions of the session through a variable that follows
// redefinition.
//
// # Why a flag behind a pointer stops a cell
//
// yaegi's own way to stop breaks every closure made before. The lowered code
// polls a flag instead, in every loop and in every function that calls
// another. What polls ends by runtime.Goexit: deferred calls run, recover
// cannot hold it, and it passes a deep stack in linear time. Sleeps and select
// statements end by a channel. What else blocks is left behind after two
// seconds; should it ever go on, it ends with its statement.
//
// # Why a goroutine watches the stacks
//
// Go ends the process at 1 GB of stack. While a cell runs, the memory of all
// stacks is sampled every 5 ms; above 200 MB, any stack of 100,000 frames ends
// its cell.
//
// # Why code writes down where it is
//
// yaegi cannot tell which statement panicked. Statements that may fail inside
// blocks and functions first store their number in a variable of the session,
// which the first frame that a panic leaves looks at. That costs nothing
// beside a call and x1.05 to x1.26 in a loop that does nothing but index. The number
// counts only if it belongs to the function that failed and no goroutine of a
// cell is alive; otherwise the error stands where the cell's statement does.
//
// # What does not work
//
// Types come from syntax: a value of a type that was declared again with
// another layout keeps the old type and its old methods. Embedding a type that
// was declared again renames the field. A function cannot use what only a later
// cell defines. The streams of package os are no *os.File in a cell.
// A lock and a compiled call cannot be interrupted, except by way of ctx; nor
// can a receive inside an expression or in a := of a function, and a range
// over a channel. The goroutines of an ended cell go on until they end or the
// session does.
//
// Range over functions, min, max, clear, the generic functions of compiled
// packages (slices, maps, cmp) and what else yaegi's generics do not reach are
// missing, and said to be. Whether a range counts to an integer is guessed
// where syntax does not tell; a method that joins an older type may then have
// to write range int(n). A method expression can be called where it stands,
// not kept. An index out of range does not tell the index.
package interpreter
