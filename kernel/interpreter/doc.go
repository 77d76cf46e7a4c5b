// Package interpreter is a scripting environment for Go: cells of code run one
// after another in a session whose names persist. It knows nothing of Jupyter.
//
//	s, err := interpreter.New(interpreter.Options{Symbols: …, Wrappers: …, Types: …})
//	bundle, err := s.Eval(ctx, interpreter.Cell{Number: 1, Code: "x := 1; x"}, out)
//
// yaegi runs the code, but never sees a cell as it was written, and decides
// nothing. A cell goes through stages, and nothing runs before all of them
// succeeded:
//
//	check    cut, parse and type-check the cell against what came before   package check
//	lower    Go to the Go that the machine runs right                      package lower
//	compile  lowered code, on the machine                                  machine.go
//	run      on goroutines that can be stopped                             eval.go, package strand
//	tell     the value of the last expression, or what went wrong          outcome.go, fault.go
//
// Beside them stand package box, the types and values that interpreted code
// adds to the running program; package overlay, the standard library's generic
// code as sources; package answer, completion and inspection; and package
// conformance, which holds all of it to what Go does.
//
// # Why types are erased
//
// yaegi guesses types where syntax does not tell, and half of what it does with
// named types, methods, interfaces and generic code is wrong. go/types knows
// all of it. So what reaches yaegi has none of it left: a named type is what it
// is made of, a method is a function, a generic function is one function per
// instance, an interface that a cell declares is interface{}, constants have
// values and every conversion is written out. What a value is beyond its
// representation it carries along once it is in an interface, in a box.
//
// # Why every definition gets a name of its own
//
// yaegi cannot take a definition back. The lowered code never defines a name
// twice: the second x is another variable, and the world of package check says
// which one x means. A cell that does not compile leaves only garbage that no
// name means. A redefined function forwards to the new one, so that closures,
// goroutines and method tables that hold the old one see the new body.
//
// # Why a flag stops a cell
//
// yaegi's own way to stop breaks every closure made before. The lowered code
// polls a flag, in loops and in functions that may come back to themselves.
// What polls ends by runtime.Goexit: deferred calls run, recover cannot hold
// it, and it passes a deep stack in linear time. Whatever waits (channels,
// select, locks, sleeps) waits in helpers that the same event ends.
//
// # Why code writes down where it is
//
// yaegi cannot tell which statement panicked. Statements that may fail first
// store their number in a variable, which the first frame that a panic leaves
// looks at. Functions with loops, and those that goroutines begin with, have a
// variable of their own; all others share one. That counts only if the number
// belongs to the function that failed and no other goroutine was running.
//
// # Why something stands in for os.Stdout
//
// os.Stdout is an *os.File in a cell: one end of a pipe, for code that passes
// it as such. But a pipe does not know which cell has written, and is slow. So
// where it becomes an interface value, or one of its methods is called, the
// lowered code takes a writer that leads to the cell's Output. The pipe is
// emptied before anything else is printed, so that all comes out in order.
//
// # Why no access is checked
//
// yaegi tells that an index was out of range, but neither which one nor how far.
// A check in front of each would make loops half as slow again. Nothing of a
// function runs behind the access that failed, so that its operands can be
// evaluated once more: see [strand.Access].
//
// # Why memory.go looks inside yaegi
//
// yaegi keeps all code that ever ran, and copies every variable for each new
// one: after 10,000 cells it would be three times as slow. No call of its
// interface lets go of anything. This is the one place that reads fields which
// yaegi does not export; where one is not as expected, nothing is forgotten.
//
// # What it costs
//
// Against bare yaegi where that is right, minima of four interleaved runs on two
// quiet cores (BenchmarkAgainstYaegi): arithmetic, indexing in for loops, calls,
// closures, maps, strings, fields 1.06 to 1.22; an empty loop and a range over a
// slice 1.28 to 1.32; a loop of two statements that may fail 1.39; calls of
// methods of interfaces 1.33; methods of a pointer or a value 0.29 to 0.33; a
// channel operation 5.7, because it can be interrupted. A warm trivial cell takes
// 0.08 to 0.14 ms, the check of 150 lines 0.9 ms, New 2.3 ms; an interrupt is
// heeded within 0.6 ms (BenchmarkInterrupt). The ten thousandth cell is as fast
// as the first, and a cell keeps about 1 KB.
//
// # What does not work
//
// The numbers of an index or slice that is out of range are left out where its
// operands call something; and, in functions without loops, behind && or ||, in
// front of a call in the same statement, in a literal that compiled code calls,
// and while other goroutines run: then the line is that of the function.
// unsafe, beyond sizes, is not lowered. A command whose standard input is
// os.Stdin is awaited until a line has been given. Programs that ask package
// reflect for more than names, fields, tags and values of
// interpreted types see their representation. What blocks in compiled code
// that was given no ctx is left behind two seconds after an interrupt.
// Concurrent map writes and memory that runs out end the process: package worker
// gives it one of its own.
package interpreter
