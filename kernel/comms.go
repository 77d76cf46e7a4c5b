package kernel

import (
	"encoding/json"
	"slices"
	"sync"

	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// comms knows which comms are open, whichever side opened them. What is said on
// them is the business of the frontends and the cells.
type comms struct {
	mu   sync.Mutex
	open map[string]string // target by id
	told []string          // ids of comms that frontends were told are closed, the latest last
}

// toldMost is how many closed comms are remembered: enough for what was under
// way when a comm was closed.
const toldMost = 256

// opened notes a comm.
func (c *comms) opened(id, target string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open == nil {
		c.open = make(map[string]string)
	}
	c.open[id] = target
	c.told = slices.DeleteFunc(c.told, func(t string) bool { return t == id })
}

// closed notes that a frontend has closed a comm.
func (c *comms) closed(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.open, id)
}

// toldClosed reports whether frontends were told that a comm is closed. A
// message on it was sent before they heard; to close it twice is an error to
// them.
func (c *comms) toldClosed(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Contains(c.told, id)
}

// list returns the open comms of a target, all if it is empty.
func (c *comms) list(target string) map[string]protocol.CommInfo {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := make(map[string]protocol.CommInfo)
	for id, t := range c.open {
		if target == "" || t == target {
			found[id] = protocol.CommInfo{TargetName: t}
		}
	}
	return found
}

// say tells every frontend what the kernel's side says, as caused by a request:
// a cell, or what a frontend said on a comm.
func (c *comms) say(r *request, m interpreter.CommMessage) {
	content := protocol.Comm{CommID: m.ID, Data: orEmpty(m.Data)}
	switch m.Type {
	case "open":
		content.TargetName = m.Target
		c.opened(m.ID, m.Target)
	case "close":
		c.mu.Lock()
		delete(c.open, m.ID)
		c.told = append(c.told, m.ID)
		if len(c.told) > toldMost {
			c.told = slices.Delete(c.told, 0, 1)
		}
		c.mu.Unlock()
	}
	b := broadcast{
		parent: r.RawHeader, msgType: "comm_" + m.Type, content: content, metadata: m.Metadata, buffers: m.Buffers,
	}
	// Encoded now: the data's owner may change it next. What JSON cannot say is
	// reported where the message would have been.
	if data, err := json.Marshal(content); err == nil {
		b.content, b.size = json.RawMessage(data), len(data)
	}
	for _, buffer := range m.Buffers {
		b.size += len(buffer)
	}
	r.wire.pub.putLarge(b)
}
