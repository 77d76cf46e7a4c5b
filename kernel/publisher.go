package kernel

import (
	"encoding/json"
	"sync"
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

const (
	// Printed text travels in messages of at most batch bytes, at most linger
	// after it was printed.
	batch  = 64 << 10
	linger = 20 * time.Millisecond
	// What cells have said and the transport has not taken is at most backlog
	// bytes and one message per cell goroutine; then printing waits.
	backlog = 4 << 20
)

// broadcast is a message for IOPub.
type broadcast struct {
	parent  json.RawMessage
	msgType string
	content any
	size    int    // what it weighs against the backlog; 0 for the small ones
	date    string // in the header; empty: when it is sent

	metadata map[string]any // nil: empty
	buffers  [][]byte

	stream string    // stdout or stderr: the content is text, to which more may come
	text   []byte    // of a stream
	born   time.Time // of a stream

	call func() // not a message: called when all before it are sent
}

// publisher is the one queue through which everything broadcast goes, with one
// writer. Order in is order out.
type publisher struct {
	send func(broadcast)
	wake chan struct{} // holds one if the queue has changed
	done chan struct{} // closed when the writer has ended

	mu      sync.Mutex
	room    sync.Cond // the backlog has shrunk, or the publisher is closed
	queue   []broadcast
	waiting int // bytes in the queue
	closed  bool
}

// newPublisher starts a writer that passes each message to send.
func newPublisher(send func(broadcast)) *publisher {
	p := &publisher{send: send, wake: make(chan struct{}, 1), done: make(chan struct{})}
	p.room.L = &p.mu
	go p.run()
	return p
}

// put queues a message without waiting. After close it does nothing.
func (p *publisher) put(b broadcast) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.push(b)
}

// putLarge queues a message, once there is room for it.
func (p *publisher) putLarge(b broadcast) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.awaitRoom()
	p.push(b)
}

// putText queues printed text of at most batch bytes, once there is room for
// it: behind what was printed just before, in the same message if it fits. The
// text is copied.
func (p *publisher) putText(parent json.RawMessage, name string, text []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.awaitRoom()
	if last := len(p.queue) - 1; last >= 0 {
		b := &p.queue[last]
		if b.stream == name && len(b.text)+len(text) <= batch && string(b.parent) == string(parent) {
			b.text = append(b.text, text...)
			b.size += len(text)
			p.waiting += len(text)
			if len(b.text) > batch/2 { // no need to wait for more
				p.signal()
			}
			return
		}
	}
	p.push(broadcast{
		parent: parent, msgType: "stream", size: len(text),
		stream: name, text: append([]byte(nil), text...), born: time.Now(),
	})
}

// close sends what is queued and ends the writer.
func (p *publisher) close() {
	p.mu.Lock()
	p.closed = true
	p.room.Broadcast()
	p.signal()
	p.mu.Unlock()
	<-p.done
}

// The methods below want the mutex held.

func (p *publisher) push(b broadcast) {
	if p.closed {
		return
	}
	p.queue = append(p.queue, b)
	p.waiting += b.size
	p.signal()
}

func (p *publisher) awaitRoom() {
	for p.waiting > backlog && !p.closed {
		p.room.Wait()
	}
}

func (p *publisher) signal() {
	select {
	case p.wake <- struct{}{}:
	default: // it knows already
	}
}

// run is the writer.
func (p *publisher) run() {
	defer close(p.done)
	for {
		b, wait, ok := p.next()
		switch {
		case !ok:
			return
		case wait > 0:
			timer := time.NewTimer(wait)
			select {
			case <-p.wake:
			case <-timer.C:
			}
			timer.Stop()
		case wait < 0:
			<-p.wake
		case b.call != nil:
			b.call()
		default:
			if b.stream != "" {
				b.content = protocol.Stream{Name: b.stream, Text: string(b.text)}
			}
			p.send(b)
		}
	}
}

// next takes the message to send next, or says how long to wait for it: wait
// is negative if the queue is empty. ok is false after the last message.
func (p *publisher) next() (b broadcast, wait time.Duration, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue) == 0 {
		return broadcast{}, -1, !p.closed
	}
	b = p.queue[0]
	if b.stream != "" && len(p.queue) == 1 && len(b.text) <= batch/2 && !p.closed {
		// More text may come; whatever else comes will not wait.
		if wait := time.Until(b.born.Add(linger)); wait > 0 {
			return broadcast{}, wait, true
		}
	}
	p.queue[0] = broadcast{}
	p.queue = p.queue[1:]
	if len(p.queue) == 0 {
		p.queue = nil
	}
	p.waiting -= b.size
	p.room.Broadcast()
	return b, 0, true
}
