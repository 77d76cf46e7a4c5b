package box

import "sync"

// cycles counts how often each pointer is being encoded, to find out when there
// is no end to it. Encodings of parts do not know which they are part of.
type cycles struct {
	mu    sync.Mutex
	count map[uintptr]int
}

// deepest is how often package encoding/json goes down through pointers before
// it begins to look for cycles.
const deepest = 1000

// enter reports whether p is not being encoded too often. If so, leave must be
// called when it has been.
func (c *cycles) enter(p uintptr) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.count == nil {
		c.count = map[uintptr]int{}
	}
	if c.count[p] >= deepest {
		return false
	}
	c.count[p]++
	return true
}

func (c *cycles) leave(p uintptr) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.count[p]--; c.count[p] == 0 {
		delete(c.count, p)
	}
}
