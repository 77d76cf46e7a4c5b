package worker

import "sync"

// calls are questions that the other process has not answered yet.
type calls[T any] struct {
	mu      sync.Mutex
	last    uint64
	waiting map[uint64]chan T
}

func newCalls[T any]() *calls[T] { return &calls[T]{waiting: map[uint64]chan T{}} }

// begin returns the number of a new question and where its answer arrives.
func (c *calls[T]) begin() (id uint64, answer <-chan T) {
	c.mu.Lock()
	c.last++
	id = c.last
	c.mu.Unlock()
	return id, c.expect(id)
}

// expect returns where the answer to the question with a number arrives.
func (c *calls[T]) expect(id uint64) <-chan T {
	c.mu.Lock()
	defer c.mu.Unlock()
	answer := make(chan T, 1)
	c.waiting[id] = answer
	return answer
}

// end hands over an answer, if somebody still waits for it.
func (c *calls[T]) end(id uint64, answer T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ch, ok := c.waiting[id]; ok {
		ch <- answer
		delete(c.waiting, id)
	}
}

// giveUp forgets a question.
func (c *calls[T]) giveUp(id uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting, id)
}
