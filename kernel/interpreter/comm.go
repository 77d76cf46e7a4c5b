package interpreter

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter/box"
)

// comms are the comms of a session: those that are open, and what cells do
// about those that frontends open.
//
// Handlers run beside cells, one after another on each comm, as code of the
// cell that named them. What they print appears there, as what its goroutines
// print does: in a notebook, output that belongs to a message on a comm has no
// place. What they say on comms is caused by that message. An interrupt stops
// the handlers that run at that moment.
type comms struct {
	session *Session
	gate    sync.Mutex // held while a handler begins

	mu      sync.Mutex
	targets map[string]handler
	open    map[string]*line
	running map[*run]context.CancelFunc
	hold    func() // ends the claim that frontends may wake goroutines; nil: none is made
}

// handler is a function that a cell has named.
type handler struct {
	run  *run // of the cell
	call func(c *line, m CommMessage)
}

func newComms(s *Session) *comms {
	return &comms{session: s, targets: map[string]handler{}, open: map[string]*line{}, running: map[*run]context.CancelFunc{}}
}

// line is one end of a comm.
type line struct {
	comms *comms
	comm  *display.Comm

	// Guarded by comms.mu.
	opened, message, closing handler
	waiting                  []delivery
	busy                     bool // a goroutine hands out what waits
	closed                   bool
}

// delivery is a message that waits for its handler.
type delivery struct {
	message CommMessage
	out     Output
}

// Comm implements [Talker].
func (s *Session) Comm(m CommMessage, out Output) bool { return s.comms.take(m, out) }

func (c *comms) take(m CommMessage, out Output) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.open[m.ID]
	switch m.Type {
	case "open":
		h := c.targets[m.Target]
		if h.call == nil || l != nil {
			return false
		}
		l = c.add(m.ID, m.Target)
		l.opened = h
	case "close":
		if l != nil {
			c.remove(l)
		}
	}
	if l == nil {
		return false
	}
	l.waiting = append(l.waiting, delivery{m, out})
	l.wake()
	return true
}

// add opens a line. It is called with the lock held, as remove and claim are.
func (c *comms) add(id, target string) *line {
	l := &line{comms: c}
	l.comm = display.NewComm(id, target, l)
	c.open[id] = l
	c.claim()
	return l
}

func (c *comms) remove(l *line) {
	l.closed = true
	delete(c.open, l.comm.ID)
	c.claim()
}

// claim sees to it that no deadlock is declared while a message of a frontend
// could end it.
func (c *comms) claim() {
	switch wanted := len(c.open)+len(c.targets) > 0; {
	case wanted && c.hold == nil:
		c.hold = c.session.strands.Hold()
	case !wanted && c.hold != nil:
		c.hold()
		c.hold = nil
	}
}

// wake hands out what waits, unless that is under way. The lock is held.
func (l *line) wake() {
	if !l.busy {
		l.busy = true
		go l.deliver()
	}
}

// deliver hands out what waits, in order.
func (l *line) deliver() {
	for {
		d, h, ok := l.next()
		if !ok {
			return
		}
		if h.call != nil {
			l.comms.handle(h, d, l)
		}
	}
}

// next returns what is to be handed out next. Messages wait for someone who
// listens, unless the comm is closed.
func (l *line) next() (d delivery, h handler, ok bool) {
	l.comms.mu.Lock()
	defer l.comms.mu.Unlock()
	if len(l.waiting) > 0 {
		d = l.waiting[0]
		h = map[string]handler{"open": l.opened, "msg": l.message, "close": l.closing}[d.message.Type]
		ok = h.call != nil || l.closed || d.message.Type != "msg"
	}
	if !ok {
		l.busy = false
		return d, h, false
	}
	l.waiting = l.waiting[1:]
	return d, h, true
}

// handle calls a handler, and returns when it has ended.
func (c *comms) handle(h handler, d delivery, l *line) {
	s := c.session
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r := &run{cell: h.run.cell, out: aside(h.run.out, d.out), screen: h.run.screen, asked: ctx}
	r.group = s.strands.NewGroup(context.WithValue(ctx, listener{"unravel"}, r.screen.Report), r)
	c.mu.Lock()
	c.running[r] = cancel
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.running, r)
	}()
	c.gate.Lock()
	begin := sync.OnceFunc(c.gate.Unlock)
	r.group.Aside(func() {
		begin()
		h.call(l, d.message)
	})
	begin()
}

// answering is the output of a handler.
type answering struct {
	Frontend          // of the cell
	asker    Frontend // where the message came from
}

func (a answering) Comm(m CommMessage) { a.asker.Comm(m) }

// aside returns the output of a handler that a cell has named, for a message.
func aside(cell, message Output) Output {
	of, ok := cell.(answering)
	if ok {
		cell = of.Frontend // it was named by a handler
	}
	named, isFrontend := cell.(Frontend)
	asker, asked := message.(Frontend)
	if isFrontend && asked {
		return answering{named, asker}
	}
	return cell
}

// Interrupt implements [Interrupter].
func (s *Session) Interrupt() { s.comms.halt() }

// halt stops the handlers that run.
func (c *comms) halt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, cancel := range c.running {
		cancel()
	}
}

// close forgets all comms: the session ends.
func (c *comms) close() {
	c.halt()
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.targets)
	for _, l := range c.open {
		c.remove(l)
	}
	c.claim()
}

// openComm is display.OpenComm in a cell.
func (s *Session) openComm(target string, data map[string]any) *display.Comm {
	return s.openCommWith(target, data, display.CommOptions{})
}

func (s *Session) openCommWith(target string, data map[string]any, o display.CommOptions) *display.Comm {
	f, ok := s.here().out.(Frontend)
	if !ok {
		return display.OpenCommWith(target, data, o)
	}
	s.comms.mu.Lock()
	l := s.comms.add(rand.Text(), target)
	s.comms.mu.Unlock()
	f.Comm(CommMessage{
		Type: "open", ID: l.comm.ID, Target: target,
		Data: s.plain(data), Metadata: s.plain(o.Metadata), Buffers: slices.Clone(o.Buffers),
	})
	return l.comm
}

// handleComm is display.HandleComm in a cell.
func (s *Session) handleComm(target string, f func(*display.Comm, map[string]any)) {
	h := handler{run: s.here()}
	s.comms.mu.Lock()
	defer s.comms.mu.Unlock()
	defer s.comms.claim()
	if f == nil {
		delete(s.comms.targets, target)
		return
	}
	h.call = func(l *line, m CommMessage) { f(l.comm, m.Data) }
	s.comms.targets[target] = h
}

// Waiting implements [display.CommLine].
func (l *line) Waiting() int {
	l.comms.mu.Lock()
	defer l.comms.mu.Unlock()
	return len(l.waiting)
}

// Send implements [display.CommLine].
func (l *line) Send(data map[string]any, buffers [][]byte) {
	if !l.Closed() {
		l.say(CommMessage{Type: "msg", Data: data, Buffers: slices.Clone(buffers)})
	}
}

// say tells the frontend that this goroutine's cell belongs to.
func (l *line) say(m CommMessage) {
	s := l.comms.session
	if f, ok := s.here().out.(Frontend); ok {
		m.ID, m.Data, m.Metadata = l.comm.ID, s.plain(m.Data), map[string]any{}
		f.Comm(m)
	}
}

// OnMessage implements [display.CommLine].
func (l *line) OnMessage(f func(map[string]any, [][]byte)) {
	h := handler{run: l.comms.session.here()}
	if f != nil {
		h.call = func(_ *line, m CommMessage) { f(m.Data, m.Buffers) }
	}
	l.comms.mu.Lock()
	defer l.comms.mu.Unlock()
	l.message = h
	l.wake()
}

// OnClose implements [display.CommLine].
func (l *line) OnClose(f func(map[string]any)) {
	h := handler{run: l.comms.session.here()}
	if f != nil {
		h.call = func(_ *line, m CommMessage) { f(m.Data) }
	}
	l.comms.mu.Lock()
	defer l.comms.mu.Unlock()
	l.closing = h
}

// Close implements [display.CommLine].
func (l *line) Close(data map[string]any) {
	l.comms.mu.Lock()
	was := l.closed
	if !was {
		l.comms.remove(l)
		l.waiting = nil
	}
	l.comms.mu.Unlock()
	if !was {
		l.say(CommMessage{Type: "close", Data: data})
	}
}

// Closed implements [display.CommLine].
func (l *line) Closed() bool {
	l.comms.mu.Lock()
	defer l.comms.mu.Unlock()
	return l.closed
}

// plain returns data as JSON says it: interpreted types mean nothing outside
// the session, and the cell may change what it has sent. What cannot be said
// is told on standard error.
func (s *Session) plain(data map[string]any) (plain map[string]any) {
	if data == nil {
		return map[string]any{}
	}
	text, err := box.Marshal(data)
	if err == nil {
		err = json.Unmarshal(text, &plain)
	}
	if err != nil {
		fmt.Fprintf(s.streams.err, "display: the data of a comm: %v\n", err)
		return map[string]any{}
	}
	return plain
}
