package strand

import (
	"context"
	"errors"
	"fmt"
)

// Kind says what made the goroutines of a cell end before their time.
type Kind int

const (
	Interrupted Kind = iota // somebody outside asked for it
	Exited                  // os.Exit or log.Fatal
	Overflowed              // a recursion without end
	Deadlocked              // every goroutine waits for another
	Fatal                   // what ends a Go program and cannot be recovered
)

// Cause is why the goroutines of a cell have to end.
type Cause struct {
	Kind   Kind
	Text   string // what a person is told
	Status int    // of an exit
}

func (c *Cause) Error() string { return c.Text }

// silent reports whether a Go program would have run no more code from here
// on. The goroutines of a cell do, because their deferred calls release what
// the rest of the session needs, but nobody is to see it.
func (c *Cause) silent() bool { return c.Kind != Interrupted }

// Interrupt is the cause of a halt from outside, with what ctx knows of it.
func Interrupt(ctx context.Context) *Cause {
	text := "interrupted"
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		text += ": " + err.Error()
	}
	return &Cause{Kind: Interrupted, Text: text}
}

func exit(status int) *Cause {
	return &Cause{Kind: Exited, Text: fmt.Sprintf("exit status %d", status), Status: status}
}

func fatal(text string) *Cause { return &Cause{Kind: Fatal, Text: text, Status: 2} }

var (
	overflow = &Cause{Kind: Overflowed, Text: "stack overflow: the recursion has no end, or is too deep for the interpreter", Status: 2}
	deadlock = &Cause{Kind: Deadlocked, Text: "all goroutines are asleep - deadlock!", Status: 2}
	goexited = &Cause{Kind: Deadlocked, Text: "no goroutines (main called runtime.Goexit) - deadlock!", Status: 2}
	closing  = &Cause{Kind: Interrupted, Text: "the session has ended"}
)
