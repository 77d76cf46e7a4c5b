package worker

import (
	"encoding/json"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// answer answers a question. There is an answer whatever happens, if only an
// empty one: somebody waits for it.
func (s *server) answer(f frame) {
	var body []byte
	defer func() { s.box.now(answered, f.id, body) }()
	defer func() { _ = recover() }() // the interpreter knows nothing, then
	var q question
	// Numbers become float64 here: cells read what comes over a comm.
	if json.Unmarshal(f.body, &q) != nil {
		return
	}
	<-s.built
	if s.wrong != nil {
		return
	}
	body, _ = encode(s.ask(q))
}

// ask puts a question to the interpreter.
func (s *server) ask(q question) any {
	switch q.About {
	case aboutCompletion:
		return s.interp.Complete(q.Code, q.Cursor)
	case aboutName:
		b, ok := s.interp.Inspect(q.Code, q.Cursor, q.Detail)
		return inspection{b, ok}
	case aboutCompleteness:
		return s.interp.IsComplete(q.Code)
	case aboutNames:
		if l, ok := s.interp.(interpreter.Lister); ok {
			return l.Names()
		}
	case aboutComm:
		if t, ok := s.interp.(interpreter.Talker); ok && q.Comm != nil {
			return t.Comm(*q.Comm, s.newOutput(s.cells.all, q.Output, q.Frontend))
		}
	}
	return nil
}
