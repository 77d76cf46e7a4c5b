package kernel

import (
	"errors"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// Reasons for which a cell gets no answer from a person.
var (
	ErrNoStdin = errors.New("kernel: input: the frontend cannot ask anybody")
	ErrNoCell  = errors.New("kernel: input: the cell has ended or was interrupted")
)

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
	select {
	case <-k.answers: // of a question that was given up
	default:
	}
	r := o.request
	question := r.wire.header("input_request")
	k.asked.Store(&question.MsgID)
	defer k.asked.Store(nil)
	r.wire.flush() // what the cell printed before it asks stands above the question
	r.wire.send(protocol.Stdin, protocol.Outgoing{
		Identities: r.Identities,
		Header:     question,
		Parent:     r.RawHeader,
		Content:    protocol.InputRequest{Prompt: prompt, Password: password},
	})
	select {
	case answer := <-k.answers:
		return answer, nil
	case <-o.ctx.Done():
		return "", ErrNoCell
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
	if asked := k.asked.Load(); m.Parent.MsgID != "" && (asked == nil || m.Parent.MsgID != *asked) {
		k.log.Warn("message dropped", "channel", "stdin", "error", "it answers another question")
		return
	}
	select {
	case k.answers <- reply.Value:
	default: // nobody asks
	}
}
