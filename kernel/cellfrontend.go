package kernel

import (
	"reflect"
	"slices"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/protocol"
)

var _ interpreter.Frontend = (*cellOutput)(nil)

// Page shows a bundle beside the notebook. Of several, frontends show one: the
// last.
func (o *cellOutput) Page(b display.Bundle) {
	o.offer(protocol.Page{Source: "page", Data: bundle(b)})
}

// NextInput offers code. Of several offers, the last counts.
func (o *cellOutput) NextInput(code string, replace bool) {
	o.offer(protocol.NextInput{Source: "set_next_input", Text: code, Replace: replace})
}

// Leave asks a console to end; the kernel stays until it is shut down.
func (o *cellOutput) Leave() {
	o.offer(protocol.AskExit{Source: "ask_exit"})
}

// offer puts a payload into the reply, in the place of an earlier one of its
// kind. What comes after the reply, or without one, is lost.
func (o *cellOutput) offer(payload any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.payloads = slices.DeleteFunc(o.payloads, func(p any) bool { return reflect.TypeOf(p) == reflect.TypeOf(payload) })
	o.payloads = append(o.payloads, payload)
}

// payload returns what the reply is to carry.
func (o *cellOutput) payload() []any {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.payloads)
}

// Comm says something on a comm. A silent cell does too: it is no output, and
// the other side would lose count.
func (o *cellOutput) Comm(m interpreter.CommMessage) { o.kernel.comms.say(o.request, m) }
