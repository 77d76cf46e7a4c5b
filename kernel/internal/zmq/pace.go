package zmq

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// room returns when there is room for what is published next: when some
// subscriber has taken almost all, and nobody has a full queue any more.
//
// A subscriber that lags behind others holds them up for a short time in all,
// until it has caught up, and then is ended. One that has taken nothing while
// its queue filled holds nobody up. If all have full queues, they are waited
// for as long as they make progress.
func (l *pool) room() {
	l.watch(func(time.Duration) bool {
		peers := l.all(true)
		return len(peers) == 0 || l.still(peers, l.limits.patience) ||
			slices.ContainsFunc(peers, func(p *peer) bool { return p.outbox.look().backlog() < l.limits.ahead })
	})
	var before time.Duration
	l.watch(func(waited time.Duration) bool {
		peers := l.all(true)
		full := slices.DeleteFunc(slices.Clone(peers), func(p *peer) bool {
			return p.outbox.look().backlog() < l.limits.queue
		})
		ended := false
		for _, p := range full {
			if l.hopeless(p, len(full) < len(peers), waited-before) {
				p.end()
				ended = true
			}
		}
		before = waited
		return len(full) == 0 || ended && len(full) == 1
	})
}

// hopeless says whether a subscriber with a full queue is waited for no longer.
// others says that somebody has room, and has waited for this one so long.
func (l *pool) hopeless(p *peer, others bool, waited time.Duration) bool {
	if !others {
		return p.outbox.look().still(l.limits.patience)
	}
	s := p.outbox.wait(waited)
	untouched := int(s.in-s.mark) >= l.limits.queue/4*3 && s.still(l.limits.pulse)
	return untouched || s.waited > l.limits.patience
}

// drained returns when what is queued now is written. While somebody has got
// all of it, those who take nothing are not waited for, and the others but for
// a short time.
func (l *pool) drained() {
	target := map[*peer]uint64{}
	for _, p := range l.all(false) {
		target[p] = p.outbox.look().in
	}
	l.watch(func(waited time.Duration) bool {
		peers := l.all(false)
		late := slices.DeleteFunc(slices.Clone(peers), func(p *peer) bool { return p.outbox.look().out >= target[p] })
		if len(late) < len(peers) && (l.still(late, l.limits.pulse) || waited > l.limits.patience) {
			return true
		}
		return l.still(late, l.limits.patience)
	})
}

// linger returns when everything is written, or after a time. Peers that have
// taken nothing for long are not waited for; nor, for more than a moment, are
// subscribers that take nothing while another one has got everything.
func (l *pool) linger() {
	l.watch(func(waited time.Duration) bool {
		peers := l.all(false)
		done := func(p *peer) bool { return p.outbox.look().backlog() == 0 }
		served := slices.ContainsFunc(peers, func(p *peer) bool { return p.role.publishes() && done(p) })
		return waited > l.limits.linger || !slices.ContainsFunc(peers, func(p *peer) bool {
			limit := l.limits.patience
			if served && p.role.publishes() {
				limit = l.limits.pulse
			}
			return !done(p) && !p.outbox.look().still(limit)
		})
	})
}

// still says whether none of some peers has taken anything for some time.
func (l *pool) still(peers []*peer, d time.Duration) bool {
	return !slices.ContainsFunc(peers, func(p *peer) bool { return !p.outbox.look().still(d) })
}

// watch calls over until it returns true, whenever something has been written
// and now and then. over is told for how long it has been called.
func (l *pool) watch(over func(waited time.Duration) bool) {
	if over(0) {
		return
	}
	l.moved.waiting.Add(1)
	defer l.moved.waiting.Add(-1)
	begin := time.Now()
	tick := time.NewTicker(l.limits.pulse / 4)
	defer tick.Stop()
	for {
		told := l.moved.next()
		if over(time.Since(begin)) {
			return
		}
		select {
		case <-told:
		case <-tick.C:
		}
	}
}

// notice wakes those who wait for something to change. It costs nothing while
// nobody waits.
type notice struct {
	waiting atomic.Int32
	mu      sync.Mutex
	c       chan struct{}
}

func newNotice() *notice { return &notice{c: make(chan struct{})} }

// next returns a channel that the next tell closes.
func (n *notice) next() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.c
}

func (n *notice) tell() {
	if n.waiting.Load() == 0 {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	close(n.c)
	n.c = make(chan struct{})
}
