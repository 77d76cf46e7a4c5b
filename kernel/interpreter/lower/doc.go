// Package lower turns checked Go into Go that yaegi runs right: the same
// program, with everything written out that yaegi would have to find out.
//
//	l := lower.New(lower.Options{Types: …, Compiled: …, Overlay: …, Mark: …})
//	out, err := l.Lower(&lower.Input{Pkg: …, Info: …, Funcs: …, Stmts: …})
//
// testdata shows what becomes of what, a file for each construct.
//
// # Where to find what
//
//	types, keys, instances    types.go, key.go, layout.go, knot.go, subst.go, generic.go
//	values and conversions    expr.go, constant.go, composite.go, convert.go, native.go
//	methods and interfaces    selector.go, describe.go, dispatch.go, assertion.go
//	calls                     call.go, builtin.go, later.go, defer.go
//	statements                stmt.go, assign.go, loop.go, range.go, rangefunc.go, switch.go, channel.go, channelgiven.go
//	functions                 unit.go, fn.go, redefine.go
//	where a program failed    mark.go, known.go, hoist.go, overtake.go, access.go, watch.go, begin.go
//	what emitted code calls   helpers.go, extreme.go
//
// # Why the output is text
//
// yaegi parses in microseconds, and a person can read what it was given. The
// lowered form is plain Go without types of its own, so that another machine
// than yaegi could run it.
//
// # Why names are never used twice
//
// Every local variable, temporary and type gets a number. yaegi's scopes have
// faults that show only where a name is declared again in an inner block.
//
// # Why some statements are marked and others are not
//
// yaegi does not tell where a program failed, so that emitted code writes down
// the number of a statement before it runs. That costs as much as the addition
// of two numbers, and is left out wherever it is certain that nothing can fail
// (an index of a loop over the slice, a pointer that was followed before), and
// taken out of loops in which only one statement can.
//
// # Why some calls are made before their statement
//
// A call in a statement leaves marks of its own. Where the statement may fail
// behind it, what it returns goes to a variable, and the mark is written again.
// Go's compiler does the same with calls: x + f() reads x when f has returned.
//
// # Why accesses are looked at twice
//
// What an index was that is out of range is found by evaluating it again. The
// expressions of accesses are kept beside the code, as text. A function with
// loops defers one call, which costs 0.2 to 0.6 µs, is given its mark and its
// variables, and looks at them only if a panic leaves the function. Declaring
// those variables at the beginning instead of in loops saves more: yaegi makes
// one anew at every turn. The cell, functions that defer anyway and those that
// goroutines begin with do the same. Any other would take twice as long with
// that call; it writes mark and operands to variables that all functions share.
package lower
