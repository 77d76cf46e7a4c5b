package interpreter

import "github.com/unravel-go/unravel/display"

// Frontend is an [Output] behind which is more than a place for text: a
// notebook or a console that can be told what to do. Code that wants it asks
// for it by a type assertion.
type Frontend interface {
	Output

	// Page shows a bundle beside the notebook, once the cell has ended.
	Page(b display.Bundle)

	// NextInput offers code to its user, once the cell has ended: in a new
	// cell, or, with replace, in the place of this one.
	NextInput(code string, replace bool)

	// Leave asks a console to end. A notebook ignores it.
	Leave()

	// Comm says something on a comm.
	Comm(m CommMessage)
}

// Talker is an [Interpreter] whose cells can hold comms: conversations with
// code that runs in the frontend.
type Talker interface {
	// Comm takes what a frontend says, at any moment, also while a cell runs,
	// and does not wait for those who listen. What they say on comms goes to
	// out, what they print to the cell that they belong to. ok is false if nobody listens: an open whose target no cell has named, a
	// message on a comm that is not open.
	Comm(m CommMessage, out Output) (ok bool)
}

// Interrupter is an [Interpreter] whose cells leave code behind that runs
// beside them, such as what hears comms.
type Interrupter interface {
	// Interrupt stops that code, not the cell that runs: the end of its context
	// does. It does not wait.
	Interrupt()
}

// CommMessage is one thing said on a comm, in either direction.
type CommMessage struct {
	Type     string // open, msg or close
	ID       string // of the comm
	Target   string // of an open: who is to listen
	Data     map[string]any
	Metadata map[string]any
	Buffers  [][]byte
}

// Lister is an [Interpreter] that can tell which names its cells have left.
type Lister interface {
	Names() []Name // in alphabetical order
}

// Name is something that a cell has declared and that is still in force.
type Name struct {
	Name  string
	Kind  string // var, const, func, type or import
	Type  string // as Go writes it; of an import, its path
	Value string // of a variable or constant: its text, on one line, possibly cut
	Cell  int    // in which it was declared
}
