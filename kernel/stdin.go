package kernel

import (
	"errors"
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// Reasons for which a cell gets no answer from a person.
var (
	ErrNoStdin = errors.New("kernel: input: the frontend cannot ask anybody")
	ErrNoCell  = errors.New("kernel: input: the cell has ended or was interrupted")
)

// reconnect is after what time a question is sent again that found nobody: the
// frontend's stdin may not be connected yet, as channels connect one by one, or
// be lost for a moment. A question that nobody gets would never be answered.
const reconnect = 20 * time.Millisecond

// question is what a cell asks a person.
type question struct {
	id     string      // of its message
	answer chan string // holds one; each question has its own, so that none gets another's
}

// ask sends a question to the frontend that runs the cell and waits for the
// answer, or for the end of the cell.
func (k *Kernel) ask(o *cellOutput, prompt string, password bool) (string, error) {
	if !o.stdin {
		return "", ErrNoStdin
	}
	k.asking.Lock() // one question at a time
	defer k.asking.Unlock()
	if o.ctx.Err() != nil {
		return "", ErrNoCell
	}
	r := o.request
	header := r.wire.header("input_request")
	q := &question{header.MsgID, make(chan string, 1)}
	k.question.Store(q)
	defer k.question.Store(nil)
	r.wire.flush() // what the cell printed before it asks stands above the question
	message := protocol.Outgoing{
		Identities: r.Identities,
		Header:     header,
		Parent:     r.RawHeader,
		Content:    protocol.InputRequest{Prompt: prompt, Password: password},
	}
	for {
		var again <-chan time.Time
		if !r.wire.send(protocol.Stdin, message) {
			again = time.After(reconnect)
		}
		select {
		case answer := <-q.answer:
			return answer, nil
		case <-o.ctx.Done():
			return "", ErrNoCell
		case <-again:
		}
	}
}

// answer receives from the stdin channel.
func (k *Kernel) answer(m *protocol.Message) {
	var reply protocol.InputReply
	if m.Header.MsgType != "input_reply" {
		k.log.Warn("message dropped", "channel", "stdin", "type", m.Header.MsgType)
		return
	}
	if err := m.DecodeContent(&reply); err != nil {
		k.log.Warn("message dropped", "channel", "stdin", "error", err)
		return
	}
	// A frontend may leave out what it answers; if it says, it must be the
	// question that waits, and not one that was given up.
	q := k.question.Load()
	if q == nil || m.Parent.MsgID != "" && m.Parent.MsgID != q.id {
		k.log.Warn("message dropped", "channel", "stdin", "error", "it answers no question that waits")
		return
	}
	select {
	case q.answer <- reply.Value:
	default: // it has its answer
	}
}
