package zmq

import (
	"crypto/rand"
	"fmt"
	"sync"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// someIdentity returns the identity of a peer that has none of its own. It
// begins with a zero byte, as none does that a peer chooses.
func someIdentity() string { return "\x00" + rand.Text() }

// ownerKey names an identity on a channel.
func ownerKey(ch protocol.Channel, identity string) string { return ch.String() + " " + identity }

// pool is the peers of all sockets.
type pool struct {
	limits limits
	moved  *notice // something was written, or a peer is gone

	mu     sync.Mutex
	peers  map[*peer]bool
	owners map[string]*peer // by identity
	closed bool
	run    sync.WaitGroup // their writers
	read   sync.WaitGroup // zmq4's readers of them
}

func newPool(l limits) *pool {
	return &pool{limits: l, moved: newNotice(), peers: map[*peer]bool{}, owners: map[string]*peer{}}
}

// add takes in a peer. Its identity is its own from now on: a connection that
// had it before is closed, or both would be sent what is meant for one.
func (l *pool) add(p *peer) {
	l.mu.Lock()
	older := l.owners[p.key]
	l.owners[p.key] = p
	l.peers[p] = true
	l.read.Add(1)
	closed := l.closed
	if !closed {
		l.run.Go(p.run)
	}
	l.mu.Unlock()
	if older != nil {
		older.end()
	}
	if closed {
		p.end()
	}
}

// remove forgets a peer that has ended.
func (l *pool) remove(p *peer) {
	l.mu.Lock()
	delete(l.peers, p)
	if l.owners[p.key] == p {
		delete(l.owners, p.key)
	}
	l.mu.Unlock()
	l.moved.tell()
}

// owner returns the peer with an identity, once zmq4 knows it too.
func (l *pool) owner(ch protocol.Channel, identity []byte) (*peer, error) {
	l.mu.Lock()
	p := l.owners[ownerKey(ch, string(identity))]
	l.mu.Unlock()
	if p == nil {
		return nil, fmt.Errorf("zmq: %s: nobody has the identity %q", ch, identity)
	}
	select {
	case <-p.joined:
		return p, nil
	case <-p.gone:
		return nil, fmt.Errorf("zmq: %s: the peer %q is gone", ch, identity)
	}
}

// all returns the peers, those of the publisher alone if so asked.
func (l *pool) all(subscribers bool) []*peer {
	l.mu.Lock()
	defer l.mu.Unlock()
	var peers []*peer
	for p := range l.peers {
		if !subscribers || p.role.publishes() {
			peers = append(peers, p)
		}
	}
	return peers
}

// close ends every peer, and those that are added later, and returns when
// zmq4 has noticed.
func (l *pool) close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	for _, p := range l.all(false) {
		p.end()
	}
	l.run.Wait()
	l.read.Wait()
}
