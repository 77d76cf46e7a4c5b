package kernel

import (
	"log/slog"
	"sync"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// wire encodes what the kernel says and hands it to the transport.
type wire struct {
	transport         Transport
	signer            *protocol.Signer
	session, username string
	log               *slog.Logger
	pub               *publisher

	mu map[protocol.Channel]*sync.Mutex // one sender at a time per channel
}

func newWire(t Transport, signer *protocol.Signer, session, username string, log *slog.Logger) *wire {
	w := &wire{
		transport: t, signer: signer, session: session, username: username, log: log,
		mu: make(map[protocol.Channel]*sync.Mutex),
	}
	for _, ch := range protocol.Channels() {
		w.mu[ch] = new(sync.Mutex)
	}
	w.pub = newPublisher(w.publish)
	return w
}

func (w *wire) header(msgType string) protocol.Header {
	return protocol.NewHeader(msgType, w.session, w.username)
}

// send sends a message. A message that cannot be sent is logged: its peer is
// gone, or the kernel ends.
func (w *wire) send(ch protocol.Channel, m protocol.Outgoing) (sent bool) {
	frames, err := protocol.Encode(m, w.signer)
	if err != nil {
		w.log.Error("message not sent", "type", m.Header.MsgType, "error", err)
		return false
	}
	w.mu[ch].Lock()
	defer w.mu[ch].Unlock()
	if err := w.transport.Send(ch, frames); err != nil {
		w.log.Debug("message not sent", "type", m.Header.MsgType, "channel", ch, "error", err)
		return false
	}
	return true
}

// publish sends a broadcast to every subscriber. It is called by the
// publisher's writer alone.
func (w *wire) publish(b broadcast) {
	frames, err := protocol.Encode(w.outgoing(b), w.signer)
	if err != nil {
		// A figure with a NaN where JSON has none: say so where it would stand.
		w.log.Warn("broadcast not sent", "type", b.msgType, "error", err)
		b = broadcast{parent: b.parent, msgType: "stream", content: protocol.Stream{Name: "stderr", Text: err.Error() + "\n"}}
		if frames, err = protocol.Encode(w.outgoing(b), w.signer); err != nil {
			return
		}
	}
	if err := w.transport.Send(protocol.IOPub, frames); err != nil {
		w.log.Debug("broadcast not sent", "type", b.msgType, "error", err)
	}
}

// outgoing gives a broadcast its topic, by which frontends may subscribe.
func (w *wire) outgoing(b broadcast) protocol.Outgoing {
	m := protocol.Outgoing{
		Identities: [][]byte{[]byte("kernel." + w.session + "." + b.msgType)},
		Header:     w.header(b.msgType),
		Parent:     b.parent,
		Content:    b.content,
		Buffers:    b.buffers,
	}
	if b.date != "" {
		m.Header.Date = b.date
	}
	if b.metadata != nil {
		m.Metadata = b.metadata
	}
	return m
}

// flush returns when every broadcast so far is on the network.
func (w *wire) flush() {
	done := make(chan struct{})
	w.flushed(func() { close(done) })
	select {
	case <-done:
	case <-w.pub.done:
	}
}

// flushed calls f when every broadcast so far is on the network, and before any
// other is sent; not at all if the kernel has ended.
func (w *wire) flushed(f func()) {
	w.pub.put(broadcast{call: func() {
		if err := w.transport.Flush(); err != nil {
			w.log.Debug("flush", "error", err)
		}
		f()
	}})
}

// decode reads a message that arrived. A broken one is logged without its
// contents and dropped.
func (w *wire) decode(ch protocol.Channel, frames [][]byte) (*protocol.Message, bool) {
	m, err := protocol.Decode(frames, w.signer)
	if err != nil {
		w.log.Warn("message dropped", "channel", ch.String(), "error", err)
		return nil, false
	}
	return m, true
}
