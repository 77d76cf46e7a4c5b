package kernel

import "sync"

// queue holds requests that wait for a goroutine, in order.
type queue struct {
	mu     sync.Mutex
	change sync.Cond
	items  []*request
	ended  bool // nothing is taken any more
	closed bool // nothing is given out any more either
}

func newQueue() *queue {
	q := new(queue)
	q.change.L = &q.mu
	return q
}

// push puts a request at the end, or returns false if the queue has ended.
func (q *queue) push(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.ended {
		return false
	}
	q.items = append(q.items, r)
	q.change.Signal()
	return true
}

// pop waits for the next request. ok is false if there will be none.
func (q *queue) pop() (r *request, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.ended {
		q.change.Wait()
	}
	if q.closed || len(q.items) == 0 {
		return nil, false
	}
	r = q.items[0]
	q.items[0] = nil
	q.items = q.items[1:]
	return r, true
}

// end lets nothing more in; what is there is still given out.
func (q *queue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended = true
	q.change.Broadcast()
}

// close gives nothing more out, even if requests are left: the kernel ends, and
// they are not going to be answered.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended, q.closed = true, true
	q.change.Broadcast()
}
