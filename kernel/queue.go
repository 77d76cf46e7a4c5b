package kernel

import "sync"

// queue holds the shell requests that wait for the executor, in order.
type queue struct {
	mu     sync.Mutex
	change sync.Cond
	items  []*request
	closed bool
}

func newQueue() *queue {
	q := new(queue)
	q.change.L = &q.mu
	return q
}

func (q *queue) push(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, r)
	q.change.Signal()
}

// pop waits for the next request. ok is false once the queue is closed, even
// if requests are left: they are not going to run.
func (q *queue) pop() (r *request, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.closed {
		q.change.Wait()
	}
	if q.closed {
		return nil, false
	}
	r = q.items[0]
	q.items[0] = nil
	q.items = q.items[1:]
	return r, true
}

// abort marks the cells that wait: they will be answered without running.
func (q *queue) abort() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range q.items {
		if r.Header.MsgType == "execute_request" {
			r.aborted = true
		}
	}
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.change.Broadcast()
}
