// Package answer answers questions about code that has not run: what may stand
// at a cursor, what a name is, whether a cell is complete.
//
// # Why from snapshots
//
// A person asks while a cell runs, and about a cell that never ran. Answers
// come from a [check.Snapshot], which does not change, and from go/types,
// which checks the unfinished cell against it: the same meaning of names that
// the cell is going to have. No value is read and nothing is run.
//
// # Why the code is mended first
//
// Code that is being written is broken at the cursor more often than not, and
// a parser that gives up there loses the function around it, with everything
// that is in scope. So text is put in behind the cursor (a name, a bracket, an
// empty block) until the declaration or statement parses; see mend. What stands
// in front of the cursor keeps its offsets.
//
// # Why offsets are bytes
//
// So are those of Go's scanner and of the type checker. Whoever speaks a
// protocol that counts otherwise converts. Cursors outside of the code are
// clamped, and every offset that comes back lies inside of it, on the border of
// a character if the cursor did.
package answer
