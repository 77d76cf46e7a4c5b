package zmq

import (
	"bytes"
	"errors"
	"io"
)

// topics counts a subscriber's subscriptions, topic by topic. zmq4 keeps but a
// set of them, in which the end of one subscription ends its like.
type topics map[string]int

// subscribe deals with a frame from a subscriber. Only subscriptions reach
// zmq4, which would wait for ever for somebody to read anything else.
func (p *peer) subscribe(h header, body io.Reader) error {
	in := &p.inbound
	if !in.alone || h.size == 0 || h.size > 1+longestTopic {
		_, err := io.CopyN(io.Discard, body, int64(h.size))
		return err
	}
	b := make([]byte, h.size)
	if _, err := io.ReadFull(body, b); err != nil {
		return err
	}
	on, topic := b[0] == 1, string(b[1:])
	if b[0] > 1 || !in.topics.change(topic, on) {
		return nil
	}
	if len(in.topics) > mostTopics {
		return errors.New("zmq: the peer subscribes to too many topics")
	}
	if on {
		p.hold(topic)
	}
	in.pass(h, bytes.NewReader(b))
	return nil
}

// change counts a subscription or the end of one, and says whether it makes a
// difference.
func (t topics) change(topic string, on bool) bool {
	n := t[topic]
	switch {
	case on:
		t[topic] = n + 1
		return n == 0
	case n > 1:
		t[topic] = n - 1
		return false
	case n == 1:
		delete(t, topic)
		return true
	}
	return false
}

// hold keeps back what zmq4 writes from when it learns of a subscription until
// it is back from it, and then lets the greeting go first (JEP 65).
func (p *peer) hold(topic string) {
	if p.role.greet == nil {
		return
	}
	frames, err := p.role.greet(topic)
	if err != nil {
		return // a subscriber without a greeting misses nothing else
	}
	p.outbox.hold(frames)
}
