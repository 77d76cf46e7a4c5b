// Package check gives cells their meaning before anything runs: what a cell
// declares, what its names refer to, what is wrong with it.
//
//	w := check.NewWorld(check.Options{Importer: …})
//	cell, errs := w.Check(1, "x := 1\nfunc f() int { return x }\nf()")
//	… lower and run cell.Segments, one after another …
//	w.Commit(cell, len(cell.Segments))
//
// Check changes nothing. A cell without errors comes as segments, syntax with
// the type checker's knowledge of it; Commit makes names mean what the segments
// that ran made of them. A [Snapshot] answers questions about a moment, also
// about code that is still being written ([Snapshot.Partial]).
//
//	split, parse   text to declarations and statements    split.go, parse.go, bounds.go
//	bind, cut      free names; segments                    bind.go, group.go
//	resolve        what is declared again, who is affected checker.go, identity.go
//	try            a package for go/types                  trial.go, again.go, values.go, dots.go, assemble.go
//	finish         emitted names, segments, new entries    finish.go, locals.go, uses.go, stale.go
//	world          what is known of earlier cells          world.go, state.go, entry.go, spell.go, typekey.go
//	tell           errors in the user's words              message.go, hint.go
//	ask            snapshots, unfinished cells             snapshot.go, partial.go
//	look back      errors that nobody looked at            unread.go, lookout.go
//
// # Why a package is made for every check
//
// go/types checks packages, and a session is none: names change what they mean.
// So every check makes a package of its own. It holds the cell and what its
// names reach in earlier cells, transitively: types with their methods,
// functions without bodies, variables as var x T. The cost depends on the cell,
// not on the session. Only generic functions bring their bodies, since whoever
// uses them compiles them.
//
// An older thing whose name means something else now takes part under a name
// that no cell can write and that reads well in a message: "T of In[1]". Where
// that name would become the name of an embedded field, or where a type has no
// name that a cell can write (that of binary.LittleEndian), types are lent to the
// syntax by packages that exist for one check; see values.go.
//
// # Why declarations keep identities
//
// Every object has a key, the first name by which the machine knew it, and
// declarations remember the keys of what they use. A variable declared again
// with the same type, a type with the same underlying type, a function with the
// same signature is the same thing: its key stays, and who uses it need not
// change (a function's old body forwards to the new one). Anything else is a
// new thing under an old name. Then those who used the old one are checked again,
// with the name's new meaning: what compiles is emitted again, and as far as it is
// now itself another thing, so are its users; what does not compile keeps to the
// old meaning, is called stale in a notice, and is tried again when a name that it
// uses changes.
//
// Nobody knows before the check whether a type is the same, so the first trial
// supposes it, and another follows if that was wrong.
//
// Values never change their type: variables stay with the old one.
//
// # Why a cell has segments
//
// Statements run in turn, but declarations may use what statements define, and
// names may be defined twice. So a cell is cut into pieces that are ordinary Go:
// package-level declarations, then a function body. Variables that the body
// defines at its top are local to it, so that x := append(x, 1) sees the old x, and
// become globals afterwards. A segment also ends where a statement makes a
// variable another thing that functions use: they have to be compiled again
// before the next statement runs.
//
// # Why the importer is locked
//
// Type data is decoded on demand and types complete themselves when asked, so
// neither importing nor looking into types is safe in two goroutines. One lock
// of the world is held while anything is checked, and by [Snapshot.Do].
package check
