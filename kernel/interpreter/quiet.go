package interpreter

import (
	"bytes"
	"io"
	"log"
)

// quiet keeps what yaegi says to the process's standard logger, right before
// it panics, out of it: the panic says it again, and becomes an error of the
// cell.
type quiet struct{ io.Writer }

// silence puts a quiet in front of the standard logger's writer, for good: it
// has no state, and lets everything else through.
func silence() {
	if _, done := log.Writer().(quiet); !done {
		log.SetOutput(quiet{log.Writer()})
	}
}

func (q quiet) Write(p []byte) (int, error) {
	for _, text := range []string{"nil type\n", "nil reflect type\n"} {
		if bytes.HasSuffix(p, []byte(text)) {
			return len(p), nil
		}
	}
	return q.Writer.Write(p)
}
