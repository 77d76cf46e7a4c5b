// Package postmortem finds out, when an index or a slice expression of
// interpreted code has failed, what the numbers were.
//
// yaegi indexes by package reflect, which panics without them. To check every
// index beforehand would make short functions half as slow again; so nothing is
// checked, and the dead are opened instead.
//
// # How
//
// While a panic unwinds, the frames that failed are still on the stack. A stack
// trace shows of each what it was called with: of the loop in which yaegi runs a
// function, the function's syntax and its variables. In the syntax stands the
// statement that was marked last; its index expressions are looked at with the
// values that the variables have. If exactly one of them is out of range, it is
// the one that failed.
//
// # Why this is safe
//
// A trace puts a question mark behind what may be out of date; then nothing is
// looked at. Where the variables are named twice, in the loop and in what it
// called, they must be the same. The layout of yaegi's types is asked of
// package reflect. Where anything is not as expected there are no numbers, as
// there would be none without this package.
//
// # Where numbers are missing
//
// Where several expressions of a statement are out of range, of which only one
// was evaluated: i < len(a) && a[i] > 0 || b[j] > 0. In statements without a
// mark the whole function counts as one.
package postmortem
